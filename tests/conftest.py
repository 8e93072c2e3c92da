"""The detector's library is loaded before anything loads torch, as the program does."""

from __future__ import annotations

from interviewer.openmp import silero


def pytest_sessionstart() -> None:
    silero()
