"""How long scoring takes, without transcription, against an earlier commit in the same run.

    python -m benchmarks.scoring [--against REVISION] [--rounds N]

Scores the words of a three-minute pitch (389 of them, 60 terms) with the whole of the card: timing,
coverage, delivery, traps, advice. Each side runs in a process of its own, in turns, so that what else
the machine does falls on both; the best and the median round of each are printed. The first
round of a process, which compiles the patterns of the scenario, is given apart. Processor time is
counted, not the clock on the wall.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

__all__: list[str] = []

ROOT = Path(__file__).parents[1]

_SIDE = """
import json, sys, time
from dataclasses import replace
from pathlib import Path
from interviewer.domain import Span, Take, Transcript, Word
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take

scenario = load("pitch-3min")
text = " ".join(task.model_answer for _, task in scenario.tasks()).split()
text = (text * 3)[:389]
words = tuple(Word(w, 1 + i * 0.45, 1.4 + i * 0.45, 0.9) for i, w in enumerate(text))
last = words[-1].end_s
speech = tuple(Span(at, min(at + 3.1, last)) for at in [1 + 3.5 * n for n in range(int(last / 3.5))])
take = Take(Path("pitch.wav"), last + 1, speech, Transcript("fr", words))
names = {}
for other in ("pitch-3min", "glossaire", "questions-ia", "genai-36"):
    for _, asked in load(other).tasks():
        names.update({term.name: term for term in asked.terms})
phase, task = next(scenario.tasks())
task = replace(task, terms=tuple(names.values())[:60], target_s=180.0)
seconds = []
for round in range(int(sys.argv[1])):
    # Other words each time: what is remembered of one transcript must not help.
    changed = (*words[:-1], replace(words[-1], probability=0.5 + round / 1000))
    again = replace(take, transcript=Transcript("fr", changed))
    start = time.process_time()
    card = score_take(scenario, phase, task, again)
    seconds.append(time.process_time() - start)
print(json.dumps({"seconds": seconds, "terms": len(task.terms), "words": len(words)}))
"""


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--against", metavar="REVISION", help="also time this commit")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sides = {"now": ROOT}
        if options.against:
            sides[options.against] = _checked_out(options.against, Path(folder))
        runs: dict[str, list[list[float]]] = {name: [] for name in sides}
        for _ in range(options.turns):
            for name, place in sides.items():
                runs[name].append(_timed(place, options.rounds))
    for line in _lines(runs):
        print(line)


def _timed(place: Path, rounds: int) -> list[float]:
    """Seconds of each round in a fresh process that imports the package of ``place``."""
    done = subprocess.run(
        [sys.executable, "-c", _SIDE, str(rounds)],
        cwd=place,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds: list[float] = json.loads(done.stdout)["seconds"]
    return seconds


def _checked_out(revision: str, folder: Path) -> Path:
    archive = subprocess.run(
        ["git", "archive", revision, "interviewer", "scenarios"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return folder


def _lines(runs: dict[str, list[list[float]]]) -> Iterator[str]:
    yield "scoring 389 words against 60 terms, milliseconds"
    yield f"{'':24} {'first':>8} {'best':>8} {'median':>8}"
    for name, turns in runs.items():
        later = [second for turn in turns for second in turn[1:]]
        first = min(turn[0] for turn in turns)
        figures = (first, min(later), median(later))
        yield f"{name:24} " + " ".join(f"{1000 * figure:8.1f}" for figure in figures)


if __name__ == "__main__":
    main()
