"""Which of the places that the audio was asked about are kept, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from interviewer.models import Spotting, Word
from interviewer.score.confidence import confidence, worth_keeping
from interviewer.score.spotted import counts
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate

__all__ = ["FLOOR_NATS", "IsOrdinary", "Weighed", "attach"]

FLOOR_NATS = -16.0
"""Gain under which the audio speaks against a term, however alike it sounds. On the development
half of benchmarks/corpus two terms of a hundred lay under it that were said."""

IsOrdinary = Callable[[Sequence[str]], bool]
"""Whether these words are words of the language."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with what the audio says to it."""

    candidate: Candidate
    gain_nats: float


@dataclass(frozen=True, slots=True)
class _Place:
    first: int
    """Index of its first word."""
    sure: float
    weighed: Weighed
    spotting: Spotting


def attach(
    text: Text, weighed: Iterable[Weighed], written: AbstractSet[str], is_ordinary: IsOrdinary
) -> tuple[Word, ...]:
    """The words of ``text`` with the spottings that begin at them.

    Of places that overlap the surest is kept, unless they are the same reading with several terms.

    Args:
        text: what was heard without help.
        weighed: the places that the audio was asked about.
        written: names of the terms that ``text`` itself holds.
        is_ordinary: whether words are words of the language.
    """
    heard = (one for one in weighed if one.gain_nats >= FLOOR_NATS)
    places = sorted((_place(text, one, is_ordinary) for one in heard), key=_order)
    kept: list[_Place] = []
    for place in places:
        if worth_keeping(place.sure) and all(_compatible(place, other) for other in kept):
            kept.append(place)
    told = [_in_company(place, kept, written) for place in kept]
    return tuple(
        replace(word, spotted=tuple(place.spotting for place in told if place.first == index))
        for index, word in enumerate(text.words)
    )


def _in_company(place: _Place, kept: Sequence[_Place], written: AbstractSet[str]) -> _Place:
    """``place``, told whether a term is written elsewhere or was surely said at another place."""
    own = place.spotting.term
    beside = any(
        other.spotting.term != own and _apart(place, other) and counts(other.spotting, other.sure)
        for other in kept
    )
    if not beside and not written - {own}:
        return place
    return replace(place, spotting=replace(place.spotting, company=True))


def _place(text: Text, weighed: Weighed, is_ordinary: IsOrdinary) -> _Place:
    candidate = weighed.candidate
    inside = text.tokens[candidate.first : candidate.last + 1]
    first, last = inside[0].word, inside[-1].word
    spotting = Spotting(
        term=candidate.term,
        spelling=candidate.spelling,
        words=last - first + 1,
        gain_nats=round(weighed.gain_nats, 2),
        similarity=round(candidate.similarity, 3),
        ordinary=is_ordinary([token.surface for token in inside if not token.elided]),
        found_by=candidate.found_by,
    )
    return _Place(first, confidence(spotting, text.words[first : last + 1]), weighed, spotting)


def _order(place: _Place) -> tuple[float, int, str, str]:
    return -place.sure, place.first, place.spotting.term, place.spotting.spelling


def _compatible(one: _Place, other: _Place) -> bool:
    if _apart(one, other):
        return True
    a, b = one.weighed.candidate, other.weighed.candidate
    same = (a.first, a.last, a.spelling) == (b.first, b.last, b.spelling)
    return same and a.term != b.term


def _apart(one: _Place, other: _Place) -> bool:
    a, b = one.weighed.candidate, other.weighed.candidate
    return a.last < b.first or b.last < a.first
