"""The question once more, the answer once more, and a card that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from interviewer.errors import SessionError
from interviewer.session.events import (
    CutOff,
    HoldListening,
    ResumeListening,
    Say,
    ShowCard,
    ShowCue,
    StopListening,
    StopSpeaking,
)
from interviewer.session.requests import ShowModel, ShowTurn
from interviewer.session.resuming import cut_off, under_way
from interviewer.session.runner import session_record
from interviewer.session.state import Finished, Listening, Reviewing, Speaking, deadline_s

MakeDriver = Callable[..., Any]


def listening(make_driver: MakeDriver) -> Any:
    driver = make_driver()
    driver.start()
    driver.key("next")
    driver.key("next")
    return driver


def reviewed(make_driver: MakeDriver, text: str = "les données", score: float = 40.0) -> Any:
    driver = listening(make_driver)
    driver.wait(1).speech()
    driver.wait(10).ended()
    driver.scored(text, score)
    return driver


def test_the_question_is_said_again_and_the_answer_waits_for_it(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    before = driver.state.stage
    driver.wait(5).speech()
    hold, say = driver.wait(5).key("again")
    assert hold == HoldListening()
    assert say == Say(driver.state.turn, "Présentez-vous.")
    resume, turn = driver.wait(3).spoken()
    assert resume == ResumeListening()
    assert isinstance(turn, ShowTurn)
    assert turn.request.recording == before.recording
    stage = driver.state.stage
    assert stage.spoken
    # The three seconds are no part of the answer.
    assert stage.started_s == before.started_s + 3
    driver.wait(1).ended()
    assert driver.state.attempt.pieces[-1].listened_s == pytest.approx(11.0)


def test_enter_cuts_the_question_short_and_the_answer_goes_on(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.wait(5).key("again")
    stop, resume, _ = driver.wait(1).key("next")
    assert (stop, resume) == (StopSpeaking(), ResumeListening())
    assert isinstance(driver.state.stage, Listening)


def test_an_answer_that_ended_as_the_question_began_again_is_over(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(5).key("again")
    actions = driver.wait(0.1).ended()
    assert actions[0] == StopSpeaking()
    assert driver.state.attempt.awaits_card


def test_a_pause_in_between_says_it_from_the_start(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.wait(5).key("again")
    driver.wait(1).key("pause")
    say, _ = driver.wait(60).key("resume")[::-1]
    assert isinstance(say, Say)
    driver.wait(2).spoken()
    assert driver.state.session_s - driver.state.stage.started_s == pytest.approx(5.0)


def test_what_the_interviewer_asked_last_is_said_again(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(5).ended()
    driver.scored("rien")
    driver.spoken()
    assert driver.key("again")[1].text == "Et où ?"


def test_a_session_cut_off_while_the_question_is_said_again_has_its_answer(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    recording = driver.state.stage.recording
    driver.wait(5).key("again")
    assert under_way(driver.state) == recording
    state = cut_off(driver.state, CutOff(driver.now_s + 1, spoken=True))
    assert recording in [piece.recording for piece in state.pieces()]


def test_leaving_while_the_question_is_said_again_keeps_what_was_said(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(5).key("again")
    driver.key("quit")
    driver.scored("les données")
    assert isinstance(driver.state.stage, Finished)
    assert len(session_record(driver.state).answers) == 1


def test_a_card_that_is_held_waits_for_a_key_and_closes_the_recording(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech()
    driver.wait(10).settled()
    driver.scored("les données")
    assert driver.held() == (StopListening(),)
    assert deadline_s(driver.state) is None
    with pytest.raises(SessionError):
        driver.wait(60).resumed()
    driver.wait(60).key("next")
    assert isinstance(driver.state.stage, Speaking)


def test_a_second_take_is_shown_with_the_score_of_the_first(make_driver: MakeDriver) -> None:
    driver = reviewed(make_driver)
    driver.key("redo")
    driver.spoken()
    driver.wait(1).speech()
    driver.wait(10).ended()
    (shown,) = driver.scored("les données", 52.0)
    assert isinstance(shown, ShowCard)
    assert shown.first == 40.0
    assert shown.card.score == 52.0


@pytest.mark.parametrize("stage", ["prompt", "listening"])
def test_r_after_the_card_redoes_that_answer_though_the_next_question_has_come(
    make_driver: MakeDriver, stage: str
) -> None:
    driver = reviewed(make_driver)
    driver.timed_out()
    if stage == "listening":
        driver.key("next")
        driver.key("next")
    actions = driver.key("redo")
    assert [each.task.id for each in actions if isinstance(each, ShowCue)] == ["intro"]
    assert driver.state.stage.text == "Présentez-vous."
    driver.spoken()
    driver.wait(1).speech()
    driver.wait(10).ended()
    (shown,) = driver.scored("les données", 52.0)
    assert shown.first == 40.0
    driver.key("next")
    assert driver.state.step.task.id == "q1"


def test_once_something_was_said_r_is_about_that(make_driver: MakeDriver) -> None:
    driver = reviewed(make_driver)
    for _ in range(3):
        driver.key("next")
    driver.wait(1).speech()
    driver.key("redo")
    assert driver.state.step.task.id == "q1"


def test_the_model_answer_is_shown_and_the_card_waits(make_driver: MakeDriver) -> None:
    driver = reviewed(make_driver)
    stage = driver.state.stage
    task = replace(stage.card.task, model_answer="Je pars des données.")
    driver.state = replace(driver.state, stage=replace(stage, card=replace(stage.card, task=task)))
    assert driver.key("model") == (ShowModel(task),)
    assert isinstance(driver.state.stage, Reviewing)
    assert deadline_s(driver.state) is None


def test_a_task_without_one_has_none_to_show(make_driver: MakeDriver) -> None:
    with pytest.raises(SessionError, match="no model answer"):
        reviewed(make_driver).key("model")
