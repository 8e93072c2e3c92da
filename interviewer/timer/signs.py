"""The signs of the timer's screen: one set for terminals that speak Unicode, one in ASCII."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.timer.signals import Stage
from interviewer.ui.glyphs import UNICODE, Glyphs
from interviewer.ui.page import BAD, GOOD, UNSURE

__all__ = ["STYLES", "Signs", "signs_for"]

STYLES: dict[Stage, str] = {"green": GOOD, "amber": UNSURE, "red": BAD, "out": BAD}
"""Colours; the sign and the words beside it say the same without them."""


@dataclass(frozen=True, slots=True)
class Signs:
    """Each is one cell wide, but those of the stages."""

    ink: str
    """What big digits are written with."""
    stages: dict[Stage, str]
    pause: str
    bar: str
    rest: str
    stretch: str
    """The last stretch of a bar, while it lies ahead."""
    boundary: str
    over: str
    reading: str
    """Beside the line that is to be said now."""


_UNICODE = Signs(
    ink="█",
    stages={"green": "●", "amber": "▲", "red": "■", "out": "■■"},
    pause="▌▌",
    bar="━",
    rest="─",
    stretch="╌",
    boundary="┼",
    over="▶",
    reading="▶",
)
_ASCII = Signs(
    ink="#",
    stages={"green": "o", "amber": "^", "red": "X", "out": "XX"},
    pause="||",
    bar="=",
    rest="-",
    stretch=".",
    boundary="+",
    over=">",
    reading=">",
)


def signs_for(glyphs: Glyphs) -> Signs:
    """The set that goes with ``glyphs``."""
    return _UNICODE if glyphs is UNICODE else _ASCII
