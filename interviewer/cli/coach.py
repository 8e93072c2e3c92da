"""A session to a coach and back: ``interviewer export SESSION --for-coach``, ``interviewer comments``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli.history import confirm, open_history
from interviewer.cli.options import SessionArgument, YesOption, need, screen_of, write_output
from interviewer.cli.report import Files, check_places, sound_of
from interviewer.domain import Notice
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.report.coach_export import render_for_coach
from interviewer.report.coaching import taken_in_line
from interviewer.report.stored import stored_session
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)
_below = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(_below, name="comments")


@_below.callback()
def comments() -> None:
    """``interviewer comments``, before one of its commands; alone it shows them."""


@_below.command("import", help=N_("Take in the file that a coach’s page saved."))
def _import(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("What the coach sent back."))],
) -> None:
    import_comments(Path(file), screen_of(context))


@_below.command("remove", help=N_("Take out what coaches said of a session."))
def _remove(
    context: typer.Context,
    session: SessionArgument,
    coach: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Of this coach only."))
    ] = None,
    yes: YesOption = False,
) -> None:
    remove_comments(session, coach, screen_of(context), yes=yes)


def export_for_coach(
    session: str, html: str | None, screen: Screen, *, comments: bool = False
) -> None:
    """Writes one session as one page that holds all that a coach needs, and nothing of others.

    Args:
        session: its id, how this begins, or ``last``.
        html: the file; None: called after the session, in the folder where the command is typed.
        screen: where to say so.
        comments: what coaches said of it before is in it, too.

    Raises:
        UsageError: no such session, it is not finished or has no answers, or it cannot be written.
        MissingError: what draws the page is not installed.
        AudioError: a recording that is there cannot be read.
    """
    need("matplotlib", "jinja2", "soundfile")
    with open_history("reading") as store:
        stored = store.load(store.find(session, scored=True).id)
    if stored.record is None:
        raise UsageError(
            N_("The session {session} is not finished."),
            N_("Finish it first: interviewer resume {session}"),
            session=stored.summary.id,
        )
    screen.speak(stored.scenario.language)
    files = Files(html=html or f"{stored.summary.id}.html")
    check_places(files)
    made = stored_session(stored, sound_of(files), screen.page)
    page = render_for_coach(made, screen.page, comments=comments)
    write_output("--html", str(files.html), page, screen)
    message = N_(
        "Send it to your coach; take in what comes back with: interviewer comments import FILE"
    )
    screen.notice(Notice(message))


def import_comments(file: Path, screen: Screen) -> None:
    """Takes in what a coach says of a session. Doing it twice changes nothing more.

    Raises:
        UsageError: it is no such file, or of no session here; nothing was taken in.
    """
    with open_history() as store:
        taken = store.coachings.take_in(file)
    screen.speak(taken.stored.scenario.language)
    screen.notice(Notice("{line}", {"line": taken_in_line(taken, screen.page)}))
    if taken.what != "same":
        values = {"session": taken.stored.summary.id}
        screen.notice(Notice(N_("Read it with: interviewer report {session}"), values))


def remove_comments(session: str, coach: str | None, screen: Screen, *, yes: bool) -> None:
    """Takes out what one coach, or every one, said of a session.

    Raises:
        UsageError: no such session, nothing to take out, or it was not confirmed.
    """
    with open_history("deleting") as store:
        stored = store.load(store.find(session, scored=True).id)
        names = [each.coach for each in stored.coaching if coach in (None, each.coach)]
        if not names:
            raise UsageError(
                N_("The session {session} has nothing of that coach; it has: {coaches}."),
                session=stored.summary.id,
                coaches=", ".join(each.coach or "–" for each in stored.coaching) or "–",
            )
        shown = ", ".join(name or screen.tr(N_("Coach")) for name in names)
        question = N_("Remove what was said of {session} by: {coaches}?")
        confirm(screen.tr(question, session=stored.summary.id, coaches=shown), screen, yes=yes)
        store.coachings.remove(stored.summary.id, coach)
    screen.notice(Notice(N_("Removed: what {coaches} said."), {"coaches": shown}))
