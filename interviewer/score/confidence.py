"""How sure it is that a misheard term was said, from the audio's own evidence.

A logistic regression on what is known of each place. Its weights were fitted on the development
half of benchmarks/corpus (faster-whisper base, French and English, all conditions), before
anything was measured on the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from interviewer.models import Spotting, Word

__all__ = ["confidence", "worth_keeping"]

_KEPT = 0.05
"""Confidence under which a place is no evidence at all."""

_BASE = -6.6
_PER_NAT = 0.11
_SIMILARITY = 13.8
_HINTED = 7.0
_PROBABILITY = -4.4
"""For the least sure word there: what the recogniser is sure of, it seldom mishears."""
_ORDINARY = -3.3


def confidence(spotting: Spotting, words: Sequence[Word]) -> float:
    """How sure it is that the term was said where ``words`` are written, 0..1, to three digits."""
    evidence = (
        _BASE
        + _PER_NAT * spotting.gain_nats
        + _SIMILARITY * spotting.similarity
        + _PROBABILITY * min(word.probability for word in words)
        + (_HINTED if spotting.found_by == "hint" else 0.0)
        + (_ORDINARY if spotting.ordinary else 0.0)
    )
    return round(1 / (1 + exp(-evidence)), 3)


def worth_keeping(sure: float) -> bool:
    """Whether a place goes into the transcript's evidence."""
    return sure >= _KEPT
