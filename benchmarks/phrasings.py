"""How often the phrasings of the library find what was said of its points, on the labelled sentences.

    python -m benchmarks.phrasings

One line for each language and half of the questions: of the half ``fitted`` the sentences were read
while phrasings were written; ``unseen`` alone says what a candidate may expect (see
``benchmarks/meaning/README.md``). Precision is against sentences that make another point of the same
question.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from interviewer.domain import Scenario, Task, Transcript
from interviewer.scenario.library import load
from interviewer.scoring.coverage import score_coverage

_FOLDER = Path(__file__).parent / "meaning"
_MADE = ("made", "plain", "heard")
_SEEN = frozenset({("questions-ia", "q1")})
"""Fitted although their hash says otherwise."""

Row = dict[str, Any]


def half(scenario: str, question: str) -> str:
    """``fitted`` or ``unseen``; a translation stands in the half of its original."""
    original = scenario.removesuffix("-en")
    digest = hashlib.sha256(f"{original}/{question}".encode()).hexdigest()
    even = int(digest, 16) % 2 == 0
    return "fitted" if even or (original, question) in _SEEN else "unseen"


def main() -> None:
    """One line for each language and half."""
    counts: Counter[tuple[str, str, str, bool]] = Counter()
    for row in _rows():
        where = row["lang"], half(row["scenario"], row["question"])
        for point, found in _found(row).items():
            if point == row["point"]:
                counts[(*where, row["kind"], found)] += 1
            elif point not in row["also"] and row["kind"] in _MADE:
                counts[(*where, "another", found)] += 1
    for language, name in sorted({key[:2] for key in counts}):
        hits = {kind: counts[language, name, kind, True] for kind in (*_MADE, "another")}
        every = sum(
            counts[language, name, kind, found] for kind in _MADE for found in (True, False)
        )
        right = sum(hits[kind] for kind in _MADE)
        shares = [
            f"{kind} {_share(counts, language, name, kind):.3f}"
            for kind in (*_MADE, "near", "contradicts", "another")
        ]
        precision = right / (right + hits["another"])
        print(language, name, f"recall {right / every:.3f}", f"precision {precision:.3f}", *shares)


def _rows() -> Iterator[Row]:
    for path in sorted(_FOLDER.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _found(row: Row) -> dict[str, bool]:
    """What became of every point of the question in the sentence."""
    task = _tasks(row["scenario"])[row["question"]]
    said = Transcript.from_text(row["text"], row["lang"])
    points = score_coverage(_scenario(row["scenario"]), task, said).points
    return {hit.point: hit.status != "missed" for hit in points}


@cache
def _scenario(name: str) -> Scenario:
    """Without what is no point of a question and would cost most of the time."""
    return replace(load(name), moves=(), rules=(), traps=())


@cache
def _tasks(name: str) -> dict[str, Task]:
    return {task.id: replace(task, terms=()) for _, task in _scenario(name).tasks()}


def _share(
    counts: Counter[tuple[str, str, str, bool]], language: str, name: str, kind: str
) -> float:
    found, missed = (counts[language, name, kind, value] for value in (True, False))
    return found / max(found + missed, 1)


if __name__ == "__main__":
    main()
