from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from interviewer.domain import PacePoint, Span, Verdict
from interviewer.report.plots import (
    NARROW,
    WIDE,
    coverage_svg,
    pace_frame,
    pace_svg,
    timeline_svg,
)
from interviewer.report.view import CoverageRow, PaceView, TimelineRow
from interviewer.ui.page import words_in

ENGLISH = words_in("en")


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter("text")]


def row(title: str, verdict: Verdict, spoken_s: float | None) -> TimelineRow:
    return TimelineRow(title, f"caption of {title}", verdict, spoken_s, 30.0, 4.5)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_timeline_names_each_answer(width: int) -> None:
    rows = [row("a", "on_time", 30.0), row("b", "long", 60.0), row("c", "not_measured", None)]
    svg = timeline_svg(rows, "label", width)
    assert {"a", "b", "c", "caption of a", "caption of b", "caption of c"} <= set(texts(svg))
    assert "0:00" in texts(svg)
    assert f'viewBox="0 0 {width} ' in svg


def test_an_answer_begins_where_the_one_before_ends() -> None:
    rows = [row("a", "on_time", 30.0), row("b", "on_time", 30.0)]
    svg = timeline_svg(rows, "label", WIDE)
    bars = re.findall(
        r'<path d="M ([\d.]+) [^"]*?L ([\d.]+) [^"]*"[^>]*fill="var\(--plot-good,', svg
    )
    assert len(bars) == 2
    assert bars[0][1] == bars[1][0]


def test_a_long_title_is_cut() -> None:
    svg = timeline_svg([row("mot " * 60, "long", 40.0)], "label", NARROW)
    assert any(text.endswith("…") for text in texts(svg))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_coverage_has_a_cell_for_each_thing_asked(width: int) -> None:
    svg = coverage_svg([CoverageRow("a", "4 of 7", 4, 1, 2)], "label", width)
    for colour, count in (("good", 4), ("unsure", 1), ("zone", 2)):
        assert len(re.findall(rf'fill="var\(--plot-{colour},', svg)) == count
    assert texts(svg) == ["a", "4 of 7"]


def test_the_pace_shows_its_comfortable_range_and_pauses() -> None:
    points = [PacePoint(5.0 + at, 130.0 + at, 4.0) for at in range(10)]
    svg = pace_svg(PaceView(points, (120.0, 160.0), [Span(3.0, 4.5)], 20.0, "label"), "pace1")
    assert {"120", "160"} <= set(texts(svg))
    assert len(re.findall(r'fill="var\(--plot-band,', svg)) == 1
    assert len(re.findall(r'<path[^>]*fill="var\(--plot-quiet,', svg)) == 1


def test_the_frame_of_the_pace_is_where_its_band_is() -> None:
    point = PacePoint(10.0, 130.0, None)
    svg = pace_svg(PaceView([point], (120.0, 160.0), [], 20.0, "label"), "pace1")
    band = re.search(r'<path d="M ([\d.]+) [^"]*L ([\d.]+) [^"]*"[^>]*plot-band', svg)
    assert band is not None
    edges = sorted({float(number) for number in re.findall(r"(?:M|L) ([\d.]+) ", band[0])})
    assert edges == [pace_frame().left, pace_frame().right]


def test_plots_are_deterministic() -> None:
    rows = [CoverageRow("a", "4 of 7", 4, 1, 2)]
    assert coverage_svg(rows, "label", WIDE) == coverage_svg(rows, "label", WIDE)
