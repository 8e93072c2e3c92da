"""How quickly the timer's first screen is there, how exactly it ends, and what it costs.

    python -m benchmarks.timer [--runs N] [--seconds S]

Prints medians and the worst of N runs in a pseudo-terminal, measured from outside, beside those of a
bare Python and of ``interviewer --help`` taken in turn in the same run, so that what the machine is
busy with weighs on all of them; then one run of S seconds: its end, and the share of one core it took.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Run", "run_in_terminal"]

_CLOCK = "█".encode()


@dataclass(frozen=True, slots=True)
class Run:
    """One run, in seconds from when the program was started."""

    first_s: float | None
    """The first screen; None where there is none."""
    end_s: float
    cpu_s: float
    """Of processor time."""


def run_in_terminal(command: Sequence[str], data: str) -> Run:
    """Runs ``command`` with ``data`` as its history."""
    began_s = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"INTERVIEWER_DATA": data, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        os.execv(command[0], list(command))
    first_s = None
    while True:
        select.select([terminal], [], [])
        try:
            output = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not output:
            break
        if first_s is None and _CLOCK in output:
            first_s = time.monotonic() - began_s
    _, _, usage = os.wait4(pid, 0)
    os.close(terminal)
    return Run(first_s, time.monotonic() - began_s, usage.ru_utime + usage.ru_stime)


def told(name: str, seconds: Sequence[float]) -> None:
    """One line of figures."""
    print(f"{name:34} median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=180)
    options = parser.parse_args()
    program = [sys.executable, "-m", "interviewer"]
    bare: list[float] = []
    helped: list[float] = []
    first: list[float] = []
    off: list[float] = []
    short = [*program, "timer", "--phases", "a 1s", "--auto", "--mute"]
    with tempfile.TemporaryDirectory() as data:
        for _ in range(options.runs):
            bare.append(run_in_terminal([sys.executable, "-c", "pass"], data).end_s)
            helped.append(run_in_terminal([*program, "--help"], data).end_s)
            run = run_in_terminal(short, data)
            assert run.first_s is not None
            first.append(run.first_s)
            off.append(run.end_s - run.first_s - 1.0)
        told("python -c pass", bare)
        told("interviewer --help", helped)
        told("timer: first screen", first)
        told("timer: program gone after its end", off)
        long = [*program, "timer", "--phases", f"a {options.seconds}s", "--auto", "--mute"]
        run = run_in_terminal(long, data)
        assert run.first_s is not None
        wanted_s = run.end_s - run.first_s
        print(f"{options.seconds} s took {wanted_s:.3f} s from the first screen to the prompt")
        # What starting cost is in the short runs, too.
        start = run_in_terminal(short, data).cpu_s
        share = (run.cpu_s - start) / (options.seconds - 1)
        print(
            f"processor: {100 * share:.2f} % of one core while it runs (load {os.getloadavg()[0]:.0f})"
        )


if __name__ == "__main__":
    main()
