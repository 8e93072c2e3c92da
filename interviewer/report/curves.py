"""Total and parts over sessions as curves that are told apart without their colours.

Each has a line and a mark of its own, and its name and last value at its end. Where curves lie on
each other their dashes leave room for each other, and their marks have different sizes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from interviewer.i18n import N_
from interviewer.report.plots import SMALL, WIDE, make_axes, make_figure
from interviewer.report.progress_rows import ProgressPoint
from interviewer.report.svg import COLOURS, draw_svg
from interviewer.ui.page import Words
from interviewer.ui.text import number, safe

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_LEFT, _BOTTOM, _TOP = 30, 26, 14
_NAMES = 118
"""Pixels right of the curves, for their names."""
_LINE = 15.0
"""Pixels from one name to the next."""
_LEAST_SPAN = 40.0
"""Points that the axis shows at least: a small change must not look like a leap."""
_MARK_EVERY = 44
"""Pixels from mark to mark of a curve, so that they do not become the curve."""


@dataclass(frozen=True, slots=True)
class _Curve:
    """One figure over sessions, and how it is drawn."""

    title: str
    scores: tuple[float | None, ...]
    colour: str
    marker: str
    sign: str
    """The marker as a character, before the name."""
    size: float
    width: float
    dashes: tuple[float, tuple[float, ...] | None]
    """Where they begin, then line and gap, in widths of the line; None: no gaps."""
    filled: bool = False

    @property
    def last(self) -> tuple[int, float] | None:
        """Where the curve ends; None where nothing was measured."""
        return next(
            (
                (index, score)
                for index, score in reversed(list(enumerate(self.scores)))
                if score is not None
            ),
            None,
        )

    @property
    def runs(self) -> list[list[tuple[int, float]]]:
        """Neighbours that were measured, with their places."""
        return [
            [(index, score) for index, score in group if score is not None]
            for measured, group in groupby(
                enumerate(self.scores), key=lambda each: each[1] is not None
            )
            if measured
        ]


def progress_svg(
    points: Sequence[ProgressPoint], words: Words, width: int = WIDE, name: str = "progress"
) -> str:
    """Total and parts over sessions, the oldest first; a line breaks where nothing was measured.

    Args:
        points: at least one.
        words: the language of the page.
        width: pixels, :data:`WIDE` or :data:`NARROW`.
        name: unique in the page.
    """
    curves = _curves(points, words)

    def draw() -> Figure:
        height = 260 if width >= WIDE else 240
        figure = make_figure(width, height)
        axes = make_axes(figure, (_LEFT, _BOTTOM, width - _NAMES, height - _TOP))
        low, high = _axis(curves)
        beside = max(0.3, len(points) / 40)
        axes.set_xlim(-beside, max(len(points) - 1, 1) + beside)
        axes.set_ylim(low, high)
        step = max(1, math.ceil(len(points) * _MARK_EVERY / width))
        for place, curve in enumerate(curves):
            _draw(axes, curve, step, place * step // len(curves), 1.0 if width >= WIDE else 0.75)
        _name_ends(axes, curves, words, (high - low) / (height - _BOTTOM - _TOP))
        tick = 25 if high - low > 60 else 10
        axes.set_yticks(range(math.ceil(low / tick) * tick, 101, tick))
        axes.grid(axis="y", color=COLOURS.line, linewidth=0.8)
        axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=COLOURS.quiet)
        _session_ticks(axes, points, most=width // 110)
        return figure

    label = words.say(
        N_("Scores over {count} sessions: {titles}"),
        count=len(points),
        titles=", ".join(curve.title for curve in curves),
    )
    return draw_svg(f"{name}{width}", label, draw)


def parted(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near ``heights`` that are ``gap`` apart, none below ``low`` or above ``high``.

    Where the room is too small for all, they are spread over it evenly. The order stays.

    Args:
        heights: ascending.
        gap: between two places.
        low: of the room.
        high: of the room, not below ``low``.
    """
    count = len(heights)
    if count > 1:
        gap = min(gap, (high - low) / (count - 1))
    places: list[float] = []
    for height in heights:
        at = min(max(height, low), high)
        places.append(max(at, places[-1] + gap) if places else at)
    # What was pushed out above comes back, and pushes down what is below it.
    ceiling = high
    for index in reversed(range(count)):
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    return places


def _curves(points: Sequence[ProgressPoint], words: Words) -> tuple[_Curve, ...]:
    """The total first, so that the thinner ones are seen upon it."""
    total, content, timing, delivery = (
        tuple(scores)
        for scores in zip(
            *((each.total, each.coverage, each.timing, each.delivery) for each in points),
            strict=True,
        )
    )
    return (
        _Curve(
            words.say(N_("Total")),
            total,
            COLOURS.accent,
            "o",
            "●",
            6.5,
            3.0,
            (0, None),
            filled=True,
        ),
        _Curve(
            words.say(N_("Content")),
            content,
            COLOURS.good_text,
            "^",
            "△",
            9.5,
            1.6,
            (0, (5, 3)),
        ),
        _Curve(
            words.say(N_("Timing")),
            timing,
            COLOURS.unsure_text,
            "s",
            "□",
            10.5,
            1.6,
            (4, (1.2, 2)),
        ),
        _Curve(
            words.say(N_("Delivery")),
            delivery,
            COLOURS.quiet,
            "D",
            "◇",
            8.0,
            1.6,
            (2, (7, 2, 1.2, 2)),
        ),
    )


def _axis(curves: Sequence[_Curve]) -> tuple[float, float]:
    """From ten below the lowest score, in tens, to just above 100."""
    lowest = min(score for curve in curves for score in curve.scores if score is not None)
    low = max(0.0, min(math.floor(lowest / 10) * 10 - 10.0, 100 - _LEAST_SPAN))
    return low, 100 + (100 - low) * 0.03


def _draw(axes: Axes, curve: _Curve, step: int, turn: int, scale: float) -> None:
    """The curve, its marks on every ``step``-th session, ``turn`` after the first, and its last.

    Args:
        axes: where.
        curve: what.
        step: sessions from mark to mark.
        turn: below ``step``; another for each curve, so that marks leave each other room.
        scale: of the marks.
    """
    look: dict[str, Any] = {
        "color": curve.colour,
        "marker": curve.marker,
        "markersize": curve.size * scale,
        "markerfacecolor": curve.colour if curve.filled else "none",
        "markeredgewidth": 1.4,
    }
    last = curve.last
    for run in curve.runs:
        marked = [
            index
            for index, (at, score) in enumerate(run)
            if at % step == turn or (at, score) == last or len(run) == 1
        ]
        axes.plot(
            [at for at, _ in run],
            [score for _, score in run],
            linewidth=curve.width,
            linestyle=curve.dashes,
            markevery=marked,
            **look,
        )


def _name_ends(axes: Axes, curves: Sequence[_Curve], words: Words, points_a_pixel: float) -> None:
    """Each curve's sign, name and last value, parted, with a thin line from its end."""
    ends = sorted(
        ((*curve.last[::-1], curve) for curve in curves if curve.last is not None),
        key=lambda end: end[0],
    )
    low, high = axes.get_ylim()
    right = axes.get_xlim()[1]
    half = _LINE / 2 * points_a_pixel
    heights = parted([score for score, _, _ in ends], _LINE * points_a_pixel, low + half, high)
    pixel = right / 100
    for (score, at, curve), height in zip(ends, heights, strict=True):
        axes.plot(
            [at, right, right + 2 * pixel],
            [score, height, height],
            color=curve.colour,
            linewidth=0.8,
            alpha=0.6,
            clip_on=False,
        )
        axes.annotate(
            f"{curve.sign} {curve.title} {number(score, 0, words.language)}",
            (1, height),
            xycoords=("axes fraction", "data"),
            xytext=(14, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=curve.colour,
            weight="bold" if curve.filled else "normal",
            annotation_clip=False,
        )


def _session_ticks(axes: Axes, points: Sequence[ProgressPoint], most: int) -> None:
    """The labels of the first session, the last, and some between."""
    count = min(len(points), max(most, 2))
    places = (
        sorted({round(n * (len(points) - 1) / (count - 1)) for n in range(count)})
        if count > 1
        else [0]
    )
    axes.set_xticks(places, [safe(points[place].label) for place in places])
