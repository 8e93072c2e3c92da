"""Sentences that people mark as their way to make a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import AnswerCard, OwnPhrasing, Point, Scenario, Span, Take, Transcript
from interviewer.history.folder import database_file
from interviewer.history.record import finished_record
from interviewer.history.store import Store
from interviewer.scoring.answer import score_take
from interviewer.scoring.said import with_said, without_said

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
WATCH = "Un modèle en service se surveille"
SENTENCE = "Paul ouvre le carnet chaque matin."


@pytest.fixture
def asked(scenario: Scenario) -> Scenario:
    """With a point that the answers below do not make in its phrasings."""
    first = scenario.phases[0]
    task = replace(first.task, points=(Point(WATCH, ("surveill*",)),))
    return replace(scenario, phases=(replace(first, task=task), *scenario.phases[1:]))


Hold = Callable[..., str]


@pytest.fixture
def hold(store: Store, asked: Scenario, tmp_path: Path) -> Hold:
    """Keeps a session whose first answer is marked, or not; its id."""

    def keep(sentence: str | None = SENTENCE, days: int = 0, scenario: Scenario = asked) -> str:
        cards = (card_of(scenario, tmp_path, sentence),)
        now = NOW + timedelta(days=days)
        record = finished_record(scenario, cards, 30.0)
        log = store.begin("replay", scenario, record.choice, None, now=now)
        log.finish(record, now=now)
        return log.id

    return keep


def card_of(scenario: Scenario, folder: Path, sentence: str | None) -> AnswerCard:
    phase = scenario.phases[0]
    transcript = Transcript.from_text(f"{SENTENCE} Et puis voilà.", scenario.language)
    take = Take(folder / "a.wav", 10.0, (Span(0.5, 9.0),), transcript)
    card = score_take(scenario, phase, phase.task, take)
    return card if sentence is None else with_said(card, scenario, WATCH, sentence)


def own(store: Store, scenario: Scenario) -> list[str]:
    return [each.sentence for each in store.phrasings.joined(scenario).own]


def test_what_was_marked_is_there_in_the_next_session_the_latest_first_each_once(
    store: Store, asked: Scenario, hold: Hold
) -> None:
    assert own(store, asked) == []
    hold(None)
    hold(SENTENCE, 1)
    hold("On garde un œil dessus.", 2)
    hold(SENTENCE, 3)
    assert own(store, asked) == [SENTENCE, "On garde un œil dessus."]
    assert store.phrasings.joined(asked).own[0] == OwnPhrasing(
        asked.phases[0].task.id, WATCH, SENTENCE
    )
    assert own(store, replace(asked, id="another")) == []


def test_no_session_keeps_the_phrasings_of_another(
    store: Store, asked: Scenario, hold: Hold
) -> None:
    """Else they would outlive the session that they were said in."""
    first = hold("On garde un œil dessus.")
    second = hold(None, 1, store.phrasings.joined(asked))
    assert store.load(second).scenario.own == ()
    store.remove([first])
    assert own(store, asked) == []
    store.close()
    for file in database_file(store.folder).parent.glob("sessions*"):
        assert "garde un œil".encode() not in file.read_bytes()


def test_a_card_that_is_scored_anew_takes_its_place_in_lists_and_record(
    store: Store, asked: Scenario, hold: Hold
) -> None:
    session = hold(None)
    record = store.load(session).record
    assert record is not None
    before = store.find(session).figures
    marked = with_said(record.answers[0], asked, WATCH, SENTENCE)
    store.phrasings.revise(session, (marked,), 0)
    stored: Any = store.load(session).record
    assert stored.answers == (marked,)
    figures = store.find(session).figures
    assert (figures.score, figures.coverage) == (marked.score, marked.coverage.score)
    assert figures.coverage != before.coverage
    assert own(store, asked) == [SENTENCE]
    assert store.phrasings.marked_in(asked.id, marked.task.id, WATCH) == (session,)

    store.phrasings.revise(session, (without_said(marked, asked, WATCH),), 0)
    assert store.find(session).figures == before
    assert store.load(session).record == record
    assert own(store, asked) == []


def test_a_mark_without_a_sentence_leaves_no_phrasing(
    store: Store, asked: Scenario, hold: Hold
) -> None:
    session = hold("")
    stored: Any = store.load(session).record
    assert stored.answers[0].coverage.points[0].own
    assert own(store, asked) == []
