"""What a scenario words as the contrary of its ideas, found where it is said."""

from __future__ import annotations

import pytest

from interviewer.domain import Contrary, Language, Point, Scenario, Task, Transcript
from interviewer.scoring.contrary import contraries, row
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.text import read

SWAPPED = "discriminateur/juge fabrique/invente"
ENOUGH = "un seul exemple suffi*"
CUT = "!découp*/morceau*"
CHEAP = "entraîn* … gratuit*/pas-cher/rien"


def found(pattern: str, said: str, language: Language = "fr") -> list[str]:
    """The words at each place."""
    text = read(Transcript.from_text(said, language))
    return [
        " ".join(token.norm for token in text.tokens[place.first : place.last + 1])
        for place in contraries((pattern,), text, row(text))
    ]


@pytest.mark.parametrize(
    ("pattern", "said", "words"),
    [
        (
            SWAPPED,
            "C'est le discriminateur qui fabrique les images.",
            "discriminateur qui fabrique",
        ),
        (SWAPPED, "Les juges inventent rien, le juge invente tout.", "juge invente"),
        (ENOUGH, "un seul exemple suffira", "un seul exemple suffira"),
        ("hasard … place", "Le hasard décide de la place des mots.", "hasard decide de la place"),
        (CUT, "Inutile de le découper.", "decouper"),
        (CUT, "Je ne fais pas de morceaux.", "morceaux"),
        (CUT, "Les morceaux, c'est du temps perdu.", "morceaux"),
        (CHEAP, "Entraîner n'est pas cher.", "entrainer n est pas cher"),
        (CHEAP, "Entraîner ne coûte rien.", "entrainer ne coute rien"),
    ],
)
def test_a_contrary_is_found(pattern: str, said: str, words: str) -> None:
    assert found(pattern, said) == [words]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (SWAPPED, "Le discriminateur ne fabrique rien."),
        (SWAPPED, "Beaucoup croient que le discriminateur fabrique les images, mais c'est faux."),
        (SWAPPED, "Est-ce que le discriminateur fabrique les images ?"),
        (SWAPPED, "Le discriminateur fabrique les images, enfin non, c'est l'inverse."),
        (SWAPPED, "Il trompe le discriminateur, il fabrique des images."),
        (ENOUGH, "Un seul exemple ne suffit pas."),
        (ENOUGH, "un seul exemple suffit rarement"),
        ("hasard … place", "Rien au hasard, chacun à sa place."),
        ("hasard … place", "C'est au hasard mais chacun à sa place."),
        # The « pas » of « pas-cher » is that of no other way to say it.
        (CHEAP, "Entraîner n'est pas gratuit."),
        (CHEAP, "Entraîner n'est jamais pas cher."),
        (CUT, "Je découpe la tâche."),
        (CUT, "On n'oublie pas de découper."),
        ("…", "Rien du tout."),
        ("/ *", "Rien du tout."),
    ],
)
def test_what_says_no_contrary_is_none(pattern: str, said: str) -> None:
    assert found(pattern, said) == []


def test_english_has_small_words_of_its_own() -> None:
    pattern = "discriminator/judge makes/invents"
    assert found(pattern, "It's the judge that makes images.", "en") == ["judge that makes"]
    assert found(pattern, "The judge never makes any.", "en") == []


def test_words_that_repeat_take_no_time() -> None:
    assert found("le le le le le le le le le le le le fin", "le " * 3000) == []


def outcome(said: str) -> tuple[str, str | None]:
    task = Task(
        "q1",
        30.0,
        points=(Point("Le générateur fabrique les images", ("générateur", "fabriqu* … image*")),),
        contraries=(Contrary("Le générateur fabrique les images", (SWAPPED,)),),
    )
    coverage = score_coverage(Scenario("s", "S", "fr", ()), task, Transcript.from_text(said, "fr"))
    return coverage.points[0].status, coverage.points[0].quote


def test_a_point_whose_contrary_is_said_is_contradicted_with_the_words() -> None:
    assert outcome("Le discriminateur fabrique les images, le générateur regarde.") == (
        "contradicted",
        "Le discriminateur fabrique les images, le",
    )


def test_another_sentence_that_makes_the_point_wins() -> None:
    said = "Le discriminateur invente, non ? Le générateur fabrique les images."
    assert outcome(said)[0] == "hit"
