"""Time that passes only while the session waits for it, and a microphone and a voice that live in it.

However long something takes to be computed, none of this time goes by: a session of three minutes
takes the moment that its signal takes to be worked on, and gives the same every time.
"""

from __future__ import annotations

import math
import queue
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Self, TypeVar

import numpy as np

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.tts.speaker import Reports
from interviewer.tts.text import reading_s

__all__ = ["BLOCK", "SimulatedMicrophone", "SimulatedTime", "SimulatedVoice", "silence"]

E = TypeVar("E")

BLOCK = 800
"""Samples, 50 ms, as a microphone gives them."""

_LIMIT_S = 60.0
"""Of real time: a wait that long will never end, and fails its test."""
_LOOK_S = 0.02
"""Of real time: how often a thread that waits for its turn looks whether it is to end."""


def silence(seconds: float) -> Samples:
    """As a quiet room has it: not exactly nothing."""
    return np.full(round(seconds * SAMPLE_RATE), 1e-4, np.float32)


class SimulatedTime:
    """An :class:`interviewer.live.events.Time` that its microphone moves on, block by block.

    One thread waits, the session's; another moves time on, the listener's, as long as the first
    has nothing to do.
    """

    poll_s = math.inf

    def __init__(self, began_at: datetime | None = None) -> None:
        self._began_at = began_at or datetime.now(UTC)
        self._now_s = 0.0
        self._changed = threading.Condition()
        self._done: Callable[[], bool] | None = None
        """Whether what is waited for is there; None while nobody waits."""
        self._until_s = 0.0
        self._coming: list[tuple[float, Callable[[], None]]] = []

    # ------------------------------------------------------------------ as the session has it

    def monotonic(self) -> float:
        return self._now_s

    def now(self) -> datetime:
        return self._began_at + timedelta(seconds=self._now_s)

    def get(self, waiting: queue.SimpleQueue[E], seconds: float) -> E:
        self._wait(lambda: not waiting.empty(), seconds)
        return waiting.get_nowait()

    def wait_for(
        self, changed: threading.Condition, done: Callable[[], bool], seconds: float
    ) -> bool:
        self._begin(done, seconds)
        try:
            return changed.wait_for(done, _LIMIT_S)
        finally:
            with self._changed:
                self._done = None

    # ------------------------------------------------------------------ as the world has it

    def pass_by(self, seconds: float) -> None:
        """The session is busy for so long, while the microphone goes on."""
        self._wait(lambda: False, seconds)

    def after(self, seconds: float, happens: Callable[[], None]) -> None:
        """``happens`` is called that much later, from the thread that moves time on."""
        with self._changed:
            self._coming.append((self._now_s + seconds, happens))

    def call_off(self, happens: Callable[[], None]) -> None:
        """It does not come to that."""
        with self._changed:
            self._coming = [each for each in self._coming if each[1] is not happens]

    def move_on(self, seconds: float) -> bool:
        """So much goes by, once somebody waits for it; False: nobody did for a moment."""
        with self._changed:
            if self._over():
                self._changed.notify_all()
            if not self._changed.wait_for(lambda: not self._over(), _LOOK_S):
                return False
            self._now_s += seconds
            due = [each for each in self._coming if each[0] <= self._now_s]
            self._coming = [each for each in self._coming if each[0] > self._now_s]
        for _, happens in sorted(due, key=lambda each: each[0]):
            happens()
        return True

    def _over(self) -> bool:
        return self._done is None or self._done() or self._now_s >= self._until_s

    def _begin(self, done: Callable[[], bool], seconds: float) -> None:
        with self._changed:
            self._done, self._until_s = done, self._now_s + seconds
            self._changed.notify_all()

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        self._begin(done, seconds)
        with self._changed:
            assert self._changed.wait_for(self._over, _LIMIT_S), "time does not move on"
            self._done = None


class SimulatedMicrophone:
    """Plays what it is given, and the quiet of the room when there is nothing more."""

    def __init__(self, time: SimulatedTime, name: str = "Bureau") -> None:
        self.device = Opened(name, SAMPLE_RATE, 1)
        self.active = True
        self.losses = Losses(0, 0.0, 0, 0, 0.0)
        self.gates: list[str] = []
        self._time = time
        self._blocks: deque[Samples] = deque()

    def play(self, signal: Samples) -> None:
        """From the next block on; what is left of the signal before is dropped."""
        starts = range(0, len(signal), BLOCK)
        self._blocks = deque(signal[at : at + BLOCK] for at in starts)

    def gate(self, at_s: float) -> None:
        self.gates.append("closed")

    def ungate(self, at_s: float) -> None:
        self.gates.append("open")

    def close(self) -> None:
        self.gates.append("let go")
        self._blocks.clear()

    def read(self, timeout_s: float) -> Block | None:
        blocks = self._blocks
        samples = blocks[0] if blocks else silence(BLOCK / SAMPLE_RATE)
        if not self._time.move_on(len(samples) / SAMPLE_RATE):
            return None
        if blocks:
            blocks.popleft()
        return Block(samples, self._time.monotonic(), gated=False, clipped=0.0)


class SimulatedVoice:
    """Leaves the time to read each text, one at a time."""

    def __init__(self, time: SimulatedTime, reports: Reports) -> None:
        self._time = time
        self._reports = reports
        self._saying: list[Callable[[], None]] = []

    def say(self, turn: int, text: str) -> None:
        def spoken() -> None:
            self._reports.on_spoken(turn)

        self._saying.append(spoken)
        self._time.after(reading_s(text), spoken)

    def stop(self) -> None:
        for each in self._saying:
            self._time.call_off(each)
        self._saying.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
