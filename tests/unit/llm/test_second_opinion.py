from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from interviewer.api import score_text
from interviewer.domain import AnswerCard
from interviewer.llm.follow_up import follow_up
from interviewer.llm.second_opinion import opinions
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load_text

SCENARIO = """
id = "essai"
title = "Essai"
language = "fr"

[[phase]]
id = "q"
title = "Une question"
kind = "pitch"
target = "12s"
prompt = "Et après ?"
[[phase.points]]
point = "Un modèle en service se surveille"
any = ["surveill*"]
[[phase.points]]
point = "Adapter le modèle au métier"
any = ["à nos documents"]
"""
SAID = "Une fois en service, quelqu'un regarde le modèle. Le RAG le relie à nos documents."


@dataclass
class Says:
    """A model that writes what it is told to."""

    text: str
    name: str = "petit"
    sent_to: str = ""
    asked: list[str] = field(default_factory=list)

    def answer(self, task: str, material: str, *, most_tokens: int) -> str:
        self.asked.append(material)
        return self.text


def answered(said: str) -> AnswerCard:
    return score_text(load_text(SCENARIO, "essai.toml", load_glossary()), "q", said)


@pytest.fixture
def card() -> AnswerCard:
    return answered(SAID)


def claim(number: object, quote: object) -> str:
    return json.dumps([{"idea": number, "quote": quote}])


def test_an_idea_is_found_in_a_sentence_that_stands_there(card: AnswerCard) -> None:
    model = Says("Voici :\n" + claim(1, "une fois EN service quelqu’un regarde le modele"))
    (found,) = opinions(card, model)
    assert (found.number, found.point) == (1, "Un modèle en service se surveille")
    assert found.quote == "Une fois en service, quelqu'un regarde le modèle."
    assert found.model == "petit"
    # Asked about are the ideas that were not recognised.
    assert "1. Un modèle en service se surveille" in model.asked[0]
    assert "Adapter le modèle" not in model.asked[0]


@pytest.mark.parametrize(
    "text",
    [
        claim(1, "quelqu'un surveille le modèle en service"),  # nobody said that
        claim(1, "le modèle"),  # stands everywhere
        claim(2, "Le RAG le relie à nos documents."),  # recognised already
        claim(3, "Une fois en service, quelqu'un regarde le modèle."),
        claim(True, "Une fois en service, quelqu'un regarde le modèle."),
        claim(1, None),
        claim(1, ""),
        "[]",
        "[1, 2]",
        "[" * 5000 + "]" * 5000,
        "[{]",
        "Je ne sais pas.",
    ],
)
def test_whatever_else_it_writes_is_no_opinion(card: AnswerCard, text: str) -> None:
    assert opinions(card, Says(text)) == ()


def test_a_card_without_a_word_is_not_asked_about() -> None:
    model = Says(claim(1, "x"))
    assert opinions(answered(""), model) == ()
    assert model.asked == []


def test_a_follow_up_takes_up_what_was_said(card: AnswerCard) -> None:
    model = Says("« Comment le regardez-vous, ce modèle en service ? »")
    assert (
        follow_up("Et après ?", card, model) == "Comment le regardez-vous, ce modèle en service ?"
    )
    assert model.asked == [f"Et après ?\n\n{SAID}"]


@pytest.mark.parametrize(
    "text",
    [
        "Parlez-moi du service.",  # no question
        "Quel est votre film préféré ?",  # about something else
        "Quel service ? Quel modèle ?",
        "Voici ma question :\nQuel modèle ?",
        "Quel modèle " + "très " * 60 + "?",
        "Quel \x1b[31mmodèle ?",
        "",
    ],
)
def test_any_other_text_is_none(card: AnswerCard, text: str) -> None:
    assert follow_up("Et après ?", card, Says(text)) == ""
