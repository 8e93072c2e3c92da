"""Transcript to scorecard. Pure functions: no clock, device, file or network."""
