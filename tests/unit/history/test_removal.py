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
from interviewer.history.database import Database
from interviewer.history.deck import DeckRow
from interviewer.history.faults import full
from interviewer.history.folder import (
    audio_folder,
    audio_root,
    backup_file,
    database_file,
    remove_folder,
)
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


def poisoned(store: Store, session: str, name: str) -> None:
    """A history that an earlier program let a bad id into: ``session`` is called ``name``."""
    with closing(sqlite3.connect(database_file(store.folder))) as connection, connection:
        connection.execute(
            "UPDATE sessions SET id = CAST(? AS TEXT) WHERE id = ?",
            (name.encode("utf-8", "surrogateescape"), session),
        )


BAD_IDS = ["", ".", "..", "../..", "a/b", "a\0b", "a" * 5_000, "\udc80" * 201]


@pytest.mark.parametrize("name", BAD_IDS, ids=lambda name: repr(name[:10]))
def test_an_id_that_is_no_name_deletes_its_row_and_no_file(
    name: str, store: Store, play_one: PlayOne, scenario: Scenario, folder: Path
) -> None:
    mine = folder.parent / "mine"
    mine.mkdir()
    (mine / "photo").write_bytes(b"mine")
    bad, good = play_one(NOW), play_one(NOW + timedelta(days=1))
    with closing(sqlite3.connect(database_file(folder))) as connection, connection:
        for table in ("cards", "terms", "answers", "events", "recordings"):
            connection.execute(f"DELETE FROM {table} WHERE session = ?", (bad,))
    poisoned(store, bad, name)
    assert name in {each.id for each in store.sessions()}
    assert store.load(name).summary.id == name
    assert store.audio_bytes(name) == 0
    assert store.unfinished() == ()
    with pytest.raises(HistoryError, match="can be no session’s name"):
        store.remove_audio(name)
    assert store.sweep(NOW + timedelta(days=1), NOW + timedelta(days=2)).binned.files == 0
    removed = store.remove([name])
    assert (removed.sessions, removed.files, removed.refused) == (1, 0, (name,))
    assert [each.id for each in store.sessions()] == [good]
    assert store.audio_bytes(good) > 0
    assert (mine / "photo").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["", "..", "../mine"])
def test_everything_goes_and_nothing_outside_whatever_ids_there_are(
    name: str, store: Store, play_one: PlayOne, folder: Path
) -> None:
    mine = folder.parent / "mine"
    mine.mkdir()
    (mine / "photo").write_bytes(b"mine")
    session = play_one(NOW)
    with closing(sqlite3.connect(database_file(folder))) as connection, connection:
        for table in ("cards", "terms", "answers", "events", "recordings"):
            connection.execute(f"DELETE FROM {table} WHERE session = ?", (session,))
    poisoned(store, session, name)
    assert store.remove_everything().refused == (name,)
    assert store.sessions() == ()
    assert (mine / "photo").read_bytes() == b"mine"
    assert not audio_root(folder).exists()


def test_a_link_in_the_place_of_recordings_is_not_followed(
    store: Store, play_one: PlayOne, folder: Path
) -> None:
    mine = folder.parent / "mine"
    mine.mkdir()
    (mine / "photo").write_bytes(b"mine")
    session = play_one(NOW)
    audio_folder(folder, session).rename(folder.parent / "moved")
    audio_folder(folder, session).symlink_to(mine)
    store.remove([session])
    assert (mine / "photo").read_bytes() == b"mine"
    assert not audio_root(folder).exists()


def test_a_folder_that_leads_elsewhere_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "session").mkdir(parents=True)
    (tmp_path / "audio").mkdir()
    with pytest.raises(HistoryError, match="can be no session’s name"):
        remove_folder(tmp_path / "audio" / ".." / "elsewhere", tmp_path / "audio")
    with pytest.raises(HistoryError, match="can be no session’s name"):
        remove_folder(tmp_path / "audio", tmp_path / "audio")
    assert (tmp_path / "elsewhere" / "session").is_dir()


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


def test_everything_goes_where_the_log_finds_no_room_in_the_file(
    store: Store, play_one: PlayOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_one(NOW)

    def refuse(database: Database, work: object) -> None:
        raise full(database.file)

    with monkeypatch.context() as disk:
        disk.setattr(Database, "delete", refuse)
        assert store.remove_everything().sessions == 1
    assert store.sessions() == ()
    play_one(NOW)
    assert len(store.sessions()) == 1
