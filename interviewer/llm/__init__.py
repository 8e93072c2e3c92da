"""A language model of the person's own machine: optional, asked by hand or by setting, never a judge."""
