"""Spoken time against its target, as cells of a bar. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TimeBar", "time_bar", "tolerance"]

_TOLERANCE = 0.15
_TOLERANCE_MIN_S = 3.0
_ZERO_AT = 0.60
"""Beyond this share off the target the timing scores nothing: the bar's end."""


@dataclass(frozen=True, slots=True)
class TimeBar:
    """Cells of a bar, counted from its left end."""

    width: int
    filled: int
    overflow: bool
    """More was spoken than the bar can show."""
    zone_start: int
    target: int
    zone_end: int
    """Last cell of the zone in which the answer is on time."""


def tolerance(target_s: float) -> float:
    """Seconds either side of the target that are on time: 15 %, at least 3 s."""
    return max(_TOLERANCE * target_s, _TOLERANCE_MIN_S)


def time_bar(spoken_s: float, target_s: float, width: int) -> TimeBar:
    """Lays out a bar whose end stands where a long answer's timing scores nothing.

    Args:
        spoken_s: seconds, 0 or more.
        target_s: seconds, more than 0.
        width: cells, at least 10.
    """
    slack = tolerance(target_s)
    scale = max(target_s * (1 + _ZERO_AT), target_s + 2 * slack)

    def cell(at_s: float) -> int:
        return min(width - 1, max(0, round(at_s / scale * width) - 1))

    target = cell(target_s)
    return TimeBar(
        width=width,
        filled=min(width, max(round(spoken_s / scale * width), int(spoken_s > 0))),
        overflow=spoken_s > scale,
        zone_start=min(cell(target_s - slack), target - 1),
        target=target,
        zone_end=max(cell(target_s + slack), target + 1),
    )
