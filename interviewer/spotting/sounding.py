"""Places of a transcript that sound like a term of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable

from interviewer.models import Vocabulary
from interviewer.score.text import Text
from interviewer.spotting.candidates import Candidate, held, render
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

    Tokens that a listed form of any term covers are left alone.
    """
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    known = lexicon(vocabulary)
    covered = {token for term in vocabulary.terms for token in held(term, plain)}
    runs = [run for run in _runs(len(plain.tokens)) if covered.isdisjoint(run)]
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
            found.append(
                Candidate(
                    term=known.terms[column],
                    spelling=known.spellings[column],
                    first=runs[row].start,
                    last=runs[row].stop - 1,
                    similarity=similarity,
                    found_by="sound",
                )
            )
    return _best(found)


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The few most alike, of overlapping places of one term only the best."""
    kept: list[Candidate] = []
    for each in sorted(found, key=_order):
        if len(kept) < MAX_PLACES and not any(_same(each, other) for other in kept):
            kept.append(each)
    return tuple(kept)


def _order(one: Candidate) -> tuple[float, int, int, str, bool, str]:
    return -one.similarity, one.first, one.last, one.term, one.spelling != one.term, one.spelling


def _same(one: Candidate, other: Candidate) -> bool:
    return one.term == other.term and one.first <= other.last and other.first <= one.last


def _runs(count: int) -> list[range]:
    return [
        range(first, last + 1)
        for first in range(count)
        for last in range(first, min(first + _MAX_TOKENS, count))
    ]
