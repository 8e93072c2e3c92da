"""Every text that is worth a rendered line: the library's, and the program's own sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from interviewer.doctor.voice import SENTENCE
from interviewer.domain import Language
from interviewer.i18n import translator
from interviewer.scenario.library import library
from interviewer.scenario.spoken import spoken_texts
from interviewer.session.flow import CUT_OFF
from interviewer.timer.sounds import SAID

__all__ = ["FIRST", "LANGUAGES", "PROGRAM", "texts"]

LANGUAGES: tuple[Language, ...] = ("fr", "en")
PROGRAM = (SENTENCE, CUT_OFF, *SAID)
"""What the program says besides the scenarios, as message ids; a new sentence goes here."""
FIRST = ("pitch-3min", "genai-36", "entretien-ia", "presentation-cv", "questions-recruteur")
"""Scenarios that are rehearsed most: theirs are rendered first."""


@cache
def texts(language: Language) -> dict[str, str]:
    """Where each text comes from, by the text, in the order of rendering."""
    found: dict[str, str] = {}
    for origin, text in _all(language):
        found.setdefault(text, origin)
    return found


def _all(language: Language) -> Iterator[tuple[str, str]]:
    for message in PROGRAM:
        yield "program", translator(language)(message)
    scenarios = [each for each in library() if each.language == language]
    first = {f"{id_}{end}": rank for rank, id_ in enumerate(FIRST) for end in ("", "-en")}
    for scenario in sorted(scenarios, key=lambda each: first.get(each.id, len(first))):
        for text in spoken_texts(scenario):
            yield scenario.id, text
