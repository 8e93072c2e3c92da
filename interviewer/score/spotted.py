"""Which of the places that the audio was asked about count as said.

The thresholds were fitted on the development half of benchmarks/corpus (faster-whisper base,
French and English, all conditions), before anything was measured on the other half.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.models import Spotting, Term
from interviewer.score.confidence import confidence
from interviewer.score.patterns import Found
from interviewer.score.text import Text

__all__ = ["CREDITED", "PROBABLE", "counts", "probable", "spotted"]

CREDITED = 0.9
"""Confidence from which a term counts as said."""
PROBABLE = 0.5
"""Confidence from which it is shown as likely said, and not counted."""
_SHORT = 4
"""Letters up to which a term is short: LoRA, RAG, GPT."""
_SHORT_NATS = -4.0
"""Gain that a short term needs, however sure it is otherwise."""


def counts(spotting: Spotting, sure: float) -> bool:
    """Whether the term is credited, the confidence being ``sure``.

    A single ordinary word never is: « Laura » is LoRA to the letter, and only the speaker knows.
    Other words sound like a short term by chance, so there the audio itself must agree.
    """
    if spotting.ordinary and spotting.words == 1:
        return False
    short = sum(character.isalnum() for character in spotting.term) <= _SHORT
    return sure >= CREDITED and not (short and spotting.gain_nats < _SHORT_NATS)


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
