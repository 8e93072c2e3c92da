"""The data folder and the history in it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from interviewer.audio.recorder import WavRecorder
from interviewer.doctor import storage
from interviewer.doctor.storage import check_disk, check_log, check_sessions
from interviewer.domain import Phase, Samples, Scenario, SessionChoice, SessionRecord, Task
from interviewer.errors import HistoryError, MissingError
from interviewer.history.schema import MIGRATIONS
from interviewer.history.store import open_store

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
SCENARIO = Scenario(
    "mine", "Mine", "fr", (Phase("intro", "Intro", "pitch", 30.0, "Go.", Task("intro", 30.0)),)
)
NOTHING = SessionRecord(
    SCENARIO, SessionChoice(), ("intro",), (), (), (), ("intro",), (), (), 0.0, 1.0, 0.0, "quit"
)


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=size))


def test_a_good_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    free(monkeypatch, 115_200_000 * 50)
    check = check_disk(tmp_path / "new")
    assert (check.status, check.fix) == ("ok", None)
    assert check.found.values == {
        "folder": str(tmp_path / "new"),
        "free": 5.8,
        "time": "50\u00a0h",
        "mode": "0600",
    }
    assert [path.name for path in (tmp_path / "new").rglob("*")] == ["audio"]


def test_the_time_is_that_of_a_real_recording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    free(monkeypatch, 32_000 * 60 * 90)
    assert check_disk(tmp_path).found.values["time"] == "90\u00a0min"


def test_an_hour_at_least(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    free(monkeypatch, 32_000 * 60 * 60 - 1)
    check = check_disk(tmp_path)
    assert (check.status, check.found.values["time"]) == ("warning", "59\u00a0min")
    assert check.fix is not None and check.fix.values == {"variable": "INTERVIEWER_DATA"}


def test_recordings_that_others_can_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = Path.stat

    def without_rights(self: Path, *, follow_symlinks: bool = True) -> object:
        found = real(self, follow_symlinks=follow_symlinks)
        if self.suffix != ".wav":
            return found
        return SimpleNamespace(st_mode=stat.S_IFREG | 0o644)

    monkeypatch.setattr(Path, "stat", without_rights)
    check = check_disk(tmp_path)
    assert (check.status, check.found.values["mode"]) == ("warning", "0644")


def test_a_system_without_rights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    free(monkeypatch, 10**10)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(storage, "_record", lambda audio: 0o666)
    check = check_disk(tmp_path)
    assert check.status == "ok"
    assert "{mode}" not in check.found.message


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(HistoryError, match="cannot be used"):
        check_disk(tmp_path / "data")


def test_a_full_disk_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Full(WavRecorder):
        def write(self, samples: Samples) -> None:
            raise MissingError("No space is left.")

    monkeypatch.setattr(storage, "WavRecorder", Full)
    with pytest.raises(MissingError, match="No space"):
        check_disk(tmp_path)
    assert list((tmp_path / "audio").iterdir()) == []


def test_a_new_history(tmp_path: Path) -> None:
    check = check_sessions(tmp_path)
    assert (check.status, check.fix) == ("ok", None)
    assert check.found.values == {
        "file": str(tmp_path / "sessions.db"),
        "version": len(MIGRATIONS),
    }


def test_a_session_that_was_cut_off(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        cut_off = store.begin("rehearse", SCENARIO, SessionChoice(), None, now=NOW).id
        finished = store.begin("rehearse", SCENARIO, SessionChoice(), None, now=NOW)
        finished.finish(NOTHING, now=NOW)
    check = check_sessions(tmp_path)
    assert check.status == "warning"
    assert (check.found.values["count"], check.found.values["last"]) == (1, cut_off)
    assert check.fix is not None and "interviewer resume" in check.fix.message


def test_a_session_that_goes_on_is_not_cut_off(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.begin("rehearse", SCENARIO, SessionChoice(), None, now=NOW)
        assert check_sessions(tmp_path).status == "ok"


def test_a_damaged_history(tmp_path: Path) -> None:
    (tmp_path / "sessions.db").write_bytes(b"no database" * 500)
    with pytest.raises(HistoryError, match="damaged"):
        check_sessions(tmp_path)


def test_a_history_of_a_newer_program(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "sessions.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(HistoryError, match="newer"):
        check_sessions(tmp_path)


def test_the_log_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    file = tmp_path / "data" / "log" / "interviewer.log"
    check = check_log()
    assert (check.status, check.fix) == ("ok", None)
    assert check.found.values == {"file": str(file)}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path))
    (tmp_path / "log").write_text("a file in its place")
    check = check_log()
    assert (check.status, check.found.values["reason"]) == ("warning", "File exists")
    assert check.fix is not None
