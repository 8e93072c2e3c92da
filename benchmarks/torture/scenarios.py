"""Scenarios damaged at random: each is loaded and can be scored with, or refused in one line.

    python -m benchmarks.torture.scenarios [--cases 5000]

A finding is whatever is no ``ScenarioError`` that can be shown, more than 10 s or 300 MB, or a score
that is no number from 0 to 100.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from benchmarks.torture.pool import LARGEST_MB, LONGEST_S, report, run_all
from interviewer.domain import Span, Take, Transcript
from interviewer.errors import ScenarioError
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take

__all__ = ["damaged", "main", "scored_or_refused"]

LIBRARY = Path(__file__).parents[2] / "scenarios"
SAID = (
    "bonjour je pars de données brutes vers la valeur, avec un pipeline RAG et du machine learning"
)
_NUMBERS = (
    "0",
    "-1",
    "1e308",
    "-1e308",
    "nan",
    "inf",
    "1_000_000_000_000",
    "0x7fff",
    "1.5",
    "9" * 400,
)
_TEXTS = (
    '""',
    '"…"',
    '"* * *"',
    '"' + "a … " * 200 + '"',
    '"' + "mot " * 2_000 + '"',
    '"\\u202e"',
    '"\\u0000"',
    '"{file:>300000000}"',
    '"[red]:smile:"',
    '"0s"',
    '"99999999min"',
    "[]",
    "{}",
    "true",
    "1979-05-27",
)


def damaged(number: int) -> str:
    """The file of case ``number``, the same every time."""
    chance = random.Random(f"scenario {number}")
    text = chance.choice(_library())
    for _ in range(chance.choice((1, 1, 2, 5))):
        text = chance.choice(_DAMAGES)(text, chance)
    return text


@cache
def _library() -> tuple[str, ...]:
    paths = sorted(LIBRARY.glob("*.toml"))
    return tuple(each.read_text(encoding="utf-8") for each in paths if "gloss" not in each.stem)


def _replace(pattern: str, others: Sequence[str]) -> Callable[[str, random.Random], str]:
    def damage(text: str, chance: random.Random) -> str:
        found = list(re.finditer(pattern, text))
        if not found:
            return text
        at = chance.choice(found)
        return text[: at.start()] + chance.choice(others) + text[at.end() :]

    return damage


def _truncate(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _splice(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at, count = chance.randrange(len(lines) + 1), chance.randrange(1, 40)
    part = chance.choice((lines[at : at + count], []))
    to = chance.randrange(len(lines) + 1)
    return "".join((*lines[:to], *part, *lines[to + chance.choice((0, count)) :]))


def _multiply(text: str, chance: random.Random) -> str:
    """A line or table very often, to either side of the limit of a file."""
    lines = text.splitlines(keepends=True)
    at, count = chance.randrange(len(lines)), chance.choice((1, 1, 5))
    part = "".join(lines[at : at + count])
    times = chance.choice((2, 50, 240_000 // max(1, len(part.encode()))))
    return "".join((*lines[:at], part * times, *lines[at + count :]))[:400_000]


def _flip(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return (
        text[:at] + chance.choice("\"'[]{}=#\\\n\0.,\u2028é*…") + text[at + chance.choice((0, 1)) :]
    )


def _deepen(text: str, chance: random.Random) -> str:
    depth = chance.choice((20, 1_000, 50_000))
    return text + chance.choice(("\n" + "a." * depth + "a = 1\n", "\nb = " + "[" * depth))


_DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (
    _replace(r"(?<== )[\d.]+", _NUMBERS),
    _replace(r'"[^"\n]*"', (*_TEXTS, *_NUMBERS)),
    _replace(r"(?m)^\w+(?= =)", ("weight", "any", "terms", "id", "max", "unbekannt", '"é"')),
    _truncate,
    _splice,
    _multiply,
    _flip,
    _deepen,
)


def scored_or_refused(path: Path) -> str:
    """``scored``, ``refused`` or what is wrong."""
    try:
        scenario = load(str(path))
    except ScenarioError as error:
        line = str(error)
        helps = line.isprintable() and path.name in line and len(line) < 2_000
        return "refused" if helps else f"a line that helps nobody: {line[:300]!r}"
    take = Take(path, 32.0, (Span(1.0, 30.0),), Transcript.from_text(SAID, scenario.language))
    for phase, task in scenario.tasks():
        score = score_take(scenario, phase, task, take).score
        if score is not None and not 0 <= score <= 100:
            return f"a score of {score}"
    return "scored"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what the arguments ask for; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    asked = parser.parse_args(arguments)
    numbers = range(asked.first, asked.first + asked.cases)
    return report("scenarios", run_all(_case, numbers), LONGEST_S, LARGEST_MB)


def _case(number: int, folder: Path) -> str:
    path = folder / "essai.toml"
    path.write_text(damaged(number), encoding="utf-8")
    return scored_or_refused(path)


if __name__ == "__main__":
    sys.exit(main())
