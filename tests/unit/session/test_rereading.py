"""What was heard at once is confirmed by the whole reading, wherever that comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.domain import SessionRecord
from interviewer.errors import SessionError
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import (
    Confirmed,
    Event,
    Finish,
    FollowUp,
    ReadWhole,
    Reread,
    Score,
    ShowCard,
    StopListening,
)
from interviewer.session.requests import ShowRereading
from interviewer.session.rereading import to_reread
from interviewer.session.resuming import replayed
from interviewer.session.runner import session_record
from interviewer.session.state import Closing, Finished

MakeDriver = Callable[..., Any]


def listening(make_driver: MakeDriver, phase: str = "intro") -> Any:
    """A driver that listens to the first answer of ``phase``, whose recordings are read whole."""
    driver = make_driver(phase, rereads=True)
    driver.start(), driver.spoken(), driver.spoken()
    if phase == "technique":
        driver.spoken()
    return driver


def asked(actions: tuple[object, ...]) -> list[str]:
    return [action.recording for action in actions if isinstance(action, Reread)]


def ended(driver: Any) -> SessionRecord:
    """The session, whose last card is shown, is gone on with to its end."""
    driver.key("next"), driver.spoken()
    return session_record(driver.state)


def test_an_answer_is_read_whole_once_it_is_scored(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.speech()
    assert asked(driver.wait(9).ended()) == []
    show, reread = driver.scored("des données")
    assert isinstance(show, ShowCard)
    assert isinstance(reread, Reread)
    assert (reread.recording, reread.heard.transcript.text) == ("intro-take1", "des données")


def test_an_answer_that_may_go_on_is_read_once_its_recording_is_closed(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech(), driver.wait(9).settled()
    assert asked(driver.scored("des données")) == []
    driver.resumed(), driver.wait(9).settled()
    assert asked(driver.scored("des données et encore")) == []
    stop, *_, reread = driver.key("next")
    assert isinstance(stop, StopListening)
    assert isinstance(reread, Reread)
    assert reread.heard.transcript.text == "des données et encore"


def test_the_whole_reading_takes_the_place_of_the_first(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données", score=60.0)
    driver.key("next")
    (score,) = driver.send(ReadWhole(driver.now_s, "intro-take1"))
    assert score == Score("intro-take1", *_task(driver), reread=True)
    assert driver.scored("des données et des modèles", 65.0, "intro-take1") == ()
    driver.spoken()
    record = session_record(driver.state)
    (card,) = record.answers
    assert (card.score, card.take.transcript.text) == (65.0, "des données et des modèles")
    assert [(each.task, each.score_before, each.score) for each in record.rereadings] == [
        ("intro", 60.0, 65.0)
    ]
    assert record.provisional == ()


def _task(driver: Any) -> tuple[Any, Any]:
    step = driver.state.plan.steps[0]
    return step.phase, step.task


@pytest.mark.parametrize(
    ("first", "whole", "seen"),
    [
        (("des données", 60.0), ("des données", 61.9), None),
        (("des données", 60.0), ("des données", 58.0), ((), ())),
        (("des données", 60.0), ("rien", 60.0), ((), ("données",))),
        (("euh", 60.0), ("des données", 60.0), (("données",), ())),
        (("", None), ("des données", 1.0), (("données",), ())),
    ],
)
def test_only_what_a_person_would_see_is_a_change(
    make_driver: MakeDriver,
    first: tuple[str, float | None],
    whole: tuple[str, float],
    seen: tuple[tuple[str, ...], tuple[str, ...]] | None,
) -> None:
    driver = make_driver("intro", max_follow_ups=0, rereads=True)
    driver.start(), driver.spoken(), driver.spoken()
    driver.speech(), driver.wait(9).ended()
    driver.scored(*first)
    driver.read("intro-take1", *whole)
    changes = [(each.found, each.lost) for each in ended(driver).rereadings]
    assert changes == ([] if seen is None else [seen])


def test_a_follow_up_that_was_asked_stands_and_both_are_joined_anew(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    ask, _ = driver.answer("bonjour")
    assert isinstance(ask, FollowUp)
    # It would not have been asked.
    driver.read("intro-take1", "bonjour les données")
    driver.spoken()
    driver.answer("je ne sais pas")
    driver.read("intro-take1-follow-up", "je ne sais plus")
    record = ended(driver)
    (card,) = record.answers
    assert card.take.transcript.text == "bonjour les données je ne sais plus"
    assert card.coverage.terms[0].status == "hit"
    assert record.follow_ups == ("intro",)
    assert record.rereadings == ()  # its card was shown with the first part read whole


def test_exchanges_are_joined_from_whole_readings_whenever_these_come(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver, "field")
    driver.answer("quels freins"), driver.spoken()
    driver.answer("et le ROI"), driver.spoken()
    driver.ended()  # nothing more is asked
    assert driver.state.attempts[0][0].card.take.transcript.text == "quels freins et le ROI"
    driver.read("field-take1", "quels sont les freins")
    # Until all of it was read whole, what was heard at once counts.
    assert driver.state.attempts[0][0].card.take.transcript.text == "quels freins et le ROI"
    driver.read("field-take1-part2", "et votre ROI")
    assert driver.state.attempts[0][0].card.take.transcript.text == (
        "quels sont les freins et votre ROI"
    )


def test_what_cannot_be_read_leaves_the_answer_as_it_was_heard(make_driver: MakeDriver) -> None:
    driver = listening(make_driver, "field")
    driver.answer("quels freins"), driver.spoken()
    driver.answer("et le ROI"), driver.spoken()
    driver.ended()
    driver.unreadable("field-take1")
    assert driver.send(ReadWhole(driver.now_s, "field-take1-part2")) == ()
    record = ended(driver)
    assert [card.take.transcript.text for card in record.answers] == ["quels freins et le ROI"]
    assert (record.provisional, record.rereadings) == (("field",), ())


def test_the_better_take_is_the_better_one_read_whole(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données", score=80.0)
    driver.key("redo"), driver.spoken()
    driver.answer("des données", score=70.0)
    driver.read("intro-take1", "des données", 50.0)
    driver.read("intro-take2", "des données", 71.0)
    record = ended(driver)
    assert [card.score for card in record.answers] == [71.0]
    assert [card.score for card in record.set_aside] == [50.0]
    assert record.rereadings == ()  # of the one that counts


def test_the_end_waits_for_what_is_not_read_and_says_for_how_much(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données")
    driver.key("redo"), driver.spoken()
    driver.answer("des données")
    driver.key("next")
    assert driver.spoken() == (ShowRereading(2),)
    assert driver.unreadable("intro-take1") == (ShowRereading(1),)
    assert isinstance(driver.state.stage, Closing)
    over_s = driver.state.session_s
    assert driver.wait(7).read("intro-take2", "des données") == (Finish("completed"),)
    assert session_record(driver.state).duration_s == over_s


def test_who_does_not_wait_has_what_was_heard_at_once(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données")
    driver.key("next"), driver.spoken()
    with pytest.raises(SessionError):
        driver.key("next")
    assert driver.key("quit") == (Finish("completed"),)
    record = session_record(driver.state)
    assert (record.reason, record.provisional) == ("completed", ("intro",))
    assert isinstance(driver.state.stage, Finished)
    assert list(to_reread(driver.state)) == []


def test_who_quits_in_an_answer_waits_for_its_reading_and_then_no_more(
    make_driver: MakeDriver,
) -> None:
    driver = listening(make_driver)
    driver.speech(), driver.wait(5)
    driver.key("quit")
    assert driver.scored("des données")[:1] == (ShowRereading(1),)
    assert driver.read("intro-take1", "des données") == (Finish("quit"),)


def test_a_reading_nobody_asked_for_is_refused(make_driver: MakeDriver) -> None:
    driver = listening(make_driver)
    driver.answer("des données", score=60.0)
    driver.read("intro-take1", "des données", 65.0)
    before = driver.state
    card = driver.state.attempt.card
    for event in (
        ReadWhole(driver.now_s, "intro-take1"),
        ReadWhole(driver.now_s, "intro-take9", failed=True),
        Confirmed(driver.now_s, "intro-take1", card),
    ):
        with pytest.raises(SessionError):
            driver.send(event)
        assert driver.state == before


def test_a_session_cut_off_between_two_readings_stands_there_again(
    make_driver: MakeDriver,
) -> None:
    driver = make_driver("intro", rereads=True)
    events: list[Event] = []
    driver.keep = events.append
    driver.start(), driver.spoken(), driver.spoken()
    driver.answer("des données")
    driver.send(ReadWhole(driver.now_s, "intro-take1"))
    # Killed here it is read once more, for its score was not kept.
    state = replayed(driver.state.plan, events, AnswerScorer())
    assert state == driver.state
    assert [each.recording for each in to_reread(state)] == ["intro-take1"]
    driver.scored("des données et des modèles", 70.0, "intro-take1")
    state = replayed(driver.state.plan, events, AnswerScorer())
    assert state == driver.state
    assert list(to_reread(state)) == []
    assert state.attempt.card is not None
    assert state.attempt.card.score == 70.0
