"""What the audio's own evidence for a misheard term is worth."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from interviewer.models import Spotting, Term
from interviewer.score.patterns import Found
from interviewer.score.text import Text

__all__ = ["CREDIT_NATS", "PROBABLE_NATS", "confidence", "counts", "probable", "spotted"]

CREDIT_NATS = -2.5
"""Gain from which a term counts as said."""
PROBABLE_NATS = -8.0
"""Gain from which it is shown as likely said, and not counted."""
_HALF_NATS = -6.0
_SCALE_NATS = 2.0


def counts(spotting: Spotting) -> bool:
    """Whether the term is credited."""
    return spotting.gain_nats >= CREDIT_NATS


def probable(spotting: Spotting) -> bool:
    """Whether the term is shown as likely said, though not credited."""
    return PROBABLE_NATS <= spotting.gain_nats < CREDIT_NATS


def confidence(spotting: Spotting) -> float:
    """How sure the term is, 0..1, to three digits."""
    return round(1 / (1 + exp((_HALF_NATS - spotting.gain_nats) / _SCALE_NATS)), 3)


def spotted(term: Term, text: Text) -> Iterator[tuple[Found, Spotting]]:
    """Where the audio was asked about ``term``, in order, whatever it said."""
    for index, word in enumerate(text.words):
        for spotting in word.spotted:
            if spotting.term == term.name:
                last = index + spotting.words - 1
                inside = [
                    position
                    for position, token in enumerate(text.tokens)
                    if index <= token.word <= last
                ]
                if inside:
                    yield Found(inside[0], inside[-1], inflected=False), spotting
