"""The recorder killed in the middle of an answer, and the history in the middle of saving.

    python -m benchmarks.torture.killed [--recorder 200] [--saving 300]

The recorder runs in a process of its own, fed by a thread as by a microphone, block by block in
real time; the history's process saves as fast as it can. Both say what they did and are killed at
a moment drawn by lot. A finding is a block that was written and is not there, more than 200 ms of
what had been handed over missing, a sample that is another, or a row lost that was acknowledged.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewer.audio.recorder import WavRecorder, recover
from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.history.folder import database_file
from tests.unit.history.test_writing import killed_after, lost

__all__ = ["Recorded", "judge", "kill_recorder", "kill_saving", "main"]

BLOCK = 800
"""Samples, 50 ms, as a microphone gives them."""
MOST_LOST_MS = 200
_HEADER_BYTES = 44
_LONGEST_S = 2.0
"""Of an answer before it is cut off."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recorder said until it was killed."""

    handed: int
    """Blocks handed over."""
    written: int
    """Blocks whose writing had returned."""


def block(number: int) -> Samples:
    """What the microphone gives as its block ``number``: no two samples near each other are equal."""
    at = np.arange(number * BLOCK, (number + 1) * BLOCK)
    return ((at % 32_749 - 16_374) / 32_768).astype(np.float32)


def record(path: Path) -> None:
    """The child: records until it is killed or the disk is full."""
    waiting: queue.SimpleQueue[Samples] = queue.SimpleQueue()
    say = threading.Lock()

    def feed() -> None:
        number = 0
        while True:
            time.sleep(BLOCK / SAMPLE_RATE)
            _say("handed", number, say)
            waiting.put(block(number))
            number += 1

    with WavRecorder(path) as recorder:
        threading.Thread(target=feed, daemon=True).start()
        number = 0
        while True:
            recorder.write(waiting.get())
            _say("written", number, say)
            number += 1


def _say(what: str, number: int, lock: threading.Lock) -> None:
    with lock:
        os.write(1, f"{what} {number}\n".encode())


def kill_recorder(path: Path, chance: random.Random) -> Recorded:
    """Records into ``path`` for up to two seconds, then kills the recorder."""
    command = [sys.executable, "-m", "benchmarks.torture.killed", "--record", str(path)]
    blocks = chance.randrange(1, round(_LONGEST_S * SAMPLE_RATE / BLOCK))
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        read: list[bytes] = []
        while not read or not (
            read[-1].startswith(b"handed") and int(read[-1].split()[1]) >= blocks
        ):
            read.append(child.stdout.readline())
        time.sleep(chance.uniform(0.0, BLOCK / SAMPLE_RATE))
        child.kill()
        read += child.stdout.readlines()
    said = [line.split() for line in read if line.endswith(b"\n")]
    counts = {what: sum(words[0] == what for words in said) for what in (b"handed", b"written")}
    return Recorded(counts[b"handed"], counts[b"written"])


def judge(path: Path, said: Recorded) -> tuple[int, str]:
    """Milliseconds of what was handed over that are not there, and what is wrong; empty: nothing."""
    recover(path)
    there = np.frombuffer(path.read_bytes()[_HEADER_BYTES:], "<i2")
    expected = np.concatenate([block(number) for number in range(said.handed + 1)])
    lost_ms = max(0, round(1_000 * (said.handed * BLOCK - len(there)) / SAMPLE_RATE))
    if len(there) < said.written * BLOCK:
        return lost_ms, f"{said.written} blocks were written, {len(there) / BLOCK:.1f} are there"
    if not np.array_equal(there, np.rint(expected[: len(there)] * 32_768).astype("<i2")):
        return lost_ms, "other samples than were written"
    return lost_ms, f"{lost_ms} ms lost" if lost_ms > MOST_LOST_MS else ""


def kill_saving(folder: Path, kills: int, chance: random.Random) -> tuple[int, list[str]]:
    """Rows acknowledged in ``kills`` sessions that were killed, and what is wrong."""
    lines = [chance.randint(1, 60) for _ in range(kills)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        each = list(pool.map(killed_after, [folder] * kills, lines))
    acknowledged = [line for said in each for line in said]
    with closing(sqlite3.connect(database_file(folder))) as connection:
        found = [f"acknowledged and lost: {line}" for line in lost(connection, acknowledged)]
        if (said := connection.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            found.append(f"the file is damaged: {said}")
    return len(acknowledged), found


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recorder", type=int, default=200, metavar="KILLS")
    parser.add_argument("--saving", type=int, default=300, metavar="KILLS")
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.record:
        record(asked.record)
    chance = random.Random(20261129)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = Path(name)
        paths = [folder / f"{number}.wav" for number in range(asked.recorder)]
        chances = [random.Random(number) for number in range(asked.recorder)]
        judged = list(map(judge, paths, pool.map(kill_recorder, paths, chances)))
        rows, found = (
            kill_saving(folder / "data", asked.saving, chance) if asked.saving else (0, [])
        )
    found += [f"recorder {number}: {wrong}" for number, (_, wrong) in enumerate(judged) if wrong]
    for finding in found:
        print(finding)
    print(
        f"{len(judged)} kills of the recorder: at most {max((ms for ms, _ in judged), default=0)} ms lost; "
        f"{asked.saving} kills while saving: {rows} rows acknowledged; {len(found)} findings"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
