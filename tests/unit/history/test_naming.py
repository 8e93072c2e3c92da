"""Which session is meant: by the ids that the list shows, and by ``last``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import EngineInfo, Scenario, SessionChoice
from interviewer.errors import UsageError
from interviewer.history.record import finished_record, keep_answers
from interviewer.history.store import Store, open_store

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
ENGINE = EngineInfo("faster-whisper", "base")


def begun(store: Store, scenario: Scenario, minutes: int, kind: Any = "replay") -> Any:
    now = NOW + timedelta(minutes=minutes)
    return store.begin(kind, scenario, SessionChoice(), ENGINE, now=now)


def answered(store: Store, scenario: Scenario, minutes: int, played: Any) -> str:
    log = begun(store, scenario, minutes)
    record = played.record_of_it
    keep_answers(log, scenario, record.answers, set_aside=(), choice=SessionChoice(), now=NOW)
    return str(log.id)


def test_an_id_is_found_by_what_the_list_shows_of_it(store: Store, scenario: Scenario) -> None:
    ids = [begun(store, scenario, minutes).id for minutes in (0, 1)]
    assert [store.find(each[:15]).id for each in ids] == ids
    with pytest.raises(UsageError, match="Several sessions begin with 20261122"):
        store.find("20261122")


def test_last_is_the_last_that_has_something_to_show(
    played: Any, store: Store, scenario: Scenario
) -> None:
    played.play()
    scored = answered(store, scenario, 10, played)
    silent = begun(store, scenario, 20)
    silent.finish(finished_record(scenario, (), 3.0), now=NOW)
    begun(store, scenario, 30, "rehearse")
    assert store.find("last").id == scored
    assert store.find("last", scored=True).id == scored


def test_last_of_what_is_shown_may_have_no_score(
    store: Store, scenario: Scenario, make_request: Any
) -> None:
    log = begun(store, scenario, 0, "rehearse")
    log.recording_opened(make_request("one"), log.audio_folder / "one.wav")
    begun(store, scenario, 1)
    assert store.find("last").id == log.id
    with pytest.raises(UsageError, match="No session has scored answers yet"):
        store.find("last", scored=True)


def test_the_last_of_nothing_but_empty_sessions_can_still_be_named(
    store: Store, scenario: Scenario
) -> None:
    log = begun(store, scenario, 0)
    assert store.find("last").id == log.id


def test_a_session_that_was_cut_off_after_an_answer_counts(played: Any, folder: Path) -> None:
    played.play(6)
    with open_store(folder, "reading") as store:
        assert store.find("last", scored=True).id == played.log.id
