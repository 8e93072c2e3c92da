"""Which of the places that the audio was asked about count as said."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.models import Spotting, Term
from interviewer.score.confidence import confidence
from interviewer.score.patterns import Found
from interviewer.score.text import Text

__all__ = ["CREDITED", "CREDITED_ALONE", "PROBABLE", "SUPPORTS", "counts", "probable", "spotted"]

CREDITED = 0.7
"""Confidence from which a term counts as said where other terms are said beside it: of the places
from 0.7 to 0.8 two in three were of terms that were said (cross-validation on the development half
of benchmarks/corpus, benchmarks/coverage/fit.py)."""
CREDITED_ALONE = 0.98
"""The same where none is: « Laura », « piton » and « elle aime » are LoRA, Python and LLM to the ear,
and mostly mean what they say. In cross-validation no control clip reached it."""
SUPPORTS = 0.85
"""Confidence from which a term that is not written is company for others."""
PROBABLE = 0.5
"""Confidence from which a term that does not count is shown as likely said."""


def counts(spotting: Spotting, sure: float) -> bool:
    """Whether the term is credited, the confidence being ``sure``.

    Other words sound like a term by chance: without another term beside it the evidence must be
    as good as certain.
    """
    return sure >= (CREDITED if spotting.company else CREDITED_ALONE)


def probable(sure: float) -> bool:
    """Whether a term that is not credited is shown as likely said."""
    return sure >= PROBABLE


def spotted(term: Term, text: Text) -> Iterator[tuple[Found, Spotting, float]]:
    """Where the audio was asked about ``term``, in order, with the confidence."""
    for index, word in enumerate(text.words):
        for spotting in word.spotted:
            if spotting.term == term.name:
                inside = range(index, index + spotting.words)
                tokens = [at for at, token in enumerate(text.tokens) if token.word in inside]
                sure = confidence(spotting, text.words[inside.start : inside.stop])
                yield Found(tokens[0], tokens[-1], inflected=False), spotting, sure
