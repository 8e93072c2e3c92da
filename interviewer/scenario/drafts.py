"""What is made of notes, and how it came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from interviewer.domain import Language, Notice
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.scenario.notes import Part

_MOST_PHASES = 50


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


@dataclass(frozen=True, slots=True)
class Material:
    """What a person gave to make a scenario of: texts, each empty where there is none."""

    notes: str
    ad: str
    cv: str
    language: Language


Propose = Callable[[Material], tuple[Part, ...]]
"""Questions that a language model thinks of, each marked as its own; none where there is no such thing."""


def nothing(material: Material) -> tuple[Part, ...]:
    """Proposes no question."""
    del material
    return ()


def refuse_misfit(parts: Sequence[Part], name: str) -> None:
    """Checks that ``parts``, of the file ``name``, can be the phases of a scenario.

    Raises:
        UsageError: there are none, or too many.
    """
    if not parts:
        raise UsageError(
            N_("{file}: there is nothing to rehearse in it."),
            N_('Write a heading for each phase and what you say below it: "## Intro (30 s)".'),
            file=name,
        )
    if len(parts) > _MOST_PHASES:
        raise UsageError(
            N_("{file}: {count} headings would be phases; a scenario has at most {most}."),
            N_("Keep one heading for each phase, and make lists of the rest."),
            file=name,
            count=len(parts),
            most=_MOST_PHASES,
        )
