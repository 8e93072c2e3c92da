"""What the page and the table of a class take from each candidate's entry, and what they say together.

Entries are JSON of the scorecard's contract (docs/formats.md, « Batch »), so that those of an earlier run
count as those of this one. A row is small: the page of a hundred thousand fits in memory.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import fmean, median
from typing import Any

from interviewer.domain import Criterion, disagree
from interviewer.report.csv import as_cell, names_cell
from interviewer.scoring.total import weighted_mean

COLUMNS = (
    "candidate",
    "scenario",
    "score",
    "coverage",
    "timing",
    "delivery",
    "target_s",
    "spoken_s",
    "words_per_minute",
    "speech_rate",
    "long_pauses",
    "hesitations_per_minute",
    "answers",
    "terms_missed",
    "points_missed",
    "traps",
    "report",
    "error",
    "key",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate's figures; None: not measured."""

    candidate: str
    scenario: str
    key: str
    error: str
    """Empty: there is a scorecard."""
    score: float | None = None
    coverage: float | None = None
    timing: float | None = None
    delivery: float | None = None
    target_s: float | None = None
    spoken_s: float | None = None
    words_per_minute: float | None = None
    speech_rate: float | None = None
    long_pauses: int | None = None
    hesitations_per_minute: float | None = None
    """« euh », "um" and their like, heard or written, a minute of speaking."""
    answers: int = 0
    """With something said in them."""
    terms: tuple[str, ...] = ()
    """Asked for in answers that were heard."""
    terms_missed: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    points_missed: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    report: str = ""
    """Where the page of the candidate is, as the class page reaches it; empty: there is none."""
    coaches: int = 0
    """Who gave marks."""
    marks: tuple[tuple[str, float], ...] = ()
    """Of the criteria that were marked, by id: the mean of the coaches' marks."""

    def mark(self, criterion: Criterion) -> float | None:
        """That a coach gave, or several in the mean; None: nobody did."""
        return dict(self.marks).get(criterion.id)

    def measured(self, criterion: Criterion) -> float | None:
        """The figure that looks at the same thing."""
        return None if criterion.measured is None else getattr(self, criterion.measured)

    def parts(self, criterion: Criterion) -> bool:
        """Whether a coach and the measure say different things."""
        mark = self.mark(criterion)
        return mark is not None and disagree(criterion, mark, self.measured(criterion))


def row_of(entry: dict[str, Any], report: str = "") -> Row:
    """The row of an entry."""
    added, total, answers = entry["batch"], entry["total"], entry["answers"]
    heard = [each for each in answers if each["coverage"]["score"] is not None]
    spoken = [each for each in answers if each["timing"]["spoken_s"] is not None]
    seconds = sum(each["timing"]["spoken_s"] for each in spoken)
    terms = [hit for each in heard for hit in each["coverage"]["terms"] if hit["required"]]
    points = [hit for each in heard for hit in each["coverage"]["points"]]
    marks = [each["marks"] for each in entry["coaching"] if each["marks"]]
    return Row(
        candidate=added["candidate"],
        scenario=entry["scenario"]["id"],
        key=added["key"],
        error=added["error"] or "",
        score=total["score"],
        coverage=_mean(answers, lambda each: each["coverage"]["score"]),
        timing=_mean(answers, lambda each: each["timing"]["score"]),
        delivery=_mean(answers, lambda each: each["delivery"]["score"]),
        target_s=total["target_s"],
        spoken_s=total["spoken_s"],
        words_per_minute=_mean_spoken(spoken, "words_per_minute"),
        speech_rate=_mean_spoken(spoken, "speech_rate", 2),
        long_pauses=sum(each["delivery"]["pauses"]["long"] for each in spoken) if spoken else None,
        hesitations_per_minute=_a_minute(spoken, seconds),
        answers=len(spoken),
        terms=tuple(dict.fromkeys(hit["term"] for hit in terms)),
        terms_missed=tuple(
            dict.fromkeys(hit["term"] for hit in terms if hit["status"] == "missed")
        ),
        points=tuple(dict.fromkeys(hit["point"] for hit in points)),
        points_missed=tuple(
            dict.fromkeys(hit["point"] for hit in points if hit["status"] == "missed")
        ),
        traps=tuple(hit["id"] for each in answers for hit in each["traps"]),
        report=report,
        coaches=len(marks),
        marks=tuple(
            _means((grade["criterion"], grade["mark"]) for each in marks for grade in each)
        ),
    )


def _means(marks: Iterable[tuple[str, int]]) -> Iterator[tuple[str, float]]:
    """The mean of the marks for each criterion, in the order of their ids."""
    for criterion, group in groupby(sorted(marks), key=itemgetter(0)):
        yield criterion, round(fmean(mark for _, mark in group), 2)


def _mean(
    answers: Sequence[dict[str, Any]], value: Callable[[dict[str, Any]], float | None]
) -> float | None:
    """By the targets, as the total is."""
    mean = weighted_mean((value(each), float(each["timing"]["target_s"])) for each in answers)
    return None if mean is None else round(mean, 1)


def _mean_spoken(spoken: Sequence[dict[str, Any]], name: str, digits: int = 1) -> float | None:
    """By the time spoken."""
    mean = weighted_mean(
        (each["delivery"][name], float(each["timing"]["spoken_s"])) for each in spoken
    )
    return None if mean is None else round(mean, digits)


def _a_minute(spoken: Sequence[dict[str, Any]], seconds: float) -> float | None:
    if not spoken or not seconds:
        return None
    count = sum(sound["count"] for each in spoken for sound in each["delivery"]["sounds"] or ())
    return round(60 * int(count) / seconds, 1)


# --------------------------------------------------------------------------- together


@dataclass(frozen=True, slots=True)
class Missed:
    """A term or idea, and by how many of those who were asked for it it was missed."""

    name: str
    missed: int
    asked: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure lies in the class."""

    low: float
    """A quarter of the class is below."""
    middle: float
    high: float
    """A quarter is above."""
    count: int


def most_missed(rows: Iterable[Row], kind: str, most: int) -> list[Missed]:
    """The terms (``terms``) or ideas (``points``) that the largest share of the class missed."""
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows:
        asked.update(getattr(row, kind))
        missed.update(getattr(row, f"{kind}_missed"))
    found = [Missed(name, count, asked[name]) for name, count in missed.items()]
    found.sort(key=lambda each: (-each.missed / each.asked, -each.missed, each.name))
    return found[:most]


def spread(values: Iterable[float | None]) -> Spread | None:
    """Quartiles, as the medians of the lower and the upper half; None where nothing was measured."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    half = (len(known) + 1) // 2
    return Spread(median(known[:half]), median(known), median(known[-half:]), len(known))


def histogram(values: Iterable[float | None]) -> tuple[int, ...]:
    """How many lie in each ten points of a score, the last one with 100 in it."""
    counts = [0] * 10
    for value in values:
        if value is not None:
            counts[min(9, int(value // 10))] += 1
    return tuple(counts)


def render_class_csv(rows: Sequence[Row], rubric: Sequence[Criterion] = ()) -> str:
    """A row a candidate for a spreadsheet, as :func:`interviewer.report.csv.render_csv` writes one an answer.

    Where a coach gave marks, columns of the ``rubric`` come last.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    coached = rubric if any(row.marks for row in rows) else ()
    heads = ("coaches", *(f"mark_{each.id}" for each in coached), "marks_parted")
    writer.writerow((*COLUMNS, *heads) if coached else COLUMNS)
    for row in rows:
        values = [getattr(row, column) for column in COLUMNS]
        if coached:
            parted = tuple(each.id for each in coached if row.parts(each))
            values += [row.coaches, *map(row.mark, coached), parted]
        writer.writerow(
            as_cell(names_cell(value) if isinstance(value, tuple) else value) for value in values
        )
    return file.getvalue()
