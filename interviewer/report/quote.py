"""Where in a quote a term stands, so that it can be shown."""

from __future__ import annotations

import re
import unicodedata

from interviewer.models import Term

__all__ = ["find_term"]


def find_term(quote: str, term: Term) -> tuple[int, int] | None:
    """Start and end of the longest form of ``term`` in ``quote``, whole words only.

    Case, accents, hyphens and an ending of two letters at most (plural, feminine) are forgiven.
    None when the quote writes the term some other way.
    """
    folded = _fold(quote)
    forms = sorted({term.name, *term.variants, *term.heard_as}, key=lambda form: (-len(form), form))
    for form in forms:
        words = _fold(form).split()
        if not words:
            continue
        pattern = r"\W+".join(rf"{re.escape(_stem(word))}\w{{0,2}}" for word in words)
        found = re.search(rf"(?<!\w){pattern}(?!\w)", folded)
        if found:
            return found.span()
    return None


def _stem(word: str) -> str:
    """Without the ending of the plural, which the quote may lack."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _fold(text: str) -> str:
    """Lower case without accents, one character for one, so that positions stay true."""
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()[0]
    return base if base.isalnum() else " "
