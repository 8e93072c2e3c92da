"""Where the history is, and who may read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from platformdirs import user_data_path

from interviewer.history.paths import (
    audio_folder,
    backup_file,
    data_folder,
    database_file,
    make_private_file,
    make_private_folder,
)
from interviewer.history.store import open_store

ModeOf = Callable[[Path], int]


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
    assert audio_folder(folder) == Path("/data/audio")


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
