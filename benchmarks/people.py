"""Recordings of people, with what they say; for the measurements of words and of hesitations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interviewer.domain import Language

__all__ = ["Clip", "interval", "load_clips"]

_SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording of a person, and what was said."""

    path: Path
    language: Language
    speaker: str
    kind: str
    """Its language and its style: "fr read"."""
    said: str | None
    """None where nobody wrote it down."""


def load_clips(folder: Path) -> Iterator[Clip]:
    """The clips of the ``manifest.jsonl`` of ``folder``, a line of JSON each: ``file`` (or ``path``),
    ``lang``, ``speaker``, ``style`` and ``transcript``."""
    for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kind = f"{row['lang']} {row['style'].partition(',')[0].partition(':')[0]}"
        path = folder / (row.get("file") or row["path"])
        yield Clip(path, row["lang"], row["speaker"], kind, row.get("transcript") or None)


def interval(counts: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """What 95 % of the rates of as many clips drawn again lie between.

    Args:
        counts: of each clip, how many of how many; of some clip at least one of one.
    """
    drawn = np.random.default_rng(14).integers(0, len(counts), (_SAMPLES, len(counts)))
    some, all_of_them = np.array(counts)[drawn].sum(axis=1).T
    held = all_of_them > 0
    low, high = np.percentile(some[held] / all_of_them[held], (2.5, 97.5))
    return float(low), float(high)
