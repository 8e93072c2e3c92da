"""Places of a transcript that sound like a term of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviewer.models import Language, Term, Vocabulary
from interviewer.score.forms import written
from interviewer.score.inside import contains
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate, render
from interviewer.spotting.lexicon import lexicon
from interviewer.spotting.sounds import key

__all__ = ["from_sound"]

MIN_SIMILARITY = 0.7
"""Levenshtein similarity of the keys from which a place is put to the audio. On the development
half of benchmarks/corpus no term under it was sure enough to count."""
MIN_KEY = 4
"""Sounds under which a key must be the same: short words meet by chance."""
SHORTEST_KEY = 3
"""Sounds under which nothing is looked for: « IA » and « y a », « AI » and « et »."""
MAX_PLACES = 6
"""Of one window, the most alike first: each costs the decoder some 30 ms."""
_MAX_TOKENS = 6


def from_sound(plain: Text, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """The places of ``plain`` that sound most like a term, the most alike first.

    What stands inside a listed form of a term is left alone; a longer place around one is not:
    « contexte l'orning » is in-context learning, though it holds « contexte ».
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    known = lexicon(vocabulary)
    places = tuple(_written(plain, vocabulary))
    runs = [run for run in _runs(len(plain.tokens)) if _may_be_more(run, places)]
    sounds = [key(render(plain.tokens[run.start : run.stop]), vocabulary.language) for run in runs]
    if not runs or not known.keys:
        return ()
    alike = cdist(
        sounds, known.keys, scorer=Levenshtein.normalized_similarity, score_cutoff=MIN_SIMILARITY
    )
    found: list[Candidate] = []
    for row, column in zip(*alike.nonzero(), strict=True):
        similarity = round(float(alike[row, column]), 4)
        shorter = min(len(sounds[row]), len(known.keys[column]))
        if shorter >= MIN_KEY or (similarity == 1.0 and shorter >= SHORTEST_KEY):
            one = Candidate(
                term=known.terms[column],
                spelling=known.spellings[column],
                first=runs[row].start,
                last=runs[row].stop - 1,
                similarity=similarity,
                found_by="sound",
            )
            if _keeps(one, runs[row], places, vocabulary.language):
                found.append(one)
    return _best(found)


@dataclass(frozen=True, slots=True)
class _Written:
    """A term that stands in the text in one of its forms."""

    term: Term
    tokens: range


def _written(plain: Text, vocabulary: Vocabulary) -> Iterator[_Written]:
    for term in vocabulary.terms:
        for _, found in written(term, plain):
            yield _Written(term, range(found.first, found.last + 1))


def _may_be_more(run: range, places: Iterable[_Written]) -> bool:
    """Whether ``run`` holds every term whole that is written where it stands, and words besides."""
    return all(
        run.start <= each.tokens.start and each.tokens.stop <= run.stop and run != each.tokens
        for each in places
        if _meet(run, each.tokens)
    )


def _keeps(one: Candidate, run: range, places: Iterable[_Written], language: Language) -> bool:
    """Whether each term that is written in the place is another one, and said with ``one``."""
    return all(
        each.term.name != one.term and contains(one.spelling, each.term, language)
        for each in places
        if _meet(run, each.tokens)
    )


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The few most alike, of overlapping places of one term only the best."""
    kept: list[Candidate] = []
    for each in sorted(found, key=_order):
        if len(kept) < MAX_PLACES and not any(each.meets(other) for other in kept):
            kept.append(each)
    return tuple(kept)


def _order(one: Candidate) -> tuple[float, int, int, str, bool, str]:
    return -one.similarity, one.first, one.last, one.term, one.spelling != one.term, one.spelling


def _runs(count: int) -> list[range]:
    return [
        range(first, last + 1)
        for first in range(count)
        for last in range(first, min(first + _MAX_TOKENS, count))
    ]
