"""The plots of the reports: timeline, coverage, pace. Values in, SVG elements out.

Every plot is as wide as asked for, in pixels at which its text is readable: a page shows the
narrow one on a phone. What a plot tells is told in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.models import PacePoint, Span, Verdict
from interviewer.report.sheet import (
    NARROW,
    SMALL,
    WIDE,
    Sheet,
    clock_ticks,
    make_axes,
    make_figure,
)
from interviewer.report.svg import COLOURS, draw_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "NARROW",
    "WIDE",
    "CoverageRow",
    "PaceFrame",
    "PacePlot",
    "TimelineRow",
    "coverage_svg",
    "pace_frame",
    "pace_svg",
    "timeline_svg",
]

_VERDICT_COLOURS: dict[Verdict, str] = {
    "on_time": COLOURS.good,
    "short": COLOURS.unsure,
    "long": COLOURS.unsure,
    "not_measured": COLOURS.quiet,
}
_VERDICT_TEXT: dict[Verdict, str] = {
    "on_time": COLOURS.good_text,
    "short": COLOURS.unsure_text,
    "long": COLOURS.unsure_text,
    "not_measured": COLOURS.quiet,
}
"""Darker: letters need more contrast than bars."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One answer on the clock of the session."""

    title: str
    caption: str
    """Spoken and target, or that nothing was measured."""
    verdict: Verdict
    spoken_s: float | None
    target_s: float
    slack_s: float
    """Either side of the target that is on time."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What became of the terms and points of one answer."""

    title: str
    caption: str
    said: int
    partly: int
    missed: int


@dataclass(frozen=True, slots=True)
class PacePlot:
    """The pace of one answer, in the time of its recording."""

    points: Sequence[PacePoint]
    comfortable: tuple[float, float]
    """Words a minute."""
    pauses: Sequence[Span]
    duration_s: float


@dataclass(frozen=True, slots=True)
class PaceFrame:
    """Where time 0 and the end of a recording stand in a pace plot, in its own units."""

    left: float
    right: float


def timeline_svg(rows: Sequence[TimelineRow], label: str, width: int) -> str:
    """Answers one after the other on the session's clock, each against its target.

    The grey bar is too short, the green band on time; the strong bar is what was spoken.
    """

    def draw() -> Figure:
        sheet = Sheet(width, len(rows), ticks=True)
        axes = sheet.axes
        start, end = 0.0, 0.0
        for index, row in enumerate(rows):
            y = sheet.bar_y(index)
            spoken = row.spoken_s or 0.0
            axes.barh(y, row.target_s + row.slack_s, left=start, height=18, color=COLOURS.band)
            too_short = max(0.0, row.target_s - row.slack_s)
            axes.barh(y, too_short, left=start, height=18, color=COLOURS.zone)
            axes.barh(y, spoken, left=start, height=8, color=_VERDICT_COLOURS[row.verdict])
            at = start + row.target_s
            axes.plot([at, at], [y - 9, y + 9], color=COLOURS.ink, linewidth=1.5)
            sheet.text(index, row.title, row.caption, _VERDICT_TEXT[row.verdict])
            end = max(end, start + row.target_s + row.slack_s, start + spoken)
            start += spoken or row.target_s
        axes.set_xlim(0, end)
        clock_ticks(axes, end, most=8 if width >= WIDE else 5)
        return sheet.figure

    return draw_svg(f"timeline{width}", label, draw)


def coverage_svg(rows: Sequence[CoverageRow], label: str, width: int) -> str:
    """A cell for each term or point of each answer: said, said in part, missed."""

    def draw() -> Figure:
        sheet = Sheet(width, len(rows), ticks=False)
        axes = sheet.axes
        for index, row in enumerate(rows):
            y, count = sheet.bar_y(index), row.said + row.partly + row.missed
            colours = (
                [COLOURS.good] * row.said
                + [COLOURS.unsure] * row.partly
                + [COLOURS.zone] * row.missed
            )
            gap = min(0.006, 0.25 / max(count, 1))
            cell = (1 + gap) / max(count, 1)
            lefts = [number * cell for number in range(count)]
            axes.barh([y] * count, cell - gap, left=lefts, height=12, color=colours, align="center")
            sheet.text(index, row.title, row.caption, COLOURS.quiet)
        axes.set_xlim(0, 1)
        return sheet.figure

    return draw_svg(f"coverage{width}", label, draw)


_PACE_SIZE = (NARROW, 132)
_PACE_LEFT, _PACE_RIGHT, _PACE_BOTTOM, _PACE_TOP = 34, 8, 24, 10


def pace_frame() -> PaceFrame:
    """For a cursor that follows the sound."""
    return PaceFrame(float(_PACE_LEFT), float(_PACE_SIZE[0] - _PACE_RIGHT))


def pace_svg(plot: PacePlot, label: str, name: str) -> str:
    """Words a minute along the recording, the comfortable range behind, long pauses below.

    Args:
        plot: at least one point.
        label: what it shows, in words.
        name: unique in the page.
    """

    def draw() -> Figure:
        width, height = _PACE_SIZE
        figure = make_figure(width, height)
        axes = make_axes(
            figure,
            (_PACE_LEFT, _PACE_BOTTOM, width - _PACE_RIGHT, height - _PACE_TOP),
        )
        low, high = plot.comfortable
        times = [point.at_s for point in plot.points]
        paces = [point.words_per_minute for point in plot.points]
        bottom = min(60.0, min(paces) - 10)
        top = max(220.0, max(paces) + 10)
        axes.axhspan(low, high, color=COLOURS.band, linewidth=0)
        for pause in plot.pauses:
            axes.axvspan(pause.start_s, pause.end_s, ymax=0.09, color=COLOURS.quiet, linewidth=0)
        axes.plot(times, paces, color=COLOURS.accent, linewidth=2)
        if len(times) == 1:
            axes.plot(times, paces, color=COLOURS.accent, marker="o", markersize=5)
        axes.set_xlim(0, plot.duration_s)
        axes.set_ylim(bottom, top)
        axes.set_yticks([low, high, 200.0], [f"{low:.0f}", f"{high:.0f}", "200"])
        axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=COLOURS.quiet, pad=6)
        clock_ticks(axes, plot.duration_s, most=5)
        return figure

    return draw_svg(name, label, draw)
