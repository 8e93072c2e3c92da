"""Bars and plots made of characters: time against a target, values over time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from interviewer.ui.page import Page

SCORES = (0.0, 100.0)
"""The range of scores: always the whole, so that a small change looks small."""

_UNICODE = "▁▂▃▄▅▆▇█"
_ASCII = "_.-~=+*#"
_FRAME = str.maketrans("┌┐└┘─│┤┬├┴┼", "++++-|+++++")

_ROWS = 12
_GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class TimeBar:
    """Cells of a bar, counted from its left end."""

    width: int
    filled: int
    overflow: bool
    """More was spoken than the bar can show."""
    zone_start: int
    target: int
    zone_end: int
    """Last cell of the zone in which the answer is on time."""


def time_bar(
    spoken_s: float, target_s: float, slack_s: float, zero_s: float, width: int
) -> TimeBar:
    """Lays out a bar of ``width`` cells, at least 10.

    Args:
        spoken_s: seconds, 0 or more.
        target_s: seconds, more than 0.
        slack_s: seconds either side of the target that are on time.
        zero_s: seconds beyond the target at which a long answer's timing scores nothing, where
            the bar ends.
        width: cells.
    """
    scale = target_s + zero_s

    def cell(at_s: float) -> int:
        return min(width - 1, max(0, round(at_s / scale * width) - 1))

    target = cell(target_s)
    return TimeBar(
        width=width,
        filled=min(width, max(round(spoken_s / scale * width), int(spoken_s > 0))),
        overflow=spoken_s > scale,
        zone_start=min(cell(target_s - slack_s), target - 1),
        target=target,
        zone_end=max(cell(target_s + slack_s), target + 1),
    )


def thinned(values: Sequence[float | None], most: int) -> tuple[float | None, ...]:
    """At most ``most`` values: neighbours are put together as the mean of those measured."""
    if len(values) <= most:
        return tuple(values)
    edges = [index * len(values) // most for index in range(most + 1)]
    return tuple(_mean(values[start:end]) for start, end in pairwise(edges))


def _mean(values: Sequence[float | None]) -> float | None:
    measured = [value for value in values if value is not None]
    return sum(measured) / len(measured) if measured else None


def sparkline(
    page: Page, values: Sequence[float | None], cells: int, span: tuple[float, float] = SCORES
) -> str:
    """One bar a value, the earliest first; several share a cell where there are too many.

    Args:
        page: whether it can show bars.
        values: None is a blank.
        cells: how many at most.
        span: the values of the lowest and the highest bar.
    """
    bars = _UNICODE if page.encoding.lower().startswith("utf") else _ASCII
    low, high = span

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        share = min(1.0, max(0.0, (value - low) / (high - low)))
        return bars[min(len(bars) - 1, int(share * len(bars)))]

    return "".join(bar(value) for value in thinned(values, cells))


_FLOOR_DB = -60.0


def level_share(rms: float) -> float:
    """A level from -60 dB to full scale, which is 1, as 0 to 1."""
    if rms <= 0:
        return 0.0
    return max(0.0, min(1.0, 1 - 20 * math.log10(rms) / _FLOOR_DB))


def meter(page: Page, levels: Sequence[float], cells: int) -> str:
    """How loud it was lately as a row of bars that moves to the left: nothing that fills up as work does.

    Args:
        page: whether it can show bars.
        levels: the last one is now; 1 is full scale.
        cells: how many of the last are shown.
    """
    shown = [level_share(level) for level in levels[-cells:]]
    return sparkline(page, [*[0.0] * (cells - len(shown)), *shown], cells, (0.0, 1.0))


def plot_lines(page: Page, values: Sequence[float | None], ends: tuple[str, str]) -> Iterator[Text]:
    """Scores in their order as a curve between 0 and 100.

    Args:
        page: its width is filled.
        values: one at least that is not None; None leaves its place empty.
        ends: what to write below the first and the last.
    """
    import plotext

    plain = not page.encoding.lower().startswith("utf")
    measured = [(place, value) for place, value in enumerate(values, 1) if value is not None]
    places, scores = [place for place, _ in measured], [value for _, value in measured]
    plotext.clear_figure()
    plotext.theme("clear")
    plotext.plotsize(page.width - 1, _ROWS)
    if len(measured) == 1 or plain:
        plotext.scatter(places, scores, marker="*" if plain else "dot")
    else:
        plotext.plot(places, scores, marker="braille")
    plotext.xlim(1, max(2, len(values)))
    plotext.ylim(*SCORES)
    plotext.yticks(_GRID)
    plotext.xticks([1, max(2, len(values))], [page.plain(end) for end in ends])
    drawn = plotext.uncolorize(plotext.build())
    for line in drawn.splitlines():
        yield Text((line.translate(_FRAME) if plain else line).rstrip())
