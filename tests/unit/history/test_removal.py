"""What is deleted is gone: from the tables, from the bytes, from the folders."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interviewer.domain import EngineInfo, Scenario
from interviewer.errors import HistoryError
from interviewer.history.deck import DeckRow
from interviewer.history.folder import audio_folder, audio_root, backup_file, database_file
from interviewer.history.schema import MIGRATIONS
from interviewer.history.store import Store, open_store
from interviewer.session.plan import make_plan

from .conftest import Played

NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)
PHRASE = b"travaille"
ENGINE = EngineInfo("faster-whisper", "base")

PlayOne = Callable[[datetime], str]


@pytest.fixture
def play_one(store: Store, scenario: Scenario) -> PlayOne:
    """Plays a whole session begun at a moment; its id."""

    def play(now: datetime) -> str:
        plan = make_plan(scenario)
        played = Played(plan, store.begin("rehearse", scenario, plan.choice, ENGINE, now=now))
        played.play()
        for path in played.log.audio_folder.iterdir():
            path.write_bytes(b"RIFF" + PHRASE)
        played.log.finish(played.record_of_it, now=now)
        return played.log.id

    return play


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_remains_of_a_deleted_session(
    store: Store, play_one: PlayOne, folder: Path
) -> None:
    session_id = play_one(NOW)
    assert PHRASE in bytes_below(folder)
    backup_file(database_file(folder), 1).write_bytes(PHRASE)
    (folder / "sessions-v1.db.new").write_bytes(PHRASE)
    (audio_folder(folder, session_id) / ".hidden").write_bytes(PHRASE)

    removed = store.remove([session_id])

    assert (removed.sessions, removed.files) == (1, 4)
    assert PHRASE not in bytes_below(folder)
    assert session_id.encode() not in bytes_below(folder)
    assert not audio_root(folder).exists()
    store.close()
    assert [path.name for path in folder.iterdir()] == ["sessions.db"]
    assert PHRASE not in bytes_below(folder)
    with closing(sqlite3.connect(database_file(folder))) as connection:
        # The file was written anew: pages that held the session are not kept for later.
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_the_others_stay(store: Store, play_one: PlayOne, folder: Path) -> None:
    first, second = play_one(NOW), play_one(NOW + timedelta(days=1))
    before = store.load(second)
    store.remove([first])
    assert store.load(second) == before
    assert [each.id for each in store.sessions()] == [second]
    assert audio_folder(folder, second).is_dir()


def test_a_new_session_begins_after_everything_is_gone(store: Store, play_one: PlayOne) -> None:
    store.add_cards([DeckRow("essai/q1", "fr", "essai", "q1", "Q", NOW)])
    play_one(NOW)
    (audio_folder(store.folder, "stray")).mkdir()
    (audio_folder(store.folder, "stray") / "a.wav").touch()
    assert store.remove_everything().sessions == 1
    assert (store.sessions(), store.deck("fr"), store.terms()) == ((), (), ())
    assert not audio_root(store.folder).exists()
    assert store.load(play_one(NOW)).record is not None


def test_a_reader_elsewhere_is_told_of(store: Store, play_one: PlayOne, folder: Path) -> None:
    session_id = play_one(NOW)
    with closing(sqlite3.connect(database_file(folder))) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM sessions").fetchall()
        with pytest.raises(HistoryError, match="another program"):
            store.remove([session_id])
    assert store.sessions() == ()
    store.remove([])
    assert PHRASE not in bytes_below(folder)


def test_old_recordings_go_and_their_words_stay(
    store: Store, play_one: PlayOne, folder: Path
) -> None:
    old, young = play_one(NOW), play_one(NOW + timedelta(days=2))
    removed = store.remove_old_audio(NOW + timedelta(days=1))
    assert removed.files == 3
    assert removed.bytes == 3 * (4 + len(PHRASE))
    assert not audio_folder(folder, old).exists()
    assert store.audio_bytes(young) == removed.bytes
    assert store.load(old).takes["intro-take1"].transcript.words
    assert store.remove_old_audio(NOW + timedelta(days=1)).files == 0


def test_recordings_just_as_old_as_settled_stay(
    store: Store, play_one: PlayOne, folder: Path
) -> None:
    """The settings say after how many days they go; what is removed cannot be had again."""
    session_id = play_one(NOW)
    assert store.remove_old_audio(NOW).files == 0
    assert store.remove_old_audio(NOW + timedelta(microseconds=1)).files == 3
    assert not audio_folder(folder, session_id).exists()


def test_recordings_of_a_session_cut_off_stay(store: Store, played: Played) -> None:
    played.play(5)
    assert store.remove_old_audio(NOW + timedelta(days=400)).files == 0
    assert played.log.audio_folder.is_dir()


def test_recordings_elsewhere_are_never_touched(
    store: Store, played: Played, tmp_path: Path, make_request: Callable[[str], object]
) -> None:
    mine = tmp_path / "mine.wav"
    mine.write_bytes(b"RIFF")
    played.log.recording_opened(make_request("intro-take9"), mine)  # type: ignore[arg-type]
    with pytest.raises(HistoryError, match="is going on right now"):
        store.remove_everything()
    store.close()
    with open_store(store.folder) as again:
        again.remove_everything()
    assert mine.read_bytes() == b"RIFF"


def test_a_store_of_the_first_version_gets_its_figures(
    folder: Path, play_one: PlayOne, store: Store
) -> None:
    session_id = play_one(NOW)
    expected = store.find(session_id), store.terms(), store.best_answers("essai")
    store.close()
    file = database_file(folder)
    old = folder / "old.db"
    with closing(sqlite3.connect(old)) as copy:
        MIGRATIONS[0](copy)
        copy.execute("ATTACH ? AS new", (str(file),))
        for table in ("sessions", "events", "cards", "recordings", "answers"):
            columns = ", ".join(row[1] for row in copy.execute(f"PRAGMA main.table_info({table})"))
            copy.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM new.{table}")
        copy.execute("PRAGMA user_version = 1")
        copy.commit()
    old.replace(file)
    with open_store(folder) as reopened:
        summary, terms, answers = (
            reopened.find(session_id),
            reopened.terms(),
            reopened.best_answers("essai"),
        )
        assert reopened.load(session_id).record is not None
    assert terms == expected[1]
    assert answers == expected[2]
    assert summary.answered == expected[0].answered
    assert summary.figures.score == pytest.approx(expected[0].figures.score)
    assert summary.figures.coverage == pytest.approx(expected[0].figures.coverage)
    assert summary.figures.pace == pytest.approx(expected[0].figures.pace)
    assert summary.figures.spoken_s == pytest.approx(expected[0].figures.spoken_s)
