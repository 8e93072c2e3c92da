from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import AnswerCard, Scorecard
from interviewer.report.csv import COLUMNS, render_csv

Make = Callable[..., Scorecard]


def rows(card: Scorecard) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(card), newline="")))


def test_a_row_an_answer_with_its_figures(make_card: Make) -> None:
    first, trapped, *_, silent = rows(make_card())
    assert tuple(first) == COLUMNS
    assert first["phase"] == "intro"
    assert first["question"] == ""
    assert (first["score"], first["target_s"], first["spoken_s"]) == ("78.4", "30.0", "28.31")
    assert first["terms_hit"] == "IA appliquée; données; RAG"
    assert (first["terms_partial"], first["terms_missed"]) == ("valeur", "processus métier")
    assert trapped["traps"] == "llm-temps-reel; rpa"
    assert (silent["score"], silent["verdict"], silent["words_per_minute"]) == (
        "",
        "not_measured",
        "",
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", '=cmd|"/c x"!A1'])
def test_no_cell_is_a_formula(make_card: Make, good: AnswerCard, text: str) -> None:
    (row,) = rows(make_card("en", (replace(good, title=text),)))
    assert not row["title"].startswith(("=", "+", "-", "@", "\t"))
    assert row["title"].lstrip("' ") == text.strip()


def test_text_stays_in_its_cell(make_card: Make, good: AnswerCard) -> None:
    (row,) = rows(make_card("en", (replace(good, title='a,b"c\r\nd;e\x1b[2J'),)))
    assert row["title"] == 'a,b"c d;e[2J'
