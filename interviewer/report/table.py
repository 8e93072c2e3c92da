"""A scorecard as CSV, one row an answer, for a spreadsheet: the figures of the JSON contract.

Column names and statuses are those of ``interviewer.scorecard/1``; a figure that was not measured
leaves its cell empty. Text that a spreadsheet would take for a formula is given a ``'``.
"""

from __future__ import annotations

import csv
import io

from interviewer.models import AnswerCard, Scorecard
from interviewer.report.text import safe

__all__ = ["COLUMNS", "render_csv"]

COLUMNS = (
    "phase",
    "question",
    "title",
    "audio",
    "score",
    "coverage",
    "timing",
    "delivery",
    "target_s",
    "spoken_s",
    "verdict",
    "words_per_minute",
    "syllables_per_second",
    "pauses",
    "long_pauses",
    "fillers",
    "terms_hit",
    "terms_partial",
    "terms_probable",
    "terms_missed",
    "points_missed",
    "traps",
    "text",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(card: Scorecard) -> str:
    """The answers as CSV with a heading, comma between cells, ``\\r\\n`` at line ends."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for answer in card.answers:
        cells = _cells(answer)
        writer.writerow([_cell(cells[column]) for column in COLUMNS])
    return file.getvalue()


def _cells(answer: AnswerCard) -> dict[str, str | float | int | None]:
    delivery = answer.delivery
    return {
        "phase": answer.phase_id,
        "question": answer.question_id,
        "title": answer.title,
        "audio": answer.take.audio.as_posix(),
        "score": _rounded(answer.score, 1),
        "coverage": _rounded(answer.coverage.score, 1),
        "timing": _rounded(answer.timing.score, 1),
        "delivery": _rounded(delivery.score, 1),
        "target_s": _rounded(answer.timing.target_s, 3),
        "spoken_s": _rounded(answer.timing.spoken_s, 3),
        "verdict": answer.timing.verdict,
        "words_per_minute": _rounded(delivery.words_per_minute, 1),
        "syllables_per_second": _rounded(delivery.syllables_per_second, 2),
        "pauses": delivery.pauses.count,
        "long_pauses": delivery.pauses.long,
        "fillers": len(delivery.fillers),
        **{f"terms_{status}": _terms(answer, status) for status in _STATUSES},
        "points_missed": _names(
            [hit.point for hit in answer.coverage.points if hit.status == "missed"]
        ),
        "traps": _names([hit.trap.id for hit in answer.traps]),
        "text": answer.take.transcript.text,
    }


_STATUSES = ("hit", "partial", "probable", "missed")


def _terms(answer: AnswerCard, status: str) -> str:
    """Names of the required terms of that status."""
    return _names(
        [
            hit.term.name
            for hit in answer.coverage.terms
            if hit.term.required and hit.status == status
        ]
    )


def _names(names: list[str]) -> str:
    return "; ".join(names)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits) + 0.0


def _cell(value: str | float | int | None) -> str | float | int:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = safe(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
