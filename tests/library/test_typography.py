"""French and English as they are printed, in everything that a person reads or hears."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence

import pytest

from interviewer.domain import Language, Scenario
from interviewer.scenario.glossary import Glossary

Refuse = Callable[[Collection[object]], None]

Lines = tuple[tuple[str, str], ...]
Faults = Sequence[tuple[str, re.Pattern[str]]]

_OPENING = r"(?:^|[.?!…:«»\n][ \u00a0\u202f]?)"

_BOTH: Faults = (
    ("straight quote", re.compile(r"['\"`´]")),
    ("two spaces", re.compile(r"[ \u00a0\u202f]{2,}")),
    ("space at the end of a line", re.compile(r"[ \u00a0\u202f](?=\n|$)")),
    ("space before a comma or full stop", re.compile(r"[ \u00a0\u202f](?=[,.])")),
    ("three dots for an ellipsis", re.compile(r"\.\.")),
    ("hyphen for a dash", re.compile(r" - ")),
)
_FRENCH: Faults = (
    ("no narrow no-break space before", re.compile(r"(?<![\u202f?!])[;?!]")),
    ("no no-break space before", re.compile(r"(?<!\u00a0):")),
    ("no no-break space inside", re.compile(r"«(?!\u00a0)|(?<!\u00a0)»")),
    ("English quotes", re.compile(r"[“”‘]")),
    ("oe for œ", re.compile(r"oeu|\boeil|\bOE", re.IGNORECASE)),
    (
        "capital without its accent",
        re.compile(
            _OPENING + r"A(?= )|\bCa\b|\bE(?:tat|tre|tes|tant|tap|tud|tabl|thi|tiquet|tonn|troit"
            r"|cri|col|cout|chang|chec|chelle|conom|cart|quip|quilibr|val|vit|vid|volu|vén|nonc|nerg"
            r"|labor|larg|lectr|lément|limin|lèv|met|diteur|gal|preuv|poque|pur|clair|t[éeè]\b)"
        ),
    ),
    ("tutoiement", re.compile(r"\b(?:tu|toi|te|tes|ta)\b", re.IGNORECASE)),
)
_ENGLISH: Faults = (
    ("space before", re.compile(r"[ \u00a0\u202f](?=[;:?!])")),
    ("French quotes", re.compile(r"[«»]")),
)
_RULES: dict[Language, Faults] = {"fr": (*_BOTH, *_FRENCH), "en": (*_BOTH, *_ENGLISH)}

_AROUND = 25
"""Characters shown on either side of a fault."""


def test_scenarios_are_well_printed(scenario: Scenario, prose: Lines, refuse: Refuse) -> None:
    found = [
        (place, fault)
        for place, text in prose
        for fault in faults(text.rstrip("\n"), scenario.language)
    ]
    refuse(found)


def test_the_glossary_is_well_printed(glossary: Glossary, refuse: Refuse) -> None:
    found = [
        (entry.term, key, fault)
        for entry in glossary.entries
        for key, texts in (("definition", entry.definition), ("example", entry.example))
        for language, text in texts.items()
        for fault in faults(text, language)
    ]
    refuse(found)


@pytest.mark.parametrize(
    "text",
    [
        "Et vous\u202f? Trois choses\u00a0: le RAG, l’IA\u202f; et « Ça »\u202f!".replace(
            "« ", "«\u00a0"
        ).replace(" »", "\u00a0»"),
        "À vous. Plan A. Équipe, cœur. Y a-t-il mieux… ou pas\u202f?",
    ],
)
def test_good_french_passes(text: str) -> None:
    assert list(faults(text, "fr")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Et vous?", "no narrow no-break space before"),
        ("Et vous\u00a0?", "no narrow no-break space before"),
        ("Deux\u202f: rien", "no no-break space before"),
        ("« Deux »", "no no-break space inside"),
        ("l'IA", "straight quote"),
        ("Le  RAG", "two spaces"),
        ("Voilà...", "three dots for an ellipsis"),
        ("Le coeur", "oe for œ"),
        ("Bien. A vous", "capital without its accent"),
        ("A vous", "capital without its accent"),
        ("Etat des lieux", "capital without its accent"),
        ("Dis-moi ce que tu fais", "tutoiement"),
        ("Le RAG .", "space before a comma or full stop"),
        ("donne\u0301es", "not composed"),
    ],
)
def test_bad_french_is_told(text: str, fault: str) -> None:
    assert [found.split(":")[0] for found in faults(text, "fr")].count(fault) >= 1


def test_bad_english_is_told() -> None:
    assert [found.split(":")[0] for found in faults("Ready ? Don't “wait”", "en")] == [
        "straight quote",
        "space before",
    ]


def faults(text: str, language: Language) -> Iterator[str]:
    """What is wrong in ``text``, each with the words around it."""
    if unicodedata.normalize("NFC", text) != text:
        yield "not composed"
    for fault, pattern in _RULES[language]:
        for match in pattern.finditer(text):
            yield f"{fault}: {text[max(0, match.start() - _AROUND) : match.end() + _AROUND]}"
