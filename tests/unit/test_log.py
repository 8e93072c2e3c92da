"""The log: private, bounded, without what is said, and in nobody's way."""

from __future__ import annotations

import logging
import platform
import stat
import subprocess
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, cast

import pytest

from interviewer import log
from interviewer.log import SPOKEN, ChildErrors, forget, log_file, start

MODULE = logging.getLogger("interviewer.tts.process")


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The data folder; the program's logger is left as it was found."""
    folder = tmp_path / "data"
    monkeypatch.setenv("INTERVIEWER_DATA", str(folder))
    logger = logging.getLogger("interviewer")
    before, level = list(logger.handlers), logger.level
    yield folder
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def written() -> str:
    return log_file().read_text(encoding="utf-8")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_begins_with_program_and_platform(data: Path) -> None:
    start("1.2.3")
    MODULE.debug("the voice begins")
    assert log_file() == data / "log" / "interviewer.log"
    first, second = written().splitlines()
    assert f"interviewer 1.2.3, Python {platform.python_version()}" in first
    assert platform.system() in first
    assert second.endswith("DEBUG interviewer.tts.process: the voice begins")


def test_only_its_owner_can_read_it(data: Path) -> None:
    start("1")
    assert (mode(data), mode(data / "log"), mode(log_file())) == (0o700, 0o700, 0o600)


def test_one_that_others_could_read_is_closed_to_them(data: Path) -> None:
    (data / "log").mkdir(parents=True)
    log_file().touch(0o644)
    start("1")
    assert mode(log_file()) == 0o600


def test_it_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(log, "_BYTES", 1_000)
    start("1")
    for number in range(100):
        MODULE.info("line %d %s", number, "." * 50)
    files = sorted((data / "log").iterdir())
    assert [file.name for file in files] == [f"interviewer.log{end}" for end in ("", ".1", ".2")]
    assert all(file.stat().st_size <= 1_000 and mode(file) == 0o600 for file in files)
    assert "line 99" in written()


def test_what_is_said_is_not_in_it() -> None:
    start("1")
    MODULE.log(SPOKEN, "heard: pélican")
    assert "pélican" not in written()


def test_what_is_said_is_in_it_where_that_was_asked_for() -> None:
    start("1", spoken=True)
    MODULE.log(SPOKEN, "heard: pélican")
    assert "heard: pélican" in written()


def test_it_can_be_followed_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    start("1", console=True)
    MODULE.info("the voice begins")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == written()


def test_where_it_cannot_be_written_nothing_is_said_and_all_goes_on(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("a file in the place of the folder")
    start("1")
    MODULE.info("the voice begins")
    assert data.read_text() == "a file in the place of the folder"
    assert capsys.readouterr() == ("", "")


def test_a_home_that_is_nobodys_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", "~nobody-of-that-name/data")
    start("1")


def test_a_disk_that_fills_up_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start("1")
    handlers = logging.getLogger("interviewer").handlers
    (handler,) = (each for each in handlers if isinstance(each, RotatingFileHandler))

    def full(text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full, False)
    MODULE.info("the voice begins")
    assert capsys.readouterr() == ("", "")


def test_begun_again_in_one_process_it_is_written_once() -> None:
    start("1")
    start("2", console=True)
    start("3")
    MODULE.info("the voice begins")
    assert sum("the voice begins" in line for line in written().splitlines()) == 1


def test_forgotten_it_begins_anew(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(log, "_BYTES", 300)
    start("1")
    for number in range(20):
        MODULE.info("pélican %d", number)
    assert len(list((data / "log").iterdir())) == 3
    forget()
    assert list((data / "log").iterdir()) == []
    MODULE.info("afterwards")
    assert len(written().splitlines()) == 1
    assert mode(log_file()) == 0o600


def test_forgetting_what_never_was_is_no_error() -> None:
    forget()


def child(code: str) -> ChildErrors:
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    errors = ChildErrors(cast(IO[bytes], process.stderr), MODULE)
    process.wait()
    return errors


def test_a_childs_complaints_are_in_it() -> None:
    start("1")
    errors = child(
        "import sys; sys.stderr.write('ALSA\\tlib:  no card\\n\\n\\xe9\\nlast words\\n')"
    )
    assert errors.last_line(30) == "last words"
    assert [line.partition(": ")[2] for line in written().splitlines()[1:]] == [
        "child: ALSA lib: no card",
        "child: é",
        "child: last words",
    ]


def test_a_child_that_complains_all_the_time_does_not_fill_it() -> None:
    start("1")
    errors = child("import sys\nfor n in range(5000): sys.stderr.write(f'{n} underrun\\n')")
    assert errors.last_line(30) == "4999 underrun"
    assert len(written().splitlines()) == 201


def test_a_line_without_an_end_is_cut() -> None:
    start("1")
    child("import sys; sys.stderr.write('x' * 2000)").last_line(30)
    assert max(map(len, written().splitlines())) < 600
