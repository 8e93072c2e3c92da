"""A follow-up that a language model thinks of: asked, marked, kept, and never waited for for long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from interviewer.errors import SessionError
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import CutOff, FollowUp, ShowCard
from interviewer.session.resuming import replayed
from interviewer.session.state import REVIEW_S, SUGGEST_S, WEIGH_S, Reviewing, deadline_s
from interviewer.session.suggesting import wants_suggestion

MakeDriver = Callable[..., Any]
ASKED = "Quelles données ?"
MADE, MISSED = "les données", "rien du tout"
"""Answers to the introduction: with its term, and without, for which the scenario has a follow-up."""


def scored(make_driver: MakeDriver, said: str, *, still_open: bool = True) -> Any:
    """The introduction is answered and scored."""
    driver = make_driver("intro")
    driver.thinks = True
    driver.start(), driver.spoken(), driver.spoken()
    driver.speech()
    driver.wait(5)
    driver.settled() if still_open else driver.ended()
    driver.scored(said)
    return driver


def left_s(driver: Any) -> float:
    due_s = deadline_s(driver.state)
    assert due_s is not None
    return float(due_s - driver.now_s)


def follow_up(actions: tuple[object, ...]) -> tuple[str, str]:
    """The question, and who thought of it."""
    (asked,) = [each for each in actions if isinstance(each, FollowUp)]
    return asked.text, asked.by


def test_what_it_thinks_of_goes_before_the_scenarios_own(make_driver: MakeDriver) -> None:
    driver = scored(make_driver, MISSED)
    driver.wait(0.5).suggested(ASKED)
    assert left_s(driver) == pytest.approx(WEIGH_S - 0.5)
    assert follow_up(driver.timed_out()) == (ASKED, "petit")


@pytest.mark.parametrize("still_open", [True, False])
@pytest.mark.parametrize("answer", ["", None])
def test_without_it_the_scenarios_own_is_asked_in_time(
    make_driver: MakeDriver, still_open: bool, answer: str | None
) -> None:
    """Late, or with nothing that can be asked."""
    driver = scored(make_driver, MISSED, still_open=still_open)
    usual_s = WEIGH_S if still_open else 0.0
    assert left_s(driver) == usual_s + SUGGEST_S
    if answer is not None:
        driver.suggested(answer)
        assert left_s(driver) == usual_s
    assert follow_up(driver.timed_out()) == ("Et où ?", "")
    with pytest.raises(SessionError):
        driver.suggested(ASKED)  # too late
    assert driver.spoken()
    driver.speech()
    (asked,) = driver.wait(5).ended()
    assert (asked.asked, asked.asked_by) == ("Et où ?", "")


@pytest.mark.parametrize("close", ["key", "timed_out", "held"])
def test_where_the_scenario_has_none_it_has_as_long_as_the_card_is_shown(
    make_driver: MakeDriver, close: str
) -> None:
    driver = scored(make_driver, MADE)
    assert isinstance(driver.log[-1], ShowCard)
    assert left_s(driver) == REVIEW_S + SUGGEST_S
    if close == "held":
        driver.held()
        driver.wait(60)
    driver.suggested(ASKED)
    asked = driver.timed_out() if close == "timed_out" else driver.key("next")
    assert follow_up(asked) == (ASKED, "petit")


def test_nobody_waits_for_it_who_closes_the_card(make_driver: MakeDriver) -> None:
    driver = scored(make_driver, MADE)
    driver.key("next")
    assert driver.state.position == 1
    with pytest.raises(SessionError):
        driver.suggested(ASKED)


def test_a_card_goes_as_usual_once_it_has_thought(make_driver: MakeDriver) -> None:
    driver = scored(make_driver, MADE)
    driver.wait(5).suggested("")
    assert left_s(driver) == REVIEW_S - 5
    driver.timed_out()
    assert driver.state.position == 1


@pytest.mark.parametrize("said", [MADE, MISSED])
def test_a_skip_leaves_its_question_out(make_driver: MakeDriver, said: str) -> None:
    driver = scored(make_driver, said)
    driver.suggested(ASKED)
    driver.key("skip")
    if said == MISSED:
        assert isinstance(driver.state.stage, Reviewing)
        driver.key("next")
    assert driver.state.position == 1


def test_the_answer_is_marked_and_asked_for_once(make_driver: MakeDriver) -> None:
    driver = scored(make_driver, MADE)
    driver.suggested(ASKED)
    driver.key("next"), driver.spoken()
    driver.speech()
    (asked,) = driver.wait(5).ended()
    assert (asked.follow_up, asked.asked, asked.asked_by) == (True, ASKED, "petit")
    driver.scored("celles des clients")
    card = driver.state.attempt.card
    assert (card.follow_up_asked, card.follow_up_by) == (ASKED, "petit")
    assert not driver.state.attempt.suggesting
    driver.key("next")
    assert driver.state.position == 1


def test_a_whole_reading_keeps_who_asked(make_driver: MakeDriver) -> None:
    driver = make_driver("intro", rereads=True)
    driver.thinks = True
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer(MADE)
    driver.suggested(ASKED)
    driver.key("next"), driver.spoken()
    driver.answer("celles des clients")
    driver.read("intro-take1", MISSED)
    driver.read("intro-take1-follow-up", "celles des clients")
    card = driver.state.attempt.card
    assert (card.follow_up_asked, card.follow_up_by) == (ASKED, "petit")
    assert card.take.transcript.text.startswith(MISSED)


def test_an_answer_that_goes_on_is_thought_of_anew(make_driver: MakeDriver) -> None:
    driver = scored(make_driver, MADE)
    driver.suggested(ASKED)
    driver.resumed()
    assert driver.state.attempt.suggestion is None
    with pytest.raises(SessionError):
        driver.suggested(ASKED)
    driver.wait(5).settled()
    driver.scored(MADE)
    driver.suggested("Et les clients ?")
    assert follow_up(driver.key("next")) == ("Et les clients ?", "petit")


@pytest.mark.parametrize("said", [MADE, MISSED])
def test_what_comes_in_a_pause_is_asked_after_it(make_driver: MakeDriver, said: str) -> None:
    driver = scored(make_driver, said)
    driver.key("pause")
    driver.wait(60).suggested(ASKED)
    asked = driver.key("resume")
    if said == MADE:
        asked = driver.key("next")
    assert follow_up(asked) == (ASKED, "petit")


def test_a_session_that_is_gone_on_with_asks_what_was_asked(make_driver: MakeDriver) -> None:
    """Of the events alone: no model is there."""
    events: list[Any] = []
    driver = make_driver("intro")
    plan = driver.state.plan
    driver.thinks, driver.keep = True, events.append
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer(MISSED)
    driver.suggested(ASKED)
    driver.timed_out(), driver.spoken()
    events.append(CutOff(driver.now_s))
    state = replayed(plan, events, AnswerScorer())
    assert state.attempt.asked(1) == ASKED
    driver.state = state
    assert follow_up(driver.key("resume")) == (ASKED, "petit")


def test_what_was_cut_off_while_it_thought_goes_on_without(make_driver: MakeDriver) -> None:
    events: list[Any] = []
    driver = make_driver("intro")
    driver.thinks, driver.keep = True, events.append
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer(MISSED)
    events.append(CutOff(driver.now_s))
    driver.state = replayed(driver.state.plan, events, AnswerScorer())
    assert follow_up(driver.key("resume")) == ("Et où ?", "")


def test_it_is_asked_about_answers_that_may_have_a_follow_up(make_driver: MakeDriver) -> None:
    def wanted(driver: Any) -> bool:
        (asked,) = driver.requests.values()
        return wants_suggestion(driver.state, asked)

    driver = make_driver()
    driver.start(), driver.spoken(), driver.spoken()
    driver.speech(), driver.ended()
    assert wanted(driver)
    driver.scored(MISSED), driver.spoken()
    driver.speech(), driver.ended()
    assert not wanted(driver)  # It answers a follow-up.
    none = make_driver("intro", max_follow_ups=0)
    none.start(), none.spoken(), none.spoken()
    none.speech(), none.ended()
    assert not wanted(none)
    asks = make_driver("field")
    asks.start(), asks.spoken(), asks.spoken()
    asks.speech(), asks.ended()
    assert not wanted(asks)  # The candidate asks.
    asks.key("quit")
    assert not wanted(asks)


def test_the_other_machine_is_named_on_the_card(make_driver: MakeDriver) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.speech(), driver.ended()
    event = driver.told("intro-take1", driver.card("intro-take1", MADE))
    driver.send(replace(event, suggesting=True, sent_to="models.example.org"))
    assert driver.state.attempt.card.sent_to == "models.example.org"
