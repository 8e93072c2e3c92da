"""Curves that lie on each other are told apart, without their colours."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.report.curves import parted, progress_svg
from interviewer.report.plots import NARROW, WIDE
from interviewer.report.progress_rows import ProgressPoint
from interviewer.ui.page import words_in

ENGLISH = words_in("en")
SAME = [ProgressPoint(f"day {n}", 60.0, 60.0, 60.0, 60.0) for n in range(4)]


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def lines(svg: str, colour: str) -> list[str]:
    """The curves of that colour, their thin lines to their names left out."""
    found = re.findall(rf'<path d="[^"]*" [^>]*stroke="var\(--plot-{colour},[^>]*>', svg)
    return [line for line in found if "stroke-opacity" not in line and 'fill="none"' in line]


def test_a_line_breaks_where_nothing_was_measured() -> None:
    totals = [50.0, 60.0, None, 70.0, 80.0]
    points = [ProgressPoint(f"day {n}", total) for n, total in enumerate(totals)]
    svg = progress_svg(points, ENGLISH)
    assert len(lines(svg, "accent")) == 2
    assert "● Total 80" in texts(svg)
    assert not [text for text in texts(svg) if "Content" in text]
    assert {"day 0", "day 4"} <= set(texts(svg))


def test_curves_that_are_the_same_differ_in_line_and_mark() -> None:
    svg = progress_svg(SAME, ENGLISH)
    dashes = [
        re.findall(r'stroke-dasharray="([^"]*)"', line)
        for colour in ("accent", "good-text", "unsure-text", "quiet")
        for line in lines(svg, colour)[:1]
    ]
    assert len(dashes) == 4
    assert len({str(each) for each in dashes}) == 4
    signs = [text[0] for text in texts(svg) if text.endswith(" 60")]
    assert sorted(signs) == sorted("●△□◇")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("score", [0.0, 60.0, 100.0])
def test_names_of_curves_that_end_together_do_not_touch(width: int, score: float) -> None:
    points = [ProgressPoint("day", score, score, score, score)]
    svg = progress_svg(points, ENGLISH, width)
    named = re.findall(r"<text([^>]*)>[●△□◇]", svg)
    places = sorted(float(re.search(r'y="([-\d.]+)"', each)[1]) for each in named)  # type: ignore[index]
    assert len(places) == 4
    assert min(after - before for before, after in itertools.pairwise(places)) > 13


@given(
    heights=st.lists(st.floats(-50, 150), max_size=8).map(sorted),
    gap=st.floats(0.5, 40),
)
def test_places_are_parted_in_order_and_in_the_room(heights: list[float], gap: float) -> None:
    places = parted(heights, gap, 0.0, 100.0)
    assert len(places) == len(heights)
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)
    fair = min(gap, 100.0 / max(len(heights) - 1, 1))
    for before, after in itertools.pairwise(places):
        assert after - before >= fair - 1e-6


def test_what_has_room_stays_where_it_is() -> None:
    assert parted([10.0, 50.0, 90.0], 8.0, 0.0, 100.0) == [10.0, 50.0, 90.0]
    assert parted([99.0, 100.0, 100.0], 8.0, 0.0, 100.0) == [84.0, 92.0, 100.0]


@pytest.mark.parametrize("count", [1, 2, 500])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_any_number_of_sessions_is_drawn(count: int, width: int) -> None:
    points = [ProgressPoint(f"{n}", 50.0, 40.0, 100.0, 60.0) for n in range(count)]
    svg = progress_svg(points, ENGLISH, width)
    assert {"● Total 50", "△ Content 40", "□ Timing 100", "◇ Delivery 60"} <= set(texts(svg))
    assert len(svg) < 200_000


def test_the_same_points_give_the_same_text() -> None:
    assert progress_svg(SAME, ENGLISH) == progress_svg(SAME, ENGLISH)
