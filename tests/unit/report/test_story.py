"""A story in every view: the same shares, who acts, the figure, and never a guess."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Phase,
    Scenario,
    Scorecard,
    Span,
    Take,
    Task,
    Transcript,
    Word,
)
from interviewer.i18n import translator
from interviewer.report.console import render_scorecard
from interviewer.report.console_card import card_lines
from interviewer.report.html import render_html
from interviewer.report.json import dumps
from interviewer.report.markdown import render_markdown
from interviewer.report.session import Session, session_view
from interviewer.report.story import story_facts
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import Page, words_in

Print = Callable[..., str]

SCENE = "L'an dernier, dans mon service, une patiente refusait son traitement."
DUTY = "Je devais la convaincre avant la visite du matin."
DEEDS = (
    "On a pris une chaise, on a parlé, on lui a demandé ce qui lui faisait peur, puis on a expliqué"
    " chaque comprimé."
)
OUTCOME = "Au final, elle a accepté, et les plaintes ont baissé de 40 %."
FRENCH = words_in("fr")


def scored(*parts: str, model_answer: str = "") -> Scorecard:
    words = tuple(
        Word(word, 0.4 * at, 0.4 * at + 0.4, 1.0) for at, word in enumerate(" ".join(parts).split())
    )
    end_s = words[-1].end_s
    task = Task("q", round(end_s), story=True, model_answer=model_answer)
    phase = Phase("q", "Une nuit", "story", task.target_s, "", task)
    scenario = Scenario("test", "Test", "fr", (phase,))
    take = Take(Path("q.wav"), end_s, (Span(0.0, end_s),), Transcript("fr", words))
    card = score_take(scenario, phase, task, take)
    return score_session(scenario, EngineInfo("none", "none"), (card,))


def only(card: Scorecard) -> AnswerCard:
    return card.answers[0]


def facts(card: Scorecard) -> dict[str, str]:
    return {
        fact.title: fact.text.replace("\u00a0", " ") for fact in story_facts(only(card), FRENCH)
    }


WHOLE = scored(SCENE, DUTY, DEEDS, OUTCOME)
UNFINISHED = scored(SCENE, DUTY, DEEDS, model_answer=" ".join((SCENE, DUTY, DEEDS, OUTCOME)))


def test_a_story_in_words() -> None:
    assert facts(WHOLE) == {
        "Part du temps": "situation 18 % · tâche 16 % · action 42 % · résultat 24 %",
        "Qui agit": "« je » 1×, « on » et « nous » 4×",
        "Chiffre du résultat": "« 40 % »",
    }


def test_what_is_missing_and_what_cannot_be_told_are_said_apart() -> None:
    assert facts(UNFINISHED)["Part du temps"].endswith("résultat : rien de reconnu")
    assert facts(UNFINISHED)["Chiffre du résultat"] == "non mesuré"
    open_end = scored(SCENE, DUTY, DEEDS, "La dame souriait encore.")
    assert facts(open_end)["Part du temps"].endswith("résultat : non mesuré")
    assert facts(scored("Je suis très organisé. " * 9))["Part du temps"] == (
        "non mesurée : ses parties ne se distinguent pas"
    )


def test_an_answer_that_is_no_story_shows_none(good: AnswerCard) -> None:
    assert story_facts(good, FRENCH) == ()


def shown(card: Scorecard, output: str, printed: Print) -> str:
    if output == "console":
        text = printed(lambda console: render_scorecard(card, console), width=120)
    else:
        view = session_view(Session(card), FRENCH)
        text = render_html(view, ()) if output == "html" else render_markdown(view)
    return " ".join(unescape(text).replace("\u00a0", " ").split())


@pytest.mark.parametrize("output", ["console", "html", "markdown"])
def test_every_view_shows_the_story_and_the_line_that_is_missing(
    output: str, printed: Print
) -> None:
    text = shown(UNFINISHED, output, printed)
    assert "Récit" in text
    for part in facts(UNFINISHED).values():
        assert part in text
    assert f"Le résultat n’a pas été reconnu. Une phrase qui le dit : « {OUTCOME} »" in text
    assert "« on » ou « nous » 4 fois et « je » 1 fois" in text


def test_the_card_of_an_answer_says_it_where_it_is_the_one_thing_to_change(printed: Print) -> None:
    def render(console: Console) -> None:
        for line in card_lines(Page.of(console, "fr", translator("fr")), only(UNFINISHED)):
            console.print(line)

    text = " ".join(printed(render, width=100).replace("\u00a0", " ").split())
    assert "Le résultat n’a pas été reconnu. Une phrase qui le dit : « Au final" in text


def test_the_figures_of_a_story() -> None:
    story = json.loads(dumps(WHOLE))["answers"][0]["coverage"]["story"]
    assert (story["i"], story["we"], story["figure"]) == (1, 4, "40 %")
    assert [part["status"] for part in story["parts"]] == ["told"] * 4
    assert sum(part["share"] for part in story["parts"]) == pytest.approx(1, abs=0.01)
    assert story["parts"][1]["quote"] == DUTY
    result = json.loads(dumps(UNFINISHED))["answers"][0]["coverage"]
    assert result["story"]["parts"][3] == {
        "part": "result",
        "status": "missed",
        "share": 0.0,
        "quote": None,
        "start": None,
        "end": None,
    }
    assert result["points"][3]["status"] == "missed"
