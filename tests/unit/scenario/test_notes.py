"""What notes are taken for, part by part."""

from __future__ import annotations

import pytest

from interviewer.scenario.notes import Part, language_of, read_notes

PITCH = """\
# Mon pitch de trois minutes

## Intro (30 s)
> Sourire

Bonjour, je suis **infirmière** et j'aime mon métier.

### Points
- Saluer
- Dire mon métier

Mots-clés : douleur, écoute

Anecdote — 45 sec
-----------------

Un soir, un patient m'a appelée.
Points : situer ; donner le résultat

## Questions
- Pourquoi ce service ? (45 s)
- Vos défauts ?

### Et la nuit ? (1 min)
La nuit, je reste **calme**.
"""


def test_headings_are_phases_and_what_is_below_them_is_theirs() -> None:
    notes = read_notes(PITCH)
    assert (notes.title, notes.language) == ("Mon pitch de trois minutes", "fr")
    intro, anecdote, questions = notes.parts
    assert intro == Part(
        3,
        "Intro",
        2,
        30,
        texts=["Bonjour, je suis infirmière et j'aime mon métier."],
        cues=["Sourire"],
        points=["Saluer", "Dire mon métier"],
        terms=["infirmière", "douleur", "écoute"],
    )
    assert (anecdote.title, anecdote.seconds, anecdote.line) == ("Anecdote", 45, 14)
    assert anecdote.points == ["situer", "donner le résultat"]
    assert questions.asks
    asked = [(each.title, each.seconds) for each in questions.questions]
    assert asked == [("Pourquoi ce service ?", 45), ("Vos défauts ?", None), ("Et la nuit ?", 60)]
    assert questions.questions[2].texts == ["La nuit, je reste calme."]


@pytest.mark.parametrize("label", ["Points", "**Points :**"])
def test_a_list_item_that_announces_points_is_none_itself(label: str) -> None:
    (intro,) = read_notes(f"## Intro (30 s)\nBonjour.\n\n- {label}\n  - saluer\n  - situer\n").parts
    assert (intro.points, intro.cues, intro.terms) == (["saluer", "situer"], [], [])


def test_plain_text_has_headings_where_a_short_line_says_how_long() -> None:
    notes = read_notes(
        "Présentation (30 s)\r\nJe suis Léa.\r\n\r\nProjet : 1 min 30\r\nDe nuit.\r\n"
    )
    found = [(part.title, part.seconds, part.text) for part in notes.parts]
    assert found == [("Présentation", 30, "Je suis Léa."), ("Projet", 90, "De nuit.")]


def test_a_list_of_phases_is_one_too() -> None:
    notes = read_notes(
        "- Intro (30 s)\n  - bonjour\n  - je suis **Ana**\n- Fin (1:15)\n  - merci\n"
    )
    found = [(part.title, part.seconds, part.cues) for part in notes.parts]
    assert found == [("Intro", 30, ["bonjour", "je suis Ana"]), ("Fin", 75, ["merci"])]


def test_a_table_with_durations_is_a_row_of_phases() -> None:
    table = "| Phase | Durée | Contenu |\n|---|---|---|\n| Intro | 30 s | qui |\n| Fin | 20 sec | merci |\n"
    notes = read_notes(f"# Plan\n\nVite dit.\n\n{table}")
    found = [(part.title, part.seconds, part.cues) for part in notes.parts]
    assert found == [("Intro", 30, ["qui"]), ("Fin", 20, ["merci"])]
    assert notes.left_out is not None
    assert notes.left_out.texts == ["Vite dit."]


@pytest.mark.parametrize(
    ("head", "row", "seconds"),
    [
        ("| Time | Step | Script |", "| 45 sec | Story | I called. |", 45),
        ("| Partie | Minutes | Ce que je dis |", "| Story | 1,5 | I called. |", 90),
        ("| Phase | Durée (s) | Texte |", "| Story | 45 | I called. |", 45),
        ("| Phase | Durée | Texte |", "| Story (45 s) | | I called. |", 45),
        ("| Sujet | Durée | Texte |", "| Story | longue | I called. |", None),
    ],
)
def test_columns_say_what_stands_in_them(head: str, row: str, seconds: float | None) -> None:
    (part,) = read_notes(f"{head}\n|---|---|---|\n{row}\n").parts
    assert (part.title, part.seconds, part.text) == ("Story", seconds, "I called.")


def test_a_table_without_phases_is_reminders() -> None:
    notes = read_notes("## Intro (30 s)\n\n| Outil | Année |\n|---|---|\n| Python | 2019 |\n")
    (part,) = notes.parts
    assert (part.title, part.cues) == ("Intro", ["Python : 2019"])


def test_what_follows_a_quotation_at_once_is_a_text() -> None:
    (part,) = read_notes(
        "## Nuit (1 min)\n> Le fait\n> Le chiffre\nJ'ai **noté** tout.\nPuis rien.\n"
    ).parts
    assert part.cues == ["Le fait", "Le chiffre"]
    assert (part.text, part.terms) == ("J'ai noté tout. Puis rien.", ["noté"])


def test_english_headings_are_understood() -> None:
    notes = read_notes(
        "Introduction (30 seconds)\n===\n\nHi, I am a **nurse**.\n\nKey points:\n\n- say hello\n\n"
        "Questions\n---\n\n1. Why us? (45 s)\n2. What is your biggest weakness?\n"
    )
    introduction, questions = notes.parts
    assert (introduction.title, introduction.seconds) == ("Introduction", 30)
    assert (introduction.points, introduction.terms) == (["say hello"], ["nurse"])
    assert [each.seconds for each in questions.questions] == [45, None]
    assert (notes.language, notes.is_language_clear) == ("en", True)


def test_emoji_and_front_matter_are_no_words() -> None:
    notes = read_notes(
        "---\ntitle: x\n---\n# 🚀 Mon pitch 🚀\n\n## 👋 Intro (30 s) ⏱️\n✅ Bonjour 😀\n"
    )
    assert notes.title == "Mon pitch"
    assert [(part.title, part.seconds) for part in notes.parts] == [("Intro", 30)]
    assert notes.parts[0].text == "Bonjour"


def test_a_heading_that_groups_phases_is_none() -> None:
    notes = read_notes(
        "# A\n\n# Partie 1\n\n## Intro (30 s)\nBonjour.\n\n# Partie 2\n\n## Fin (10 s)\n"
    )
    assert [part.title for part in notes.parts] == ["Intro", "Fin"]


def test_a_question_in_a_pitch_stays_in_its_text() -> None:
    (part,) = read_notes("## Fin (10 s)\n- Des questions ?\n\nEt vous, qu'en pensez-vous ?\n").parts
    assert part.questions == []
    assert part.texts == ["Et vous, qu'en pensez-vous ?"]


@pytest.mark.parametrize("text", ["", "\n\n", "---\n", "🚀"])
def test_of_nothing_there_are_no_parts(text: str) -> None:
    assert read_notes(text).parts == ()


def test_the_small_words_tell_the_language() -> None:
    assert language_of("Je suis dans une équipe et nous aimons cela.") == ("fr", True)
    assert language_of("I am in a team and we love the work.") == ("en", True)
    assert language_of("Kubernetes") == ("fr", False)
