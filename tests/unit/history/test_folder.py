"""Where the history is, who may read it, and which sessions go on in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from platformdirs import user_data_path

from interviewer.errors import UsageError
from interviewer.history.folder import (
    SessionLock,
    audio_folder,
    audio_root,
    backup_file,
    data_folder,
    database_file,
    is_running,
    lock_file,
    make_private_file,
    make_private_folder,
)
from interviewer.history.store import Store, open_store
from interviewer.history.writing import SessionLog
from interviewer.session.events import Started

ModeOf = Callable[[Path], int]

HOLDS = """
import sys, time
from pathlib import Path
from interviewer.history.folder import SessionLock
lock = SessionLock(Path(sys.argv[1]))
assert lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_the_variable_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "one"))
    assert data_folder() == tmp_path / "one"
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "two"))
    with open_store() as store:
        assert store.folder == tmp_path / "two"
    assert [path.name for path in tmp_path.iterdir()] == ["two"]


def test_a_relative_folder_stays_where_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INTERVIEWER_DATA", "data")
    assert data_folder() == tmp_path / "data"


@pytest.mark.parametrize("value", [None, ""])
def test_the_platform_s_folder_otherwise(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("INTERVIEWER_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("INTERVIEWER_DATA", value)
    assert data_folder() == user_data_path("interviewer", appauthor=False)


def test_names() -> None:
    folder = Path("/data")
    assert database_file(folder) == Path("/data/sessions.db")
    assert backup_file(database_file(folder), 3) == Path("/data/sessions-v3.db")
    assert audio_folder(folder, "id") == Path("/data/audio/id")
    assert audio_root(folder) == Path("/data/audio")


def test_a_new_folder_is_private_its_parents_as_usual(tmp_path: Path, mode_of: ModeOf) -> None:
    folder = tmp_path / "a" / "b"
    make_private_folder(folder)
    make_private_folder(folder)
    assert mode_of(folder) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path, mode_of: ModeOf) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path)
    assert mode_of(tmp_path) == 0o755


def test_a_file_becomes_private_and_keeps_its_content(tmp_path: Path, mode_of: ModeOf) -> None:
    file = tmp_path / "sessions.db"
    make_private_file(file)
    assert mode_of(file) == 0o600
    file.write_bytes(b"content")
    file.chmod(0o644)
    make_private_file(file)
    assert mode_of(file) == 0o600
    assert file.read_bytes() == b"content"


def test_one_lock_at_a_time(tmp_path: Path, mode_of: ModeOf) -> None:
    file = tmp_path / "one.lock"
    first, second = SessionLock(file), SessionLock(file)
    assert first.acquire()
    assert mode_of(file) == 0o600
    assert not second.acquire(0.0)
    assert is_running(file)
    first.release()
    first.release()
    assert not is_running(file)
    assert second.acquire(0.0)
    second.remove()
    assert not file.exists()


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert not is_running(tmp_path / "none.lock")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_program_holds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(file)], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        assert is_running(file)
        program.kill()
    assert not is_running(file)
    assert SessionLock(file).acquire(0.0)


def test_a_session_that_goes_on_is_not_taken(log: SessionLog, store: Store) -> None:
    with open_store(store.folder) as other:
        (session,) = other.unfinished()
        assert session.running
        with pytest.raises(UsageError, match=f"{log.id} is still going on in another window"):
            other.resume(log.id)
        log.event(Started(0.0))
        store.close()
        (session,) = other.unfinished()
        assert not session.running
        assert other.resume(log.id).event(Started(1.0)) == 2
        assert other.unfinished()[0].running


def test_nothing_is_left_of_the_lock_of_a_finished_session(
    store: Store, log: SessionLog, played: Any
) -> None:
    played.play()
    assert lock_file(store.folder, log.id).exists()
    log.finish(played.record_of_it, now=store.sessions(1)[0].started_at)
    assert not lock_file(store.folder, log.id).exists()
