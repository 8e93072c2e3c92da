"""How much of what should have been heard has arrived. Pure: fed counts and seconds."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

__all__ = ["LossCounter", "Losses"]

_WINDOW_S = 2.0
"""Packets are handed over late when the machine is busy, never early: the least delay within this
window is the true one."""
_JUDGED_S = 1.6
"""So much of the window must be filled: after a stall what was held up comes first, all at once."""

_GAP_S = 0.1
"""A lasting rise of the delay by so much is a gap. Two clocks drift apart by 0.1 ms a second."""


@dataclass(frozen=True, slots=True)
class Losses:
    """The account of a microphone since it was opened."""

    frames: int
    """Samples a channel that were received, at the device's rate."""
    seconds: float
    """The same as time."""
    overflows: int
    """Times the sound system said it had to drop something."""
    gaps: int
    """Times the signal stopped and went on later: frozen server, machine asleep."""
    missing_s: float
    """What those gaps swallowed."""


class LossCounter:
    """Counts the packets of one microphone.

    Args:
        rate: samples a second of the device.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._frames = 0
        self._overflows = 0
        self._gaps = 0
        self._missing_s = 0.0
        self._delays: deque[tuple[float, float]] = deque()
        self._usual_s: float | None = None

    @property
    def losses(self) -> Losses:
        return Losses(
            self._frames, self._frames / self._rate, self._overflows, self._gaps, self._missing_s
        )

    def feed(self, frames: int, at_s: float, overflow: bool) -> None:
        """Takes a packet of ``frames``, handed over at ``at_s``."""
        self._frames += frames
        self._overflows += overflow
        delay_s = at_s - self._frames / self._rate
        self._delays.append((at_s, delay_s))
        while self._delays[0][0] < at_s - _WINDOW_S:
            self._delays.popleft()
        if self._usual_s is not None and at_s - self._delays[0][0] < _JUDGED_S:
            return
        least_s = min(delay for _, delay in self._delays)
        if self._usual_s is not None and least_s - self._usual_s >= _GAP_S:
            self._gaps += 1
            self._missing_s += least_s - self._usual_s
        self._usual_s = least_s
