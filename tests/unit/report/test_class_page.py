"""The page and the table of a class: what they say together, and nothing of a name gets out of its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from interviewer.domain import Criterion, Span, Take, Transcript, Word
from interviewer.report.class_page import Class, render_class
from interviewer.report.class_rows import (
    COLUMNS,
    Missed,
    Row,
    Spread,
    histogram,
    most_missed,
    render_class_csv,
    row_of,
    spread,
)
from interviewer.report.html import progress_policy
from interviewer.report.json import empty_contract, to_contract
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_session, score_take
from interviewer.ui.page import words_in
from tests.flow.recognisers import SCRIPTED

FOUR = ("non", "peu", "assez", "oui")
RUBRIC = (
    Criterion("accroche", "L’accroche", FOUR),
    Criterion("temps", "La tenue du temps", FOUR, "timing"),
    Criterion("clarte", "La clarté", FOUR, "delivery"),
)
HOSTILE = "<script>alert(1)</script>\"'&\x1b[31m\u202e"


Golden = Callable[[str, str], None]


def row(name: str = "Ada", **values: object) -> Row:
    return replace(Row(name, "s", name, ""), **values)  # type: ignore[arg-type]


def page(*rows: Row, anonymous: bool = False) -> str:
    scenario = replace(load("pitch-3min"), rubric=RUBRIC)
    return render_class(Class(scenario, rows, anonymous), words_in("fr"))


def text_of(html: str) -> str:
    """What a person reads, in one line."""
    body = re.sub(r"<(style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_a_row_has_the_figures_of_the_scorecard() -> None:
    scenario = load("pitch-3min")
    said = ["je", "pars", "de", "données", "brutes", "euh", "vers", "la", "valeur"]
    words = tuple(Word(word, at, at + 0.9, 0.9) for at, word in enumerate(said))
    take = Take(Path("a.wav"), 10.0, (Span(0.0, 9.0),), Transcript("fr", words))
    phase, task = next(scenario.tasks())
    card = score_session(scenario, SCRIPTED, [score_take(scenario, phase, task, take)])
    added: dict[str, object] = {"candidate": "Ada", "key": "k", "error": None, "notices": []}
    found = row_of({"batch": added, **to_contract(card)}, "r/ada.html")
    assert (found.candidate, found.report, found.answers) == ("Ada", "r/ada.html", 1)
    assert found.score == pytest.approx(card.score, abs=0.05)
    assert found.coverage == pytest.approx(card.answers[0].coverage.score, abs=0.05)
    assert found.spoken_s == 9.0
    assert found.hesitations_per_minute == pytest.approx(60 / 9, abs=0.05)
    assert set(found.terms_missed) < set(found.terms)
    assert "données" in found.terms
    assert "données" not in found.terms_missed


def test_who_could_not_be_scored_has_a_row_without_figures() -> None:
    added = {"candidate": "Ada", "key": "k", "error": "cassé", "notices": []}
    found = row_of({"batch": added, **empty_contract(load("pitch-3min"))})
    assert found == Row("Ada", "pitch-3min", "k", "cassé")
    assert "Non notés" in text_of(page(found))


def test_what_most_of_those_who_were_asked_missed_comes_first() -> None:
    rows = [
        row(terms=("RAG", "LoRA"), terms_missed=("LoRA",)),
        row(terms=("RAG", "LoRA"), terms_missed=("RAG", "LoRA")),
        row(terms=("POC",), terms_missed=()),
    ]
    assert most_missed(rows, "terms", 5) == [Missed("LoRA", 2, 2), Missed("RAG", 1, 2)]
    assert most_missed(rows, "terms", 1) == [Missed("LoRA", 2, 2)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], None),
        ([None], None),
        ([3.0], Spread(3, 3, 3, 1)),
        ([4.0, None, 1.0, 3.0, 2.0], Spread(1.5, 2.5, 3.5, 4)),
        ([1.0, 2.0, 3.0, 4.0, 5.0], Spread(2, 3, 4, 5)),
    ],
)
def test_quartiles(values: list[float | None], expected: Spread | None) -> None:
    assert spread(values) == expected


def test_a_hundred_points_are_in_the_last_ten() -> None:
    assert histogram([0.0, 9.9, 10.0, 99.0, 100.0, None]) == (2, 1, 0, 0, 0, 0, 0, 0, 0, 2)


def test_the_page_says_what_the_class_is_like() -> None:
    rows = (
        row(
            "Ada", score=80.0, terms=("RAG",), terms_missed=("RAG",), report="c-reports/ada-1.html"
        ),
        row("Ben", score=60.0, terms=("RAG",), speech_rate=4.4),
        row("Zoé", error="Zoé.wav : illisible."),
    )
    html = page(*rows)
    told = text_of(html)
    for words in ("Candidats : 3.", "Non notés : 1.", "RAG 1 sur 2", "4,4", "Zoé – Zoé.wav"):
        assert words in told.replace("\u00a0", " "), words
    assert '<a href="c-reports/ada-1.html">Ada</a>' in html
    assert "70" in told
    assert html == page(*rows)


def coached() -> tuple[Row, ...]:
    """Three whom coaches marked, one by two coaches, and one whom nobody did."""
    ada = row("Ada", score=80.0, timing=95.0, delivery=70.0, coaches=1, report="c/ada.html")
    ben = row("Ben", score=60.0, timing=20.0, coaches=2)
    return (
        replace(ada, marks=(("accroche", 3.0), ("temps", 4.0), ("clarte", 3.0))),
        replace(ben, marks=(("accroche", 2.5), ("temps", 4.0))),
        row("Eve", score=50.0, timing=60.0, delivery=90.0, coaches=1, marks=(("clarte", 1.0),)),
        row("Zoé", score=40.0, timing=50.0),
    )


def test_the_marks_of_coaches_stand_beside_what_is_measured(golden: Golden) -> None:
    html = page(*coached())
    section = html[html.index("<h2>Notes du coach") : html.index('<section id="candidates">')]
    rows = re.findall(r"<tr>(.*?)</tr>", section)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", each) for each in rows]
    golden(
        "class-marks-fr.txt",
        "".join(" | ".join(text_of(cell) for cell in each) + "\n" for each in cells),
    )
    assert section.count('class="number parted"') == 2
    assert "Notes du coach" not in page(*(replace(each, marks=()) for each in coached()))


def test_marks_are_columns_of_the_table_where_there_are_any(golden: Golden) -> None:
    golden("class-marks.csv", render_class_csv(coached(), RUBRIC).replace("\r\n", "\n"))
    unmarked = [replace(each, marks=()) for each in coached()]
    assert render_class_csv(unmarked, RUBRIC) == render_class_csv(unmarked)


def test_nothing_of_a_name_an_error_or_a_term_gets_out_of_its_place() -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.seen: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.seen.add(tag)
            self.seen |= {name for name, _ in attrs if name.startswith("on")}

    rows = (
        row(
            HOSTILE, score=1.0, terms=(HOSTILE,), terms_missed=(HOSTILE,), report=f"{HOSTILE}.html"
        ),
        row("b", error=HOSTILE),
    )
    html = page(*rows)
    tags = Tags()
    tags.feed(html)
    assert not tags.seen & {"script", "iframe", "onerror", "onclick"}
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert progress_policy() in html.replace("&#39;", "'")
    assert "script-src" not in html


def test_the_table_is_one_no_spreadsheet_computes() -> None:
    rows = (
        row("=1+1", score=80.0, terms_missed=("RAG", "LoRA"), answers=2),
        row("@b", error="-x"),
    )
    heads, first, second = csv.reader(io.StringIO(render_class_csv(rows), newline=""))
    assert tuple(heads) == COLUMNS
    told = dict(zip(heads, first, strict=True))
    assert (told["candidate"], told["score"], told["terms_missed"]) == (
        "'=1+1",
        "80.0",
        "RAG; LoRA",
    )
    assert (told["coverage"], told["error"]) == ("", "")
    assert (second[0], second[heads.index("error")]) == ("'@b", "'-x")
