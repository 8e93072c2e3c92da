"""``interviewer today``: a quarter of an hour made of what is due, what went worst, one timed phase."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer
from rich.text import Text

from interviewer.cli.history import open_history
from interviewer.cli.options import screen_of
from interviewer.domain import Language
from interviewer.drill.cards import memory_from
from interviewer.drill.today import Day, Known, Step, today, up_to
from interviewer.errors import UsageError
from interviewer.history.store import Store
from interviewer.i18n import N_
from interviewer.scenario.library import load
from interviewer.scenario.source import library_ids
from interviewer.settings import load_settings
from interviewer.ui.page import QUIET, STRONG, Page
from interviewer.ui.screen import Screen
from interviewer.ui.text import full_day

app = typer.Typer(rich_markup_mode=None)

_WEEKDAYS = (
    N_("Mon"),
    N_("Tue"),
    N_("Wed"),
    N_("Thu"),
    N_("Fri"),
    N_("Sat"),
    N_("Sun"),
)
_SOURCES: dict[Language, tuple[str, str, str]] = {
    "fr": ("pitch-3min", "glossaire", "questions-ia"),
    "en": ("pitch-3min-en", "glossaire-en", "questions-ia-en"),
}
"""The pitch that is timed, the cards and the questions that are asked, in each language."""


@app.command("today")
def _today(
    context: typer.Context,
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="YYYY-MM-DD", help=N_("The day of the interview.")),
    ] = None,
    typed: Annotated[
        bool, typer.Option("--typed", help=N_("Type the answers: no microphone, no voice."))
    ] = False,
) -> None:
    show(day, screen_of(context), datetime.now().astimezone(), typed=typed)


def show(day: str | None, screen: Screen, now: datetime, *, typed: bool = False) -> None:
    """Tells what to do today, and up to the interview where its day is known; on a terminal, does it.

    Raises:
        UsageError: ``day`` is no date, or a setting is wrong.
    """
    interview = load_settings().interview if day is None else _date(day)
    with open_history("reading") as store:
        known = what_is_known(store, screen.language)
    steps, page = today(known, now, typed=typed), screen.page
    screen.show(_heading(page, interview, now))
    for number, step in enumerate(steps, 1):
        screen.show(_step_lines(page, number, step))
    if interview is not None and interview > now.date():
        screen.show(_day_lines(page, up_to(known, interview, now)))
    if sys.stdin.isatty() and screen.out.is_terminal:
        _go_through(steps, screen)


def what_is_known(store: Store, language: Language) -> Known:
    """Everything that a day is made of."""
    pitch, cards, questions = _SOURCES[language]
    shipped = library_ids()
    rehearsed = dict.fromkeys(
        each.scenario_id
        for each in store.sessions()
        if each.kind != "drill" and each.language == language and each.scenario_id in shipped
    )
    answers = [(id_, answer) for id_ in rehearsed for answer in store.best_answers(id_)]
    answers.sort(key=lambda each: each[1].started_at)
    return Known(
        pitch,
        tuple(each for each in load(pitch).phases if not each.optional),
        cards,
        questions,
        tuple(memory_from(row.state) for row in store.deck(language) if row.state is not None),
        tuple(answers),
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            N_("{text} is no date."), N_("Write it as 2026-12-15."), text=text
        ) from error


def _heading(page: Page, interview: date | None, now: datetime) -> Iterator[Text]:
    yield page.text(page.say(N_("Today: a quarter of an hour")), STRONG)
    if interview is None:
        hint = N_("With the day of your interview, date = 2026-12-15 in {file}, the days up to it.")
        yield from page.paragraph(page.say(hint, file="settings.toml"), 0, QUIET)
        return
    left = (interview - now.date()).days
    message = N_("The interview is in {days} days.")
    if left == 1:
        message = N_("The interview is tomorrow.")
    elif left == 0:
        message = N_("The interview is today: one phase aloud, no more. You are ready.")
    elif left < 0:
        message = N_("The day of the interview, {day}, is over: change it in settings.toml.")
    day = full_day(datetime(interview.year, interview.month, interview.day), page.language)
    yield from page.paragraph(page.say(message, days=left, day=day), 0)


def _step_lines(page: Page, number: int, step: Step) -> Iterator[Text]:
    said = {
        "due": N_("The cards that are due: {count}") if step.count else N_("Six new cards"),
        "asked": N_("Two questions, drawn for today"),
        "missed": N_("What went worst of late: {title}"),
        "timed": N_("A phase against the clock: {title}"),
    }[step.what]
    minutes = page.say(N_("{minutes} min"), minutes=step.minutes)
    title = page.say(said, count=step.count, title=step.title)
    yield Text("")
    right = page.text(minutes, QUIET)
    yield page.ends(
        page.text(page.cut(f"{number}. {title}", page.width - right.cell_len - 2)), right
    )
    yield page.text(f"   interviewer {' '.join(step.command)}", QUIET)


def _day_lines(page: Page, days: tuple[Day, ...]) -> Iterator[Text]:
    yield Text("")
    yield page.text(page.say(N_("Up to the interview")), STRONG)
    yield page.rule()
    for each in days:
        said = {
            "timed": N_("a phase against the clock: {title}"),
            "whole": N_("the whole, as on the day"),
            "rest": N_("the interview: {title} once aloud, no more"),
        }[each.what]
        title = page.say(said, title=each.title)
        if each.cards:
            title += " · " + page.say(N_("cards due: {count}"), count=each.cards)
        weekday = page.say(_WEEKDAYS[each.day.weekday()])
        when = full_day(datetime(each.day.year, each.day.month, each.day.day), page.language)
        yield from page.paragraph(title, 0, mark=f"{weekday} {when} ")


def _go_through(steps: tuple[Step, ...], screen: Screen) -> None:
    """One step after the other, each when the person is ready."""
    from interviewer.cli.program import call

    for number, step in enumerate(steps, 1):
        hint = N_("{number} of {count} — Enter begins, s skips, q ends: ")
        screen.err.print(screen.tr(hint, number=number, count=len(steps)), end="")
        answer = sys.stdin.readline()
        if not answer or answer.strip().casefold() == "q":
            return
        if answer.strip().casefold() != "s":
            call(list(step.command), screen)
