"""``interviewer progress`` and ``interviewer compare``: how one gets on, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.text import Text

from interviewer.cli.history import open_history
from interviewer.cli.options import HtmlOption, need, screen_of, write_output
from interviewer.domain import AnswerCard
from interviewer.errors import UsageError
from interviewer.history.record import best_answers
from interviewer.history.store import Store
from interviewer.history.trends import Side, compare, task_trends, trends
from interviewer.history.values import StoredSession, answer_figures, session_figures
from interviewer.i18n import N_
from interviewer.report.console_history import (
    all_lines,
    comparison_lines,
    legend_lines,
    scenario_lines,
)
from interviewer.report.html import render_progress
from interviewer.report.progress import Progress
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
                raise _nothing(N_("Nothing is scored yet."), "SCENARIO")
            screen.show(all_lines(screen.page, found, store.terms()))
            ids = dict.fromkeys(each.last.scenario_id for each in found)
            sections = [each for one in ids for each in _progress_of(store, one)]
        else:
            sections = _progress_of(store, scenario)
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
        sides = _side(store, before, screen), _side(store, after, screen)
    screen.show(comparison_lines(screen.page, compare(*sides)))


def _progress_of(store: Store, scenario: str) -> list[Progress]:
    """How a scenario went, by the way it was held, the last one first; the first has the terms."""
    sessions = store.sessions(scenario_id=scenario)
    found, runs = trends(sessions), tuple(each for each in sessions if each.kind == "timer")
    if not found and not runs:
        known = dict.fromkeys(each.scenario_id for each in store.sessions())
        if not known:
            raise _nothing(N_("Nothing is scored yet."), scenario)
        raise UsageError(
            N_("Nothing of {scenario} is scored yet."),
            N_("There are sessions of: {ids}."),
            scenario=scenario,
            ids=", ".join(known),
        )
    if not found:
        return [Progress(None, runs=runs)]
    answers, tics = store.best_answers(scenario), store.tics(scenario)
    voices = store.voices(found[0].last.language)
    made: list[Progress] = []
    for each in found:
        ids = {session.id for session in each.sessions}
        made.append(
            Progress(
                each,
                task_trends([answer for answer in answers if answer.session_id in ids]),
                None if made else store.terms(scenario),
                () if made else runs,
                tuple(tic for tic in tics if tic.session_id in ids),
                tuple(voice for voice in voices if voice.session_id in ids),
            )
        )
    return made


def _nothing(message: str, scenario: str) -> UsageError:
    return UsageError(message, N_("Begin with: interviewer rehearse {scenario}"), scenario=scenario)


def _side(store: Store, text: str, screen: Screen) -> Side:
    name, _, take = text.partition("/")
    stored = store.load(store.find(name, scored=True).id)
    screen.speak(stored.scenario.language)
    answers = best_answers(stored)
    if not answers:
        raise UsageError(
            N_("The session {session} has no scored answers to compare."),
            session=stored.summary.id,
        )
    if not take:
        figures = session_figures(answers)
        return Side(stored.summary.id, stored.scenario.id, figures, answers)
    others = () if stored.record is None else stored.record.set_aside
    card = _take_named(stored, (*answers, *others), take)
    return Side(f"{stored.summary.id}/{take}", stored.scenario.id, answer_figures(card), (card,))


def _take_named(stored: StoredSession, cards: Sequence[AnswerCard], take: str) -> AnswerCard:
    """The card of the recording ``take``."""
    names = {recording.path: recording.name for recording in stored.recordings}
    known = {names[card.take.audio]: card for card in cards if card.take.audio in names}
    if take not in known:
        raise UsageError(
            N_("The session {session} has no scored take {take}."),
            N_("It has: {takes}."),
            session=stored.summary.id,
            take=take,
            takes=", ".join(known) or "-",
        )
    return known[take]
