"""``interviewer history``, ``export`` and ``import``: what is kept, shown, taken out, carried over."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli.options import FileArgument, SessionArgument, YesOption, screen_of
from interviewer.cli.removed import sweep_recordings, tell_removed
from interviewer.domain import Notice, Scenario
from interviewer.errors import HistoryError, StoppedError, UsageError
from interviewer.history.database import Purpose
from interviewer.history.folder import shown
from interviewer.history.store import Store, open_store
from interviewer.i18n import N_
from interviewer.report.console import render_scorecard
from interviewer.report.console_history import (
    SessionRow,
    head_lines,
    recording_lines,
    session_lines,
)
from interviewer.report.stored import usual_voice
from interviewer.scoring.answer import score_session
from interviewer.settings import load_settings
from interviewer.timer.results import record_table
from interviewer.ui.page import QUIET
from interviewer.ui.screen import Screen
from interviewer.ui.text import safe

app = typer.Typer(rich_markup_mode=None)
_below = typer.Typer(rich_markup_mode=None)
app.add_typer(_below, name="history")

_YES = {"y", "yes", "o", "oui"}

_AGE = re.compile(r"(\d{1,5})\s*(?:d|j|days?|jours?)")


@contextmanager
def open_history(purpose: Purpose = "writing") -> Iterator[Store]:
    """The history; a wrong setting stops before anything is done.

    Args:
        purpose: see :func:`interviewer.history.store.open_store`.

    Raises:
        UsageError: a setting is wrong.
        HistoryError: the history cannot be used.
    """
    load_settings()
    with open_store(purpose=purpose) as store:
        yield store


def with_own_phrasings(scenario: Scenario) -> Scenario:
    """``scenario`` with the phrasings that the person marked as their own in earlier sessions of it.

    As it is also where the history cannot be read: an answer is scored all the same.
    """
    try:
        with open_store(purpose="reading") as store:
            return store.phrasings.joined(scenario)
    except HistoryError:
        return scenario


@_below.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help=N_("How many sessions to list at most."))
    ] = 20,
) -> None:
    """``interviewer history``, alone or before one of its commands."""
    if context.invoked_subcommand is None:
        _list_sessions(limit, screen_of(context))


@_below.command("show", help=N_("Show one session: its scorecard, and where its recordings are."))
def _show(context: typer.Context, session: SessionArgument) -> None:
    show(session, screen_of(context))


@_below.command(
    "delete", help=N_("Delete sessions with their recordings; nothing of them remains.")
)
def _delete(
    context: typer.Context,
    sessions: Annotated[
        list[str], typer.Argument(metavar="SESSION", help=N_("Their ids, or how these begin."))
    ],
    yes: YesOption = False,
) -> None:
    delete(sessions, screen_of(context), yes=yes)


@_below.command("purge", help=N_("Delete old sessions, or everything; nothing of them remains."))
def _purge(
    context: typer.Context,
    older_than: Annotated[
        str | None, typer.Option(metavar="DAYS", help=N_("Sessions older than this, such as 30d."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("All sessions, recordings and drill cards."))
    ] = False,
    yes: YesOption = False,
) -> None:
    purge(older_than, screen_of(context), _now(), everything=everything, yes=yes)


@_below.command("restore", help=N_("Take recordings out of the bin: those that became too old."))
def _restore(context: typer.Context) -> None:
    restore(screen_of(context), _now())


@app.command("export")
def _export(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|SESSION", help=N_("A zip file; for a coach, a session.")),
    ],
    for_coach: Annotated[
        bool,
        typer.Option("--for-coach", help=N_("One session as one page in which a coach writes.")),
    ] = False,
    with_comments: Annotated[
        bool,
        typer.Option("--with-comments", help=N_("In it stands what coaches said before.")),
    ] = False,
    html: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("That page; else called after the session.")),
    ] = None,
) -> None:
    if for_coach:
        # It draws, which no other command of this module does.
        from interviewer.cli.coach import export_for_coach

        export_for_coach(file, html, screen_of(context), comments=with_comments)
    elif html is not None or with_comments:
        raise UsageError(
            N_("--html and --with-comments go with --for-coach only."),
            N_("For a report of your own: interviewer report SESSION --html FILE"),
        )
    else:
        export_history(Path(file), screen_of(context))


@app.command("import")
def _import(context: typer.Context, file: FileArgument) -> None:
    import_history(Path(file), screen_of(context))


def _now() -> datetime:
    return datetime.now().astimezone()


def _list_sessions(limit: int, screen: Screen) -> None:
    """The last ``limit`` sessions as a table."""
    with open_history("reading") as store:
        sessions = store.sessions(limit + 1)
        rows = [SessionRow(each, store.audio_bytes(each.id)) for each in sessions[:limit]]
    page = screen.page
    if not rows:
        screen.show(page.paragraph(page.say(N_("Nothing is kept yet.")), 0))
        screen.show(page.paragraph(page.say(N_("Begin with: interviewer rehearse SCENARIO")), 0))
        return
    screen.show(session_lines(page, rows))
    screen.out.print()
    if len(sessions) > limit:
        more = page.say(N_("There are more: interviewer history --limit N"))
        screen.show(page.paragraph(more, 0, QUIET))
    hint = N_("Read one with: interviewer history show SESSION (last is the latest one).")
    screen.show(page.paragraph(page.say(hint), 0, QUIET))


def show(session: str, screen: Screen) -> None:
    """One session: its scorecard, and where its recordings are.

    Raises:
        UsageError: no such session.
    """
    with open_history("reading") as store:
        stored = store.load(store.find(session).id)
    screen.speak(stored.scenario.language)
    page = screen.page
    screen.show(head_lines(page, stored))
    if stored.record is not None and stored.record.answers and stored.summary.engine is not None:
        card = score_session(stored.scenario, stored.summary.engine, stored.record.answers)
        usual = usual_voice(stored.summary.language, stored.summary.id)
        render_scorecard(
            replace(card, usual=usual, coaching=stored.coaching),
            screen.out,
            translate=screen.translate,
            session_id=stored.summary.id,
        )
    if stored.timer is not None:
        screen.out.print()
        screen.out.print(record_table(screen.page, stored.timer))
    if stored.recordings:
        screen.out.print()
        for line in recording_lines(page, stored.recordings):
            screen.out.print(line, soft_wrap=True)


def delete(sessions: Iterable[str], screen: Screen, *, yes: bool) -> None:
    """Takes out the sessions named, with their recordings.

    Raises:
        UsageError: no such session, or it was not confirmed.
    """
    with open_history("deleting") as store:
        ids = list(dict.fromkeys(store.find(each).id for each in sessions))
        question = screen.tr(N_("Delete {ids} with all recordings, for good?"), ids=_shown(ids))
        confirm(question, screen, yes=yes)
        tell_removed(store.remove(ids), screen)


def purge(
    older_than: str | None, screen: Screen, now: datetime, *, everything: bool, yes: bool
) -> None:
    """Takes out the sessions of before, or everything.

    Raises:
        UsageError: neither or both were asked for, the age is none, or it was not confirmed.
    """
    if (older_than is None) != everything:
        raise UsageError(
            N_("Say what to purge."),
            N_("Give --older-than 30d for sessions begun before, or --all for everything."),
        )
    before = None if older_than is None else now - _age(older_than)
    with open_history("deleting") as store:
        _remove_before(store, before, screen, yes=yes)
        if not everything:  # which leaves nothing, not even what was seen of the clock
            sweep_recordings(store, screen, now)


def export_history(file: Path, screen: Screen) -> None:
    """Everything to one zip file.

    Raises:
        HistoryError: it cannot be written.
    """
    with open_history("reading") as store:
        exported = store.export_to(file)
    values: dict[str, str | int | float] = {
        "file": str(file),
        "sessions": exported.sessions,
        "recordings": exported.recordings,
    }
    message = N_(
        "Written to {file}: sessions {sessions}, recordings {recordings}, and the drill cards."
    )
    screen.notice(Notice(message, values))
    if exported.left_out:
        message = N_("Left out, as their names are no session’s: {ids}.")
        screen.notice(Notice(message, {"ids": _shown(exported.left_out)}))
    screen.notice(Notice(N_("Elsewhere, take them in with: interviewer import FILE")))


def import_history(file: Path, screen: Screen) -> None:
    """Takes in what a file of :func:`export_history` holds and is lacking here.

    Raises:
        HistoryError: it is no such file; nothing was taken in.
    """
    with open_history() as store:
        imported = store.import_from(file)
    values = {
        "added": len(imported.added),
        "recordings": imported.recordings,
        "known": len(imported.known),
    }
    message = N_("Sessions taken in: {added}, recordings: {recordings}. Here already: {known}.")
    screen.notice(Notice(message, values))
    if imported.clashing:
        message = N_("Left out, as other sessions here have the same ids: {ids}.")
        screen.notice(Notice(message, {"ids": _shown(imported.clashing)}))


def restore(screen: Screen, now: datetime) -> None:
    """Takes out of the bin what became too old.

    Raises:
        HistoryError: a folder cannot be moved.
    """
    with open_history() as store:
        back = store.restore(now)
    if back:
        screen.notice(Notice(N_("Recordings are back: {ids}."), {"ids": ", ".join(back)}))
    else:
        screen.notice(Notice(N_("No recordings are in the bin.")))


def _remove_before(store: Store, before: datetime | None, screen: Screen, *, yes: bool) -> None:
    if before is None:
        question = screen.tr(
            N_("Delete everything for good: all sessions ({count}), recordings and drill cards?"),
            count=len(store.sessions()),
        )
        confirm(question, screen, yes=yes)
        tell_removed(store.remove_everything(), screen)
        return
    ids = [each.id for each in store.begun_before(before)]
    if ids:
        question = screen.tr(
            N_("Delete the older sessions ({count} in all) with their recordings, for good?"),
            count=len(ids),
        )
        confirm(question, screen, yes=yes)
    tell_removed(store.remove(ids), screen)


def _shown(ids: Iterable[str]) -> str:
    return ", ".join(shown(each) for each in ids)


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text.strip().casefold())
    if found is None or int(found[1]) == 0:
        raise UsageError(
            N_("{text} is no age."), N_("Write a number of days, such as 30d."), text=text
        )
    return timedelta(days=int(found[1]))


def confirm(question: str, screen: Screen, *, yes: bool) -> None:
    """Asks on a terminal; elsewhere only ``--yes`` says so."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            N_("Nobody can be asked here whether to delete."), N_("Add --yes to delete.")
        )
    choices = screen.tr(N_("[y/N]"))
    screen.err.print(safe(f"{question} {choices} "), end="")
    if sys.stdin.readline().strip().casefold() not in _YES:
        raise StoppedError(N_("Nothing was deleted."))
