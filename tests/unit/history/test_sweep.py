"""Recordings that became too old: into the bin by a clock that can be trusted, and out of it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from interviewer.domain import EngineInfo, Scenario
from interviewer.history.folder import audio_folder, bin_folder, sweep_file
from interviewer.history.store import Store, open_store
from interviewer.history.sweep import AGREES, IN_BIN, Seen, is_trusted
from interviewer.history.writing import SessionLog
from interviewer.session.plan import make_plan

from .conftest import Played

NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ENGINE = EngineInfo("faster-whisper", "base")

Begin = Callable[..., SessionLog]


@pytest.fixture
def begin(store: Store, scenario: Scenario) -> Begin:
    """A session with a recording, begun at a moment, finished or cut off."""

    def make(now: datetime, *, finish: bool = True, keep: bool | None = None) -> SessionLog:
        plan = make_plan(scenario, keep_audio=keep)
        played = Played(plan, store.begin("rehearse", scenario, plan.choice, ENGINE, now=now))
        played.play(None if finish else 5)
        for path in played.log.audio_folder.iterdir():
            path.write_bytes(b"RIFF")
        if finish:
            played.log.finish(played.record_of_it, now=now)
        return played.log

    return make


def files(store: Store) -> set[str]:
    """What recordings there are, wherever they are."""
    return {path.name for path in store.folder.rglob("*.wav")}


def test_old_recordings_go_into_the_bin_and_their_words_stay(store: Store, begin: Begin) -> None:
    old, young = begin(NOW), begin(NOW + 2 * DAY)
    swept = store.sweep(NOW + DAY, NOW + 2 * DAY)
    assert (swept.binned.sessions, swept.binned.files, swept.binned.bytes) == (1, 3, 12)
    assert not old.audio_folder.exists()
    assert young.audio_folder.exists()
    assert store.in_bin(old.id)
    assert store.load(old.id).takes["intro-take1"].transcript.words
    assert store.sweep(NOW + DAY, NOW + 2 * DAY).binned.files == 0


def test_recordings_just_as_old_as_settled_stay(store: Store, begin: Begin) -> None:
    begin(NOW)
    assert store.sweep(NOW, NOW + DAY).binned.files == 0
    assert store.sweep(NOW + timedelta(microseconds=1), NOW + DAY).binned.files == 3


def test_after_a_week_in_the_bin_they_are_gone(store: Store, begin: Begin) -> None:
    begin(NOW)
    store.sweep(NOW + DAY, NOW + DAY)
    assert store.sweep(None, NOW + DAY + IN_BIN - timedelta(seconds=1)).emptied.files == 0
    assert store.sweep(None, NOW + DAY + IN_BIN).emptied.files == 3
    assert files(store) == set()
    assert not bin_folder(store.folder).exists()


def test_what_is_restored_is_there_and_stays_as_long_as_if_it_were_new(
    store: Store, begin: Begin
) -> None:
    session = begin(NOW).id
    store.sweep(NOW + DAY, NOW + 2 * DAY)
    assert store.restore(NOW + 3 * DAY) == (session,)
    assert all(each.on_disk for each in store.load(session).recordings)
    assert store.restore(NOW + 3 * DAY) == ()
    assert store.sweep(NOW + 3 * DAY, NOW + 4 * DAY).binned.files == 0
    assert store.sweep(NOW + 3 * DAY + timedelta(seconds=1), NOW + 4 * DAY).binned.files == 3


def test_recordings_of_a_session_cut_off_grow_old_as_well(store: Store, begin: Begin) -> None:
    log = begin(NOW, finish=False)
    assert store.sweep(NOW + DAY, NOW + 2 * DAY).binned.files == 0, "it is going on"
    store.close()
    with open_store(store.folder) as again:
        assert again.sweep(NOW, NOW + DAY).binned.files == 0
        assert again.sweep(NOW + DAY, NOW + 2 * DAY).binned.files == 1
        (session,) = again.unfinished()
        assert session.summary.id == log.id
        assert not session.recordings[0].on_disk


def test_recordings_that_were_not_to_be_kept_go_where_a_program_was_cut_off_at_its_end(
    store: Store, begin: Begin
) -> None:
    forgotten, kept = begin(NOW, keep=False), begin(NOW, keep=True)
    cut_off = begin(NOW, finish=False, keep=False)
    swept = store.sweep(None, NOW)
    assert swept.binned.files == 0
    assert not forgotten.audio_folder.exists()
    assert kept.audio_folder.exists()
    assert cut_off.audio_folder.exists(), "it can be gone on with"


def test_a_clock_three_months_ahead_removes_nothing(store: Store, begin: Begin) -> None:
    begin(NOW)
    ahead = NOW + 90 * DAY
    during = begin(ahead)
    swept = store.sweep(ahead - 30 * DAY, ahead, during.id)
    assert (swept.doubted, swept.binned.files) == (True, 0)
    again = begin(ahead + timedelta(hours=1))
    assert store.sweep(ahead - 30 * DAY, ahead + timedelta(hours=1), again.id).doubted
    # Put right again: the sessions of the future are no reason for doubt.
    swept = store.sweep(NOW - 29 * DAY, NOW + DAY)
    assert (swept.doubted, swept.binned.files) == (False, 0)
    assert len(list(store.folder.rglob("*.wav"))) == 9


def test_a_date_that_is_met_again_on_another_day_is_believed(store: Store, begin: Begin) -> None:
    begin(NOW)
    later = NOW + 90 * DAY
    assert store.sweep(later - 30 * DAY, later).doubted
    assert store.sweep(later - 30 * DAY, later + timedelta(hours=1)).doubted
    swept = store.sweep(later - 29 * DAY, later + DAY)
    assert (swept.doubted, swept.binned.files) == (False, 3)
    assert store.restore(later + DAY) != ()


def test_a_clock_three_months_behind_removes_nothing(store: Store, begin: Begin) -> None:
    begin(NOW)
    store.sweep(NOW - 30 * DAY, NOW)
    behind = NOW - 90 * DAY
    during = begin(behind)
    assert store.sweep(behind - 30 * DAY, behind, during.id).binned.files == 0
    assert not store.sweep(NOW - 29 * DAY, NOW + DAY).doubted
    assert len(list(store.folder.rglob("*.wav"))) == 6


@pytest.mark.parametrize(
    ("newest", "last", "doubted", "expected"),
    [
        (None, None, None, True),
        (NOW - AGREES, None, None, True),
        (NOW - AGREES - DAY, None, None, False),
        (NOW, NOW - AGREES - DAY, None, False),
        (NOW - AGREES - DAY, NOW, None, False),
        (NOW, NOW + AGREES + DAY, None, False),
        (NOW - 90 * DAY, None, NOW - timedelta(minutes=1), False),
        (NOW - 90 * DAY, None, NOW - DAY, True),
        (NOW - 90 * DAY, None, NOW + DAY, False),
    ],
)
def test_when_a_clock_is_trusted(
    newest: datetime | None, last: datetime | None, doubted: datetime | None, expected: bool
) -> None:
    assert is_trusted(NOW, newest, Seen(last, doubted)) is expected


def test_what_is_written_of_the_clock_has_its_names(store: Store, begin: Begin) -> None:
    session = begin(NOW).id
    store.sweep(NOW + DAY, NOW + DAY)
    store.restore(NOW + DAY)
    store.sweep(None, NOW + 60 * DAY)
    moment, far = "2026-11-23T05:30:12.000000+00:00", "2027-01-21T05:30:12.000000+00:00"
    assert json.loads(sweep_file(store.folder).read_text()) == {
        "last": moment,
        "doubted": far,
        "restored": {session: moment},
    }


@pytest.mark.parametrize(
    "content", ["", "{}", "[", "[]", '{"last": 7, "doubted": null, "restored": {}}', "[" * 99_999]
)
def test_what_cannot_be_read_of_it_is_as_if_it_were_not_there(
    content: str, store: Store, begin: Begin
) -> None:
    begin(NOW)
    sweep_file(store.folder).write_text(content)
    assert store.sweep(NOW + 60 * DAY, NOW + 90 * DAY).doubted
    assert json.loads(sweep_file(store.folder).read_text())["doubted"] is not None


def test_reading_removes_nothing(store: Store, begin: Begin) -> None:
    session = begin(NOW - 900 * DAY)
    store.sessions(), store.load(session.id), store.unfinished(), store.terms()
    assert session.audio_folder.is_dir()


def test_deleting_a_session_takes_it_out_of_the_bin_at_once(store: Store, begin: Begin) -> None:
    session = begin(NOW).id
    store.sweep(NOW + DAY, NOW + 2 * DAY)
    removed = store.remove([session])
    assert (removed.sessions, removed.files) == (1, 3)
    assert files(store) == set()
    assert not sweep_file(store.folder).exists()


def test_what_was_restored_is_forgotten_with_its_session(store: Store, begin: Begin) -> None:
    first, second = begin(NOW).id, begin(NOW + DAY).id
    store.sweep(NOW + 2 * DAY, NOW + 2 * DAY)
    store.restore(NOW + 2 * DAY)
    store.remove([first])
    data = json.loads(sweep_file(store.folder).read_text())
    assert list(data["restored"]) == [second]
    assert data["last"] is not None


def test_everything_means_the_bin_as_well(store: Store, begin: Begin) -> None:
    begin(NOW)
    store.sweep(NOW + DAY, NOW + 2 * DAY)
    assert store.remove_everything().files == 3
    assert {path.name for path in store.folder.iterdir()} <= {
        "sessions.db",
        "sessions.db-wal",
        "sessions.db-shm",
    }


def test_a_new_session_never_takes_the_name_of_one_in_the_bin(store: Store, begin: Begin) -> None:
    first = begin(NOW)
    store.sweep(NOW + DAY, NOW + 2 * DAY)
    store.remove([])
    assert begin(NOW).id != first.id
    assert audio_folder(store.folder, first.id) != begin(NOW).audio_folder


def test_a_choice_made_anew_is_kept(store: Store, begin: Begin) -> None:
    log = begin(NOW, finish=False, keep=True)
    choice = store.load(log.id).choice
    log.choose_audio(replace(choice, keep_audio=False))
    assert store.load(log.id).choice == replace(choice, keep_audio=False)
