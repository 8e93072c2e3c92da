"""Many candidates at once: who they are, the work of scoring one, the processes and machines that do it."""
