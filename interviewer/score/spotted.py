"""Which of the places that the audio was asked about count as said.

The thresholds were fitted on the development half of benchmarks/corpus (faster-whisper base,
French and English, all conditions), before anything was measured on the other half.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from interviewer.models import Spotting, Term, Transcript
from interviewer.score.confidence import confidence
from interviewer.score.patterns import Found
from interviewer.score.text import Text, tokens

__all__ = ["CREDITED", "PROBABLE", "counts", "probable", "spotted"]

CREDITED = 0.75
"""Confidence from which a term counts as said, where the audio does not speak against it."""
_CREDITED_NATS = -8.5
"""Gain that it needs below ``_SURE``."""
_SURE = 0.9
PROBABLE = 0.5
"""Confidence from which it is shown as likely said, and not counted."""
_SHORT = 4
"""Letters up to which a term is short: LoRA, RAG, GPT."""
_SHORT_NATS = -4.0
"""Gain that a short term needs, however sure it is otherwise."""
_WIDE_NATS = -4.0
"""Gain that it needs where the other reading differs by more than the term, which may then be
what that reading is wrong in: « Python, Cone » for Pinecone."""
_WORD_NATS = -1.6
"""Gain that it needs in place of a single ordinary word."""
_ALIKE = 0.75
"""How alike the two must sound then."""


def counts(spotting: Spotting, sure: float) -> bool:
    """Whether the term is credited, the confidence being ``sure``.

    Other words sound like a short term by chance, so there the audio itself must agree. It must
    do so all the more where a single ordinary word is written, and in place of one a short term
    never counts: « Laura » is LoRA to the letter, and only the speaker knows.
    """
    short = sum(character.isalnum() for character in spotting.term) <= _SHORT
    gain = spotting.gain_nats
    if spotting.ordinary and spotting.words == 1:
        alike = spotting.similarity >= _ALIKE
        return sure >= CREDITED and not short and alike and gain >= _WORD_NATS
    if (short and gain < _SHORT_NATS) or (gain < _WIDE_NATS and _is_wide(spotting)):
        return False
    return sure >= _SURE or (sure >= CREDITED and gain >= _CREDITED_NATS)


def _is_wide(spotting: Spotting) -> bool:
    """Whether its spelling is the term's name with further words, and sounds unlike it."""
    if spotting.similarity >= _ALIKE:
        return False
    name, spelling = (_norms(text) for text in (spotting.term, spotting.spelling))
    more = len(spelling) - len(name)
    return more > 0 and any(spelling[at : at + len(name)] == name for at in range(more + 1))


@lru_cache(maxsize=1024)
def _norms(text: str) -> tuple[str, ...]:
    found = tokens(Transcript.from_text(text, "fr"))
    return tuple(token.norm for token in found if not token.elided)


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
