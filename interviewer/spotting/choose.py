"""Which of the places that the audio was asked about are kept, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from interviewer.models import Spotting, Word
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate

__all__ = ["FLOOR_NATS", "Weighed", "attach"]

FLOOR_NATS = -15.0
"""Gains under this are no evidence at all and are not kept."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with what the audio says to it."""

    candidate: Candidate
    gain_nats: float


def attach(text: Text, weighed: Iterable[Weighed]) -> tuple[Word, ...]:
    """The words of ``text`` with the spottings that begin at them.

    Of places that overlap the one with the highest gain is kept, unless they are the same reading.
    """
    kept: list[Weighed] = []
    for one in sorted(weighed, key=lambda one: (-one.gain_nats, one.candidate.first)):
        if one.gain_nats >= FLOOR_NATS and all(_compatible(one, other) for other in kept):
            kept.append(one)
    spotted: dict[int, list[Spotting]] = {}
    for one in sorted(kept, key=lambda one: (one.candidate.first, one.candidate.term)):
        first = text.tokens[one.candidate.first].word
        last = text.tokens[one.candidate.last].word
        spotting = Spotting(
            term=one.candidate.term,
            spelling=one.candidate.spelling,
            words=last - first + 1,
            gain_nats=round(one.gain_nats, 2),
            found_by=one.candidate.found_by,
        )
        spotted.setdefault(first, []).append(spotting)
    return tuple(
        replace(word, spotted=tuple(spotted.get(index, ())))
        for index, word in enumerate(text.words)
    )


def _compatible(one: Weighed, other: Weighed) -> bool:
    a, b = one.candidate, other.candidate
    if a.last < b.first or b.last < a.first:
        return True
    same = (a.first, a.last, a.spelling) == (b.first, b.last, b.spelling)
    return same and a.term != b.term
