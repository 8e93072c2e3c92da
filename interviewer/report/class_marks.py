"""What coaches marked on the page of a class, beside what is measured of the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from urllib.parse import quote

from interviewer.domain import Criterion
from interviewer.i18n import N_
from interviewer.report.class_rows import Row, spread
from interviewer.report.coaching import MEASURED, mark_of
from interviewer.report.wording import score_words
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, number, safe

_NONE = "–"


@dataclass(frozen=True, slots=True)
class _Criterion:
    """A criterion over the class, as it is written."""

    title: str
    mark: str
    measured: str
    parted: str


@dataclass(frozen=True, slots=True)
class _Marked:
    """A candidate's marks, as they are written."""

    name: str
    address: str
    """Of their page; empty where there is none."""
    cells: tuple[tuple[str, bool], ...]
    """For each criterion the mark, and whether what is measured parts from it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Both tables."""

    criteria: tuple[_Criterion, ...]
    rows: tuple[_Marked, ...]


def marks_of(rows: Sequence[Row], rubric: Sequence[Criterion], words: Words) -> Marks | None:
    """Of the candidates whom a coach marked, by the criteria that one marked; None where nobody did."""
    marked = [row for row in rows if row.marks]
    criteria = [each for each in rubric if any(row.mark(each) is not None for row in marked)]
    if not criteria:
        return None
    return Marks(
        tuple(_criterion(each, marked, words) for each in criteria),
        tuple(
            _Marked(
                safe(row.candidate),
                quote(row.report),
                tuple(_cell(row, each, words) for each in criteria),
            )
            for row in marked
        ),
    )


def _criterion(criterion: Criterion, rows: Sequence[Row], words: Words) -> _Criterion:
    marked = [(row, mark) for row in rows if (mark := row.mark(criterion)) is not None]
    measured, parted = "", _NONE
    lies = spread(row.measured(criterion) for row, _ in marked)
    if criterion.measured is not None and lies is not None:
        title, shown = words.say(MEASURED[criterion.measured]), score_words(lies.middle, words)
        measured = words.say(N_("{part}: {score}"), part=title, score=shown)
        count = sum(row.parts(criterion) for row, _ in marked)
        parted = words.say(N_("{missed} of {asked}"), missed=count, asked=len(marked))
    return _Criterion(
        safe(criterion.title),
        mark_of(round(fmean(mark for _, mark in marked), 1), criterion, words),
        measured or _NONE,
        parted,
    )


def _cell(row: Row, criterion: Criterion, words: Words) -> tuple[str, bool]:
    mark, measured = row.mark(criterion), row.measured(criterion)
    if mark is None:
        return _NONE, False
    shown = number(mark, 0 if mark == round(mark) else 1, words.language)
    if measured is None or not row.parts(criterion):
        return shown, False
    return f"{shown}{NO_BREAK}≠{NO_BREAK}{number(measured, 0, words.language)}", True
