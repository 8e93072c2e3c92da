"""What came of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.session.record import best_index, session_record
from interviewer.session.state import Finished

MakeDriver = Callable[..., Any]


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ([40.0], 0),
        ([40.0, 60.0, 50.0], 1),
        ([60.0, 60.0], 0),
        ([None, 0.0], 1),
        ([None, None], 0),
    ],
)
def test_the_best_take_is_the_first_with_the_highest_score(
    make_driver: MakeDriver, scores: list[float | None], best: int
) -> None:
    driver = make_driver("intro")
    driver.start(), driver.spoken(), driver.spoken()
    driver.ended()
    cards = [driver.card("intro-take1", "" if score is None else "oui", score) for score in scores]
    assert best_index(cards) == best


def test_a_record_counts_no_pause_and_every_task_once(make_driver: MakeDriver) -> None:
    driver = make_driver()
    driver.start(), driver.wait(1).spoken(), driver.wait(1).spoken()
    driver.answer("des données", 10, 20.0)
    driver.wait(2).key("redo"), driver.wait(1).spoken()
    driver.answer("des données", 10, 70.0)
    driver.key("pause"), driver.wait(50).key("resume")
    driver.key("next"), driver.key("next")
    driver.wait(1).key("skip")  # q1
    driver.wait(1).key("quit")
    record = session_record(driver.state)
    assert record.tasks == ("intro", "q1", "q2", "q3", "field")
    assert [card.score for card in record.answers] == [70.0]
    assert [card.score for card in record.set_aside] == [20.0]
    assert (record.skipped, record.left) == (("q1",), ("q2", "q3", "field"))
    assert (record.listened_s, record.paused_s, record.duration_s) == (20.0, 50.0, 27.0)
    assert record.reason == "quit"


def test_what_is_recorded_but_not_scored_is_named(make_driver: MakeDriver) -> None:
    driver = make_driver("technique")
    driver.start(), driver.spoken(), driver.spoken(), driver.spoken()
    driver.speech()
    driver.key("skip"), driver.spoken()
    driver.speech()
    driver.key("quit"), driver.key("quit")
    assert isinstance(driver.state.stage, Finished)
    record = session_record(driver.state)
    assert record.unscored == ("q1-take1", "q2-take1")
