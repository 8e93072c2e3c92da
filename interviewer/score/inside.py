"""What a term that is written unlike itself says about the terms inside it.

Whoever says « API REST » speaks of an API in so many words, and both terms count, however a
recogniser writes the two. « Open AI » is OpenAI in two pieces: the AI there is a piece of a
spelling and no word of the speaker's. What tells the two cases apart is whether the longer term,
written as it should be, holds the shorter one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from interviewer.models import Language, Spotting, Term, Transcript
from interviewer.score.forms import written
from interviewer.score.patterns import Found, find
from interviewer.score.phrase import parse
from interviewer.score.spotted import counts, spotted
from interviewer.score.text import Text, read

__all__ = ["Longer", "contains", "holds", "inside", "longer"]


@dataclass(frozen=True, slots=True)
class Longer:
    """A term that is written unlike itself: in pieces, or as it is misheard."""

    term: str
    spelling: str
    """As it should be written."""
    found: Found
    spotted: tuple[Spotting, float] | None = None
    """The audio's evidence with its confidence; None: the text itself holds it."""


def longer(terms: Iterable[Term], text: Text) -> tuple[Longer, ...]:
    """Every place in ``text`` where one of ``terms`` is written in more words than its own
    spelling has, or in others."""
    return tuple(place for term in terms for place in _places(term, text))


def inside(term: Term, found: Found, others: Iterable[Longer], language: Language) -> bool:
    """Whether ``term`` at ``found`` is but a piece of one of ``others``."""
    return any(
        other.term != term.name
        and other.found.first <= found.first
        and found.last <= other.found.last
        and found.last - found.first < other.found.last - other.found.first
        and not contains(other.spelling, term, language)
        for other in others
    )


def holds(other: Longer, term: Term, language: Language) -> bool:
    """Whether ``term`` is said with ``other``, as an API is with an API REST."""
    return other.term != term.name and contains(other.spelling, term, language)


def _places(term: Term, text: Text) -> Iterator[Longer]:
    for pattern in (term.name, *term.variants):
        phrase = parse(pattern, cased=term.exact_case)
        if any(word.gap_before or word.star for word in phrase.words):
            continue
        for found in find(phrase, text):
            if found.last - found.first + 1 > len(phrase.words):
                yield Longer(term.name, pattern, found)
    for heard in term.heard_as:
        for found in find(parse(heard, plain=True), text):
            yield Longer(term.name, term.name, found)
    for found, spotting, sure in spotted(term, text):
        if counts(spotting, sure):
            yield Longer(term.name, spotting.spelling, found, (spotting, sure))


@lru_cache(maxsize=4096)
def contains(spelling: str, term: Term, language: Language) -> bool:
    """Whether a form of ``term`` stands in ``spelling``."""
    return any(written(term, read(Transcript.from_text(spelling, language))))
