"""Labelled ways to say a point, and what is fitted to them."""
