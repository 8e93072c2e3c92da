"""Terms in notes: those that are marked, and those of a glossary that stand in the text."""

from __future__ import annotations

import re

from interviewer.domain import Language, Limits
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.patterns import fault

_LONGEST_TERM = 80
_MOST_TERM_WORDS = 6
_PATTERN = Limits(most=200, form="pattern")


class GlossaryTerms:
    """Which terms of a glossary stand in a text. Ordinary words are none: only in bold they are meant."""

    def __init__(self, glossary: Glossary, language: Language) -> None:
        self._names = {
            f" {worded(form)} ": (entry.term, form if entry.exact_case else None)
            for entry in glossary.entries
            if entry.kind != "word"
            for form in (entry.term, *(entry.fr if language == "fr" else entry.en))
        }

    def in_text(self, text: str) -> list[str]:
        """Names as they are written in the text's language, in the order of the glossary."""
        said = f" {worded(text)} "
        found: dict[str, str] = {}
        for form, (term, exact) in self._names.items():
            if form in said and (exact is None or re.search(rf"\b{re.escape(exact)}\b", text)):
                found.setdefault(term, term)
        return list(found)


def term_name(text: str) -> str | None:
    """``text`` as the name of a term, without the marks of patterns; None where it cannot be one."""
    name = " ".join(re.sub(r"[()|*…«»“”\"]|\.{3,}|\s\+(?=\s|$)|^\+\s", " ", text).split())
    name = name.strip(" .,:;!?-–—'’")
    if not re.search(r"\w", name) or len(name) > _LONGEST_TERM:
        return None
    if len(name.split()) > _MOST_TERM_WORDS or fault(name, _PATTERN) is not None:
        return None
    return name


def worded(text: str) -> str:
    """The words of ``text`` alone, folded, a space between them."""
    return " ".join(re.findall(r"[\w+#/]+", fold(text)))
