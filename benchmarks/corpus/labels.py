"""Which terms a text says, and which texts may stand in one half."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from benchmarks.corpus.recipe import SaidAt
from interviewer.domain import Language, Term, Transcript
from interviewer.scenario.glossary import Glossary, GlossaryEntry
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.text import read

__all__ = ["alike", "said_in", "written_term"]

_PAUSE = re.compile(r"\[pause [\d.]+\]")


def written_term(entry: GlossaryEntry) -> Term:
    """``entry`` as it is looked for in a text that somebody wrote: nothing is misheard there."""
    return Term(entry.term, (*entry.fr, *entry.en), (), entry.exact_case)


def said_in(text: str, language: Language, glossary: Glossary) -> tuple[SaidAt, ...]:
    """Every accepted form of a glossary term in ``text``, by where it begins.

    What a pause parts is not one form. Where the scorer must find a term is thereby defined by
    the scorer's own reading of the faultless text; each label was read by a person too.
    """
    found: list[SaidAt] = []
    for start, stretch in _stretches(text):
        words = [match.span() for match in re.finditer(r"\S+", stretch)]
        read_text = read(Transcript.from_text(stretch, language))
        for entry in glossary.entries:
            for place in occurrences(written_term(entry), read_text):
                first, last = place.found.first, place.found.last
                left = words[read_text.tokens[first].word]
                right = words[read_text.tokens[last].word]
                begin = stretch.index(read_text.tokens[first].surface, *left)
                surface = read_text.tokens[last].surface
                end = stretch.rindex(surface, *right) + len(surface)
                found.append(SaidAt(entry.term, start + begin, start + end))
    return tuple(sorted(found, key=lambda place: (place.start, place.end, place.term)))


def alike(one: str, other: str) -> float:
    """Share of the three-word runs that two texts have in common, 0..1 (Jaccard)."""
    left, right = _runs(one), _runs(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for mark in _PAUSE.finditer(text):
        yield start, text[start : mark.start()]
        start = mark.end()
    yield start, text[start:]


@cache
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", _PAUSE.sub(" ", text).casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))
