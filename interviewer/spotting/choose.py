"""Which of the places that the audio was asked about are kept, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from interviewer.models import Spotting, Word
from interviewer.score.confidence import confidence, worth_keeping
from interviewer.score.spotted import SUPPORTS
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate

__all__ = ["IsOrdinary", "Weighed", "attach", "place"]

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
    places = sorted((_place(text, one, written, is_ordinary) for one in weighed), key=_order)
    kept: list[_Place] = []
    for each in places:
        if worth_keeping(each.sure) and all(_compatible(each, other) for other in kept):
            kept.append(each)
    told = [_in_company(each, kept) for each in kept]
    return tuple(
        replace(word, spotted=tuple(each.spotting for each in told if each.first == index))
        for index, word in enumerate(text.words)
    )


def _in_company(one: _Place, kept: Sequence[_Place]) -> _Place:
    """``one``, told whether another term was as good as surely said at another place."""
    beside = any(
        other.spotting.term != one.spotting.term and other.sure >= SUPPORTS and _apart(one, other)
        for other in kept
    )
    if not beside:
        return one
    return replace(one, spotting=replace(one.spotting, company=True))


def _place(
    text: Text, weighed: Weighed, written: AbstractSet[str], is_ordinary: IsOrdinary
) -> _Place:
    spotting, first = place(text, weighed, written, is_ordinary)
    words = text.words[first : first + spotting.words]
    return _Place(first, confidence(spotting, words), weighed, spotting)


def place(
    text: Text, weighed: Weighed, written: AbstractSet[str], is_ordinary: IsOrdinary
) -> tuple[Spotting, int]:
    """What is known of a candidate, and the index of its first word.

    Terms that are only spotted beside it are no company yet.
    """
    candidate = weighed.candidate
    inside = text.tokens[candidate.first : candidate.last + 1]
    first, last = inside[0].word, inside[-1].word
    return Spotting(
        term=candidate.term,
        spelling=candidate.spelling,
        words=last - first + 1,
        gain_nats=round(weighed.gain_nats, 2),
        similarity=round(candidate.similarity, 3),
        ordinary=is_ordinary([token.surface for token in inside if not token.elided]),
        found_by=candidate.found_by,
        company=bool(written - {candidate.term}),
        votes=round(candidate.votes, 3),
    ), first


def _order(one: _Place) -> tuple[float, int, str, str]:
    return -one.sure, one.first, one.spotting.term, one.spotting.spelling


def _compatible(one: _Place, other: _Place) -> bool:
    if _apart(one, other):
        return True
    a, b = one.weighed.candidate, other.weighed.candidate
    same = (a.first, a.last, a.spelling) == (b.first, b.last, b.spelling)
    return same and a.term != b.term


def _apart(one: _Place, other: _Place) -> bool:
    a, b = one.weighed.candidate, other.weighed.candidate
    return a.last < b.first or b.last < a.first
