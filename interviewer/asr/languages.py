"""Which language is heard in a recording: from the engine's probabilities to the transcript. Pure.

A model that is told the wrong language translates, so that its text cannot tell; what it thinks of
the language before it writes can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from interviewer.domain import HeardLanguage, Language, Spotting, Transcript, Unwritten, Word


@dataclass(frozen=True, slots=True)
class HeardWord(Word):
    """A word on its way to the transcript, where :func:`gathered` makes a plain one of it."""

    heard: HeardLanguage | None = None
    """Of the window that it was read in."""


def marked(
    words: Sequence[Word], probabilities: Mapping[str, float], language: Language
) -> tuple[Word, ...]:
    """``words`` of one window, each with the language that is heard in it.

    Args:
        words: in order.
        probabilities: 0..1, by the code of the language.
        language: which they were read in.
    """
    if not words or not probabilities:
        return tuple(words)
    likeliest = max(probabilities, key=lambda code: probabilities[code])
    heard = HeardLanguage(
        start_s=words[0].start_s,
        end_s=words[-1].end_s,
        expected=round(probabilities.get(language, 0.0), 4),
        likeliest=likeliest,
        probability=round(probabilities[likeliest], 4),
    )
    return tuple(HeardWord(*_values(word), heard) for word in words)


def gathered(words: Sequence[Word], language: Language) -> Transcript:
    """The transcript of ``words``, with the languages that were heard in their windows."""
    heard: list[HeardLanguage] = []
    for each, run in groupby(words, _heard):
        inside = list(run)
        if each is not None:
            heard.append(replace(each, start_s=inside[0].start_s, end_s=inside[-1].end_s))
    return Transcript(language, tuple(Word(*_values(word)) for word in words), tuple(heard))


def _heard(word: Word) -> HeardLanguage | None:
    return word.heard if isinstance(word, HeardWord) else None


def _values(
    word: Word,
) -> tuple[str, float, float, float, tuple[Spotting, ...], tuple[Unwritten, ...]]:
    return word.text, word.start_s, word.end_s, word.probability, word.spotted, word.unwritten
