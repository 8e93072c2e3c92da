"""Views of a scorecard: console and JSON. A view reads, it never computes a score."""
