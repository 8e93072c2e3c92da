"""What the person is told while the checks run."""

from __future__ import annotations

from typing import Protocol

from interviewer.audio.watchdog import Level
from interviewer.models import Notice

__all__ = ["Guide"]


class Guide(Protocol):
    """Shows what is going on, and what the person is to do."""

    def now(self, notice: Notice) -> None:
        """This goes on from now on, or is to be done."""
        ...

    def hears(self, level: Level, rest_s: float) -> None:
        """The microphone gave a block; it is listened to for ``rest_s`` more."""
        ...
