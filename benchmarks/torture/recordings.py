"""Recordings damaged at random, in every container: each is read, or refused in one line.

    python -m benchmarks.torture.recordings [--cases 20000] [--only CONTAINER...] [--keep FOLDER]

A case is a container and a number, which give the same damaged file every time. Cases are read in
child processes, so that one that crashes, hangs or fills the memory is a finding and no end. A finding
is whatever is neither a signal nor an ``AudioError`` that can be shown, takes more than 300 MB or 10 s of
a processor, or writes to the terminal.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.torture.containers import CONTAINERS, contained

__all__ = ["Case", "Outcome", "cases", "damaged", "main", "read_or_refused"]

LONGEST_S = 10.0
LARGEST_MB = 300

_ADDRESS_SPACE = 6 << 30
"""Bytes, where it can be set: no case may take the machine with it."""
_HUGE = (
    0,
    1,
    1 << 24,
    1 << 27,
    0x2FFFFFFF,
    2,
    3,
    255,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    2**40,
    2**63 - 1,
)
_CODE = re.compile(rb"[A-Za-z][A-Za-z0-9 ]{3}")
"""Chunks of RIFF, IFF and CAF and the atoms of MP4 are named so, beside their size."""


@dataclass(frozen=True, slots=True)
class Case:
    """A damaged file, the same every time."""

    container: str
    number: int

    def __str__(self) -> str:
        return f"{self.container}:{self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading a case came to."""

    case: str
    said: str
    """``read``, ``refused``, or what is wrong."""
    seconds: float = 0.0
    peak_mb: int = 0

    @property
    def finding(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.said not in ("read", "refused"):
            return self.said
        if self.peak_mb > LARGEST_MB:
            return f"takes {self.peak_mb} MB"
        return f"takes {self.seconds:.1f} s" if self.seconds > LONGEST_S else ""


def cases(count: int, only: Sequence[str] = (), first: int = 0) -> list[Case]:
    """``count`` cases, spread over the containers."""
    names = [name for name in CONTAINERS if not only or name in only]
    return [Case(names[at % len(names)], first + at // len(names)) for at in range(count)]


def damaged(case: Case) -> bytes:
    """The file of ``case``."""
    chance = random.Random(str(case))
    data = bytearray(contained(case.container))
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_DAMAGES)(data, chance)
    return bytes(data)


def read_or_refused(path: Path) -> str:
    """``read`` or ``refused``; whatever else ``open_recording`` raises goes through."""
    from interviewer.audio.reader import MIN_DURATION_S, open_recording
    from interviewer.errors import AudioError

    try:
        recording = open_recording(path)
        for block in recording.blocks():
            if not (np.abs(block) <= 1.0).all():
                return "samples beyond full scale"
    except AudioError as error:
        if not (error.remedy and str(error).isprintable() and str(path) in str(error)):
            return f"a line that helps nobody: {error}"
        return "refused"
    for notice in recording.notices:
        notice.message.format(**notice.values)
    return "read" if recording.duration_s >= MIN_DURATION_S else "shorter than allowed"


def _place(data: bytearray, chance: random.Random) -> int:
    """Anywhere, the first bytes more often: that is where headers are."""
    return chance.randrange(
        chance.choice((64, 512, 4_096, 1 << 40)) % (len(data) + 1) or len(data) or 1
    )


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 2, 8, 64))):
        at = min(_place(data, chance), len(data) - 1)
        if at >= 0:
            data[at] ^= 1 << chance.randrange(8)
    return data


def _randomise(data: bytearray, chance: random.Random) -> bytearray:
    at, length = _place(data, chance), chance.choice((1, 4, 32, 1_000))
    data[at : at + length] = chance.randbytes(min(length, max(0, len(data) - at)))
    return data


def _truncate(data: bytearray, chance: random.Random) -> bytearray:
    return data[: _place(data, chance)]


def _splice(data: bytearray, chance: random.Random) -> bytearray:
    """A stretch again, elsewhere; or left out; or zeros in its stead."""
    at, length = _place(data, chance), chance.randrange(1, 5_000)
    part = chance.choice((data[at : at + length], bytearray(), bytearray(length)))
    to = _place(data, chance)
    over = to + chance.choice((0, len(part), length))
    return data[:to] + part + data[over:]


def _blow_up(data: bytearray, chance: random.Random) -> bytearray:
    """A field of the header, at an even place, that says too much or nothing."""
    return _write(data, chance, _place(data, chance) & ~1)


def _resize(data: bytearray, chance: random.Random) -> bytearray:
    """The size beside the name of a chunk, before it or behind it."""
    named = [found.start() for found in _CODE.finditer(data, 0, 4_096)]
    return _write(data, chance, max(0, chance.choice(named or [0]) + chance.choice((4, -4))))


def _join(data: bytearray, chance: random.Random) -> bytearray:
    """Another file behind it, of the same kind or not."""
    return data + contained(chance.choice((*CONTAINERS[:8], chance.choice(CONTAINERS))))


def _write(data: bytearray, chance: random.Random, at: int) -> bytearray:
    size, order = chance.choice((2, 4, 4, 8)), chance.choice(("big", "little"))
    value = chance.choice((*_HUGE, len(data), chance.getrandbits(32)))
    raw = (value % (1 << 8 * size)).to_bytes(size, "big" if order == "big" else "little")
    data[at : at + size] = raw[: max(0, len(data) - at)]
    return data


_DAMAGES = (_flip, _randomise, _truncate, _splice, _blow_up, _resize, _join)


def serve(folder: Path) -> None:
    """The child: reads cases from standard input, a line each, and says what they came to."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    path = folder / f"case-{os.getpid()}"
    # Libraries written in C may print: that goes where the length of it shows.
    outcomes = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    told = 0
    for line in sys.stdin:
        container, _, number = line.strip().rpartition(":")
        case = Case(container, int(number))
        path.write_bytes(damaged(case))
        _forget_peak()
        before = time.process_time()
        try:
            said = read_or_refused(path)
        except Exception as error:  # noqa: BLE001  what is looked for
            said = f"{type(error).__name__}: {error}"
        seconds = time.process_time() - before
        if (size := os.fstat(2).st_size) > told:
            said, told = "writes to the terminal", size
        outcome = Outcome(str(case), said, round(seconds, 3), _peak_mb())
        outcomes.write(json.dumps(asdict(outcome)) + "\n")
        outcomes.flush()
    path.unlink(missing_ok=True)


def _forget_peak() -> None:
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew


def _peak_mb() -> int:
    if sys.platform != "linux":
        return 0
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1_024 if found else 0


def supervise(todo: Sequence[Case], folder: Path) -> Iterator[Outcome]:
    """The outcomes of ``todo``, one child after another."""
    rest = list(todo)
    while rest:
        command = [sys.executable, "-m", "benchmarks.torture.recordings", "--serve", str(folder)]
        with (
            tempfile.TemporaryFile() as stderr,
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
            ) as child,
        ):
            assert child.stdin is not None
            assert child.stdout is not None
            while rest:
                case = rest.pop(0)
                child.stdin.write(f"{case}\n".encode())
                child.stdin.flush()
                line = _line_within(child, 12 * LONGEST_S)
                if not line:
                    child.kill()
                    child.wait()
                    ended = child.returncode
                    yield Outcome(str(case), "hangs" if ended == -9 else f"crashes ({ended})")
                    break
                yield Outcome(**json.loads(line))
            child.stdin.close()


def _line_within(child: subprocess.Popen[bytes], seconds: float) -> bytes:
    assert child.stdout is not None
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        return child.stdout.readline() if ready.select(seconds) else b""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--only", nargs="*", default=(), metavar="CONTAINER")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where findings are kept")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.serve:
        serve(asked.serve)
        return 0
    todo = cases(asked.cases, asked.only, asked.first)
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        parts = [todo[at::workers] for at in range(workers)]
        done = pool.map(lambda part: list(supervise(part, Path(folder))), parts)
        outcomes = [outcome for part in done for outcome in part]
    findings = [outcome for outcome in outcomes if outcome.finding]
    for outcome in findings:
        print(f"{outcome.case}: {outcome.finding}")
        if asked.keep:
            container, _, number = outcome.case.rpartition(":")
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{number}.{container}").write_bytes(
                damaged(Case(container, int(number)))
            )
    told = Counter("finding" if outcome.finding else outcome.said for outcome in outcomes)
    print(
        f"{len(outcomes)} cases: {told['read']} read, {told['refused']} refused, "
        f"{told['finding']} findings; at most {max(each.peak_mb for each in outcomes)} MB "
        f"and {max(each.seconds for each in outcomes):.1f} s"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
