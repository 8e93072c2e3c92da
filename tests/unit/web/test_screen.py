from __future__ import annotations

from pathlib import Path

from interviewer.domain import AnswerCard, Phase, Scenario, Span, Take, Task, Term, Transcript
from interviewer.scoring.answer import score_take
from interviewer.ui.page import Words
from interviewer.web.messages import Card, Scene, ToPage
from interviewer.web.screen import PageScreen

TASK = Task("intro", 4.0, terms=(Term("RAG"), Term("LoRA")))
PHASE = Phase("intro", "Introduce yourself", "pitch", 4.0, "Introduce yourself.", TASK)
SCENARIO = Scenario("s", "S", "en", (PHASE,))


def heard(text: str) -> AnswerCard:
    """The card of an answer that lasts as long as it should."""
    take = Take(Path("a.wav"), 6.0, (Span(0.5, 4.5),), Transcript.from_text(text, "en"))
    return score_take(SCENARIO, PHASE, TASK, take)


def test_an_early_card_tells_nothing_of_what_a_follow_up_would_ask_for() -> None:
    told: list[ToPage] = []
    screen = PageScreen(Words("en", str), SCENARIO, told.append)
    screen.show_early(heard("we made a RAG"), asks=True)
    early = _card(told[-1])
    assert early.listened == "Still listening; a question may follow. This score is not final."
    screen.show_text("What else?")
    asked = told[-1]
    assert isinstance(asked, Scene)
    assert asked.card is None


def test_an_early_card_says_what_is_listened_for_and_the_final_one_what_that_changed() -> None:
    told: list[ToPage] = []
    screen = PageScreen(Words("en", str), SCENARIO, told.append)
    screen.show_early(heard("we made a RAG"))
    screen.show_card(heard("we made a RAG with LoRA"), still_open=True)
    early, final = (_card(each) for each in told)
    assert early.listened == "Still listening for: LoRA. This score is not final."
    assert (early.change, early.claims, early.open) == ("", (), False)
    assert final.listened.startswith("Now listened to as a whole: ")
    assert "heard as well: LoRA" in final.listened
    assert final.open
    screen.show_card(heard("we made a RAG"), still_open=False)
    assert _card(told[-1]).listened == ""


def _card(shown: ToPage) -> Card:
    assert isinstance(shown, Scene)
    assert shown.card is not None
    return shown.card
