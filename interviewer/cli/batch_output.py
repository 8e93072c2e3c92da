"""What ``interviewer batch`` shows while it scores, and writes in the end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from interviewer.cli.options import write_output
from interviewer.domain import Notice, Scenario
from interviewer.i18n import N_
from interviewer.report.class_page import Class, render_class
from interviewer.report.class_rows import Row, render_class_csv
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen
from interviewer.ui.text import number

_TOLD_EVERY_S = 30.0
"""Where no bar can be drawn, a line so often."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where results go; None where one is not asked for."""

    json: str | None = None
    """A file, or ``-`` for standard output."""
    html: str | None = None
    csv: str | None = None
    anonymous: bool = False
    sent: bool = False
    """Other machines have scored."""


@contextmanager
def progress(screen: Screen, total: int) -> Iterator[Callable[[], None]]:
    """Rate and time left: a bar on a terminal, elsewhere a line from time to time."""
    began_s = told_s = time.monotonic()
    done = 0

    def told() -> str:
        passed_s = max(1e-9, time.monotonic() - began_s)
        left_s = passed_s / done * (total - done) if done else 0.0
        message = N_("{done} of {total}, {rate} a minute, {left} min left")
        rate = number(60 * done / passed_s, 1, screen.language)
        left = number(left_s / 60, 1, screen.language)
        return screen.tr(message, done=done, total=total, rate=rate, left=left)

    if not screen.err.is_terminal:

        def line() -> None:
            nonlocal done, told_s
            done += 1
            if time.monotonic() - told_s >= _TOLD_EVERY_S and done < total:
                told_s = time.monotonic()
                screen.notice(Notice("{line}", {"line": told()}))

        yield line
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=screen.err, transient=True) as bar:
        task = bar.add_task(screen.tr(N_("Listening to the recordings")), total=total)

        def draw() -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=told())

        yield draw


def write_results(
    places: Places, scenario: Scenario, rows: Sequence[Row], entries: Path, screen: Screen
) -> None:
    """The class page and the table, and a line of what came out.

    Args:
        places: where to.
        scenario: gives the page its title and language.
        rows: all candidates, in order.
        entries: the file of their entries.
        screen: where to say so.

    Raises:
        UsageError: one cannot be written.
    """
    if places.json == "-":
        with entries.open(encoding="utf-8", newline="") as lines:
            for line in lines:
                screen.data(line)
    elif places.json is not None:
        screen.notice(Notice(N_("Written: {file}"), {"file": places.json}))
    if places.html is not None:
        group = Class(scenario, rows, places.anonymous, places.sent)
        page = render_class(group, words_in(scenario.language))
        write_output("--html", places.html, page, screen)
    if places.csv is not None:
        write_output(
            "--csv", places.csv, "\ufeff" + render_class_csv(rows, scenario.rubric), screen
        )
    if places.anonymous:
        said = N_(
            "What candidates say of themselves is in transcripts and recordings, their names too."
        )
        screen.notice(Notice(said))
    scores = [row.score for row in rows if row.score is not None]
    scored = sum(not row.error for row in rows)
    values: dict[str, str | int | float] = {"scored": scored, "count": len(rows)}
    told = N_("Scored: {scored} of {count}.")
    if scores:
        told = N_("Scored: {scored} of {count}. Median {median} of 100.")
        values["median"] = number(statistics.median(scores), 0, screen.language)
    if places.json == "-":
        screen.notice(Notice(told, values))
    else:
        screen.line(screen.tr(told, **values))
