"""A session that goes on is told from one that was cut off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import UsageError
from interviewer.history.liveness import SessionLock, is_running
from interviewer.history.log import SessionLog
from interviewer.history.paths import lock_file
from interviewer.history.store import Store, open_store
from interviewer.session.events import Started

ModeOf = Callable[[Path], int]

HOLDS = """
import sys, time
from pathlib import Path
from interviewer.history.liveness import SessionLock
lock = SessionLock(Path(sys.argv[1]))
assert lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


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
