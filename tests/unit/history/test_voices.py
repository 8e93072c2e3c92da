"""How the voice moved in earlier sessions, read out of the answers kept."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from interviewer.domain import Hedge, Scenario, SessionChoice, Usual
from interviewer.history.folder import database_file
from interviewer.history.store import Store

LATER = datetime(2026, 11, 22, 5, 34, 12, 345678, tzinfo=UTC)


@pytest.fixture
def finished(played: Any, store: Store) -> Store:
    """A session whose best takes moved by 2 and 3 semitones, with one hedge in the first."""
    played.play()
    record = played.record_of_it
    hedge = Hedge("peut-être", "peut-être", 1.0, "")
    first, *others = record.answers
    answers = (
        replace(
            first,
            delivery=replace(first.delivery, pitch_semitones=2.0, loudness_db=4.0, hedges=(hedge,)),
        ),
        *(
            replace(card, delivery=replace(card.delivery, pitch_semitones=3.0, hedges=()))
            for card in others
        ),
    )
    played.log.finish(replace(record, answers=answers), now=LATER)
    return store


def test_a_session_is_the_mean_of_its_best_takes(finished: Store) -> None:
    (voice,) = finished.voices("fr")
    assert voice.scenario_id == "essai"
    assert 2.0 < (voice.pitch_semitones or 0.0) < 3.0
    assert voice.loudness_db == 4.0
    spoken = [each.figures.spoken_s or 0.0 for each in finished.best_answers("essai")]
    assert voice.hedges_per_minute == pytest.approx(60 / sum(spoken))


def test_what_is_usual_is_of_the_sessions_before(finished: Store, scenario: Scenario) -> None:
    (voice,) = finished.voices("fr")
    assert finished.usual("fr") == Usual(voice.pitch_semitones, 4.0, 1)
    assert finished.usual("fr", voice.session_id) is None
    assert finished.usual("en") is None
    finished.begin("rehearse", scenario, SessionChoice(), None, now=LATER)
    assert len(finished.voices("fr")) == 1


def test_cards_of_an_earlier_version_have_no_voice(finished: Store) -> None:
    with closing(sqlite3.connect(database_file(finished.folder))) as connection, connection:
        for row, card in connection.execute("SELECT rowid, card FROM answers").fetchall():
            old = json.loads(card)
            for key in ("pitch_semitones", "loudness_db", "hedges"):
                del old["delivery"][key]
            connection.execute(
                "UPDATE answers SET card = ? WHERE rowid = ?", (json.dumps(old), row)
            )
    (voice,) = finished.voices("fr")
    assert (voice.pitch_semitones, voice.loudness_db, voice.hedges_per_minute) == (None, None, None)
    assert finished.usual("fr") is None
