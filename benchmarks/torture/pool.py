"""Cases tried in processes of their own, so that one that crashes, hangs or fills the memory is told."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

LONGEST_S = 10.0
LARGEST_MB = 300

_HANGS_S = 60
_ADDRESS_SPACE = 6 << 30
"""Bytes, where it can be set: no case may take the machine with it."""

Try = Callable[[int, Path], str]
"""Number of a case and an empty folder to what it came to: one word, or what is wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case came to."""

    number: int
    said: str
    seconds: float = 0.0
    peak_mb: int = 0

    def finding(self, longest_s: float, largest_mb: int) -> str:
        """What is wrong with it; empty where nothing is."""
        if " " in self.said:
            return self.said
        if self.peak_mb > largest_mb:
            return f"takes {self.peak_mb} MB"
        return f"takes {self.seconds:.1f} s" if self.seconds > longest_s else ""


def run_all(try_case: Try, numbers: Iterable[int]) -> list[Outcome]:
    """Tries the cases on all cores; ``try_case`` is a function of a module."""
    rest, done = list(numbers), []
    while rest:
        workers = os.cpu_count() or 1
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
            running = [(number, pool.submit(_one, try_case, number)) for number in rest]
            outcomes = [_outcome(number, future) for number, future in running]
        done += [each for each in outcomes if each is not None]
        known = {each.number for each in done}
        rest = [number for number in rest if number not in known]
        if rest:
            # One of those under way ended the pool: that one is found alone.
            done.append(_alone(try_case, rest.pop(0)))
    return done


def _alone(try_case: Try, number: int) -> Outcome:
    with ProcessPoolExecutor(1, get_context("spawn"), _begin) as pool:
        outcome = _outcome(number, pool.submit(_one, try_case, number))
    return outcome or Outcome(number, "crashes the process, or hangs")


def _outcome(number: int, future: Future[Outcome]) -> Outcome | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except Exception as error:  # noqa: BLE001  what is looked for
        return Outcome(number, f"raises {type(error).__name__}: {error}")


def _begin() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))


def _one(try_case: Try, number: int) -> Outcome:
    if sys.platform == "linux":
        signal.alarm(_HANGS_S)  # ends the process: nobody handles it
    before_mb, before_s = _forget_peak(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        try:
            said = try_case(number, Path(folder))
        except Exception as error:  # noqa: BLE001  what is looked for
            said = f"raises {type(error).__name__}: {str(error)[:300]}"
    seconds, peak_mb = time.process_time() - before_s, _status_mb("VmHWM") - before_mb
    if sys.platform == "linux":
        signal.alarm(0)
    return Outcome(number, said, round(seconds, 3), peak_mb)


def _forget_peak() -> int:
    """Memory in use, from which the peak is counted anew."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")
    return _status_mb("VmRSS")


def _status_mb(key: str) -> int:
    if sys.platform != "linux":
        return 0
    found = re.search(rf"{key}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) // 1_024 if found else 0


def report(
    what: str,
    outcomes: Sequence[Outcome],
    longest_s: float = LONGEST_S,
    largest_mb: int = LARGEST_MB,
) -> int:
    """Prints the findings and one line; 1 where there are any."""
    found = [(each, each.finding(longest_s, largest_mb)) for each in outcomes]
    wrong = [(each, said) for each, said in found if said]
    for each, said in wrong:
        print(f"{what} {each.number}: {said}")
    told = Counter(each.said for each, said in found if not said)
    counts = ", ".join(f"{count} {said}" for said, count in sorted(told.items()))
    print(
        f"{len(outcomes)} {what}: {counts}; at most {max(each.peak_mb for each in outcomes)} MB and "
        f"{max(each.seconds for each in outcomes):.1f} s; {len(wrong)} findings"
    )
    return 1 if wrong else 0
