"""Cards to answer aloud, one at a time: which, in which order, and when again."""
