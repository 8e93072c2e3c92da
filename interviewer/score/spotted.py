"""Which of the places that the audio was asked about count as said.

The thresholds were fitted on the development half of benchmarks/corpus (faster-whisper base,
French and English, all conditions), and on its French recordings once more with a vocabulary made
of the terms that have the likest ordinary words. docs/accuracy.md says what came out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from interviewer.models import Spotting, Term, Transcript
from interviewer.score.confidence import confidence
from interviewer.score.patterns import Found
from interviewer.score.text import Text, tokens

__all__ = ["CREDITED", "PROBABLE", "counts", "probable", "spotted"]

CREDITED = 0.75
"""Confidence from which a term counts as said, where the audio does not speak against it."""
_SURE = 0.9
"""Confidence from which it counts however much less likely the audio finds it."""
PROBABLE = 0.5
"""Confidence from which it is shown as likely said, and not counted; in company it counts."""
_CREDITED_NATS = -8.5
"""Gain that it needs below ``_SURE``, unless the vocabulary's own reading has it in company."""
_SHORT = 4
"""Letters up to which a term is short: LoRA, RAG, GPT."""
_ALIKE = 0.75
"""How alike the two must sound in place of a single ordinary word."""
_SAME, _SAME_IN_COMPANY, _SAME_NATS = 0.9, 0.85, -2.5
"""Similarity and gain from which a longer term counts below ``CREDITED``, « audi » for audit, and
in company below ``PROBABLE``, « données brut » for données brutes."""
_UNLIKE = 0.5
"""Similarity under which the audio must speak for the term: « à gens presser » for agents."""
_WIDE_NATS = -4.0
"""Gain that it needs where the other reading differs by more than the term, which may then be
what that reading is wrong in: « Python, Cone » for Pinecone."""
_WIDE_IN_COMPANY_NATS = -9.5
_NEVER = inf


@dataclass(frozen=True, slots=True)
class _Needed:
    """Least gain, in nats, for a reading of one kind."""

    hint: float
    """Of one that the vocabulary's help brought out."""
    hint_in_company: float
    """The same where the words around it hold other terms."""
    sound: float
    sound_in_company: float


_WORD = _Needed(-1.6, -10.5, -1.6, -6.5)
"""In place of a single ordinary word."""
_SHORT_FOR_WORD = _Needed(-3.5, -10.5, _NEVER, _NEVER)
"""A short term there: « gagne » for GAN. « Laura », in sentences without a term, had gains down
from -4.7 for LoRA (in tests/model, and -5.1 on another number of cores), « elle aime » -6.0 for
LLM; short terms that were said had -2.9 to -6.4."""
_SHORT_TERM = _Needed(-4.8, -13.0, -4.0, -8.5)
_ANY = _Needed(-inf, -inf, -inf, -inf)
_UNLIKE_ORDINARY = _Needed(-1.0, -6.0, -1.0, -1.0)
_UNLIKE_SHORT = _Needed(-4.0, -7.5, -4.0, -4.0)
_UNLIKE_LONG = _Needed(-9.0, -9.0, -9.0, -9.0)


def counts(spotting: Spotting, sure: float) -> bool:
    """Whether the term is credited, the confidence being ``sure``.

    Other words sound like a short term by chance, so there the audio itself must agree; all the
    more where a single ordinary word is written. « Laura » is LoRA to the letter: what tells them
    apart is how the audio compares, and the terms said beside it.
    """
    gain = spotting.gain_nats
    if gain < _needed(spotting):
        return False
    if sure >= _SURE:
        return True
    same = gain >= _SAME_NATS and not _is_short(spotting)
    if spotting.company:
        if same and spotting.similarity >= _SAME_IN_COMPANY:
            return True
        return sure >= PROBABLE and (spotting.found_by == "hint" or gain >= _CREDITED_NATS)
    if sure >= CREDITED and gain >= _CREDITED_NATS:
        return True
    return sure >= PROBABLE and same and spotting.similarity >= _SAME


def _needed(spotting: Spotting) -> float:
    """Least gain, in nats."""
    kind = _kind(spotting)
    if spotting.found_by == "hint":
        needed = kind.hint_in_company if spotting.company else kind.hint
    else:
        needed = kind.sound_in_company if spotting.company else kind.sound
    if _is_wide(spotting):
        return max(needed, _WIDE_IN_COMPANY_NATS if spotting.company else _WIDE_NATS)
    return needed


def _kind(spotting: Spotting) -> _Needed:
    short, ordinary = _is_short(spotting), spotting.ordinary
    if ordinary and spotting.words == 1:
        if spotting.similarity < _ALIKE:
            return _Needed(_NEVER, _NEVER, _NEVER, _NEVER)
        return _SHORT_FOR_WORD if short else _WORD
    if spotting.similarity < _UNLIKE:
        if ordinary:
            return _UNLIKE_ORDINARY
        return _UNLIKE_SHORT if short else _UNLIKE_LONG
    return _SHORT_TERM if short else _ANY


def _is_short(spotting: Spotting) -> bool:
    return sum(character.isalnum() for character in spotting.term) <= _SHORT


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
