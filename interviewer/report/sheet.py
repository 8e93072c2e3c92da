"""Sizes, empty axes and rows that the plots of the reports have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.report.svg import COLOURS
from interviewer.report.text import clip, clock, safe

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["NARROW", "SMALL", "WIDE", "Sheet", "clock_ticks", "make_axes", "make_figure"]

WIDE, NARROW = 820, 340
"""Pixels: a column on a laptop or on paper, and a phone."""
SMALL = 11
"""Pixels, of the text at the axes."""

_ROW = 34
_LABEL_ROW = 18
_CHARACTER = 6.4
"""Mean width of a character of 12 px text, generous, so that nothing is cut."""


class Sheet:
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


def clock_ticks(axes: Axes, end_s: float, most: int) -> None:
    """At most ``most`` marks at round times."""
    steps = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
    step = next((step for step in steps if end_s / step <= most), steps[-1])
    ticks = [float(at) for at in range(0, int(end_s) + 1, step)]
    axes.set_xticks(ticks, [clock(at) for at in ticks])
