"""A text made ready to be said: what a synthesiser stumbles on, and where to draw breath."""

from __future__ import annotations

import re

MAX_PIECE = 400
"""Characters of one piece: about 25 s of speech, far below the lengths that crash drivers."""

_READING_WORDS_PER_S = 3.0
"""180 words a minute, a little below the mean speed at which adults read paragraphs in French (195)
and English (228) in IReST (Trauzettel-Klosinski & Dietz 2012)."""
_READING_STARTS_S = 1.0

_SPOKEN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        # Quotes would be heard as a pause on each side of the word.
        **dict.fromkeys('«»"“”„', " "),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u00ad\u200b\ufeff", None),
        "…": "...",
    }
)
_DASH = re.compile(r"\s+[–—-]\s+|[—–](?=\D)")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?](?:\s|$))")
_BREAKS = (
    re.compile(r"(?<=[.!?])\s+"),
    re.compile(r"(?<=[,;:])\s+"),
    re.compile(r"\s+"),
)
"""Where to cut, best first: between sentences, clauses, words."""


def speakable(text: str) -> str:
    """``text`` without the typography that synthesisers read aloud or stumble on, on one line."""
    text = text.translate(_SPOKEN)
    text = " ".join(_DASH.sub(", ", f" {text}").split()).lstrip(", ")
    return _SPACE_BEFORE_MARK.sub("", text)


def pieces(text: str, limit: int = MAX_PIECE) -> tuple[str, ...]:
    """``text``, speakable, in pieces of at most ``limit`` characters that are said one by one.

    Cut between sentences; a sentence too long between its clauses; a clause too long between
    its words. Nothing is lost but the spaces at the cuts. Without a letter or digit: nothing.
    """
    spoken = speakable(text)
    if not any(character.isalnum() for character in spoken):
        return ()
    return tuple(_cut(spoken, limit, 0))


def reading_s(text: str) -> float:
    """How long a person takes to read ``text`` on the screen, in seconds."""
    return _READING_STARTS_S + len(text.split()) / _READING_WORDS_PER_S


def _cut(text: str, limit: int, level: int) -> list[str]:
    if len(text) <= limit:
        return [text]
    if level == len(_BREAKS):
        return [text[start : start + limit] for start in range(0, len(text), limit)]
    found: list[str] = []
    for part in _BREAKS[level].split(text):
        if found and len(found[-1]) + 1 + len(part) <= limit:
            found[-1] += f" {part}"
        else:
            found.extend(_cut(part, limit, level + 1))
    return found
