"""Counting: precision, recall and F1 with their uncertainty. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from benchmarks.corpus.truth import Recording

__all__ = ["Count", "Interval", "Judged", "intervals", "judge"]

Measure = Literal["precision", "recall", "f1"]

_DRAWS = 2000
_SEED = 20260
_LOW, _HIGH = 2.5, 97.5
"""Percentiles: 95 % between them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was credited of one recording, against the truth."""

    recording: Recording
    found: tuple[str, ...]
    missed: tuple[str, ...]
    false: tuple[str, ...]
    """Credited and not said."""


@dataclass(frozen=True, slots=True)
class Count:
    """Terms of many recordings."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> Count:
        """The sum over ``judged``."""
        every = [(len(one.found), len(one.missed), len(one.false)) for one in judged]
        return cls(*(int(sum(column)) for column in zip(*every, strict=True))) if every else cls()

    @property
    def precision(self) -> float | None:
        """None where nothing was credited."""
        return _share(self.found, self.found + self.false)

    @property
    def recall(self) -> float | None:
        """None where nothing was said."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both: 2 found / (2 found + missed + false)."""
        return _share(2 * self.found, 2 * self.found + self.missed + self.false)


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a measure lies with 95 % confidence."""

    low: float
    high: float


def judge(recording: Recording, credited: frozenset[str]) -> Judged:
    """``credited`` against what is said in ``recording``; each term counts once a recording."""
    said = recording.terms
    return Judged(
        recording,
        tuple(term for term in said if term in credited),
        tuple(term for term in said if term not in credited),
        tuple(sorted(credited.difference(said))),
    )


def intervals(judged: Sequence[Judged]) -> dict[Measure, Interval]:
    """Percentile bootstrap of each measure; empty where nothing is said or credited.

    Texts are drawn, not recordings or terms: all recordings of a text come together, since they
    are the same words in the same voice (cluster bootstrap; Field & Welsh 2007).
    """
    texts: dict[str, list[Judged]] = {}
    for one in judged:
        texts.setdefault(one.recording.text_id, []).append(one)
    if not texts:
        return {}
    counts = [Count.of(group) for group in texts.values()]
    table = np.array([(one.found, one.missed, one.false) for one in counts], dtype=np.float64)
    chance = np.random.default_rng(_SEED)
    times = chance.multinomial(len(table), np.full(len(table), 1 / len(table)), size=_DRAWS)
    found, missed, false = (times @ table).T
    drawn: dict[Measure, npt.NDArray[np.float64]] = {
        "precision": _shares(found, found + false),
        "recall": _shares(found, found + missed),
        "f1": _shares(2 * found, 2 * found + missed + false),
    }
    return {
        name: Interval(*(float(edge) for edge in np.percentile(values, (_LOW, _HIGH))))
        for name, values in drawn.items()
        if len(values)
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _shares(
    part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Of the draws in which the measure can be taken."""
    return part[whole > 0] / whole[whole > 0]
