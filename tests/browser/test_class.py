"""The page of a class in Chromium: nothing for axe to find, nothing cut off, nothing asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from interviewer.report.class_page import Class, render_class
from interviewer.report.class_rows import Row
from interviewer.scenario.library import load
from interviewer.ui.page import words_in

pytestmark = pytest.mark.browser

TERMS = (
    "apprentissage par renforcement",
    "LLM",
    "RAG",
    "processus métier",
    "retour sur investissement",
)


def rows() -> list[Row]:
    """Thirty candidates, one with a long name and one who could not be scored."""
    made = [
        Row(
            candidate=f"Candidate {number}"
            if number
            else "Anne-Charlotte de La Rochefoucauld-Dupont",
            scenario="pitch-3min",
            key=str(number),
            error="",
            score=30.0 + 2 * number,
            coverage=20.0 + 2 * number,
            timing=100.0 - number,
            delivery=80.0,
            target_s=180.0,
            spoken_s=120.0 + 3 * number,
            words_per_minute=110.0 + number,
            speech_rate=3.0 + number / 20,
            long_pauses=number % 5,
            hesitations_per_minute=number / 3,
            answers=5,
            terms=TERMS,
            terms_missed=TERMS[: number % 6],
            points=("Dire ce que le projet a changé sur le terrain",),
            points_missed=("Dire ce que le projet a changé sur le terrain",) if number % 2 else (),
            report=f"class-reports/{number}.html",
            coaches=1,
            marks=tuple(
                (criterion.id, 1.0 + (number + at) % 4)
                for at, criterion in enumerate(load("pitch-3min").rubric)
            ),
        )
        for number in range(30)
    ]
    return [*made, Row("Zoé", "pitch-3min", "z", "class/Zoé.wav : ce n’est pas un son.")]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_class_can_be_read_by_all_on_any_screen(
    chromium: Browser, tmp_path: Path, width: int, scheme: Any
) -> None:
    file = tmp_path / "class.html"
    group = Class(load("pitch-3min"), rows())
    file.write_text(render_class(group, words_in("fr")), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("#candidates").get_by_role("link", name="Candidate 12").get_attribute(
        "href"
    ) == ("class-reports/12.html")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.screenshot(path=tmp_path / "class.png", full_page=True)
    context.close()
    assert problems == [file.as_uri()]
