"""``interviewer progress`` and ``interviewer compare``: how one gets on, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from interviewer.cli.history import open_history
from interviewer.cli.options import HtmlOption, need, screen_of, write_output
from interviewer.errors import UsageError
from interviewer.history.trends import compare, trends
from interviewer.i18n import N_
from interviewer.report.console_history import (
    all_lines,
    comparison_lines,
    legend_lines,
    scenario_lines,
)
from interviewer.report.html import render_progress
from interviewer.report.progress import Progress
from interviewer.report.stored import nothing_yet, progress_of, side_of
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


@app.command("progress")
def _progress(
    context: typer.Context,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help=N_("Id of a scenario; all without it.")),
    ] = None,
    html: HtmlOption = None,
) -> None:
    need("plotext", *(() if html is None else ("matplotlib", "jinja2")))
    _show_progress(scenario, screen_of(context), html)


@app.command("compare")
def _compare(
    context: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="A", help=N_("A session, or one take of it: SESSION/TAKE."))
    ],
    after: Annotated[str, typer.Argument(metavar="B", help=N_("What to compare it with."))],
) -> None:
    show_comparison(before, after, screen_of(context))


def _show_progress(scenario: str | None, screen: Screen, html: str | None = None) -> None:
    """Trends of one scenario, or of all, also as a page in the file ``html``.

    Raises:
        UsageError: nothing of it is scored yet, or the file cannot be written.
    """
    with open_history("reading") as store:
        if scenario is None:
            found = trends(store.sessions())
            if not found:
                raise nothing_yet(N_("Nothing is scored yet."), "SCENARIO")
            screen.show(all_lines(screen.page, found, store.terms()))
            ids = dict.fromkeys(each.last.scenario_id for each in found)
            sections = [each for one in ids for each in progress_of(store, one)]
        else:
            sections = progress_of(store, scenario)
            screen.speak(store.sessions(1, scenario)[0].language)
            for number, each in enumerate(sections):
                screen.show((Text(""),) if number else ())
                screen.show(scenario_lines(screen.page, each))
            if any(each.trend is not None for each in sections):
                screen.show(legend_lines(screen.page))
    if html is not None:
        _write_page(sections, html, screen)


def _write_page(scenarios: Sequence[Progress], file: str, screen: Screen) -> None:
    scored = [each for each in scenarios if each.trend is not None]
    if not scored:
        raise UsageError(
            N_("Nothing of {scenario} is scored yet."),
            scenario=scenarios[0].runs[0].scenario_id,
        )
    text = render_progress(scored, words_in(screen.language))
    write_output("--html", file, text, screen)


def show_comparison(before: str, after: str, screen: Screen) -> None:
    """Two sessions side by side, or two takes: SESSION/TAKE.

    Raises:
        UsageError: one of them is not there, or has no answers.
    """
    with open_history("reading") as store:
        sides = side_of(store, before), side_of(store, after)
        screen.speak(store.find(after.partition("/")[0], scored=True).language)
    screen.show(comparison_lines(screen.page, compare(*sides)))
