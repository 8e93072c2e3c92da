"""Commands that come back to what was done: report, progress, compare, history and its archive."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli.options import (
    AudioOption,
    FileArgument,
    HtmlOption,
    JsonOption,
    SessionArgument,
    YesOption,
    screen_of,
)
from interviewer.i18n import N_

__all__ = ["app"]

app = typer.Typer(rich_markup_mode=None)
history_app = typer.Typer(rich_markup_mode=None, help=N_("List, show and delete past sessions."))
app.add_typer(history_app, name="history")


@app.command(help=N_("Show a session again, or write its report."))
def report(
    context: typer.Context,
    session: SessionArgument,
    html: HtmlOption = None,
    markdown: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Write the report as Markdown."))
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("Write a row an answer for a spreadsheet.")),
    ] = None,
    json: JsonOption = None,
    audio: AudioOption = "embed",
) -> None:
    """``interviewer report``."""
    from interviewer.commands import report as command

    command.run(session, command.Files(html, markdown, csv, json, audio), screen_of(context))


@app.command(help=N_("Show how you get on: trends, best and last takes, terms missed, pace."))
def progress(
    context: typer.Context,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help=N_("Id of a scenario; all without it.")),
    ] = None,
    html: HtmlOption = None,
) -> None:
    """``interviewer progress``."""
    from interviewer.commands import progress as command

    command.show_progress(scenario, screen_of(context), html)


@app.command(help=N_("Compare two sessions or takes: what was gained, what was lost."))
def compare(
    context: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="A", help=N_("A session, or one take of it: SESSION/TAKE."))
    ],
    after: Annotated[str, typer.Argument(metavar="B", help=N_("What to compare it with."))],
) -> None:
    """``interviewer compare``."""
    from interviewer.commands import progress as command

    command.show_comparison(before, after, screen_of(context))


@history_app.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help=N_("How many sessions to list at most."))
    ] = 20,
) -> None:
    """``interviewer history``, alone or before one of its commands."""
    if context.invoked_subcommand is None:
        from interviewer.commands import history as command

        command.list_sessions(limit, screen_of(context))


@history_app.command(
    "show", help=N_("Show one session: its scorecard, and where its recordings are.")
)
def history_show(context: typer.Context, session: SessionArgument) -> None:
    """``interviewer history show``."""
    from interviewer.commands import history as command

    command.show(session, screen_of(context))


@history_app.command(
    "delete", help=N_("Delete sessions with their recordings; nothing of them remains.")
)
def history_delete(
    context: typer.Context,
    sessions: Annotated[
        list[str], typer.Argument(metavar="SESSION", help=N_("Their ids, or how these begin."))
    ],
    yes: YesOption = False,
) -> None:
    """``interviewer history delete``."""
    from interviewer.commands import history as command

    command.delete(sessions, screen_of(context), yes=yes)


@history_app.command(
    "purge", help=N_("Delete old sessions, or everything; nothing of them remains.")
)
def history_purge(
    context: typer.Context,
    older_than: Annotated[
        str | None, typer.Option(metavar="DAYS", help=N_("Sessions older than this, such as 30d."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("All sessions, recordings and drill cards."))
    ] = False,
    yes: YesOption = False,
) -> None:
    """``interviewer history purge``."""
    from interviewer.commands import history as command

    command.purge(older_than, screen_of(context), everything=everything, yes=yes)


@app.command("export", help=N_("Write the whole history, recordings included, to one zip file."))
def export_history(context: typer.Context, file: FileArgument) -> None:
    """``interviewer export``."""
    from interviewer.commands import history as command

    command.export_history(Path(file), screen_of(context))


@app.command(
    "import",
    help=N_("Take in a history that export wrote; sessions that are here stay as they are."),
)
def import_history(context: typer.Context, file: FileArgument) -> None:
    """``interviewer import``."""
    from interviewer.commands import history as command

    command.import_history(Path(file), screen_of(context))
