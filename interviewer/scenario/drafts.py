"""What is made of notes, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from interviewer.domain import Notice
from interviewer.scenario.notes import Part


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something the notes leave open: what was assumed, and how to say it."""

    line: int | None
    message: str
    """gettext id."""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario file and how it came about."""

    text: str
    """TOML."""
    taken: tuple[Notice, ...]
    """What was taken how, in at most three lines."""
    unsure: tuple[Unsure, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What an ad and a CV add to the notes."""

    terms: tuple[str, ...] = ()
    questions: tuple[Part, ...] = ()
    comments: tuple[str, ...] = ()
    """Lines for the head of the file."""
