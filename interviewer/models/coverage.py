"""What was found of what a task asks for, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.models.scenario import Term, Trap
from interviewer.models.transcript import FoundBy

__all__ = ["Coverage", "Match", "PointHit", "PointStatus", "TermHit", "TermStatus", "TrapHit"]

TermStatus = Literal["hit", "partial", "probable", "missed"]
PointStatus = Literal["hit", "out_of_order", "missed"]
Match = Literal["exact", "inflected", "variant", "sounds_like"]


@dataclass(frozen=True, slots=True)
class TermHit:
    """What became of one term, with its evidence."""

    term: Term
    status: TermStatus
    match: Match | None = None
    confidence: float | None = None
    count: int = 0
    quote: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    found_by: FoundBy | None = None
    gain_nats: float | None = None
    """Of a term that the text does not hold: see :class:`Spotting`."""
    places: tuple[tuple[int, int], ...] = ()
    """First and last word, by their place in the transcript, of each time it was said."""


@dataclass(frozen=True, slots=True)
class PointHit:
    """What became of one point, step, move or rule."""

    point: str
    status: PointStatus
    quote: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    denied: bool = False
    """Missed because it was said not to be so; ``quote`` and times are those of the denial."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Terms and points; ``score`` is None where the task asks for none or nothing was heard."""

    score: float | None
    terms: tuple[TermHit, ...] = ()
    points: tuple[PointHit, ...] = ()


@dataclass(frozen=True, slots=True)
class TrapHit:
    """A trap that was said, with its evidence."""

    trap: Trap
    quote: str
    start_s: float
