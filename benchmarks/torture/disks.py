"""Disks that are full: what was kept stays, can be read and deleted, and then all goes on.

    python -m benchmarks.torture.disks [--cases 30]

A case is a small file system in memory, of a size drawn by lot: an answer is recorded on it until
nothing fits any more, sessions are saved in what is left then, and the last byte is taken. A finding is a row that was acknowledged and is
lost, a sample written that is not there, a history that cannot be listed while the disk is full, or
not emptied, or not used again after that, or an end that is no line. Needs Linux, and a user who may
mount (root, or user namespaces); elsewhere it says so and tries nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.torture.killed import BLOCK, Recorded, judge
from interviewer.history.folder import database_file
from tests.unit.history.test_writing import WRITER, lost

__all__ = ["main", "try_disk"]

_SIZES_KB = (600, 2_000)
_ENDS_S = 120
_SPACE = ("unshare", "--user", "--map-root-user", "--mount")
_FAULT = "This is a fault of the program"
_NO_ROOM, _NO_ROOM_HERE = "No space is left", "No space left on device"


def try_disk(disk: Path, chance: random.Random) -> Iterator[str]:
    """What is wrong with a case on ``disk``, a small file system of its own."""
    data = disk / "data"
    begun = _run([str(WRITER), str(data), "2"])
    acknowledged = begun.stdout.splitlines()
    _fill(disk, leaving=chance.randrange(20_000, 160_000))
    yield from _record(data / "audio" / acknowledged[0].split()[1] / "answer.wav")
    with (disk / "ballast").open("r+b") as ballast:
        ballast.truncate(chance.randrange(200_000))
    saved = _run([str(WRITER), str(data)])
    acknowledged += saved.stdout.splitlines()
    if _NO_ROOM not in saved.stderr:
        yield f"saving ended otherwise: {saved.stderr[-300:]!r}"
    _fill(disk)
    yield from _told("history", _interviewer(data, "history"))
    yield from _rows(data, acknowledged)
    yield from _told("purge", _interviewer(data, "history", "purge", "--all", "--yes"))
    (disk / "ballast").unlink()
    again = _run([str(WRITER), str(data), "1"])
    if again.returncode:
        yield f"not used again once there is room: {again.stderr[-300:]!r}"


def _record(path: Path) -> Iterator[str]:
    """An answer recorded until the disk is full."""
    result = _run(["-m", "benchmarks.torture.killed", "--record", str(path)])
    if _NO_ROOM_HERE not in result.stderr:
        yield f"recording ended otherwise: {result.stderr[-300:]!r}"
    written = sum(line.startswith("written") for line in result.stdout.splitlines())
    if path.exists() and path.stat().st_size >= BLOCK:
        # What was handed over after the disk was full is no loss of the recorder's.
        _, wrong = judge(path, Recorded(written, written))
        if wrong:
            yield f"the answer: {wrong}"
    elif written:
        yield f"the answer: {written} blocks were written, no file is there"


def _rows(data: Path, acknowledged: Sequence[str]) -> Iterator[str]:
    """Looked for in a copy elsewhere, where SQLite has room."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        copy = Path(elsewhere, "data")
        shutil.copytree(data, copy)
        with closing(sqlite3.connect(database_file(copy))) as connection:
            for line in lost(connection, acknowledged):
                yield f"acknowledged and lost: {line}"
            if (said := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
                yield f"the file is damaged: {said}"


def _told(what: str, result: subprocess.CompletedProcess[str]) -> Iterator[str]:
    if result.returncode or _FAULT in result.stderr:
        yield f"{what} on a full disk ends with {result.returncode}: {result.stderr.strip()[-300:]}"


def _fill(disk: Path, leaving: int = 0) -> None:
    """To the last byte, or but for ``leaving``."""
    with (disk / "ballast").open("ab", buffering=0) as file:
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        file.write(bytes(max(0, free - leaving)))
        while not leaving:
            try:
                file.write(b"\0")
            except OSError:
                return


def _interviewer(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _run(["-m", "interviewer", "--lang", "en", *arguments], INTERVIEWER_DATA=str(data))


def _run(arguments: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=_ENDS_S,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


def inside(cases: int, folder: Path) -> int:
    """In a name space of our own: each case on its disk; 1 where there are findings."""
    findings = 0
    for number in range(cases):
        chance = random.Random(f"disk {number}")
        size = f"size={chance.randrange(*_SIZES_KB)}k"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
        try:
            for wrong in try_disk(folder, chance):
                findings += 1
                print(f"disk {number} ({size}): {wrong}")
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    print(f"{cases} full disks: {findings} findings")
    return 1 if findings else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.inside:
        return inside(asked.cases, asked.inside)
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "tmpfs", folder]
        can = shutil.which("unshare") and not subprocess.run([*_SPACE, *mount]).returncode
        if not can:
            print("Full disks were not tried: no small file system can be mounted here.")
            return 0
        again = ["-m", "benchmarks.torture.disks", "--inside", folder, "--cases", str(asked.cases)]
        return subprocess.run([*_SPACE, sys.executable, *again]).returncode


if __name__ == "__main__":
    sys.exit(main())
