"""Questions for a scenario's draft, with their points and terms, that a model thinks of for an ad, a CV or notes.

What it writes goes into a file that the person edits, marked as its own; terms only as far as they stand in
what the person gave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from interviewer.domain import Language
from interviewer.i18n import N_
from interviewer.llm.server import LlmError, Model
from interviewer.scenario.drafts import Material
from interviewer.scenario.glossary import fold
from interviewer.scenario.marked_terms import term_name, worded
from interviewer.scenario.notes import Part, language_of
from interviewer.scenario.phrasing import idea_patterns
from interviewer.scenario.writing import one_line

_MOST_QUESTIONS, _MOST_POINTS, _MOST_TERMS = 5, 3, 3
_LONGEST_QUESTION, _LONGEST_POINT, _LEAST_WORDS = 200, 100, 3
_MOST_CHARACTERS = 4_000
"""Of each text that is given: small models lose the thread of longer ones, and their patience counts."""
_MOST_TOKENS = 800
_QUESTION_S = 90.0
_TASKS = {
    "fr": (
        "Tu prépares un entretien d'embauche. Voici ce que le candidat a donné. Propose cinq questions "
        "précises sur ce poste et ce parcours, en le vouvoyant. Pour chacune, deux idées qu'une bonne réponse "
        "contient, et un ou deux mots-clés qui figurent dans ces textes. Réponds par du JSON seul, de la "
        'forme [{"question": "...", "points": ["...", "..."], "terms": ["..."]}].'
    ),
    "en": (
        "You prepare a job interview. Here is what the candidate gave. Think of five precise questions about "
        "this job and this person. For each, two ideas that a good answer holds, and one or two key words "
        "that stand in these texts. Answer with JSON only, of the form "
        '[{"question": "...", "points": ["...", "..."], "terms": ["..."]}].'
    ),
}
_TITLES: dict[Language, tuple[str, str, str]] = {
    "fr": ("Notes", "Annonce", "CV"),
    "en": ("Notes", "Job ad", "CV"),
}


def proposals(material: Material, model: Model) -> tuple[Part, ...]:
    """Up to five questions, each marked as those of ``model``.

    Raises:
        LlmError: it gives nothing that can be used.
    """
    texts = (material.notes, material.ad, material.cv)
    given = "\n\n".join(
        f"{title}:\n{text.strip()[:_MOST_CHARACTERS]}"
        for title, text in zip(_TITLES[material.language], texts, strict=True)
        if text.strip()
    )
    said = model.answer(_TASKS[material.language], given, most_tokens=_MOST_TOKENS)
    known = f" {worded(' '.join(texts))} "
    found: dict[str, Part] = {}
    for entry in _entries(said):
        part = _question(entry, known, material.language, model.name)
        if part is not None:
            found.setdefault(fold(part.title), part)
    if not found:
        raise LlmError(
            N_("The language model {model} proposes no question that can be used."),
            N_("It goes on without it."),
            model=model.name,
        )
    return tuple(found.values())[:_MOST_QUESTIONS]


def _entries(said: str) -> Iterator[dict[str, Any]]:
    """The objects of the list, whatever stands around it; those that are whole, where it was cut."""
    at, decoder = said.find("{"), json.JSONDecoder()
    while at >= 0:
        try:
            entry, end = decoder.raw_decode(said, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            if isinstance(entry, dict):
                yield entry
        at = said.find("{", end)


def _question(entry: dict[str, Any], known: str, language: Language, model: str) -> Part | None:
    asked = _line(entry.get("question"), _LONGEST_QUESTION)
    if not asked.endswith(("?", ".")) or len(asked.split()) < _LEAST_WORDS:
        return None
    written, is_clear = language_of(asked)
    if is_clear and written != language:
        return None
    points = [_line(point, _LONGEST_POINT) for point in _list(entry.get("points"))]
    terms = [term_name(_line(term, _LONGEST_POINT)) for term in _list(entry.get("terms"))]
    return Part(
        0,
        asked,
        1,
        _QUESTION_S,
        points=[point for point in points if idea_patterns(point, language)][:_MOST_POINTS],
        terms=[term for term in terms if term and f" {worded(term)} " in known][:_MOST_TERMS],
        by=model,
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _line(value: object, longest: int) -> str:
    """``value`` where it is one line of text that can be shown; else nothing."""
    text = one_line(re.sub(r"\s*\n\s*", " ", value)) if isinstance(value, str) else ""
    shown = text.replace("\u00a0", " ").replace("\u202f", " ")
    return text if len(text) <= longest and shown.isprintable() else ""
