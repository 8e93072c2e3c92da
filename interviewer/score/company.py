"""Which terms are said near a place that the audio was asked about, over the whole answer.

A recogniser hears an answer in windows, and knows only what stands in the same one; a scorer sees
what was said just before and after as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from interviewer.models import Spotting, Term
from interviewer.score.confidence import confidence
from interviewer.score.forms import written
from interviewer.score.spotted import SUPPORTS
from interviewer.score.text import Text

__all__ = ["NEAR_S", "accompanied"]

NEAR_S = 15.0
"""How far apart terms may be said and be company for each other: about a window of the recogniser
(12 to 28 s, cut at pauses), for which the trees of the confidence were fitted."""


@dataclass(frozen=True, slots=True)
class _Said:
    term: str
    first: int
    """Index of its first word."""
    last: int
    """Of its last one, inside."""


def accompanied(text: Text, terms: Iterable[Term]) -> Text:
    """``text``, each of its spottings told whether another of ``terms`` is said near it.

    That is one that is written, or spotted elsewhere and as good as sure.
    """
    if not any(word.spotted for word in text.words):
        return text
    said = (*_written(text, terms), *_spotted(text))
    words = tuple(
        replace(word, spotted=tuple(_told(each, text, at, said) for each in word.spotted))
        if word.spotted
        else word
        for at, word in enumerate(text.words)
    )
    return replace(text, words=words)


def _written(text: Text, terms: Iterable[Term]) -> Iterator[_Said]:
    for term in terms:
        for _, found in written(term, text):
            yield _Said(term.name, text.tokens[found.first].word, text.tokens[found.last].word)


def _spotted(text: Text) -> Iterator[_Said]:
    for first, word in enumerate(text.words):
        for spotting in word.spotted:
            if confidence(spotting, text.words[first : first + spotting.words]) >= SUPPORTS:
                yield _Said(spotting.term, first, first + spotting.words - 1)


def _told(spotting: Spotting, text: Text, first: int, said: Iterable[_Said]) -> Spotting:
    place = _Said(spotting.term, first, first + spotting.words - 1)
    if any(other.term != place.term and _near(place, other, text) for other in said):
        return replace(spotting, company=True)
    return spotting


def _near(one: _Said, other: _Said, text: Text) -> bool:
    before, after = sorted((one, other), key=lambda place: place.first)
    gap_s = text.words[after.first].start_s - text.words[before.last].end_s
    return before.last < after.first and gap_s <= NEAR_S
