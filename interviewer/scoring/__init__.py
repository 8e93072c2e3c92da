"""Transcript to scorecard. Pure functions: no clock, device or network, and no file but the trees beside it."""
