"""The long forms one after the other, a line each: ``make torture``.

    python -m benchmarks.torture [--only NAME...] [--quick]

Ends with 1 where any of them has a finding. Under thirty minutes on two cores; ``--quick`` throws a
twentieth of it, to see that all still runs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence

LONG_FORMS: dict[str, tuple[tuple[str, int], ...]] = {
    "killed": (("--recorder", 200), ("--saving", 300)),
    "disks": (("--cases", 20),),
    "recordings": (("--cases", 20_000),),
    "archives": (("--cases", 600),),
    "scenarios": (("--cases", 5_000),),
    "endurance": (("--replays", 200), ("--sessions", 20)),
}
"""Modules of this package, with how much of each."""
_QUICK = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=LONG_FORMS, choices=LONG_FORMS, metavar="NAME")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args(arguments)
    failed = []
    for name in asked.only:
        counts = [
            (option, max(2, count // _QUICK) if asked.quick else count)
            for option, count in LONG_FORMS[name]
        ]
        options = [str(each) for pair in counts for each in pair]
        began_s = time.monotonic()
        result = subprocess.run(
            [sys.executable, "-m", f"benchmarks.torture.{name}", *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        # Findings, if any, and then the line that counts them.
        print(result.stdout, end="")
        print(f"  {name}: {'ok' if not result.returncode else 'FINDINGS'}", end="")
        print(f", {time.monotonic() - began_s:.0f} s", flush=True)
        failed += [name] if result.returncode else []
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
