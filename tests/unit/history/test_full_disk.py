"""A full disk and one that can only be read: what is there is read and deleted, and the disk named.

On Linux, where the tests run as root, on small file systems of their own; everywhere with what the
system and SQLite say put into their calls.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import EngineInfo, Scenario
from interviewer.errors import HistoryError
from interviewer.files import disk_of, replacing
from interviewer.history.faults import full
from interviewer.history.folder import audio_root, database_file
from interviewer.history.store import Store, open_store
from interviewer.session.plan import make_plan

from .conftest import Played

NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)
ENGINE = EngineInfo("faster-whisper", "base")
MS_RDONLY, MS_REMOUNT, MNT_DETACH = 1, 32, 2

Mount = Callable[[Path, int, str], None]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    place, libc = tmp_path / "disk", ctypes.CDLL(None, use_errno=True)
    place.mkdir()
    assert libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, b"size=3m,mode=700") == 0
    yield place
    libc.umount2(os.fsencode(place), MNT_DETACH)


def fill(disk: Path) -> None:
    """Nothing more fits on ``disk``."""
    with (disk / "filling").open("ab", buffering=0) as stream:
        for size in (65_536, 4_096, 1):
            while True:
                try:
                    stream.write(bytes(size))
                except OSError as error:
                    assert error.errno == errno.ENOSPC
                    break


def write_protect(disk: Path) -> None:
    """``disk`` can only be read."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = MS_REMOUNT | MS_RDONLY
    assert libc.mount(b"tmpfs", os.fsencode(disk), b"tmpfs", flags, b"") == 0


@pytest.fixture
def kept(disk: Path, scenario: Scenario) -> str:
    """A history on the disk with a session whose recordings are there; its id."""
    with open_store(disk / "data") as store:
        plan = make_plan(scenario)
        played = Played(plan, store.begin("rehearse", scenario, plan.choice, ENGINE, now=NOW))
        played.play()
        for path in played.log.audio_folder.iterdir():
            path.write_bytes(b"RIFF" * 10_000)
        played.log.finish(played.record_of_it, now=NOW)
        return played.log.id


def read_all(store: Store, session: str, elsewhere: Path) -> None:
    assert [each.id for each in store.sessions()] == [session]
    assert store.load(session).record is not None
    assert store.terms()
    assert store.unfinished() == ()
    assert store.audio_bytes(session) == 3 * 40_000
    assert store.export_to(elsewhere / "all.zip").recordings == 3


mounts = pytest.mark.skipif(
    not (sys.platform == "linux" and os.geteuid() == 0),
    reason="a small disk can be mounted by root on Linux only; see the tests without one below",
)


@mounts
def test_a_full_disk_is_read(disk: Path, kept: str, tmp_path: Path) -> None:
    fill(disk)
    with pytest.raises(HistoryError, match="No space is left on the disk") as caught:
        open_store(disk / "data")
    assert str(disk) in caught.value.line()
    with open_store(disk / "data", "reading") as store:
        read_all(store, kept, tmp_path)


@mounts
def test_what_a_full_disk_holds_is_deleted(disk: Path, kept: str) -> None:
    fill(disk)
    with open_store(disk / "data", "deleting") as store:
        removed = store.remove([kept])
        assert (removed.sessions, removed.files) == (1, 3)
        assert store.sessions() == ()
    assert not audio_root(disk / "data").exists()
    assert b"travaille" not in database_file(disk / "data").read_bytes()
    with open_store(disk / "data") as store:
        assert store.sessions() == ()


@mounts
def test_rows_are_deleted_on_a_full_disk_without_a_recording_to_make_room(
    disk: Path, kept: str
) -> None:
    with open_store(disk / "data") as store:
        store.remove_audio(kept)
    fill(disk)
    with open_store(disk / "data", "deleting") as store:
        assert store.remove([kept]).sessions == 1
        assert store.sessions() == ()
    assert b"travaille" not in database_file(disk / "data").read_bytes()


@mounts
def test_everything_is_deleted_on_a_full_disk(disk: Path, kept: str) -> None:
    fill(disk)
    with open_store(disk / "data", "deleting") as store:
        assert store.remove_everything().sessions == 1
    assert b"travaille" not in database_file(disk / "data").read_bytes()


@mounts
def test_a_disk_that_can_only_be_read_is(disk: Path, kept: str, tmp_path: Path) -> None:
    write_protect(disk)
    with pytest.raises(HistoryError, match="can only be read") as caught:
        open_store(disk / "data")
    assert str(disk) in caught.value.line()
    with open_store(disk / "data", "reading") as store:
        read_all(store, kept, tmp_path)
    with open_store(disk / "nothing here", "reading") as store:
        assert store.sessions() == ()


@mounts
def test_what_a_kill_left_in_the_log_is_read_on_such_a_disk(
    disk: Path, scenario: Scenario, tmp_path: Path
) -> None:
    store = open_store(tmp_path / "live")
    plan = make_plan(scenario)
    log = store.begin("rehearse", scenario, plan.choice, ENGINE, now=NOW)
    shutil.copytree(tmp_path / "live", disk / "data")
    store.close()
    assert (disk / "data" / "sessions.db-wal").stat().st_size
    (disk / "data" / "sessions.db-shm").unlink()
    write_protect(disk)
    with open_store(disk / "data", "reading") as copied:
        assert [each.summary.id for each in copied.unfinished()] == [log.id]


def test_rows_go_where_nothing_more_can_be_written_to_the_log(
    store: Store, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says the disk is full until the file is opened for this program alone."""
    played.play()
    played.log.finish(played.record_of_it, now=NOW)
    session = played.log.id
    store.close()
    tried: list[str] = []

    with open_store(store.folder, "deleting") as again:
        connection = again._database.connection()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        cramped = again._database._open_cramped

        def open_cramped() -> None:
            tried.append("cramped")
            cramped()

        monkeypatch.setattr(again._database, "_open_cramped", open_cramped)
        monkeypatch.setattr(again._database, "writing", refusing_once(again._database.writing))
        assert again.remove([session]).sessions == 1
        assert again.sessions() == ()
    assert tried == ["cramped"]


def refusing_once(writing: Callable[[], Any]) -> Callable[[], Any]:
    refused: list[bool] = []

    def write() -> Any:
        if not refused:
            refused.append(True)
            raise full(Path("/x/sessions.db"))
        return writing()

    return write


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_the_old_file_survives_a_disk_that_refuses(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.html"
    file.write_text("before")

    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match=os.strerror(code)), replacing(file) as stream:
        stream.write(b"after")
    assert file.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_the_old_file_survives_a_program_that_breaks_off(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text("before")
    with pytest.raises(KeyboardInterrupt), replacing(file) as stream:
        stream.write(b"after")
        raise KeyboardInterrupt
    assert file.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_new_file_is_for_its_owner_alone_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "report.html"
    link.symlink_to(tmp_path / "real" / "report.html")
    previous = os.umask(0)
    try:
        with replacing(link) as stream:
            stream.write(b"new")
    finally:
        os.umask(previous)
    assert link.is_symlink()
    assert (tmp_path / "real" / "report.html").read_bytes() == b"new"
    assert (tmp_path / "real" / "report.html").stat().st_mode & 0o777 == 0o600


def test_a_device_is_written_to_and_stays_one() -> None:
    with replacing(Path(os.devnull)) as stream:
        stream.write(b"nothing")
    assert not Path(os.devnull).is_file()


def test_the_disk_is_where_it_is_mounted(tmp_path: Path) -> None:
    assert os.path.ismount(disk_of(tmp_path / "not" / "there"))
