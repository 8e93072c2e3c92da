"""Notes to scenario files: always valid, and open about what was assumed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Scenario
from interviewer.errors import UsageError, filled
from interviewer.scenario.drafting import draft
from interviewer.scenario.drafts import Draft
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.library import load_text
from interviewer.scenario.notes import read_notes


def made(text: str, glossary: Glossary) -> tuple[Draft, Scenario]:
    """The draft of notes, and the scenario it is."""
    found = draft(read_notes(text), "mes-notes.md", glossary)
    return found, load_text(found.text, "mes-notes.toml", glossary)


def said(found: Draft) -> list[str]:
    return [f"{each.line}: {filled(each.message, each.values)}" for each in found.unsure]


def test_a_nurse_rehearses_her_notes_as_they_are(glossary: Glossary) -> None:
    found, scenario = made(
        "# Entretien infirmière\n\n## Présentation (1 min)\n\nJe suis **infirmière**, passée par les "
        "**soins palliatifs**.\n\nPoints :\n- parler des soins palliatifs\n\n"
        "## Une situation difficile (1 min 30)\n\nJ'ai tout noté dans les **transmissions**.\n",
        glossary,
    )
    assert found.unsure == ()
    assert (scenario.id, scenario.title, scenario.target_s) == (
        "mes-notes",
        "Entretien infirmière",
        150,
    )
    first, second = scenario.phases
    assert [term.name for term in first.task.terms] == ["infirmière", "soins palliatifs"]
    assert first.task.points[0].any == ("soin* + palliatif*",)
    assert second.task.model_answer == "J'ai tout noté dans les transmissions."
    assert len(found.taken) == 2


def test_what_the_notes_leave_open_is_told_with_its_line(glossary: Glossary) -> None:
    found, scenario = made(
        "## Intro\nBonjour à tous, je suis ravie de vous voir.\n\n## Suite : 30 à 45 s\n- un\n\n"
        "## Fin\n\n## Questions (2 min)\n- Pourquoi nous ?\n- Et les défauts ?\n",
        glossary,
    )
    assert [phase.target_s for phase in scenario.phases] == [10, 45, 60, 120]
    assert said(found) == [
        (
            "1: “Intro” says no duration: 10 s was counted from its 9 words; write it behind the heading, "
            "as in “## Intro (10 s)”."
        ),
        "4: “Suite” says from … to …: the longer, 45 s, was taken.",
        (
            "7: “Fin” says no duration: 1 min was taken; write it behind the heading, as in "
            "“## Fin (1 min)”."
        ),
        (
            "9: “Questions”: 2 min was taken for all 2 questions together, 1 min each; write a duration "
            "behind each question to say it."
        ),
    ]
    assert "À préciser" in found.text


def test_glossary_terms_are_found_and_ordinary_words_are_not(glossary: Glossary) -> None:
    _, scenario = made("## A (30 s)\nNotre RAG lit les données, sans roi ni **RAG**.\n", glossary)
    assert [term.name for term in scenario.phases[0].task.terms] == ["RAG"]
    _, scenario = made("## A (30 s)\nNotre retour sur investissement est là.\n", glossary)
    assert [term.name for term in scenario.phases[0].task.terms] == ["ROI"]


def test_a_text_beyond_every_limit_is_cut_and_told(glossary: Glossary) -> None:
    found, scenario = made(f"## A (30 s)\n{'Une phrase de plus. ' * 1250}", glossary)
    assert len(scenario.phases[0].task.model_answer) <= 9_000
    assert "5000 words, more than a phase takes" in said(found)[0]


def test_bold_sentences_and_signs_are_no_terms(glossary: Glossary) -> None:
    found, scenario = made(
        "## A (30 s)\n**Ceci est une phrase bien trop longue pour un terme.** **…** **RAG (le)**\n",
        glossary,
    )
    assert [term.name for term in scenario.phases[0].task.terms] == ["RAG le"]
    assert len(said(found)) == 2


@pytest.mark.parametrize(
    ("text", "is_story"),
    [
        ("## Questions\n- Parlez-moi d'une fois où vous avez échoué ?\n", True),
        ("## Questions\n- Racontez-moi un désaccord. Comment l'avez-vous réglé ?\n", True),
        ("## Questions\n- Could you tell me about a time when you failed?\n", True),
        ("## Une nuit (1 min)\n> Situation, tâche, action, résultat\n\nJe raconte.\n", True),
        ("## Questions\n- Pourquoi ce service ?\n- Parlez-moi de vous ?\n", False),
        ("## Questions\n- Tell me about yourself?\n", False),
    ],
)
def test_what_asks_for_a_story_is_one(text: str, is_story: bool, glossary: Glossary) -> None:
    scenario = load_text(draft(read_notes(text), "a.md", glossary).text, "a.toml", glossary)
    assert all(task.story is is_story for _, task in scenario.tasks())


def test_a_weak_point_asks_for_the_words_that_make_it(glossary: Glossary) -> None:
    found, scenario = made(
        "## A (30 s)\nPoints :\n- chiffrer\n- remercier : « merci à tous »\n", glossary
    )
    weak, strong = scenario.phases[0].task.points
    assert weak.any == ("chiffr*",)
    assert strong.any[0] == "merci à tous"
    assert any("“chiffrer” is recognised by one word alone" in line for line in said(found))


def test_too_many_headings_are_one_line(glossary: Glossary) -> None:
    with pytest.raises(UsageError, match="51 headings would be phases; a scenario has at most 50"):
        made("".join(f"## Phase {n} (10 s)\n" for n in range(51)), glossary)


def test_nothing_to_rehearse_is_one_line(glossary: Glossary) -> None:
    with pytest.raises(UsageError, match=r"mes-notes\.md: there is nothing to rehearse in it"):
        made("🚀\n", glossary)


MESSY = Path(__file__).parents[2] / "fixtures" / "notes"


@pytest.mark.parametrize("file", sorted(MESSY.iterdir()), ids=lambda file: file.stem)
def test_messy_notes_give_a_draft(file: Path, glossary: Glossary) -> None:
    found, scenario = made(file.read_text(encoding="utf-8"), glossary)
    assert scenario.phases
    assert found.taken


def test_five_thousand_words_in_a_row_give_a_draft(glossary: Glossary) -> None:
    sentence = "Je prends soin de mes patients et je note tout dans le dossier chaque soir. "
    found, scenario = made(sentence * 360, glossary)
    (phase,) = scenario.phases
    assert phase.target_s == 2160.0
    assert any("words, more than a phase takes: it was cut" in line for line in said(found))


def test_there_are_ten_kinds_of_messy_notes() -> None:
    assert len(list(MESSY.iterdir())) >= 10


MARKS = st.sampled_from(
    ["# ", "## ", "### ", "- ", "1. ", "> ", "**", "__", "| ", "|-|-|\n", "```\n", "---\n", "===\n"]
)
WORDS = st.sampled_from(
    [
        "Intro",
        "(30 s)",
        "Points :",
        "Questions",
        "Pourquoi ?",
        '"',
        "\\",
        "'''",
        "…",
        "(a|b)",
        "RAG",
        "1:30",
    ]
)
NOTES = st.lists(st.one_of(MARKS, WORDS, st.sampled_from([" ", "\n", "\n\n"]), st.text(max_size=8)))


@given(NOTES.map("".join))
def test_any_text_gives_a_valid_draft_or_one_clear_error(text: str) -> None:
    glossary = Glossary(())
    try:
        made(text, glossary)
    except UsageError as error:
        assert "\n" not in str(error)
