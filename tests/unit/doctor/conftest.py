"""A guide that remembers what it was told."""

from __future__ import annotations

import pytest

from interviewer.audio.watchdog import Level
from interviewer.domain import Notice


class Told:
    """A guide: what the person was told, and how often the level was shown."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.rests: list[float] = []

    def now(self, notice: Notice) -> None:
        self.messages.append(notice.message.format(**notice.values))

    def hears(self, level: Level, rest_s: float) -> None:
        self.rests.append(rest_s)


@pytest.fixture
def told() -> Told:
    return Told()
