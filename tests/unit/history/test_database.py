"""Damage, a full disk, another program: one line with what to do, and nothing deleted."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import HistoryError
from interviewer.history import database as database_module
from interviewer.history.database import Database
from interviewer.history.faults import explained
from interviewer.history.folder import database_file
from interviewer.history.store import Store, open_store
from interviewer.history.writing import SessionLog
from interviewer.session.events import Next, Started


def line_of(caught: pytest.ExceptionInfo[HistoryError], file: Path) -> str:
    line = caught.value.line()
    assert "\n" not in line
    assert str(file) in line
    assert "{" not in line
    return line


@pytest.mark.parametrize(
    "content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_file_that_is_no_store_is_left_alone(folder: Path, content: bytes) -> None:
    folder.mkdir()
    file = database_file(folder)
    file.write_bytes(content)
    with pytest.raises(HistoryError) as caught:
        open_store(folder)
    assert "is damaged" in line_of(caught, file)
    assert "Move it" in caught.value.line()
    assert file.read_bytes() == content


def test_damage_inside_is_said_when_it_is_met(played: Any, store: Store) -> None:
    played.play()
    store.close()
    file = database_file(store.folder)
    content = bytearray(file.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    file.write_bytes(content)
    recordings = sorted(played.log.audio_folder.iterdir())
    with pytest.raises(HistoryError) as caught, open_store(store.folder) as again:
        again.load(played.log.id)
    assert "is damaged" in line_of(caught, file)
    assert len(file.read_bytes()) == len(content)
    assert sorted(played.log.audio_folder.iterdir()) == recordings


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE sessions SET scenario = '{}'", "missing"),
        ("UPDATE sessions SET scenario = 'x'", "Expecting value"),
        ("UPDATE sessions SET started_at = 'yesterday'", "yesterday"),
        ("UPDATE events SET kind = 'Sneezed'", "no event is called Sneezed"),
        ("UPDATE events SET payload = '[]'", "no JSON object"),
    ],
)
def test_a_row_that_means_nothing_is_said(
    log: SessionLog, store: Store, statement: str, reason: str
) -> None:
    log.event(Started(0.0))
    file = database_file(store.folder)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    with pytest.raises(HistoryError) as caught:
        store.load(log.id)
    line = line_of(caught, file)
    assert log.id in line
    assert reason in line
    assert str(log.audio_folder) in line


def test_a_full_disk_keeps_what_was_written(tmp_path: Path) -> None:
    """SQLite's own limit on pages stands for the disk: the same error, by the same way."""
    with closing(Database(tmp_path / "sessions.db")) as database:
        connection = database.connection()
        connection.execute("CREATE TABLE things (content BLOB)")
        connection.execute("INSERT INTO things VALUES ('kept')")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(HistoryError) as caught, database.writing() as writing:
            writing.execute("INSERT INTO things VALUES ('undone')")
            writing.execute("INSERT INTO things VALUES (zeroblob(100000))")
        assert "No space is left" in line_of(caught, database.file)
        connection.execute("PRAGMA max_page_count = 100000")
        with database.writing() as writing:
            writing.execute("INSERT INTO things VALUES ('after')")
        kept = connection.execute("SELECT content FROM things").fetchall()
    assert [content for (content,) in kept] == ["kept", "after"]


def test_a_disk_that_refuses_to_grow(tmp_path: Path) -> None:
    """The operating system's own refusal, in a program that may write 200 KB to a file."""
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from interviewer.session.events import Started\n"
        "from interviewer.errors import HistoryError\n"
        "from interviewer.history.store import open_store\n"
        "from interviewer.domain import Scenario, SessionChoice\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "scenario = Scenario('essai', 'Essai', 'fr', ())\n"
        "log = store.begin('timer', scenario, SessionChoice(), None, now=datetime.now(UTC))\n"
        "try:\n"
        "    while True: print(log.event(Started(0.0)))\n"
        "except HistoryError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    *numbers, line = done.stdout.splitlines()
    assert f"The history {database_file(tmp_path)} cannot be used" in line
    with open_store(tmp_path) as store:
        (session,) = store.unfinished()
        events = store.load(session.summary.id).events
    assert len(events) == len(numbers) > 10


def test_a_store_that_another_program_keeps(
    log: SessionLog, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = database_file(store.folder)
    store.close()
    monkeypatch.setattr(database_module, "_BUSY_S", 0.05)
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as other,
        open_store(store.folder) as second,
    ):
        again = second.resume(log.id)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryError) as caught:
            again.event(Started(0.0))
        assert "in use by another program" in line_of(caught, file)
        assert second.load(log.id).events == ()
        other.execute("COMMIT")
        assert again.event(Next(1.0)) == 1


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError) as caught:
        open_store(tmp_path / "file" / "data")
    line = line_of(caught, tmp_path / "file" / "data")
    assert os.strerror(errno.ENOTDIR) in line
    assert "INTERVIEWER_DATA" in line


def test_a_store_that_vanished_is_not_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "sessions.db"
    with closing(Database(file)) as database:
        file.unlink()
        with pytest.raises(HistoryError, match="cannot be used"), database.reading():
            pass
    assert not file.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space is left"),
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be used: Permission denied"),
        (OSError("odd"), "cannot be used: odd"),
    ],
)
def test_what_the_system_says(error: OSError, said: str) -> None:
    with pytest.raises(HistoryError, match=said), explained(Path("/x/sessions.db")):
        raise error


@pytest.mark.parametrize("error", [sqlite3.IntegrityError("x"), sqlite3.ProgrammingError("x")])
def test_a_fault_of_the_program_is_not_the_disk_s(error: sqlite3.Error) -> None:
    with pytest.raises(type(error)), explained(Path("/x/sessions.db")):
        raise error
