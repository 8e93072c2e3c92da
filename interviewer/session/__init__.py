"""A session: which tasks, what happens at each, and where it stands. Scores only through its port."""
