"""Batches on a real scheduler and two workers of this machine, which are killed, slow, or lose their scheduler.

The recogniser stands still where it is told to, by a pipe, so that each test knows what it interrupts.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.audio.reader import open_recording
from interviewer.batch.books import Books
from interviewer.batch.local import Open
from interviewer.batch.work import Outcome, score
from interviewer.cli import batch
from interviewer.domain import SAMPLE_RATE, Chunk, Vocabulary, Word
from interviewer.session.ports import GiveWay
from tests.flow.recognisers import Parrot, get_no_further

ROOT = Path(__file__).parents[2]
SAID = "je pars de données brutes"
SCENARIO = """
id = "bref"
title = "Bref"
language = "fr"

[[phase]]
id = "intro"
title = "Intro"
kind = "pitch"
target = "3s"
prompt = "?"
terms = ["données", "valeur"]
"""
NAMES = ("ada", "ben", "eve", "zoe")

TLS = {
    name: str(ROOT / "tests" / "fixtures" / "tls" / file)
    for name, file in (("ca", "ca.pem"), ("cert", "node.pem"), ("key", "node.key"))
}
"""Of an authority made for these tests, whose own key is gone."""

Run = Callable[..., subprocess.CompletedProcess[str]]


class Gate(Parrot):
    """Stands still at a recording of two seconds, once, and says in which process; or is stuck there."""

    def __init__(self, sentence: str, place: Path) -> None:
        super().__init__(sentence)
        self._place = place

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        armed = self._place / "armed"
        if round(chunk.end_s) == 2 and armed.exists():
            stuck = armed.read_text() == "stuck"
            armed.unlink()
            if stuck:
                get_no_further(sys.stderr)
            (self._place / "at").write_text(str(os.getpid()))
            (self._place / "go").read_text()
        return super().transcribe(chunk, vocabulary)


class Cluster:
    """A scheduler on a port of its own, and workers; encrypted where that is asked for."""

    def __init__(self, *, tls: bool = False) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = str(probe.getsockname()[1])
        self._tls = TLS if tls else {}
        self.address = f"{'tls' if tls else 'tcp'}://127.0.0.1:{self._port}"
        options = [word for name, file in self._tls.items() for word in (f"--tls-{name}", file)]
        self.options = ("--cluster", self.address, *options)
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int = 2) -> None:
        protocol = self.address.partition(":")[0]
        options = ("--port", self._port, "--protocol", protocol, "--no-show")
        told = self._run("dask_scheduler", *options).stderr
        assert told is not None
        assert any(b"Scheduler at:" in line for line in told)
        for _ in range(workers):
            self._run("dask_worker", self.address, "--nthreads", "1", "--no-nanny")

    def stop(self) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()
        self._processes.clear()

    def _run(self, command: str, *arguments: str) -> subprocess.Popen[bytes]:
        files = {"ca-file" if name == "ca" else name: file for name, file in self._tls.items()}
        options = [word for name, file in files.items() for word in (f"--tls-{name}", file)]
        line = [sys.executable, "-m", f"distributed.cli.{command}", *arguments, *options]
        process = subprocess.Popen(
            [*line, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self._processes.append(process)
        return process


@pytest.fixture
def start() -> Iterator[Callable[..., Cluster]]:
    """Starts a cluster that ends with the test."""
    with ExitStack() as stack:

        def begin(cluster: Cluster, workers: int = 2) -> Cluster:
            stack.callback(cluster.stop)
            cluster.start(workers)
            return cluster

        yield begin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four candidates, of whom ben speaks for two seconds, and the others for one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bref.toml").write_text(SCENARIO, encoding="utf-8")
    recording = open_recording(ROOT / "audio_fixtures" / "pitch-3min" / "intro.flac")
    second = np.asarray(next(iter(recording.blocks())), np.float32)
    for number, name in enumerate(NAMES):
        path = tmp_path / "class" / name / "intro.wav"
        path.parent.mkdir(parents=True)
        samples = np.concatenate([second] * (2 if name == "ben" else 1))
        soundfile.write(path, samples * (1 - 0.01 * number), SAMPLE_RATE)
    for pipe in ("at", "go"):
        os.mkfifo(tmp_path / pipe)
    return tmp_path


def scored(run: Run, monkeypatch: pytest.MonkeyPatch, opens: Open, *more: str) -> bytes:
    """The lines of the four, one each."""
    monkeypatch.setattr(batch, "_recogniser", lambda *_: opens)
    result = run("batch", "./bref.toml", "class", "--json", "out.jsonl", *more)
    assert result.returncode == 0, result.stderr
    lines = Path("out.jsonl").read_bytes()
    names = [json.loads(line)["batch"]["candidate"] for line in lines.splitlines()]
    assert names == list(NAMES)
    return lines


@pytest.fixture
def alone(folder: Path, interviewer: Run, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What this machine alone makes of them."""
    with monkeypatch.context() as patch:
        patch.setattr(
            batch,
            "score_locally",
            lambda works, opens, workers: (score(work, opens()) for work in works),
        )
        return scored(interviewer, monkeypatch, partial(Parrot, SAID))


def meanwhile(folder: Path, act: Callable[[int], None]) -> None:
    """``act`` is told of the process that stands still at ben, once it does."""
    (folder / "armed").touch()
    threading.Thread(target=lambda: act(int((folder / "at").read_text())), daemon=True).start()


def test_sent_or_shared_slow_killed_or_stuck_in_the_middle_nothing_is_lost(
    start: Callable[..., Cluster],
    folder: Path,
    alone: bytes,
    interviewer: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster = start(Cluster(), 3)
    opens = partial(Gate, SAID, folder)
    # Sent, and one worker is slow: the others go on, and it is waited for.
    keeps, done, others = Books.add, list[str](), threading.Event()

    def add(self: Books, outcome: Outcome) -> None:
        keeps(self, outcome)
        done.append(outcome.candidate)
        if len(done) == 3:
            others.set()

    def go_on(process: int) -> None:
        others.wait()
        (folder / "go").write_text("")

    with monkeypatch.context() as patch:
        patch.setattr(Books, "add", add)
        meanwhile(folder, go_on)
        assert scored(interviewer, monkeypatch, opens, *cluster.options) == alone
    assert done[-1] == "ben"
    # Shared, and a worker is killed in the middle.
    meanwhile(folder, lambda process: os.kill(process, signal.SIGKILL))
    shared = (*cluster.options, "--shared-path")
    assert scored(interviewer, monkeypatch, opens, *shared) == alone
    assert not (folder / "armed").exists()
    # Another one gets no further, and ends.
    (folder / "armed").write_text("stuck")
    assert scored(interviewer, monkeypatch, opens, *shared) == alone
    assert not (folder / "armed").exists()


def test_a_scheduler_that_goes_and_comes_again_loses_nothing_and_gives_nothing_twice(
    start: Callable[..., Cluster],
    folder: Path,
    alone: bytes,
    interviewer: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster = start(Cluster(tls=True), 1)

    def restart(process: int) -> None:
        cluster.stop()
        cluster.start(1)

    meanwhile(folder, restart)
    opens = partial(Gate, SAID, folder)
    assert scored(interviewer, monkeypatch, opens, *cluster.options) == alone
    assert not (folder / "armed").exists()


def test_a_cluster_that_is_not_there_is_told_in_a_line(
    folder: Path, interviewer: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.batch.cluster._CONNECT_S", 0.2)
    monkeypatch.setattr(batch, "_recogniser", lambda *_: partial(Parrot, SAID))
    address = Cluster().address
    result = interviewer("batch", "./bref.toml", "class", "--json", "x", "--cluster", address)
    assert (result.returncode, len(result.stderr.splitlines())) == (3, 1), result.stderr
    assert address in result.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--shared-path"], "--cluster"),
        (["--cluster", "tcp://127.0.0.1:1", "--workers", "2"], "--workers"),
        (["--cluster", "127.0.0.1:8786"], "tcp://"),
        (["--cluster", "tls://127.0.0.1:8786"], "--tls-ca"),
        (["--cluster", "tcp://127.0.0.1:1", "--tls-ca", "bref.toml"], "tls://"),
    ],
)
def test_what_no_cluster_can_be_asked_is_told(
    folder: Path, interviewer: Run, arguments: list[str], expected: str
) -> None:
    result = interviewer("batch", "./bref.toml", "class", "--json", "x", *arguments)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert expected in line
