"""What is made of the questions that a model proposes for a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from interviewer.llm.proposals import proposals
from interviewer.llm.server import LlmError
from interviewer.scenario.drafts import Material

GIVEN = Material("", "Infirmière en soins palliatifs, transmissions ciblées.", "Huit ans.", "fr")
ASKED = "Comment organisez-vous vos transmissions ?"


@dataclass
class Says:
    text: str
    name: str = "petit"
    sent_to: str = ""
    asked: str = ""

    def answer(self, task: str, material: str, *, most_tokens: int) -> str:
        self.asked = material
        return self.text


def entry(question: object = ASKED, points: object = (), terms: object = ()) -> dict[str, object]:
    return {"question": question, "points": points, "terms": terms}


def test_questions_points_and_terms_are_taken_and_marked() -> None:
    points = ["écrire les transmissions à chaud", "et"]
    model = Says(
        "Voici :\n" + json.dumps([entry(points=points, terms=["transmissions", "chirurgie"])])
    )
    (part,) = proposals(GIVEN, model)
    assert (part.title, part.by) == (ASKED, "petit")
    assert part.points == points[:1]  # The other holds no word of its own.
    assert part.terms == ["transmissions"]  # Nothing that was given names the other.
    assert model.asked == f"Annonce:\n{GIVEN.ad}\n\nCV:\n{GIVEN.cv}"


def test_a_list_that_was_cut_gives_what_is_whole() -> None:
    whole = json.dumps([entry(), entry("Que dites-vous à une famille inquiète ?")])
    (part,) = proposals(GIVEN, Says(whole[:-20]))
    assert part.title == ASKED


def test_the_same_question_is_taken_once_and_five_at_most() -> None:
    many = [entry(f"Que faites-vous le jour {number} ?") for number in range(9)]
    assert len(proposals(GIVEN, Says(json.dumps([many[0], *many])))) == 5


@pytest.mark.parametrize(
    "text",
    [
        "Je ne sais pas.",
        "[]",
        json.dumps([entry("Pourquoi")]),
        json.dumps([entry("Parlez de ça " * 40 + "?")]),
        json.dumps([entry("Quelles \x1b[31m transmissions ?")]),
        json.dumps([entry("How do you organise the handovers of your ward?")]),
        json.dumps([entry(7), entry(None), {"ask": ASKED}, ASKED]),
        "[" * 5000 + "{" * 5000,
    ],
)
def test_whatever_else_it_writes_is_told_to_be_useless(text: str) -> None:
    with pytest.raises(LlmError, match="no question"):
        proposals(GIVEN, Says(text))


@pytest.mark.parametrize("odd", [None, "text", [1, None], {"a": 1}])
def test_odd_points_and_terms_are_none(odd: object) -> None:
    (part,) = proposals(GIVEN, Says(json.dumps([entry(points=odd, terms=odd)])))
    assert (part.points, part.terms) == ([], [])
