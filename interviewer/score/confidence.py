"""How sure it is that a misheard term was said, from the audio's own evidence.

Trees fitted to the development half of benchmarks/corpus (faster-whisper base, French and English,
all conditions) by benchmarks/coverage/fit.py, which also says what they are worth on texts that
they were not fitted to. No more of the evidence ever makes a term less sure: a likelier reading,
a better likeness, more readings that agree, other terms beside it, words that are no words of the
language, and words that the recogniser was not sure of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from interviewer.models import Spotting, Word
from interviewer.score.trees import fitted

__all__ = ["confidence", "features", "worth_keeping"]

_KEPT = 0.05
"""Confidence under which a place is no evidence at all."""
_LEAST_NATS, _MOST_NATS = -25.0, 3.0
"""Gains beyond which more says no more."""
_MOST_LETTERS = 8


def confidence(spotting: Spotting, words: Sequence[Word]) -> float:
    """How sure it is that the term was said where ``words`` are written, 0..1, to three digits."""
    return _confidence(features(spotting, words))


def features(spotting: Spotting, words: Sequence[Word]) -> tuple[float, ...]:
    """What the trees look at, in the order of :data:`interviewer.score.trees.FEATURES`.

    ``ordinary`` is 0 where the words are none of the language, 1 where they are several of its
    words, and 2 where they are one, which is the likeliest to have been meant as it stands.
    ``probability`` is that of the least sure word: what a recogniser is sure of, it seldom mishears.
    """
    return (
        min(max(spotting.gain_nats, _LEAST_NATS), _MOST_NATS),
        spotting.similarity,
        spotting.votes,
        float(spotting.company),
        (2.0 if spotting.words == 1 else 1.0) if spotting.ordinary else 0.0,
        min(word.probability for word in words),
        float(spotting.found_by == "hint"),
        float(min(_MOST_LETTERS, sum(character.isalnum() for character in spotting.term))),
    )


def worth_keeping(sure: float) -> bool:
    """Whether a place goes into the transcript's evidence."""
    return sure >= _KEPT


@lru_cache(maxsize=4096)
def _confidence(values: tuple[float, ...]) -> float:
    return round(fitted().probability(values), 3)
