"""Values over time: a word-sized row of bars, and a plot drawn by plotext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from interviewer.history.trends import thinned
from interviewer.report.page import Page

__all__ = ["SCORES", "plot_lines", "sparkline"]

SCORES = (0.0, 100.0)
"""The range of scores: always the whole, so that a small change looks small."""

_UNICODE = "▁▂▃▄▅▆▇█"
_ASCII = "_.-~=+*#"
_FRAME = str.maketrans("┌┐└┘─│┤┬├┴┼", "++++-|+++++")

_ROWS = 12
_GRID = (0, 25, 50, 75, 100)


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
