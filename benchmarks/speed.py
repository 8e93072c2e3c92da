"""What the program costs, beside what people would use instead, and beside what the machine can do.

::

    python -m benchmarks.speed --many COUNT [--engine ENGINE]
    python -m benchmarks.speed [--quick] [--rivals BIN] [--against REVISION] [--engine ENGINE]...

Whole processes: start, replay of a pitch of 169 s in five files, peak memory. ``--rivals`` names the ``bin``
folder of an environment that holds ``whisper-ctranslate2`` or ``whisper``; they read the same files with
the same weights, in turns with ours, so that what else the machine does falls on all. ``--against`` does
the same with an earlier revision of the project. Then one process: real-time factor once warm, and the stages
of the recorded reading one after the other, beside the least that arithmetic and memory allow.

``--many`` reads so many answers of ``audio_fixtures`` in one process instead, and tells whether time and memory grow.

Processor time is that of the process with its threads and children; each figure is the median of its rounds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import get_args

from benchmarks.speed_stages import many, stages, warm
from interviewer.asr.catalog import EngineName, Weights
from interviewer.asr.weights import ModelStore

__all__ = ["Cost", "Side", "run"]

ROOT = Path(__file__).parents[1]
PITCH = sorted((ROOT / "audio_fixtures" / "pitch-3min").glob("*.flac"))
ANSWERS = sorted((ROOT / "audio_fixtures" / "answers").glob("*.flac"))
_STARTS = (("--help",), ("timer", "--help"), ("scenarios",), ("web", "--help"))
_LOOK_S = 0.02
"""Between two looks at a process."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one whole process."""

    cpu_s: float
    wall_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Side:
    """A command, and where it runs."""

    name: str
    command: Sequence[str]
    code: Path | None = None
    """The checkout whose package it runs; None for another's program."""


def run(side: Side) -> Cost:
    """Runs the command to its end.

    Raises:
        RuntimeError: it failed; with the last line that it wrote.
    """
    environ = dict(os.environ, INTERVIEWER_LANG="fr", OMP_NUM_THREADS="")
    if side.code is not None:
        environ["PYTHONPATH"] = str(side.code)
    began_s = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            side.command, cwd=side.code or ROOT, env=environ, stdout=said, stderr=said
        )
        peak_mb, ended = 0.0, 0
        while not ended:
            peak_mb = max(peak_mb, _peak_mb(process.pid))
            time.sleep(_LOOK_S)
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        if process.returncode:
            raise RuntimeError(
                f"{side.name}: exit code {process.returncode}: {''.join(lines[-1:])}"
            )
        # `whisper` leaves out a file that it cannot read, as all without ffmpeg, and ends well.
        if skipped := next((line for line in lines if line.startswith("Skipping ")), None):
            raise RuntimeError(f"{side.name}: {skipped}")
    wall_s = time.perf_counter() - began_s
    return Cost(used.ru_utime + used.ru_stime, wall_s, peak_mb)


def _peak_mb(pid: int) -> float:
    """What Linux says of the process so far. ``ru_maxrss`` would count its parent's memory, too."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def in_turns(sides: Sequence[Side], rounds: int) -> Iterator[tuple[str, Cost]]:
    """The median cost of each side, whose rounds take turns."""
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            costs[side.name].append(run(side))
    for name, each in costs.items():
        yield (
            name,
            Cost(
                median(one.cpu_s for one in each),
                median(one.wall_s for one in each),
                median(one.peak_mb for one in each),
            ),
        )


def ours(code: Path, name: str, *arguments: str) -> Side:
    """The program of the checkout ``code``."""
    return Side(name, (sys.executable, "-m", "interviewer", *arguments), code)


def rivals(programs: Path, engine: EngineName, weights: Weights, out: str) -> Iterator[Side]:
    """Those of the folder ``programs`` that can load the weights of ``engine``."""
    files = [str(path) for path in PITCH]
    common = ("--language", "fr", "--word_timestamps", "True", "--output_dir", out)
    if engine == "faster-whisper" and (programs / "whisper-ctranslate2").exists():
        program = str(programs / "whisper-ctranslate2")
        model = ("--model_directory", str(weights.path), "--device", "cpu")
        yield Side("whisper-ctranslate2", (program, *model, *common, *files))
    if engine == "openai-whisper" and (programs / "whisper").exists():
        program = str(programs / "whisper")
        name = str(weights.path if weights.form == "pt" else _as_published(weights, Path(out)))
        yield Side("whisper", (program, "--model", name, "--fp16", "False", *common, *files))


def _as_published(weights: Weights, folder: Path) -> Path:
    """The same weights as a file of the form in which OpenAI publishes them, which its program loads."""
    import torch

    from interviewer.asr.checkpoint import load_openai

    model, path = load_openai(weights), folder / "base.pt"
    torch.save({"dims": asdict(model.dims), "model_state_dict": model.state_dict()}, path)
    return path


def main() -> None:
    """Command line."""
    options = _parser().parse_args()
    if options.many:
        for engine in options.engine or get_args(EngineName)[1:]:
            print(f"\n{options.many} answers in one process, {engine}")
            for line in many(_weights(engine), ANSWERS, options.many):
                print(line, flush=True)
        return
    rounds, files = (1, PITCH[:2]) if options.quick else (3, PITCH)
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        checkouts = {"now": ROOT}
        if options.against:
            checkouts = {options.against: _checkout(options.against, scratch, stack), "now": ROOT}
        for arguments in _STARTS:
            sides = [ours(code, name, *arguments) for name, code in checkouts.items()]
            _print(" ".join(arguments), in_turns(sides, 3 if options.quick else 7))
        for engine in options.engine or get_args(EngineName)[1 if options.quick else 0 :]:
            weights = _weights(engine)
            replay = ("replay", "pitch-3min", str(PITCH[0].parent), "--no-history")
            sides = [
                ours(code, name, *replay, "--engine", engine) for name, code in checkouts.items()
            ]
            if options.rivals is not None:
                sides += rivals(options.rivals, engine, weights, scratch)
            _print(f"replay, {engine}", in_turns(sides, rounds))
            print(f"  warm real-time factor, {engine}: {warm(weights, files):.3f}")
            if engine == "faster-whisper":
                print(*stages(weights, files), sep="\n")


def _weights(engine: EngineName) -> Weights:
    return ModelStore.default().ensure(engine, "base", progress=lambda *_: None, say=lambda _: None)


def _checkout(revision: str, scratch: str, stack: ExitStack) -> Path:
    """The project at ``revision``, in a work tree that ends with ``stack``."""
    place = Path(scratch) / "against"
    tree = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*tree, "add", "--detach", "--quiet", str(place), revision], check=True)
    stack.callback(subprocess.run, [*tree, "remove", "--force", str(place)], check=True)
    return place


def _print(title: str, costs: Iterator[tuple[str, Cost]]) -> None:
    print(f"\n{title}")
    for name, cost in costs:
        print(
            f"  {name:22s} {cost.cpu_s:7.2f} s processor {cost.wall_s:7.2f} s {cost.peak_mb:6.0f} MB",
            flush=True,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--many", type=int, help="read so many answers in one process, no more")
    parser.add_argument("--quick", action="store_true", help="faster-whisper, once; three minutes")
    parser.add_argument("--rivals", type=Path, metavar="BIN")
    parser.add_argument("--against", metavar="REVISION")
    parser.add_argument("--engine", choices=get_args(EngineName), action="append")
    return parser


if __name__ == "__main__":
    main()
