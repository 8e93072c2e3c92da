"""A phrase pattern, parsed; :mod:`interviewer.score.patterns` says how one is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from interviewer.models import Transcript
from interviewer.score.inflection import inflections
from interviewer.score.text import Token, fold, tokens

__all__ = ["PatternWord", "Phrase", "parse", "same_case"]

_Place = Literal["first", "next", "after_gap"]
"""Where a word stands in its pattern."""

_GAP = re.compile(r"…|\.{3,}")


@dataclass(frozen=True, slots=True)
class PatternWord:
    """One word of a pattern, in every form in which words of a text are compared with it."""

    norm: str
    letters: str
    """Accents folded, case kept."""
    surface: str
    acute: bool | None
    star: bool
    forms: frozenset[str]
    """Norms that are inflections of ``norm``, itself left out."""
    gap_before: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed pattern. ``plain`` ones take neither inflection nor joins."""

    words: tuple[PatternWord, ...]
    cased: bool = False
    plain: bool = False
    openings: tuple[str, ...] = ()
    """Norms of whole words that it may begin with: its first word, that word's inflections, and
    the beginnings of either that may be joined to what follows."""


@lru_cache(maxsize=8192)
def parse(pattern: str, *, cased: bool = False, plain: bool = False) -> Phrase:
    """Parses ``pattern``.

    Args:
        pattern: words, ``*`` and ``…``; no letter at all finds nothing.
        cased: capitals of the pattern must be capitals in the text (ROI, never « roi »).
        plain: the words as they are, for listed mishearings.
    """
    words: list[PatternWord] = []
    for part in _GAP.split(pattern):
        for index, token in enumerate(tokens(Transcript.from_text(part, "fr"))):
            place: _Place = "first" if not words else "after_gap" if index == 0 else "next"
            words.append(_pattern_word(token, place, plain=plain))
    return Phrase(tuple(words), cased, plain, _openings(words[0], plain=plain) if words else ())


def same_case(pattern: str, letters: str) -> bool:
    """Every capital of ``pattern`` is one in ``letters``; further capitals are welcome."""
    return all(
        letter.isupper()
        for wanted, letter in zip(pattern, letters, strict=False)
        if wanted.isupper()
    )


def _openings(word: PatternWord, *, plain: bool) -> tuple[str, ...]:
    if plain:
        return (word.norm,)
    whole = {word.norm, *word.forms}
    heads = {form[:length] for form in whole for length in range(1, len(form))}
    return tuple(sorted(whole | heads))


def _pattern_word(token: Token, place: _Place, *, plain: bool) -> PatternWord:
    # A pattern is written by someone who writes accents: their absence says « not é ».
    acute = bool(token.acute)
    letters = fold(token.surface)
    return PatternWord(
        norm=token.norm,
        letters=letters,
        surface=token.surface,
        acute=acute,
        star=not plain and token.after.startswith("*"),
        forms=frozenset(
            inflections(
                token.norm,
                acute=acute,
                acronym=letters[:2].isupper(),
                follows=place != "first",
            )
        ),
        gap_before=place == "after_gap",
    )
