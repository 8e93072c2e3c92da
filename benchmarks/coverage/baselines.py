"""What the scorer is compared with: the two ways in which keywords are commonly looked for.

Both are given every accepted form of each term, in both languages, and neither knows what is
heard for a term.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from interviewer.domain import Term

__all__ = ["by_substring", "by_whole_words"]


def by_substring(terms: Iterable[Term], text: str) -> frozenset[str]:
    """The terms of which some form stands in ``text`` letter for letter, case left out."""
    folded = text.casefold()
    return frozenset(
        term.name for term in terms if any(form.casefold() in folded for form in _forms(term))
    )


def by_whole_words(terms: Iterable[Term], text: str) -> frozenset[str]:
    """The terms of which the words of some form follow one another in ``text``.

    Without case, accents and punctuation.
    """
    words = _words(text)
    return frozenset(
        term.name for term in terms if any(_words(form) in words for form in _forms(term))
    )


def _forms(term: Term) -> list[str]:
    """Those that are words and not patterns."""
    return [form for form in (term.name, *term.variants) if not re.search(r"[*…]|\.{3}", form)]


def _words(text: str) -> str:
    """The words of ``text``, with a space before, between and after them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (mark for mark in plain if not unicodedata.combining(mark))
    return f" {' '.join(re.findall(r'[a-z0-9]+', ''.join(kept)))} "
