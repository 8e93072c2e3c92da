"""« I said it », while a card is shown, as the machine takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.domain import AnswerCard
from interviewer.errors import SessionError
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import (
    Action,
    Disputed,
    Event,
    Marked,
    ShowCard,
)
from interviewer.session.requests import Mark
from interviewer.session.resuming import replayed
from interviewer.session.state import Paused, Reviewing, deadline_s
from tests.unit.session.conftest import Driver

MakeDriver = Callable[..., Driver]
SAID = "on garde un œil dessus tous les matins"


def press(driver: Driver, number: int = 1) -> AnswerCard:
    """The key, and the card that comes of it."""
    actions: tuple[Action, ...] = driver.send(Disputed(driver.now_s, number))
    (mark,) = actions
    assert isinstance(mark, Mark)
    whole = AnswerScorer().said(driver.state.plan.scenario, mark.card, mark.point)
    actions = driver.send(Marked(driver.now_s, mark.recording, whole))
    assert actions == (ShowCard(whole),)
    return whole


def to_the_card(driver: Driver) -> Driver:
    """Up to the card of q2."""
    driver.start()
    driver.spoken(), driver.spoken(), driver.spoken()
    driver.answer("la drift et un chiffre")
    driver.key("next")
    driver.spoken()
    driver.answer(SAID)
    return driver


def card_of(driver: Driver) -> AnswerCard:
    """Of the answer under way."""
    card = driver.state.attempt.card
    assert card is not None
    return card


@pytest.fixture
def driver(make_driver: MakeDriver) -> Driver:
    """The card of q2 is shown, whose one point was not recognised; no follow-up is asked."""
    driver = to_the_card(make_driver("technique", max_follow_ups=0))
    assert isinstance(driver.state.stage, Reviewing)
    assert [hit.status for hit in card_of(driver).coverage.points] == ["missed"]
    return driver


def test_a_point_that_was_said_counts_in_the_answer(driver: Driver) -> None:
    marked = press(driver)
    assert driver.state.attempt.card == marked
    assert [(hit.status, hit.own) for hit in marked.coverage.points] == [("hit", True)]
    assert isinstance(driver.state.stage, Reviewing)
    assert driver.state.stage.card == marked


def test_pressed_once_more_it_is_taken_back(driver: Driver) -> None:
    before = card_of(driver)
    press(driver)
    assert press(driver) == before == card_of(driver)


def test_the_card_then_stays_as_long_as_a_new_one(driver: Driver) -> None:
    driver.wait(3)
    press(driver)
    assert deadline_s(driver.state) == pytest.approx(driver.now_s + 4)


def test_in_a_pause_it_can_be_marked_too_and_the_pause_goes_on(driver: Driver) -> None:
    driver.key("pause")
    marked = press(driver)
    assert isinstance(driver.state.stage, Paused)
    assert driver.state.attempt.card == marked
    assert driver.key("resume")[-1] == ShowCard(marked)


@pytest.mark.parametrize("number", [0, 2, 9])
def test_a_number_that_is_not_on_the_card_is_refused(driver: Driver, number: int) -> None:
    with pytest.raises(SessionError, match="No idea of that number"):
        driver.send(Disputed(driver.now_s, number))


def test_no_card_no_mark(driver: Driver) -> None:
    driver.key("next")
    with pytest.raises(SessionError, match="No idea of that number"):
        driver.send(Disputed(driver.now_s, 1))


def test_reading_the_answer_whole_keeps_what_was_marked(make_driver: MakeDriver) -> None:
    driver = to_the_card(make_driver("technique", max_follow_ups=0, rereads=True))
    press(driver)
    driver.read("q2-take1", SAID + " et encore un mot")
    card = card_of(driver)
    assert card.take.transcript.text.endswith("encore un mot")
    assert [(hit.status, hit.own) for hit in card.coverage.points] == [("hit", True)]
    # It can still be taken back.
    assert press(driver).coverage.points[0].status == "missed"


def test_a_session_that_was_cut_off_has_its_marks(make_driver: MakeDriver) -> None:
    driver, events = make_driver("technique", max_follow_ups=0), list[Event]()
    driver.keep = events.append
    to_the_card(driver)
    marked = press(driver)
    again = replayed(driver.state.plan, events, AnswerScorer())
    assert again.attempt.card == marked
