"""Arguments to command to exit code: one module a command, and what several of them share."""

from interviewer.cli.program import main

__all__ = ["main"]
