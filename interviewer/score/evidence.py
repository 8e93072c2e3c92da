"""Where something was said, as a person can check it: a quote and its times."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.score.patterns import Found
from interviewer.score.text import APOSTROPHES, Text

__all__ = ["Evidence", "evidence"]

_CONTEXT = 3
"""Words quoted on either side of the matched ones."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a match."""

    quote: str
    """The matched words with up to three on either side, as written."""
    start_s: float
    end_s: float
    """Times of the matched words alone."""
    confidence: float
    """Mean probability of the matched words, to three digits."""


def evidence(found: Found, text: Text) -> Evidence:
    """The evidence of ``found`` in ``text``."""
    first, last = text.tokens[found.first].word, text.tokens[found.last].word
    matched = text.words[first : last + 1]
    around = text.words[max(0, first - _CONTEXT) : last + 1 + _CONTEXT]
    return Evidence(
        quote=_join([word.text.strip() for word in around]),
        start_s=matched[0].start_s,
        end_s=matched[-1].end_s,
        confidence=round(sum(word.probability for word in matched) / len(matched), 3),
    )


def _join(words: list[str]) -> str:
    """Words to a line; recognisers part « l » from « 'IA » and « fine » from « -tuning »."""
    line = ""
    for word in words:
        glued = not line or (len(word) > 1 and word[0] in APOSTROPHES + "-")
        line += word if glued else f" {word}"
    return line
