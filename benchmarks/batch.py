"""How fast a class is scored, how well the cores are used, what a cluster costs, and what a worker takes.

    python -m benchmarks.batch [--candidates N] [--rounds N] [--whole N] [--many N] [--seconds S]

Makes N candidates of S seconds each out of the fixtures, scores them by one process and by two, by as many
processes of ``interviewer replay`` as there are files, two at once, and on a cluster of a scheduler and two
workers on this machine, begun as docs/cluster.md says, in turns and as many rounds as asked for; then
``--whole`` candidates end to end, pages included, on this machine and on the cluster; then ``--many`` with all
but the recogniser, killed in the middle and gone on with. 0 leaves a part out. Prints the tables of
docs/performance.md, and ends with an error where two ways do not give the same bytes. To be run on a machine
that does nothing else, with the extra ``cluster``; on Linux.
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
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from unittest import mock

import soundfile

from interviewer.asr.engine import choose, obtain_weights, open_engine
from interviewer.batch.candidates import find_candidates
from interviewer.batch.local import Open, open_there, score_locally
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome, Work
from interviewer.cli.batch import BatchRequest, run
from interviewer.scenario.library import load
from interviewer.ui.screen import Screen
from tests.flow.recognisers import Parrot

SCENARIO = "pitch-3min"
FIXTURES = Path(__file__).parents[1] / "audio_fixtures" / SCENARIO
QUIET_DASK = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
}
"""As in docs/cluster.md: else workers look a hundred times a second where they are."""
_PROCESSES = 8
"""Of ``interviewer replay``, of which the mean is taken: each loads all anew."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One way to score the candidates."""

    name: str
    count: int
    whole_s: float
    """From the call to the last outcome."""
    steady_s: float
    """Of each candidate, once all workers had given one."""
    processor_s: float
    """Of each candidate after that, all processes together: it tells more where the machine is not quiet."""
    peak_bytes: int
    """Of the process that took most."""
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
    name: str, workers: int, folder: Path, score: Callable[[Iterable[Work]], Iterator[Outcome]]
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
    before_s: dict[int, float] = {}
    peak_bytes, processor_s = 0, 0.0
    began_s = time.perf_counter()
    for outcome in score(works):
        moments.append(time.perf_counter())
        outcomes.append(outcome)
        # The first outcomes wait for the models to be loaded.
        if len(outcomes) in (workers, len(works)):
            used = {pid: _used(pid) for pid in _family(os.getpid())}
            peak_bytes = max(peak for _, peak in used.values())
            processor_s = sum(
                seconds - before_s.get(pid, 0.0) for pid, (seconds, _) in used.items()
            )
            before_s = {pid: seconds for pid, (seconds, _) in used.items()}
    assert not [each.error for each in outcomes if each.error]
    left = max(1, len(moments) - workers)
    return Pass(
        name,
        len(works),
        moments[-1] - began_s,
        (moments[-1] - moments[workers - 1]) / left,
        processor_s / left,
        peak_bytes,
        tuple(sorted(each.line for each in outcomes)),
    )


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    family = [pid]
    for member in family:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            family += map(int, children.read_text("ascii").split())
    return family


def _used(pid: int) -> tuple[float, int]:
    """Processor seconds of a process, and the most bytes of memory that it had; of one that is gone none."""
    try:
        times = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0, 0
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), "0")
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), int(peak) * 1024


@contextmanager
def cluster_of(workers: int) -> Iterator[str]:
    """A scheduler and workers on loopback, with what docs/cluster.md says of their settings: its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{probe.getsockname()[1]}"
    commands: list[tuple[str, ...]] = [
        ("dask_scheduler", "--port", address.rpartition(":")[2], "--no-show"),
        ("dask_worker", address, "--nworkers", str(workers), "--nthreads", "1"),
    ]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command, *options in commands:
            line = [sys.executable, "-m", f"distributed.cli.{command}", *options]
            line += ["--host", "127.0.0.1", "--no-dashboard"]
            quiet = subprocess.DEVNULL
            environment = os.environ | QUIET_DASK
            processes.append(subprocess.Popen(line, stdout=quiet, stderr=quiet, env=environment))
        yield address
    finally:
        # Not killed: the workers end with the one that keeps them.
        for process in reversed(processes):
            process.terminate()
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


def end_to_end(folder: Path, scratch: Path, cluster: str | None = None) -> tuple[float, bytes]:
    """Seconds that ``interviewer batch`` takes with all its pages, and the lines that it writes."""
    began_s = time.perf_counter()
    request = _request(folder, scratch, cluster=cluster)
    assert run(request, Screen())
    return time.perf_counter() - began_s, Path(request.json or "").read_bytes()


def _request(
    folder: Path, scratch: Path, *, cluster: str | None = None, resume: bool = False
) -> BatchRequest:
    scratch.mkdir(exist_ok=True)
    json, html, csv = (str(scratch / name) for name in ("out.jsonl", "class.html", "class.csv"))
    workers = None if cluster else 2
    return BatchRequest(
        *(SCENARIO, str(folder), json, html, csv),
        resume=resume,
        workers=workers,
        cluster=cluster,
        audio="none",
    )


def without_recogniser(folder: Path, scratch: Path, *, resume: bool = False) -> None:
    """``interviewer batch`` whose recogniser writes the same sentence whatever is said."""
    opens = partial(Parrot, "je pars de données brutes et je vais vers la valeur")
    with mock.patch("interviewer.cli.batch._recogniser", lambda *_: opens):
        assert run(_request(folder, scratch, resume=resume), Screen())


def killed_and_resumed(folder: Path, scratch: Path, after: int) -> None:
    """The same, killed as soon as so many are written, and gone on with."""
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=without_recogniser, args=(folder, scratch))
    process.start()
    lines, written = scratch / "out.jsonl", 0
    while written < after:
        assert process.is_alive()
        time.sleep(0.05)
        written = lines.read_bytes().count(b"\n") if lines.exists() else 0
    process.kill()
    process.join()
    without_recogniser(folder, scratch, resume=True)


def passes(folder: Path) -> Iterator[Pass]:
    """By one process, by two, on the cluster with recordings sent and shared."""
    # Not at the top, which each process that scores would load.
    from interviewer.batch.cluster import Cluster, score_on_cluster

    weights = obtain_weights(
        "auto", "base", trust=False, progress=lambda *_: None, say=lambda _: None
    )
    opens: Open = partial(open_engine, weights, 1)
    for workers in (1, 2):
        score = partial(score_locally, open_recogniser=opens, workers=workers)
        yield timed(f"{workers} of this machine", workers, folder, score)
    there = partial(open_there, choose("auto", "base"), "base", False)
    for shared in (False, True):
        with cluster_of(2) as address:
            on = partial(
                score_on_cluster,
                open_recogniser=there,
                cluster=Cluster(address, shared),
                say=lambda _: None,
            )
            yield timed(f"2 of a cluster, {'shared path' if shared else 'sent'}", 2, folder, on)


def show_passes(folder: Path, rounds: int) -> None:
    """Prints the table of the ways to score the candidates of ``folder``, of each its median round.

    In turns, for a machine's speed drifts: the same readings took up to a tenth more some minutes later.
    """
    print("| workers | candidates a minute | processor s a candidate | with their start | peak |")
    print("|---|---|---|---|---|")
    by_name: dict[str, list[Pass]] = {}
    for _ in range(rounds):
        for each in passes(folder):
            by_name.setdefault(each.name, []).append(each)
    lines = {each.lines for some in by_name.values() for each in some}
    assert len(lines) == 1, "results differ"
    found = [sorted(some, key=lambda one: one.steady_s)[rounds // 2] for some in by_name.values()]
    for each in found:
        rate, whole = 60 / each.steady_s, 60 * each.count / each.whole_s
        peak = f"{each.peak_bytes / 1e6:.0f} MB"
        line = f"| {each.name} | {rate:.1f} | {each.processor_s:.2f} | {whole:.1f} | {peak} |"
        print(line, flush=True)
    one, two, sent, shared = found
    alone_s = one_process_a_file(folder)
    print(f"| a process a file, 2 at once | – | – | {60 / alone_s:.1f} | – |")
    print(f"efficiency of 2 against 1: {one.steady_s / two.steady_s / 2:.0%}")
    print(f"2 workers against a process a file: {alone_s / two.steady_s:.1f} times as fast")
    for name, each in (("sent", sent), ("shared", shared)):
        turns = list(zip(by_name[each.name], by_name[two.name], strict=True))
        time_more = median(on.steady_s / here.steady_s - 1 for on, here in turns)
        processor_more = median(on.processor_s / here.processor_s - 1 for on, here in turns)
        print(f"the cluster costs, {name}: time {time_more:+.1%}, processor {processor_more:+.1%}")


def show_whole(folder: Path, scratch: Path) -> None:
    """Prints what a class takes from its recordings to its pages, and holds the two ways against each other."""
    count = sum(1 for _ in folder.iterdir())
    took_s, lines = end_to_end(folder, scratch / "here")
    print(
        f"{count} end to end, pages included, 2 of this machine: {took_s / 60:.1f} min", flush=True
    )
    with cluster_of(2) as address:
        took_s, others = end_to_end(folder, scratch / "cluster", address)
    print(f"{count} end to end, pages included, 2 of a cluster: {took_s / 60:.1f} min", flush=True)
    assert lines == others, "results differ"


def show_many(folder: Path, scratch: Path) -> None:
    """Prints what a large class takes besides its recogniser, and goes on with one that was killed."""
    count = sum(1 for _ in folder.iterdir())
    began_s = time.perf_counter()
    without_recogniser(folder, scratch / "whole")
    took_s = time.perf_counter() - began_s
    print(f"{count} with all but the recogniser: {took_s / 60:.1f} min", flush=True)
    killed_and_resumed(folder, scratch / "killed", count // 2)
    for name in ("out.jsonl", "class.html", "class.csv"):
        pair = [(scratch / each / name).read_bytes() for each in ("whole", "killed")]
        assert pair[0] == pair[1], f"{name} differs"
    print(f"killed at {count // 2} and gone on with: the same bytes")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--whole", type=int, default=60)
    parser.add_argument("--many", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        parts = (
            ("some", given.candidates, lambda folder, _: show_passes(folder, given.rounds)),
            ("whole", given.whole, show_whole),
            ("many", given.many, show_many),
        )
        print(f"candidates of {given.seconds:g} s, {os.cpu_count()} cores")
        for part, count, show in parts:
            if count:
                folder, scratch = Path(name) / part, Path(name) / f"{part}-out"
                scratch.mkdir()
                make_candidates(folder, count, given.seconds)
                show(folder, scratch)


if __name__ == "__main__":
    main()
