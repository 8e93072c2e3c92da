"""The file of results, whatever happens to it."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from interviewer.batch.entries import Entries, entry_of
from interviewer.errors import UsageError


def line(key: str, error: str | None = None) -> str:
    added: dict[str, object] = {"candidate": key.upper(), "key": key, "error": error, "notices": []}
    return json.dumps({"batch": added, "answers": [], "text": "é" * 50}, ensure_ascii=False)


def keys(path: Path) -> list[str]:
    return [json.loads(each)["batch"]["key"] for each in path.read_text("utf-8").splitlines()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_lines_are_there_as_they_come_and_in_order_at_the_end(file: Path) -> None:
    entries = Entries(file)
    for key in ("c", "a", "b"):
        entries.add(key, line(key))
        assert keys(file)[-1] == key
    entries.settle(["a", "b", "c"])
    assert keys(file) == ["a", "b", "c"]


def test_without_resume_the_file_is_begun_anew(file: Path) -> None:
    file.write_text("whatever it was")
    Entries(file).settle([])
    assert file.read_bytes() == b""


def test_a_line_that_was_cut_off_goes_and_what_was_whole_stays(file: Path) -> None:
    file.write_text(f"{line('a')}\n{line('b')[:40]}", encoding="utf-8")
    entries = Entries(file, {"a", "b"})
    assert entries.keys == {"a"}
    entries.add("b", line("b"))
    entries.close()
    assert keys(file) == ["a", "b"]


def test_what_failed_holds_no_more_or_stands_twice_is_not_kept(file: Path) -> None:
    lines = (line("a"), line("b", "broken"), line("old"), line("a"))
    file.write_text("".join(f"{each}\n" for each in lines), encoding="utf-8")
    entries = Entries(file, {"a", "b"})
    entries.close()
    assert entries.keys == {"a"}
    assert keys(file) == ["a"]


@pytest.mark.parametrize("foreign", ["no JSON", "[]", '{"batch": 1}', '{"schema": "x"}'])
def test_a_file_of_another_kind_is_refused_and_left_alone(file: Path, foreign: str) -> None:
    text = f"{line('a')}\n{foreign}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        Entries(file, {"a"})
    assert file.read_text("utf-8") == text
    assert entry_of(foreign) is None


def test_a_disk_that_is_full_is_told_and_the_lines_stay_whole(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = Entries(file)
    entries.add("a", line("a"))
    # A disk that takes the first half of a line only.
    real = entries._file
    half = SimpleNamespace(
        write=lambda data: real.write(data[: len(data) // 2]),
        truncate=real.truncate,
        seek=real.seek,
    )
    with monkeypatch.context() as patch:
        patch.setattr(entries, "_file", half)
        with pytest.raises(UsageError, match=os.strerror(errno.ENOSPC)):
            entries.add("b", line("b"))
    assert keys(file) == ["a"]
    entries.add("c", line("c"))
    entries.close()
    assert keys(file) == ["a", "c"]
