"""Progress as a page: the console's figures, no script, nothing obeyed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from interviewer.domain import Language
from interviewer.history.trends import task_trends, trend
from interviewer.history.values import AnswerSummary, Figures, SessionSummary, TermCount, TicCount
from interviewer.report.html import render_progress
from interviewer.report.progress import Progress
from interviewer.ui.page import words_in

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTILE = "</style><script>alert(1)</script> \x1b[31m"


def session(day: int, score: float | None) -> SessionSummary:
    moment = NOW - timedelta(days=20 - day)
    return SessionSummary(
        id=f"{moment:%Y%m%d-%H%M%S}-pitch-3min",
        kind="rehearse",
        scenario_id="pitch-3min",
        title="Pitch de trois minutes",
        language="fr",
        engine=None,
        started_at=moment,
        finished_at=moment,
        reason="completed",
        figures=Figures(score, 61.0 + day, None if day == 2 else 70.0, 80.0, 131.0, 60.0),
    )


def made(
    title: str = "Pitch de trois minutes", term: str = "RAG", tic: str = "du coup"
) -> Progress:
    found = trend(replace(session(day, 50.0 + day), title=title) for day in (1, 2, 9))
    assert found is not None
    answers = [
        AnswerSummary(each.id, each.started_at, "p", task, title, each.figures)
        for each in found.sessions
        for task in ("intro", "closing")
    ]
    terms = (TermCount(term, 7, 5, NOW), TermCount("IA", 7, 0, None))
    tics = (TicCount(found.sessions[0].id, tic, "word", 3), TicCount(found.last.id, tic, "word", 1))
    return Progress(found, task_trends(answers), terms, tics=tics)


class Outline(HTMLParser):
    """The tags of a page and its text, cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Total et parties", "manqué 5 fois sur 7", "Élocution"]),
        ("en", ["Total and parts", "missed 5 of 7 times", "Delivery"]),
    ],
)
def test_it_says_what_the_console_says(language: Language, words: list[str]) -> None:
    page = render_progress([made()], words_in(language))
    texts = Outline(page).texts
    assert set(words) <= set(texts)
    start = texts.index("Total", texts.index(words[0]))
    assert texts[start : start + 5] == ["Total", "51", "59", "59", "+8"]
    assert f'<html lang="{language}">' in page
    start = texts.index("du coup")
    mark = "," if language == "fr" else "."
    assert texts[start + 1 : start + 4] == [f"3{mark}0", f"1{mark}0", f"−2{mark}0"]


def test_several_scenarios_have_a_section_each_and_are_listed_above() -> None:
    page = render_progress([made(), made("Glossaire")], words_in("fr"))
    outline = Outline(page)
    assert [outline.tags.count(tag) for tag in ("h1", "h2", "section")] == [1, 2, 2]
    assert outline.texts.count("Total et parties") == 2
    start = outline.texts.index("Glossaire · micro")
    assert outline.texts[start : start + 5] == ["Glossaire · micro", "3", "59", "59", "+8"]
    anchors = re.findall(r'<a href="#([^"]+)">', page)
    assert anchors == re.findall(r'<section class="scenario" id="([^"]+)"', page)
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_nothing_gets_in_and_nothing_gets_out() -> None:
    page = render_progress([made(HOSTILE, HOSTILE, HOSTILE)], words_in("fr"))
    assert "script" not in Outline(page).tags
    assert "\x1b" not in page
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert render_progress([made()], words_in("fr")) == render_progress([made()], words_in("fr"))


def test_every_session_is_listed_the_latest_first() -> None:
    texts = Outline(render_progress([made()], words_in("fr"))).texts
    days = [text for text in texts if re.fullmatch(r"\d\d/\d\d/2026", text)]
    assert days == ["11/11/2026", "04/11/2026", "03/11/2026"]
