"""Whether traps are noticed in other words, and nobody innocent is accused.

    python -m benchmarks.traps [--looked-at]

``benchmarks/data/traps.jsonl`` holds sentences as candidates say them, eight or sixteen that spring a trap and as many near
it that do not, to each of 24 traps of the library, by nine authors (``by``; language models in sessions of their own) who
knew what the trap is and why it costs, and none of its phrasings. Seven authors' may be looked at; one's in each language
are reported.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from functools import cache
from pathlib import Path

from interviewer.domain import Scenario, Transcript
from interviewer.scenario.library import load
from interviewer.scoring.traps import find_traps

_KINDS = ("sprung", "innocent")
FILE = Path(__file__).parent / "data" / "traps.jsonl"


@cache
def _scenario(id_: str) -> Scenario:
    return load(id_)


def counted(*, looked_at: bool) -> dict[tuple[str, str], tuple[int, int]]:
    """Of each trap and kind, ``sprung`` or ``innocent``, in how many sentences it is found, and of how many."""
    found: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["looked_at"] is looked_at:
            scenario = _scenario(row["scenario"])
            said = Transcript.from_text(row["text"], scenario.language)
            key = (f"{row['scenario']}/{row['trap']}", row["kind"])
            every[key] += 1
            found[key] += any(hit.trap.id == row["trap"] for hit in find_traps(scenario, said))
    return {key: (found[key], every[key]) for key in every}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--looked-at", action="store_true", help="those that are not reported")
    counts = counted(looked_at=parser.parse_args().looked_at)
    print("| trap | sprung, found | innocent, accused |")
    print("|---|---|---|")
    names = list(dict.fromkeys(name for name, _ in counts))
    for name in names:
        print(f"| {name} |", " | ".join(_of(counts, [name], kind) for kind in _KINDS), "|")
    print("| all |", " | ".join(_of(counts, names, kind) for kind in _KINDS), "|")


def _of(counts: dict[tuple[str, str], tuple[int, int]], names: list[str], kind: str) -> str:
    found, every = (sum(counts[name, kind][at] for name in names) for at in (0, 1))
    return f"{found} of {every}"


if __name__ == "__main__":
    main()
