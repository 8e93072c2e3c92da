"""The page of progress in Chromium: names of curves apart, nothing cut off, nothing asked for."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from interviewer.history.trends import trend
from interviewer.history.values import Figures, SessionSummary
from interviewer.report.html import render_progress
from interviewer.report.progress import Progress
from interviewer.ui.page import words_in

pytestmark = pytest.mark.browser

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_NAMES = """
() => [...document.querySelectorAll("svg.plot")]
  .filter((plot) => plot.getBoundingClientRect().width > 0)
  .map((plot) => [...plot.querySelectorAll("text")]
    .filter((text) => /^[●△□◇]/.test(text.textContent))
    .map((text) => text.getBoundingClientRect())
    .map((box) => [box.top, box.bottom, box.right]))
"""


def scenario(title: str, base: float) -> Progress:
    """Five sessions whose total and parts are nearly the same."""
    sessions = []
    for day in range(5):
        moment = NOW - timedelta(days=9 - day)
        score = base + day
        figures = Figures(score, score + 0.5, score - 0.5, score, 131.0)
        sessions.append(
            SessionSummary(
                id=f"{day}",
                kind="rehearse",
                scenario_id=title,
                title=title,
                language="fr",
                engine=None,
                started_at=moment,
                finished_at=moment,
                reason="completed",
                figures=figures,
            )
        )
    found = trend(sessions)
    assert found is not None
    return Progress(found)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_curves_that_lie_on_each_other_are_named_apart(
    chromium: Browser, tmp_path: Path, width: int, scheme: Any
) -> None:
    file = tmp_path / "progress.html"
    scenarios = [scenario("Pitch de trois minutes", 94.0), scenario("Questions", 3.0)]
    file.write_text(render_progress(scenarios, words_in("fr")), encoding="utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    plots = page.evaluate(_NAMES)
    assert len(plots) == 2
    for names in plots:
        boxes = sorted(names)
        assert len(boxes) == 4
        for (_, bottom, right), (top, _, _) in itertools.pairwise(boxes):
            assert bottom <= top + 1
            assert right <= width
    context.close()
    assert problems == []
