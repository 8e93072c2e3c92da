"""A scorecard as CSV, one row an answer, for a spreadsheet: the figures of the JSON contract.

Column names and statuses are those of ``interviewer.scorecard/1``; a figure that was not measured
leaves its cell empty. Text that a spreadsheet would take for a formula is given a ``'``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from interviewer.domain import Scorecard
from interviewer.report.coaching import comments_on
from interviewer.report.json import to_contract
from interviewer.ui.page import words_in
from interviewer.ui.text import safe

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
    "readable",
    "other_language",
    "speech_rate",
    "pitch_semitones",
    "loudness_db",
    "hedges",
    "points_contradicted",
    "terms_contradicted",
    "comments",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(card: Scorecard) -> str:
    """The answers as CSV with a heading, comma between cells, ``\\r\\n`` at line ends."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    contract: dict[str, Any] = to_contract(card)
    for answer, values in zip(card.answers, contract["answers"], strict=True):
        said = (
            f"{each.clock} {each.text} ({each.coach})".lstrip()
            for each in comments_on(answer.task.id, card, words_in(card.scenario.language))
        )
        cells = {"title": answer.title, **_cells(values), "comments": names_cell(said)}
        writer.writerow([as_cell(cells[column]) for column in COLUMNS])
    return file.getvalue()


def _cells(answer: dict[str, Any]) -> dict[str, str | float | None]:
    """The columns out of an answer of the contract."""
    coverage, timing, delivery = answer["coverage"], answer["timing"], answer["delivery"]
    missed = [hit["point"] for hit in coverage["points"] if hit["status"] == "missed"]
    return {
        **{name: answer[name] for name in ("phase", "question", "audio", "score")},
        "coverage": coverage["score"],
        "timing": timing["score"],
        "delivery": delivery["score"],
        **{name: timing[name] for name in ("target_s", "spoken_s", "verdict")},
        **{name: delivery[name] for name in ("words_per_minute", "syllables_per_second")},
        "pauses": delivery["pauses"]["count"],
        "long_pauses": delivery["pauses"]["long"],
        "fillers": delivery["fillers"]["count"],
        **{
            f"terms_{status}": names_cell(
                hit["term"]
                for hit in coverage["terms"]
                if hit["required"] and hit["status"] == status
            )
            for status in ("hit", "partial", "probable", "missed")
        },
        "points_missed": names_cell(missed),
        "traps": names_cell(hit["id"] for hit in answer["traps"]),
        **{name: answer["transcript"][name] for name in ("text", "readable")},
        "other_language": answer["other_language"],
        "speech_rate": delivery["speech_rate"],
        **{name: delivery["voice"][name] for name in ("pitch_semitones", "loudness_db")},
        "hedges": None if delivery["hedges"] is None else delivery["hedges"]["count"],
        "points_contradicted": names_cell(
            hit["point"] for hit in coverage["points"] if hit["contradicted"]
        ),
        "terms_contradicted": names_cell(
            hit["term"] for hit in coverage["terms"] if hit["required"] and hit["contradicted"]
        ),
    }


def names_cell(names: Iterable[str]) -> str:
    """Several names in one cell."""
    return "; ".join(names)


def as_cell(value: str | float | None) -> str | float:
    """A value that no spreadsheet takes for a formula; empty where it was not measured."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = safe(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
