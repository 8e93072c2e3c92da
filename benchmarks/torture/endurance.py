"""Many sessions in one process: what it holds of the machine stays what it was.

    python -m benchmarks.torture.endurance [--replays 200] [--sessions 20]

Recordings are replayed and sessions held at a microphone that plays them, on simulated time, with
real files, speech detection, scoring, reports and history; only the recogniser, the voice and the
device are fakes. The process that speaks is started and ended as often, for itself. A finding is a descriptor, thread or child more after the last session than after
the first ones, or memory that is not within 5 % of what it was after the twentieth of its kind.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console

from interviewer.asr.catalog import Weights
from interviewer.audio.reader import open_recording
from interviewer.cli import rehearse, replay
from interviewer.cli.rehearse import RehearseRequest
from interviewer.cli.replay import ReplayRequest
from interviewer.cli.session import Machine
from interviewer.domain import Samples, SessionChoice
from interviewer.live.screen import LiveScreen
from interviewer.rehearsal import SessionOptions
from interviewer.session.ports import Transcriber
from interviewer.tts.voices import installed_voices
from interviewer.ui.screen import Screen
from tests.flow.recognisers import Parrot
from tests.flow.simulated import SimulatedMicrophone, SimulatedTime, SimulatedVoice

__all__ = ["Held", "findings", "main", "replays", "sessions", "voices"]

RECORDINGS = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
SAID = "je pars de données brutes vers la valeur sur le terrain et l'IA change les processus métier"

SETTLED = 20
"""Sessions after which all that is loaded once is there."""
GROWTH = 0.05
"""Of memory, from then on."""
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds of the machine; -1 where this system does not tell."""

    descriptors: int
    threads: int
    """Of all libraries, not of Python alone, on Linux."""
    children: int
    memory_mb: float

    @classmethod
    def now(cls) -> Held:
        """As it is, with what nobody refers to any more let go."""
        gc.collect()
        if sys.platform != "linux":
            return cls(-1, threading.active_count(), -1, -1.0)
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            # But for the one that reads the folder.
            len(os.listdir("/proc/self/fd")) - 1,  # noqa: PTH208  a path object would be no clearer
            len(list(Path("/proc/self/task").iterdir())),
            sum(len(each.read_text().split()) for each in _children()),
            pages * os.sysconf("SC_PAGESIZE") / _MB,
        )

    @property
    def counts(self) -> tuple[int, int, int]:
        """Of what must not grow by one."""
        return self.descriptors, self.threads, self.children


def _children() -> Iterator[Path]:
    return Path("/proc/self/task").glob("*/children")


def replays(count: int, folder: Path) -> list[Held]:
    """``count`` replays of a short answer, kept, with JSON and page; what is held after each."""
    request = ReplayRequest(
        "pitch-3min",
        (str(RECORDINGS / "intro.flac"),),
        "intro",
        json=str(folder / "card.json"),
        html=str(folder / "report.html"),
        audio="embed",
    )

    def one() -> None:
        replay.run(request, _screen(), SimulatedTime().now().astimezone())

    def parrot(*_: object) -> Transcriber:
        return Parrot(SAID)

    with _own_data(folder), patch.object(replay, "_open_transcriber", parrot):
        return list(_after_each(count, one))


def sessions(count: int, folder: Path, phase: str | None = None) -> list[Held]:
    """``count`` rehearsals at the microphone, of one phase or all; what is held after each."""
    signal = np.concatenate(list(open_recording(RECORDINGS / "intro.flac").blocks()))
    with _own_data(folder), patch.object(os, "fsync", lambda _: None):
        return list(_after_each(count, partial(_rehearse, signal, folder, phase)))


def voices(count: int) -> list[Held]:
    """The process that speaks, started and ended ``count`` times; what is held after each."""
    return list(_after_each(count, installed_voices))


def _rehearse(signal: Samples, folder: Path, phase: str | None) -> None:
    time = SimulatedTime()
    microphone = SimulatedMicrophone(time)
    machine = Machine(
        time=time,
        open_microphone=lambda _: microphone,
        open_voice=lambda *given: SimulatedVoice(time, given[-1]),
        find_weights=lambda *_: Weights("openai-whisper", "base", folder, "pt", True),
        open_engine=lambda _: Parrot(SAID),
    )
    show = LiveScreen.show_listening

    def turn(screen: LiveScreen, request: object) -> None:
        show(screen, request)  # type: ignore[arg-type]
        microphone.play(signal)

    options = SessionOptions("Bureau", json=str(folder / "card.json"))
    request = RehearseRequest("pitch-3min", SessionChoice(phase=phase), options)
    with patch.object(LiveScreen, "show_listening", turn):
        rehearse.run(request, _screen(), machine)


def _screen() -> Screen:
    screen = Screen()
    screen.out = screen.err = Console(file=io.StringIO(), width=80)
    return screen


@contextmanager
def _own_data(folder: Path) -> Iterator[None]:
    """Keeps out of the person's history, and of the terminal's keys."""
    own = {
        "INTERVIEWER_DATA": str(folder / "data"),
        "INTERVIEWER_CONFIG": str(folder / "none.toml"),
    }
    with patch.dict(os.environ, own), patch.object(sys, "stdin", io.StringIO("")):
        yield


def _after_each(count: int, happens: Callable[[], object]) -> Iterator[Held]:
    for _ in range(count):
        happens()
        yield Held.now()


def findings(what: str, held: Sequence[Held], settled: int = SETTLED) -> list[str]:
    """What is wrong with ``held``, of which the first ``settled`` may still load what stays."""
    before, after = held[min(settled, len(held)) - 1], held[-1]
    found = []
    if before.counts != after.counts:
        found.append(
            f"{what}: descriptors, threads, children were {before.counts}, are {after.counts}"
        )
    if abs(after.memory_mb - before.memory_mb) > GROWTH * before.memory_mb:
        found.append(f"{what}: {before.memory_mb:.0f} MB became {after.memory_mb:.0f} MB")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replays", type=int, default=200)
    parser.add_argument("--sessions", type=int, default=20)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        replayed = replays(asked.replays, Path(folder))
        # What a live session loads beyond a replay is there after the first.
        lived = sessions(asked.sessions, Path(folder))
    spoken = voices(asked.sessions)
    found = [
        *findings("replays", replayed),
        *findings("live sessions", lived, settled=1),
        *findings("voices", spoken, settled=1),
    ]
    for finding in found:
        print(finding)
    settled, last, live = replayed[min(SETTLED, len(replayed)) - 1], replayed[-1], lived[-1]
    print(
        f"{len(replayed)} replays and {len(lived)} live sessions in one process: "
        f"{settled.memory_mb:.0f} MB, {last.memory_mb:.0f} MB, then {live.memory_mb:.0f} MB; "
        f"descriptors, threads, children {last.counts}, then {live.counts}; {len(found)} findings"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
