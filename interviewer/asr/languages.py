"""Which language is heard in a recording: from the engine's probabilities to the transcript. Pure.

A model that is told the wrong language translates, so that its text cannot tell; what it thinks of
the language before it writes can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from interviewer.domain import HeardLanguage, Language, Transcript, Word


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
    return tuple(replace(word, heard=heard) for word in words)


def gathered(words: Sequence[Word], language: Language) -> Transcript:
    """The transcript of ``words``, with the languages that were heard in their windows."""
    heard = [
        replace(each, start_s=run[0].start_s, end_s=run[-1].end_s)
        for each, run in (
            (each, list(run)) for each, run in groupby(words, lambda word: word.heard)
        )
        if each is not None
    ]
    return Transcript(language, tuple(replace(word, heard=None) for word in words), tuple(heard))
