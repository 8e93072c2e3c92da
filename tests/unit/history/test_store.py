"""Sessions through the store: what was told is what is read, and can be gone on with."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import (
    EngineInfo,
    ListenRequest,
    PhaseTry,
    Scenario,
    SessionChoice,
    Take,
    TimedPhase,
    TimerPlan,
    TimerRecord,
)
from interviewer.errors import HistoryError, UsageError
from interviewer.history.folder import database_file
from interviewer.history.store import Store, open_store
from interviewer.history.values import SessionKind
from interviewer.history.writing import SessionLog
from interviewer.scoring.answer import AnswerScorer
from interviewer.session.events import CutOff, Next, Pause, Started, TimedOut
from interviewer.session.plan import make_plan
from interviewer.session.resuming import replayed
from interviewer.timer.plan import as_scenario, plan_of

NOW = datetime(2026, 11, 22, 5, 30, 12, 345678, tzinfo=UTC)
LATER = NOW + timedelta(minutes=4)

MakeRequest = Callable[[str], ListenRequest]
MakeTake = Callable[[str, Path], Take]
ModeOf = Callable[[Path], int]


def begun(
    store: Store, scenario: Scenario, now: datetime = NOW, choice: SessionChoice | None = None
) -> SessionLog:
    return store.begin("rehearse", scenario, choice or SessionChoice(), None, now=now)


def test_a_whole_session_is_read_as_it_was(played: Any, store: Store) -> None:
    played.play()
    record = played.record_of_it
    played.log.finish(record, now=LATER)
    session = store.load(played.log.id)
    assert session.events == tuple(played.events)
    assert session.scenario == played.plan.scenario
    assert session.takes == played.takes
    assert session.record == record
    assert len(record.answers) == 2
    assert len(record.set_aside) == 1
    assert session.summary.reason == "completed"
    assert session.summary.finished_at == LATER
    assert {recording.state for recording in session.recordings} == {"scored"}
    assert list(session.cards) == [recording.name for recording in session.recordings]
    assert store.unfinished() == ()


def test_the_engine_fed_with_the_events_is_where_it_was(played: Any, store: Store) -> None:
    positions = set()
    for count in range(1, 30):
        played.play(count)
        session = store.load(played.log.id)
        plan = make_plan(session.scenario, **asdict(session.choice))
        assert replayed(plan, session.events, AnswerScorer()) == played.state
        positions.add(played.state.position)
    assert positions == {0, 1, 2}


@pytest.mark.parametrize("choice", [SessionChoice(1, "basic", 7), SessionChoice(phase="intro")])
def test_the_choice_is_kept(store: Store, scenario: Scenario, choice: SessionChoice) -> None:
    session = store.load(begun(store, scenario, choice=choice).id)
    assert session.choice == choice
    assert session.events == ()
    assert session.record is None


def test_a_session_is_listed(log: SessionLog, store: Store) -> None:
    (summary,) = store.sessions(10)
    assert summary == store.load(log.id).summary
    assert (summary.kind, summary.scenario_id, summary.title) == (
        "rehearse",
        "essai",
        "Essai d’été",
    )
    assert (summary.language, summary.engine) == ("fr", EngineInfo("faster-whisper", "base"))
    assert (summary.started_at, summary.finished_at, summary.reason) == (NOW, None, None)


def test_the_latest_come_first(store: Store, scenario: Scenario) -> None:
    moments = [NOW + timedelta(microseconds=each) for each in (-345678, 5, -7, 0)]
    logs = {moment: begun(store, scenario, moment) for moment in moments}
    expected = [logs[moment].id for moment in sorted(moments, reverse=True)]
    assert [summary.id for summary in store.sessions(10)] == expected
    assert [summary.id for summary in store.sessions(3)] == expected[:3]
    assert [session.summary.id for session in store.unfinished()] == expected


def test_what_began_at_that_very_moment_is_not_older(store: Store, scenario: Scenario) -> None:
    """Purging takes what is older than asked for, and never what is just so old: it is for good."""
    before = begun(store, scenario, NOW - timedelta(microseconds=1)).id
    begun(store, scenario, NOW)
    assert [each.id for each in store.begun_before(NOW)] == [before]


@pytest.mark.parametrize(
    ("now", "session_id"),
    [
        (NOW, "20261122-053012-essai"),
        (NOW.astimezone(timezone(timedelta(hours=2))), "20261122-053012-essai"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "20260102-030405-essai"),
    ],
)
def test_an_id_is_readable_and_in_utc(
    store: Store, scenario: Scenario, now: datetime, session_id: str
) -> None:
    log = begun(store, scenario, now)
    assert log.id == session_id
    assert log.audio_folder == store.folder / "audio" / session_id
    assert log.audio_folder.is_dir()


@pytest.mark.parametrize("hours", [-3.5, 0, 2])
def test_the_time_of_the_place_is_kept(store: Store, scenario: Scenario, hours: float) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=hours)))
    session = store.load(begun(store, scenario, there).id)
    assert session.began_at.isoformat() == there.isoformat()
    assert session.summary.started_at.isoformat() == NOW.isoformat()


def test_an_id_that_is_taken_gets_a_suffix(store: Store, scenario: Scenario) -> None:
    first = begun(store, scenario).id
    (store.folder / "audio" / f"{first}-2").mkdir()  # recordings that the store does not know
    assert [begun(store, scenario).id for _ in range(2)] == [f"{first}-3", f"{first}-4"]


def test_an_id_is_not_given_twice_once_its_recordings_are_gone(
    store: Store, scenario: Scenario
) -> None:
    first = begun(store, scenario)
    first.audio_folder.rmdir()
    assert begun(store, scenario).id == f"{first.id}-2"


@pytest.mark.parametrize(
    ("kind", "recorded"), [("rehearse", True), ("drill", True), ("replay", False), ("timer", False)]
)
def test_a_session_has_a_folder_where_something_is_recorded(
    store: Store, scenario: Scenario, kind: SessionKind, recorded: bool
) -> None:
    log = store.begin(kind, scenario, SessionChoice(), None, now=NOW)
    assert log.audio_folder.is_dir() == recorded
    assert store.begin(kind, scenario, SessionChoice(), None, now=NOW).id == f"{log.id}-2"


def test_a_moment_without_a_time_zone_is_refused(store: Store, scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="time zone"):
        begun(store, scenario, datetime(2026, 11, 22, 5, 30))
    assert store.sessions(10) == ()
    assert list((store.folder / "audio").iterdir()) == []


def test_an_unfinished_session_says_how_far_each_recording_got(
    log: SessionLog, store: Store, make_request: MakeRequest, make_take: MakeTake
) -> None:
    names = ("one", "two", "three")
    for name in names:
        audio = log.audio_folder / f"{name}.wav"
        log.recording_opened(make_request(name), audio)
        audio.write_bytes(b"RIFF")
    log.recording_closed("two", 12.5)
    log.recording_closed("three", 9.0)
    take = make_take("les données", log.audio_folder / "three.wav")
    log.recording_transcribed("three", take)
    log.recording_opened(
        replace(make_request("four"), follow_up=True), log.audio_folder / "four.wav"
    )
    (session,) = store.unfinished()
    told = [(each.name, each.state, each.on_disk) for each in session.recordings]
    assert told == [
        ("one", "open", True),
        ("two", "closed", True),
        ("three", "transcribed", True),
        ("four", "open", False),
    ]
    assert [each.duration_s for each in session.recordings] == [None, 12.5, take.duration_s, None]
    assert [each.follow_up for each in session.recordings] == [False, False, False, True]
    assert {(each.phase_id, each.task_id) for each in session.recordings} == {("intro", "intro")}
    assert session.recordings[0].path == log.audio_folder / "one.wav"
    assert store.load(log.id).takes == {"three": take}


def test_a_state_only_goes_forward(played: Any, store: Store) -> None:
    played.play()
    name = store.load(played.log.id).recordings[0].name
    played.log.recording_transcribed(name, played.takes[name])
    played.log.recording_closed(name, 3.0)
    assert store.load(played.log.id).recordings[0].state == "scored"


def test_an_unknown_recording_is_a_fault(log: SessionLog) -> None:
    with pytest.raises(KeyError, match="no recording nothing"):
        log.recording_closed("nothing", 1.0)


def test_a_session_without_its_folder_is_still_found(log: SessionLog, store: Store) -> None:
    log.audio_folder.rmdir()
    (session,) = store.unfinished()
    assert session.recordings == ()
    store.close()
    with open_store(store.folder) as again:
        assert again.resume(log.id).audio_folder.is_dir()


def test_a_cut_off_session_goes_on(
    folder: Path, scenario: Scenario, make_request: MakeRequest
) -> None:
    with open_store(folder) as store:
        log = begun(store, scenario)
        assert [log.event(Started(0.0)), log.event(Next(1.5))] == [1, 2]
        log.recording_opened(make_request("one"), log.audio_folder / "one.wav")
    with open_store(folder) as store:
        again = store.resume(log.id)
        assert again.event(Pause(2.5)) == 3
        again.recording_closed("one", 4.0)
        session = store.load(log.id)
    assert session.events == (Started(0.0), Next(1.5), Pause(2.5))
    assert session.recordings[0].state == "closed"


def test_that_it_was_cut_off_is_kept_with_the_events(log: SessionLog, store: Store) -> None:
    log.event(Started(0.0))
    log.event(CutOff(4.5, spoken=True))
    assert store.load(log.id).events == (Started(0.0), CutOff(4.5, spoken=True))


def test_a_finished_session_does_not_go_on(played: Any, store: Store) -> None:
    played.play()
    played.log.finish(played.record_of_it, now=LATER)
    with pytest.raises(UsageError, match="is finished"):
        store.resume(played.log.id)


def test_an_unknown_session_is_refused_with_the_known_ones(
    store: Store, scenario: Scenario
) -> None:
    with pytest.raises(UsageError, match=r"^The history has no sessions yet\. Begin one"):
        store.load("nothing")
    known = begun(store, scenario).id
    with pytest.raises(UsageError, match=f"no session nothing.*{known}"):
        store.resume("nothing")


def test_the_folder_can_be_moved(played: Any, store: Store, tmp_path: Path) -> None:
    played.play()
    store.close()
    moved = store.folder.rename(tmp_path / "moved")
    with open_store(moved) as there:
        session = there.load(played.log.id)
    paths = {recording.path for recording in session.recordings}
    paths |= {take.audio for take in session.takes.values()}
    paths |= {card.take.audio for card in session.cards.values()}
    assert {path.parent for path in paths} == {moved / "audio" / played.log.id}
    assert all(recording.on_disk for recording in session.recordings)


def test_a_recording_elsewhere_and_of_any_name_is_kept(
    log: SessionLog, store: Store, tmp_path: Path, make_request: MakeRequest, make_take: MakeTake
) -> None:
    audio = tmp_path / "caf\udce9 é.wav"
    log.recording_opened(make_request("one"), audio)
    log.recording_transcribed("one", make_take("oui", audio))
    session = store.load(log.id)
    assert session.recordings[0].path == audio
    assert session.takes["one"].audio == audio


def test_threads_write_one_session_together(log: SessionLog, store: Store) -> None:
    numbers: list[int] = []

    def write() -> None:
        numbers.extend(log.event(TimedOut(1.0)) for _ in range(25))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 101))
    assert len(store.load(log.id).events) == 100


def test_only_the_owner_reads_it(
    folder: Path, scenario: Scenario, played: Any, store: Store, mode_of: ModeOf
) -> None:
    played.play(5)
    assert mode_of(folder) == mode_of(folder / "audio") == 0o700
    assert mode_of(played.log.audio_folder) == 0o700
    files = sorted(path.name for path in folder.iterdir() if path.is_file())
    assert files == ["sessions.db", "sessions.db-shm", "sessions.db-wal"]
    assert {mode_of(folder / name) for name in files} == {0o600}


def test_a_run_of_the_timer_is_kept_whole(store: Store) -> None:
    plan = TimerPlan(
        "timer",
        "intro · fin",
        "fr",
        (TimedPhase("intro", "Intro", 30.0, keywords=("RAG",)), TimedPhase("fin", "Fin", 20.0)),
    )
    tries = (
        PhaseTry("intro", 0.0, 12.125, 12.125, 30.0, "restart"),
        PhaseTry("intro", 12.125, 60.1, 44.3, 45.0, "next"),
    )
    record = TimerRecord(plan, False, tries, 60.1, 3.675, "quit")
    log = store.begin("timer", as_scenario(plan), SessionChoice(), None, now=NOW)
    assert store.load(log.id).timer is None
    log.finish_timer(record, now=LATER)
    kept = store.load(log.id)
    assert kept.timer == record
    assert kept.record is None
    assert plan_of(kept.scenario) == plan
    assert (kept.summary.kind, kept.summary.reason) == ("timer", "quit")
    assert (kept.summary.started_at, kept.summary.finished_at) == (NOW, LATER)
    assert store.unfinished() == ()


def test_a_damaged_run_of_the_timer_is_named(store: Store) -> None:
    plan = TimerPlan("timer", "intro", "fr", (TimedPhase("intro", "Intro", 30.0),))
    record = TimerRecord(plan, True, (), 0.0, 0.0, "quit")
    log = store.begin("timer", as_scenario(plan), SessionChoice(), None, now=NOW)
    log.finish_timer(record, now=LATER)
    with closing(sqlite3.connect(database_file(store.folder))) as connection, connection:
        connection.execute("UPDATE sessions SET record = '{}'")
    with pytest.raises(HistoryError, match=log.id):
        store.load(log.id)
