"""Little stories with their parts marked, and how well the program tells them apart."""
