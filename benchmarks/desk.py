"""The real program at a virtual desk: latency seen from outside, idle CPU, memory.

    python -m benchmarks.desk [--engine ENGINE] [--ending ENDING] [--times COUNT]

Needs what the tests of the sound stack need (see the Makefile). The pitch is given through the virtual
microphone, muted, as often as ``--times`` says: every answer ended by silence, then every answer ended
by Enter; the card is there when its line has come out of the program's pipe. Idle: the processes of one
session on a terminal of 80 by 24, for 20 s, waiting for a candidate who says nothing. About 8 minutes
an engine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import pexpect

from benchmarks.latency import AFTER_WORD_S, FIXTURES, quantile
from interviewer.asr.catalog import EngineName
from interviewer.session.events import AnswerEnded, Scored
from tests.device.conftest import Rehearsal, SoundStack, desks, session_env

__all__ = ["descendants", "main", "peak_mb", "ticks"]

PHASES = ("intro", "anecdote", "punchlines", "questions", "closing")
TURN, CARD = "À vous", "réflexion"
SETTLE_S = 15.0
"""From the start of a session until its model is loaded and it waits for the candidate."""
IDLE_S = 20.0
REACTION_S = 0.5

Ending = Literal["silence", "enter"]
LABELS: dict[Ending, str] = {
    "silence": "end by silence to the score",
    "enter": "Enter to the card's line",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured."""

    engine: EngineName
    endings: tuple[Ending, ...]
    times: int


def give_the_pitch(rehearsal: Rehearsal, *, enter: bool) -> list[float]:
    """From Enter, where it is pressed, to the card's line; one figure a phase."""
    rehearsal.sound.breathe()
    seen: list[float] = []
    for number, phase in enumerate(PHASES, 1):
        rehearsal.wait_for(TURN, number)
        time.sleep(REACTION_S)
        rehearsal.sound.play(FIXTURES / "pitch-3min" / f"{phase}.flac")
        if enter:
            time.sleep(AFTER_WORD_S)
            began_s = time.monotonic()
            rehearsal.press()
            rehearsal.wait_for(CARD, number)
            seen.append(time.monotonic() - began_s)
        rehearsal.wait_for(CARD, number)
        rehearsal.press()
    assert rehearsal.ended() == 0
    return seen


def settled(rehearsal: Rehearsal) -> Iterator[float]:
    """From the silence that ended each answer to its score, as the history has it."""
    ended_s: float | None = None
    for event in rehearsal.events():
        if isinstance(event, AnswerEnded):
            ended_s = event.at_s
        elif isinstance(event, Scored) and ended_s is not None:
            yield event.at_s - ended_s
            ended_s = None


def descendants(pid: int) -> Iterator[int]:
    """``pid`` and all processes below it, now."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from descendants(int(child))


def ticks(pid: int) -> int:
    """CPU time of a process in clock ticks, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def peak_mb(pid: int) -> float:
    """The most memory a process has had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} has no memory")


def idle(sound: SoundStack, folder: Path, engine: str) -> None:
    """Prints what a session costs that waits for its candidate."""
    sound.breathe()
    folder.mkdir()
    terminal = pexpect.spawn(
        sys.executable,
        [
            "-m",
            "interviewer",
            "rehearse",
            "pitch-3min",
            "--phase",
            "punchlines",
            "--mute",
            "--engine",
            engine,
        ],
        env={**session_env(sound, folder), "TERM": "xterm-256color"},
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=120,
    )
    terminal.expect("sur 1")
    # The terminal is read all the time, as a real one would.
    threading.Thread(target=_read_on, args=(terminal,), daemon=True).start()
    time.sleep(SETTLE_S)
    pids = list(descendants(terminal.pid))
    before = {pid: ticks(pid) for pid in pids}
    time.sleep(IDLE_S)
    used = {pid: (ticks(pid) - before[pid]) / os.sysconf("SC_CLK_TCK") / IDLE_S for pid in pids}
    for pid in pids:
        name = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[-60:]
        print(f"  idle {100 * used[pid]:.1f} % of a core, peak {peak_mb(pid):.0f} MB  {name}")
    print(f"  idle in all {100 * sum(used.values()):.1f} % of a core")
    terminal.kill(9)
    terminal.wait()


def _read_on(terminal: pexpect.spawn) -> None:
    while True:
        try:
            terminal.read_nonblocking(65_536, timeout=60)
        except (pexpect.EOF, pexpect.TIMEOUT, OSError, ValueError):
            return


def line(label: str, latencies: list[float]) -> str:
    """Quantiles of ``latencies``."""
    return (
        f"  {label}: {len(latencies)} answers, p50 {quantile(latencies, 0.5):.2f} s, "
        f"p95 {quantile(latencies, 0.95):.2f} s"
    )


def measure(make: Callable[[], SoundStack], folder: Path, wanted: Wanted) -> None:
    """Prints the figures of one engine."""
    print(wanted.engine)
    idle(make(), folder / "idle", wanted.engine)
    for ending in wanted.endings:
        seen: list[float] = []
        for number in range(wanted.times):
            seen += answered(make(), folder / f"{ending}-{number}", wanted.engine, ending)
        print(line(LABELS[ending], seen), flush=True)


def answered(sound: SoundStack, folder: Path, engine: str, ending: Ending) -> list[float]:
    """What the card of each answer of one session took, in seconds."""
    rehearsal = Rehearsal(sound, folder, "pitch-3min", "--mute", "--engine", engine)
    try:
        seen = give_the_pitch(rehearsal, enter=ending == "enter")
        return seen or list(settled(rehearsal))
    finally:
        rehearsal.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--engine", choices=get_args(EngineName), action="append")
    parser.add_argument("--ending", choices=list(LABELS), action="append")
    parser.add_argument("--times", type=int, default=1, help="how often the pitch is given")
    options = parser.parse_args()
    for engine in options.engine or get_args(EngineName):
        wanted = Wanted(engine, tuple(options.ending or LABELS), options.times)
        with desks() as make, tempfile.TemporaryDirectory() as folder:
            measure(make, Path(folder), wanted)


if __name__ == "__main__":
    main()
