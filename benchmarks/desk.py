"""The real program at a virtual desk: latency seen from outside, idle CPU, memory.

    python -m benchmarks.desk [--engine ENGINE] [--ending ENDING] [--times COUNT]

Needs what the tests of the sound stack need (see the Makefile). The pitch is given through the virtual
microphone, muted, as often as ``--times`` says: every answer ended by silence, then every answer ended
by Enter, on a terminal; the card is there when its line has come out of it, the interviewer's reply when its first words
have. Idle: the processes of one
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
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import pexpect

from benchmarks.latency import AFTER_WORD_S, FIXTURES, quantile
from interviewer.asr.catalog import EngineName
from interviewer.scenario.library import load
from interviewer.session.events import AnswerEnded, Scored
from tests.device.conftest import Rehearsal, SoundStack, desks, session_env

__all__ = ["descendants", "main", "peak_mb", "ticks"]

SCENARIO = load("pitch-3min")
PHASES = ("intro", "anecdote", "punchlines", "questions", "closing")
TURN, CARD = "À vous", "réflexion"
SETTLE_S = 15.0
"""From the start of a session until its model is loaded and it waits for the candidate."""
IDLE_S = 20.0
REACTION_S = 0.5
WAIT_S = 240.0
"""For what a session shows next: the longest is a model that loads on a busy machine."""

Ending = Literal["silence", "enter"]
LABELS: dict[Ending, str] = {
    "silence": "end by silence to the score",
    "enter": "Enter to the line of the card or the reply",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured."""

    engine: EngineName
    endings: tuple[Ending, ...]
    times: int


class Terminal:
    """``interviewer rehearse`` on a terminal of 100 by 40, which is read all the time, as a real one."""

    def __init__(self, sound: SoundStack, folder: Path, *arguments: str) -> None:
        folder.mkdir(parents=True)
        self._program = pexpect.spawn(
            sys.executable,
            ["-m", "interviewer", "rehearse", *arguments],
            env={**session_env(sound, folder), "TERM": "xterm-256color"},
            dimensions=(40, 100),
            encoding="utf-8",
        )
        self._drawn = ""
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def wait_for(self, *texts: str) -> None:
        """Until one of ``texts`` is drawn; what was drawn up to there is forgotten."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: any(map(self._drawn.__contains__, texts)), WAIT_S
            ):
                raise AssertionError(f"{texts!r} was not drawn: {self._drawn[-2_000:]}")
            found = next(text for text in texts if text in self._drawn)
            self._drawn = self._drawn.partition(found)[2]

    def enter(self) -> None:
        """Presses it."""
        self._program.send("\r")

    def close(self) -> None:
        """Ends it."""
        self._program.close(force=True)

    def _read(self) -> None:
        while True:
            try:
                drawn = self._program.read_nonblocking(65_536, timeout=1)
            except pexpect.TIMEOUT:
                continue
            except (pexpect.EOF, OSError, ValueError):
                return
            with self._changed:
                self._drawn += drawn
                self._changed.notify_all()


def enter_the_pitch(terminal: Terminal, sound: SoundStack) -> Iterator[float]:
    """From Enter to the card's line, or the reply's; a figure each."""
    sound.breathe()
    began_s = time.monotonic()
    terminal.wait_for(*_first_words(SCENARIO.greeting))
    print(f"  first words on the screen: {time.monotonic() - began_s:.2f} s", flush=True)
    phases = {phase.id: phase for phase in SCENARIO.phases}
    for phase in PHASES:
        terminal.wait_for(TURN)
        time.sleep(REACTION_S)
        sound.play(FIXTURES / "pitch-3min" / f"{phase}.flac")
        time.sleep(AFTER_WORD_S)
        began_s = time.monotonic()
        terminal.enter()
        if phases[phase].kind == "ask":
            replies = (question.reply for question in phases[phase].questions)
            terminal.wait_for(*_first_words(phases[phase].default_reply, *filter(None, replies)))
            yield time.monotonic() - began_s
            terminal.wait_for(TURN)
            began_s = time.monotonic()
            terminal.enter()
        terminal.wait_for(CARD)
        yield time.monotonic() - began_s
        time.sleep(REACTION_S)  # A key that comes again at once is one that is held down.
        terminal.enter()


def _first_words(*texts: str) -> list[str]:
    """As many as stand on one line of any screen."""
    return [" ".join(text.split()[:3]) for text in texts]


def give_the_pitch(rehearsal: Rehearsal) -> None:
    """Every answer ends by silence."""
    rehearsal.sound.breathe()
    for number, phase in enumerate(PHASES, 1):
        rehearsal.wait_for(TURN, number)
        time.sleep(REACTION_S)
        rehearsal.sound.play(FIXTURES / "pitch-3min" / f"{phase}.flac")
        rehearsal.wait_for(CARD, number)
        rehearsal.press()
    assert rehearsal.ended() == 0


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
    arguments = ("pitch-3min", "--mute", "--engine", engine)
    if ending == "enter":
        with closing(Terminal(sound, folder, *arguments)) as terminal:
            return list(enter_the_pitch(terminal, sound))
    with closing(Rehearsal(sound, folder, *arguments)) as rehearsal:
        give_the_pitch(rehearsal)
        return list(settled(rehearsal))


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
