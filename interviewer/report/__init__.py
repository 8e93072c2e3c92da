"""Views of a scorecard and their plots. A view reads, it never computes a score."""
