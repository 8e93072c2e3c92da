from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from interviewer.domain import Language, Scorecard
from interviewer.report.markdown import render_markdown
from interviewer.report.session import Session, session_view
from interviewer.report.view import Sound
from interviewer.ui.page import words_in

Make = Callable[..., Scorecard]
Golden = Callable[[str, str], None]


def markdown(card: Scorecard, *notes: str) -> str:
    session = Session(card, lambda _: Sound("left_out"), notes=notes)
    return render_markdown(session_view(session, words_in(card.scenario.language)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_golden(make_card: Make, golden: Golden, language: Language) -> None:
    suffix = "" if language == "en" else f"-{language}"
    golden(f"report{suffix}.md", markdown(make_card(language)))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**bold** _it_ `code`",
        "[link](http://x)",
        "# heading",
        "- item",
        "+ item",
        "1. item",
        "2) item",
        "> quote",
        "a | b",
        "~~~",
        "&lt;",
        "=====",
        "\\*",
        "![](x)",
    ],
)
def test_text_of_others_is_shown_not_obeyed(make_card: Make, text: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    page = parser.render(markdown(make_card("en"), text))
    plain = parser.render(markdown(make_card("en"), "plain"))
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<li>{escaped}</li>" in page
    assert re.findall(r"<\w+", page) == re.findall(r"<\w+", plain)


def test_the_table_has_a_row_an_answer(make_card: Make) -> None:
    page = MarkdownIt("commonmark").enable("table").render(markdown(make_card("en")))
    assert len(re.findall("<tr>", page)) == 7
    assert len(re.findall("<th>", page)) == 8
