"""How fast a class is scored, how well the cores are used, what a cluster costs, and what a worker takes.

    python -m benchmarks.batch [--candidates N] [--whole N] [--seconds S]

Makes N candidates of S seconds each out of the fixtures, scores them by one process and by two, by as many
processes of ``interviewer replay`` as there are files, two at once, and on a cluster of a scheduler and two
workers on this machine; then ``--whole`` candidates end to end, pages included (0: not). Prints the table of
docs/performance.md. To be run on a machine that does nothing else, with the extra ``cluster``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import soundfile

from interviewer.asr.engine import choose, obtain_weights, open_engine
from interviewer.batch.candidates import find_candidates
from interviewer.batch.local import Open, open_there, score_locally
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome, Work
from interviewer.cli.batch import BatchRequest, run
from interviewer.scenario.library import load
from interviewer.ui.screen import Screen

SCENARIO = "pitch-3min"
FIXTURES = Path(__file__).parents[1] / "audio_fixtures" / SCENARIO
_PROCESSES = 8
"""Of ``interviewer replay``, of which the mean is taken: each loads all anew."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One way to score the candidates."""

    name: str
    workers: int
    count: int
    whole_s: float
    """From the call to the last outcome."""
    steady_s: float
    """Of each candidate, once all workers had given one."""
    peak_bytes: int
    """Of the worker that took most; 0: not looked at."""
    lines: tuple[str, ...] = ()


def make_candidates(folder: Path, count: int, seconds: float) -> None:
    """``count`` sub-folders with a piece of a phase each; the same ones each time."""
    chance = random.Random(1)
    files = sorted(FIXTURES.glob("*.flac"))
    for number in range(count):
        source = files[number % len(files)]
        with soundfile.SoundFile(source) as file:
            file.seek(int(file.samplerate * chance.uniform(0, 6)))
            samples = file.read(int(file.samplerate * seconds), dtype="float32")
        place = folder / f"candidate {number:04}"
        place.mkdir(parents=True)
        soundfile.write(place / source.name, samples * chance.uniform(0.4, 1), file.samplerate)


def timed(
    name: str,
    workers: int,
    folder: Path,
    score: Callable[[Iterable[Work]], Iterator[Outcome]],
    pids: Callable[[], Iterable[int]],
) -> Pass:
    """Scores the candidates of ``folder`` and says how long it took."""
    scenario = load(SCENARIO)
    works = [
        each
        for _, each in Preparation("benchmark").works(find_candidates(folder, scenario, load))
        if isinstance(each, Work)
    ]
    moments: list[float] = []
    outcomes: list[Outcome] = []
    began_s = time.perf_counter()
    with peak_of(pids) as peaks:
        for outcome in score(works):
            moments.append(time.perf_counter())
            outcomes.append(outcome)
    assert not [each.error for each in outcomes if each.error]
    lines = tuple(sorted(each.line for each in outcomes))
    # The first outcomes wait for the models to be loaded.
    steady_s = (moments[-1] - moments[workers - 1]) / max(1, len(moments) - workers)
    whole_s = moments[-1] - began_s
    return Pass(name, workers, len(works), whole_s, steady_s, max(peaks.values(), default=0), lines)


@contextmanager
def peak_of(pids: Callable[[], Iterable[int]]) -> Iterator[dict[int, int]]:
    """The most memory that each process had, as Linux counts it."""
    peaks: dict[int, int] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for pid in pids():
                try:
                    status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
                except OSError:
                    continue
                for line in status.splitlines():
                    if line.startswith("VmHWM:"):
                        peaks[pid] = int(line.split()[1]) * 1024

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    yield peaks
    over.set()
    thread.join()


@contextmanager
def cluster_of(workers: int) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers on loopback: its address, their processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    commands: list[tuple[str, ...]] = [
        ("dask_scheduler", "--port", address.rpartition(":")[2], "--no-show")
    ]
    commands += [("dask_worker", address, "--nthreads", "1", "--no-nanny")] * workers
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command, *options in commands:
            line = [sys.executable, "-m", f"distributed.cli.{command}", *options]
            line += ["--host", "127.0.0.1", "--no-dashboard"]
            environment = os.environ | {"OMP_NUM_THREADS": "1"}
            quiet = subprocess.DEVNULL
            processes.append(subprocess.Popen(line, stdout=quiet, stderr=quiet, env=environment))
        yield address, [each.pid for each in processes[1:]]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def one_process_a_file(folder: Path) -> float:
    """Seconds a candidate where each is a process of ``interviewer replay``, two at once."""
    some = sorted(folder.iterdir())[:_PROCESSES]

    def replay(place: Path) -> None:
        command = [sys.executable, "-m", "interviewer", "replay", SCENARIO, str(place)]
        command += ["--no-history", "--json", "-"]
        subprocess.run(command, check=True, capture_output=True)

    began_s = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(replay, some))
    return (time.perf_counter() - began_s) / len(some)


def end_to_end(folder: Path, scratch: Path) -> float:
    """Seconds that ``interviewer batch`` takes with all its pages."""
    json, html, csv = (str(scratch / name) for name in ("out.jsonl", "class.html", "class.csv"))
    request = BatchRequest(SCENARIO, str(folder), json, html, csv, workers=2, audio="none")
    began_s = time.perf_counter()
    assert run(request, Screen())
    return time.perf_counter() - began_s


def passes(folder: Path) -> Iterator[Pass]:
    """By one process, by two, on the cluster with recordings sent and shared."""
    # Not at the top, which each process that scores would load.
    from interviewer.batch.cluster import Cluster, score_on_cluster

    weights = obtain_weights(
        "auto", "base", trust=False, progress=lambda *_: None, say=lambda _: None
    )
    opens: Open = partial(open_engine, weights, 1)

    def children() -> list[int]:
        return [each.pid for each in multiprocessing.active_children() if each.pid is not None]

    for workers in (1, 2):
        score = partial(score_locally, open_recogniser=opens, workers=workers)
        yield timed(f"{workers} of this machine", workers, folder, score, children)
    there = partial(open_there, choose("auto", "base"), "base", False)
    for shared in (False, True):
        with cluster_of(2) as (address, pids):
            on = partial(
                score_on_cluster,
                open_recogniser=there,
                cluster=Cluster(address, shared),
                say=lambda _: None,
            )
            name = f"2 of a cluster, {'shared path' if shared else 'sent'}"
            yield timed(name, 2, folder, on, pids.copy)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=60)
    parser.add_argument("--whole", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        make_candidates(scratch / "some", given.candidates, given.seconds)
        print(f"{given.candidates} candidates of {given.seconds:g} s, {os.cpu_count()} cores")
        print("| workers | candidates a minute | with their start | peak of a worker |")
        print("|---|---|---|---|")
        found = []
        for each in passes(scratch / "some"):
            found.append(each)
            rates = [60 / each.steady_s, 60 * each.count / each.whole_s]
            peak = f"{each.peak_bytes / 1e6:.0f} MB" if each.peak_bytes else "–"
            print(f"| {each.name} | {rates[0]:.1f} | {rates[1]:.1f} | {peak} |", flush=True)
        one, two, sent, shared = found
        assert len({each.lines for each in found}) == 1, "results differ"
        alone_s = one_process_a_file(scratch / "some")
        print(f"| a process a file, 2 at once | – | {60 / alone_s:.1f} | – |")
        print(f"efficiency of 2 against 1: {one.steady_s / two.steady_s / 2:.0%}")
        print(f"2 workers against a process a file: {alone_s / two.steady_s:.1f} times as fast")
        print(f"overhead of the cluster: sent {sent.steady_s / two.steady_s - 1:+.1%}, ", end="")
        print(f"shared {shared.steady_s / two.steady_s - 1:+.1%}")
        if given.whole:
            make_candidates(scratch / "whole", given.whole, given.seconds)
            took_s = end_to_end(scratch / "whole", scratch)
            print(f"{given.whole} candidates end to end, pages included: {took_s / 60:.1f} min")


if __name__ == "__main__":
    main()
