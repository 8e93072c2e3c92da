"""Which part of one recording answers which phase: pauses, words, targets, and order. Pure."""
