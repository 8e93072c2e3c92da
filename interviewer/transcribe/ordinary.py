"""Which words are words: the French and English word lists of pyspellchecker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from interviewer.models import Language

if TYPE_CHECKING:
    from spellchecker import SpellChecker

__all__ = ["are_ordinary"]

_DOUBLED = re.compile(r"([^\W\d_])\1")


def are_ordinary(words: Sequence[str], language: Language) -> bool:
    """Whether all of ``words`` are in the word list of ``language``; a single one, in either.

    English names and words stand in French transcripts as they are (« rack », « Laura »). A word
    is ordinary with a letter doubled that should not be, too (« pitton »).
    """
    if len(words) == 1:
        return _listed(words[0], "fr") or _listed(words[0], "en")
    return all(_listed(word, language) for word in words)


def _listed(word: str, language: Language) -> bool:
    checker, folded = _checker(language), word.casefold()
    return folded in checker or _DOUBLED.sub(r"\1", folded) in checker


@cache
def _checker(language: Language) -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language)
