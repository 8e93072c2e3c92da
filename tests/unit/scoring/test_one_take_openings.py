"""Sentences that go on to the next part, and those that stay in one."""

from __future__ import annotations

import pytest

from interviewer.domain import Language, Transcript
from interviewer.scoring.one_take_openings import openings
from interviewer.scoring.text import read


def first(text: str, language: Language = "fr") -> float:
    """What speaks for a part beginning with the first word of ``text``."""
    return openings(read(Transcript.from_text(text, language))).get(0, 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pour conclure, un essai court.", "fr"),
        ("Alors, pour finir, un essai court.", "fr"),
        ("En résumé, je reste simple.", "fr"),
        ("Une question, si vous permettez.", "fr"),
        ("Et chez vous, où en est-on ?", "fr"),
        ("To finish, a short trial.", "en"),
        ("So, in conclusion, a short trial.", "en"),
        ("Now may I ask you something?", "en"),
    ],
)
def test_words_that_announce_a_part_speak_for_one(text: str, language: Language) -> None:
    assert first(text, language) > 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il tenait sur une clé.", "fr"),
        ("Elles gagnent deux heures.", "fr"),
        ("Cela demande du temps.", "fr"),
        ("C’était du drift.", "fr"),
        ("It fell to five minutes.", "en"),
        ("They kept the old emails.", "en"),
    ],
)
def test_a_pronoun_for_something_said_before_speaks_against_one(
    text: str, language: Language
) -> None:
    assert first(text, language) < 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il y a deux ans, un musée m’appelle.", "fr"),
        ("Il faut trois semaines.", "fr"),
        ("Il s’agit d’un musée.", "fr"),
        ("C’est un musée.", "fr"),
        ("Bon vent à tous.", "fr"),
        ("It is late, mon ami.", "fr"),
        ("Pour conclure means to conclude.", "en"),
        ("Two years ago I joined a library.", "en"),
    ],
)
def test_anything_else_says_nothing(text: str, language: Language) -> None:
    assert first(text, language) == 0


def test_the_same_words_inside_a_sentence_are_found_where_they_are() -> None:
    found = openings(read(Transcript.from_text("Le stage, je conclus, lui plaît.", "fr")))
    assert list(found) == [2]
