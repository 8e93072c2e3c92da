"""Model files: who may change them, and what is loaded when somebody does."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from interviewer.asr.catalog import PinnedFile, Weights
from interviewer.asr.checkpoint import load_openai
from interviewer.asr.faster import FasterWhisper
from interviewer.asr.storage import (
    as_found,
    content,
    locked,
    make_folder,
    move_into_place,
    opened,
    take_rights,
)
from interviewer.errors import ModelError


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "models" / "model.bin"
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"weights")
    path.chmod(0o600)
    return path


def swap(path: Path) -> None:
    """Another file takes its name, as big and as old."""
    other = path.with_name("other")
    other.write_bytes(b"w" * path.stat().st_size)
    other.chmod(0o600)
    other.replace(path)


# --------------------------------------------------------------------------- swapped


@pytest.mark.parametrize(
    "read", [content, lambda *given: ExitStack().enter_context(opened(*given))]
)
def test_a_file_swapped_after_the_check_is_not_loaded(
    read: Callable[..., object], model: Path
) -> None:
    found = as_found(model, "model.bin")
    read(model, found)
    swap(model)
    with pytest.raises(ModelError, match=r"model\.bin is no longer the file that was checked"):
        read(model, found)


def test_a_file_swapped_while_it_is_open_is_read_as_it_was_checked(model: Path) -> None:
    with pytest.raises(ModelError, match="no longer"), opened(model, as_found(model, "m")) as file:
        swap(model)
        assert file.read() == b"weights"


def test_a_file_written_to_while_it_is_loaded_is_told(model: Path) -> None:
    with pytest.raises(ModelError, match="no longer"), opened(model, as_found(model, "m")) as file:
        with model.open("r+b") as other:
            other.write(b"WEIGHTS")
        assert file.read()


def test_what_is_too_long_is_not_read_to_its_end(model: Path) -> None:
    found = as_found(model, "model.bin")
    with model.open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(ModelError, match="no longer"):
        content(model, found)


class Execute:
    """What a hostile checkpoint would have run."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch pwned",)


def test_a_checkpoint_swapped_between_check_and_load_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.pt"
    torch.save({"dims": {}, "model_state_dict": {}}, path)
    weights = Weights("openai-whisper", "mine", path, "pt", False, (as_found(path, "mine.pt"),))
    torch.save({"dims": Execute()}, path)
    loaded: list[object] = []
    monkeypatch.setattr(torch, "load", lambda file, **_: loaded.append(file))
    with pytest.raises(ModelError, match="no longer"):
        load_openai(weights)
    assert loaded == []


@pytest.fixture
def folder(tmp_path: Path) -> Weights:
    names = ("model.bin", "config.json", "tokenizer.json")
    for name in names:
        (tmp_path / name).write_bytes(name.encode())
    files = tuple(as_found(tmp_path / name, name) for name in names)
    return Weights("faster-whisper", "mine", tmp_path, "ctranslate2", False, files)


@pytest.fixture(params=[True, False], ids=["by descriptor", "in memory"])
def library(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[list[dict[str, bytes]]]:
    """faster-whisper that notes what it is given to load, and has the files swapped just before."""
    seen: list[dict[str, bytes]] = []

    def whisper_model(place: str, files: dict[str, bytes] | None, **_: object) -> object:
        for path in tmp_path.iterdir():
            if path.is_file():
                swap(path)
        given = files or {path.name: path.read_bytes() for path in Path(place).iterdir()}
        seen.append(given)
        return object()

    if not request.param:
        monkeypatch.setattr("interviewer.asr.faster._DESCRIPTORS", tmp_path / "nowhere")
    monkeypatch.setitem(sys.modules, "faster_whisper", SimpleNamespace(WhisperModel=whisper_model))
    yield seen


def test_a_folder_swapped_between_check_and_load_is_not_loaded(
    folder: Weights, library: list[dict[str, bytes]]
) -> None:
    with pytest.raises(ModelError, match="no longer"):
        FasterWhisper(folder)
    (given,) = library
    assert {name: given[name] for name in ("model.bin", "config.json", "tokenizer.json")} == {
        "model.bin": b"model.bin",
        "config.json": b"config.json",
        "tokenizer.json": b"tokenizer.json",
    }


def test_a_folder_swapped_before_it_is_opened_is_not_even_given_to_the_library(
    folder: Weights, library: list[dict[str, bytes]]
) -> None:
    swap(folder.path / "config.json")
    with pytest.raises(ModelError, match=r"config\.json is no longer"):
        FasterWhisper(folder)
    assert library == []


# --------------------------------------------------------------------------- owners


@pytest.mark.parametrize("which", ["file", "folder"])
@pytest.mark.parametrize("mode", [0o602, 0o622, 0o777])
def test_what_others_may_change_is_not_loaded(which: str, mode: int, model: Path) -> None:
    changed = model if which == "file" else model.parent
    changed.chmod(mode | 0o700)
    with pytest.raises(ModelError, match=f"{changed} can be changed by other users.*chmod go-w"):
        as_found(model, "model.bin")


def test_the_folder_that_a_link_leads_to_counts_too(model: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(model)
    assert as_found(link, "model.bin").size == 7
    model.parent.chmod(0o777)
    with pytest.raises(ModelError, match="can be changed"):
        as_found(link, "model.bin")


def test_a_folder_where_nobody_moves_what_is_anothers_is_fine(model: Path) -> None:
    model.parent.chmod(0o1777)
    assert as_found(model, "model.bin").size == 7


def test_what_belongs_to_another_user_is_not_loaded(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fstat = os.fstat

    def anothers(number: int) -> os.stat_result:
        found = list(fstat(number))
        found[stat.ST_UID] = os.geteuid() + 1
        return os.stat_result(found)

    monkeypatch.setattr(os, "fstat", anothers)
    with pytest.raises(ModelError, match="belongs to another user of this machine"):
        content(model, PinnedFile("model.bin", "", 7))


@pytest.mark.parametrize(("members", "fine"), [([], True), (["me"], True), (["me", "you"], False)])
def test_the_group_that_is_the_owners_alone_may_write(
    members: list[str], fine: bool, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the umask of Debian and Fedora, 002, every file is writable by it."""
    gid = model.stat().st_gid
    monkeypatch.setattr("pwd.getpwuid", lambda _: SimpleNamespace(pw_name="me", pw_gid=gid))
    monkeypatch.setattr(
        "grp.getgrgid", lambda _: SimpleNamespace(gr_name="me", gr_gid=gid, gr_mem=members)
    )
    model.chmod(0o660)
    if fine:
        assert as_found(model, "model.bin").size == 7
        return
    with pytest.raises(ModelError, match="can be changed"):
        as_found(model, "model.bin")


def test_a_pipe_in_the_place_of_a_model_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "model.bin")
    with pytest.raises(ModelError, match="no regular file"):
        as_found(tmp_path / "model.bin", "model.bin")


# --------------------------------------------------------------------------- made


@pytest.fixture
def _open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


@pytest.mark.usefixtures("_open_to_all")
def test_what_is_made_is_the_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "a" / "b" / "model.bin").write_bytes(b"")
    move_into_place(tmp_path / "a" / "b", tmp_path / "c" / "d")
    with locked(tmp_path / "e" / "lock", lambda: None):
        assert modes(tmp_path) == {0o700, 0o600}


def test_rights_that_an_older_version_gave_are_taken_back(model: Path) -> None:
    model.chmod(0o666)
    model.parent.chmod(0o777)
    take_rights(model.parent, model, model.with_name("gone"))
    assert (stat.S_IMODE(model.stat().st_mode), stat.S_IMODE(model.parent.stat().st_mode)) == (
        0o644,
        0o755,
    )
    assert as_found(model, "model.bin").size == 7
