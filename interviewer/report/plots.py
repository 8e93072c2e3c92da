"""The plots of the reports: timeline, coverage, pace. Values in, SVG elements out.

Every plot is as wide as asked for, in pixels at which its text is readable: a page shows the
narrow one on a phone. What a plot tells is told in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.domain import Verdict
from interviewer.report.svg import COLOURS, draw_svg
from interviewer.report.view import CoverageRow, PaceView, TimelineRow
from interviewer.ui.text import clip, clock, safe

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


WIDE, NARROW = 820, 340
"""Pixels: a column on a laptop or on paper, and a phone."""
SMALL = 11
"""Pixels, of the text at the axes."""

_ROW = 34
_LABEL_ROW = 18
_CHARACTER = 6.4
"""Mean width of a character of 12 px text, generous, so that nothing is cut."""

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
class PaceFrame:
    """Where time 0 and the end of a recording stand in a pace plot, in its own units."""

    left: float
    right: float


def timeline_svg(rows: Sequence[TimelineRow], label: str, width: int) -> str:
    """Answers one after the other on the session's clock, each against its target.

    The grey bar is too short, the green band on time; the strong bar is what was spoken.
    """

    def draw() -> Figure:
        sheet = _Sheet(width, len(rows), ticks=True)
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
        _clock_ticks(axes, end, most=8 if width >= WIDE else 5)
        return sheet.figure

    return draw_svg(f"timeline{width}", label, draw)


def coverage_svg(rows: Sequence[CoverageRow], label: str, width: int) -> str:
    """A cell for each term or point of each answer: said, said in part, missed."""

    def draw() -> Figure:
        sheet = _Sheet(width, len(rows), ticks=False)
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


def pace_svg(pace: PaceView, name: str) -> str:
    """Syllables a second along the recording, the comfortable range behind, long pauses below.

    Args:
        pace: what it shows.
        name: unique in the page.
    """

    def draw() -> Figure:
        width, height = _PACE_SIZE
        figure = make_figure(width, height)
        axes = make_axes(
            figure,
            (_PACE_LEFT, _PACE_BOTTOM, width - _PACE_RIGHT, height - _PACE_TOP),
        )
        low, high = pace.comfortable
        times = [point.at_s for point in pace.points]
        paces = [point.speech_rate or 0.0 for point in pace.points]
        bottom = min(1.5, min(paces) - 0.3)
        top = max(7.0, max(paces) + 0.3)
        axes.axhspan(low, high, color=COLOURS.band, linewidth=0)
        for pause in pace.pauses:
            axes.axvspan(pause.start_s, pause.end_s, ymax=0.09, color=COLOURS.quiet, linewidth=0)
        axes.plot(times, paces, color=COLOURS.accent, linewidth=2)
        if len(times) == 1:
            axes.plot(times, paces, color=COLOURS.accent, marker="o", markersize=5)
        axes.set_xlim(0, pace.duration_s)
        axes.set_ylim(bottom, top)
        axes.set_yticks([low, high], [f"{low:g}", f"{high:g}"])
        axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=COLOURS.quiet, pad=6)
        _clock_ticks(axes, pace.duration_s, most=5)
        return figure

    return draw_svg(name, pace.text, draw)


class _Sheet:
    """Rows with a title, bars and a caption: beside each other where wide, else two lines each.

    Args:
        width: pixels.
        rows_high: how many rows.
        ticks: leave room for marks below, and draw their lines.
    """

    _TITLE_WIDTH, _CAPTION_WIDTH = 230, 190

    def __init__(self, width: int, rows_high: int, *, ticks: bool) -> None:
        self._beside = width >= WIDE
        self._row = _ROW if self._beside else _ROW + _LABEL_ROW
        self._width = width
        bottom = 26 if ticks else 2
        self._high = rows_high * self._row
        height = bottom + self._high
        self.figure = make_figure(width, height)
        left, right = (
            (self._TITLE_WIDTH, width - self._CAPTION_WIDTH) if self._beside else (2, width - 2)
        )
        self.axes = make_axes(self.figure, (left, bottom, right, height), grid=ticks)
        self.axes.set_ylim(0, self._high)
        self.axes.set_yticks([])
        if not ticks:
            self.axes.set_xticks([])
        self._bottom, self._height = bottom, height

    def bar_y(self, index: int) -> float:
        """The middle of a row's bar, in pixels above the bottom of the bars."""
        top = self._high - index * self._row
        return top - self._row / 2 if self._beside else top - _LABEL_ROW - 16

    def text(self, index: int, title: str, caption: str, colour: str) -> None:
        """Writes the two texts of a row."""
        y = self.bar_y(index) if self._beside else self.bar_y(index) + 19
        across = (self._bottom + y) / self._height
        middle = "center_baseline" if self._beside else "baseline"
        room = self._TITLE_WIDTH if self._beside else self._width - len(caption) * _CHARACTER
        shown = clip(safe(title), max(8, int(room / _CHARACTER) - 2))
        self.figure.text(0, across, shown, size=13, va=middle, color=COLOURS.ink)
        self.figure.text(1, across, safe(caption), size=12, va=middle, ha="right", color=colour)


def make_figure(width: int, height: int) -> Figure:
    """An empty figure of so many pixels, see-through."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    return figure


def make_axes(
    figure: Figure, box: tuple[float, float, float, float], *, grid: bool = False
) -> Axes:
    """Axes without frame in ``box``: left, bottom, right and top in pixels."""
    width, height = figure.get_size_inches() * 72
    left, bottom, right, top = box
    axes = figure.add_axes(
        (left / width, bottom / height, (right - left) / width, (top - bottom) / height)
    )
    axes.patch.set_visible(False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0, labelsize=SMALL, labelcolor=COLOURS.quiet)
    if grid:
        axes.grid(axis="x", color=COLOURS.line, linewidth=0.8)
    return axes


def _clock_ticks(axes: Axes, end_s: float, most: int) -> None:
    """At most ``most`` marks at round times."""
    steps = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    step = next((step for step in steps if end_s / step <= most), steps[-1])
    ticks = [float(at) for at in range(0, int(end_s) + 1, step)]
    axes.set_xticks(ticks, [clock(at) for at in ticks])
