"""Output that is full, closed or no longer read, and closed input: a line and the right exit code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CANNOT = "The results cannot be written to standard output ({}). Free some space there, or send them elsewhere.\n"
FULL, CLOSED = CANNOT.format("No space left on device"), CANNOT.format("Bad file descriptor")


def shell(line: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """``line`` in a shell, where ``$I`` is the program."""
    program = f'P="{sys.executable} -m interviewer"; I="$P --lang en"; {line}'
    return subprocess.run(
        ["bash", "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        encoding=variables.get("PYTHONIOENCODING", "utf-8"),
        env=os.environ
        | {"INTERVIEWER_DATA": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
        | variables,
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("$I models > /dev/full", 2, "", FULL),
        ("$I timer pitch-3min --check --json - > /dev/full", 2, "", FULL),
        ("$I --help > /dev/full", 2, "", FULL),
        ("$I models >&-", 2, "", CLOSED),
        ("$I --version >&-", 2, "", CLOSED),
        ("$I drill glossaire --typed --count 1 <&- >&- 2>&-", 2, "", ""),
        ("$I dance 2> /dev/full", 2, "", ""),
        ("$I dance 2>&-", 2, "", ""),
        ("$I scenarios --json | true; exit ${PIPESTATUS[0]}", 0, "", ""),
        ("$I history delete last <&-", 2, "", None),
    ],
)
def test_streams_that_do_not_take_or_give(
    line: str, code: int, out: str, err: str | None, unbuffered: str, tmp_path: Path
) -> None:
    result = shell(line, tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert (result.returncode, result.stdout) == (code, out), result.stderr
    assert err is None or result.stderr == err
    assert len(result.stderr.splitlines()) <= 1


def test_nothing_that_is_opened_takes_the_place_of_a_closed_output(tmp_path: Path) -> None:
    """The first file opened gets the free number; what is printed would go into the store."""
    result = shell("$I history >&-; $I history", tmp_path)
    assert result.stdout.startswith("Nothing is kept yet.")
    assert (tmp_path / "sessions.db").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_console_that_lacks_a_sign_shows_its_nearest(encoding: str, tmp_path: Path) -> None:
    lines = "$P --lang fr history; $P --lang fr scenarios show pitch-3min"
    if encoding != "ascii":  # to which typer gives its help in UTF-8
        lines += "; $P --lang fr; $P --lang fr drill --help; $P --lang fr today"
    result = shell(lines, tmp_path, PYTHONIOENCODING=encoding)
    assert "\ufffd" not in result.stdout
    assert not re.search(r"\w\?\w|\? [;:!]|[( ]\?\w", result.stdout + result.stderr)
    assert ("L'historique est" if encoding == "ascii" else "L’historique est") in result.stdout
