"""``interviewer report``, and the report files that ``replay`` and ``rehearse`` write as well."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from interviewer.audio.reader import data_address
from interviewer.cli.options import (
    Audio,
    AudioOption,
    HtmlOption,
    JsonOption,
    SessionArgument,
    need,
    screen_of,
    write_output,
)
from interviewer.errors import UsageError
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.report.console import render_scorecard
from interviewer.report.csv import render_csv
from interviewer.report.html import EMBEDDED_SOUND, LINKED_SOUND, render_html
from interviewer.report.json import dumps
from interviewer.report.markdown import render_markdown
from interviewer.report.session import Session, session_view
from interviewer.report.stored import stored_session
from interviewer.report.view import Sound
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class Files:
    """What the command line asks to be written; None where it does not."""

    html: str | None = None
    markdown: str | None = None
    csv: str | None = None
    json: str | None = None
    """A file, or ``-`` for standard output."""
    audio: Audio = "embed"
    """What becomes of the recordings in the HTML file."""

    def named(self) -> tuple[tuple[str, str], ...]:
        """Each file with the option that named it."""
        options = (
            ("--html", self.html),
            ("--markdown", self.markdown),
            ("--csv", self.csv),
            ("--json", None if self.json == "-" else self.json),
        )
        return tuple((option, file) for option, file in options if file is not None)


@app.command()
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
    run(session, Files(html, markdown, csv, json, audio), screen_of(context))


def run(session: str, files: Files, screen: Screen) -> None:
    """Writes a stored session's report, or shows its scorecard where no file is named.

    Args:
        session: its id, how this begins, or ``last``.
        files: what to write.
        screen: where to say so.

    Raises:
        UsageError: no such session, no answers in it, or a file that cannot be written.
    """
    check_places(files)
    whole = _load(session, files, screen)
    if files.json == "-":
        screen.data(dumps(whole.scorecard))
    elif not files.named():
        render_scorecard(
            whole.scorecard, screen.out, translate=screen.translate, session_id=whole.id
        )
        for note in whole.notes:
            screen.line(note)
    write_files(whole, files, screen)


def write_report(session: str, files: Files, screen: Screen) -> None:
    """Writes what ``files`` names of a stored session; nothing where it names none.

    Raises:
        UsageError: a file cannot be written.
    """
    if files.named():
        write_files(_load(session, files, screen), files, screen)


def check_places(files: Files) -> None:
    """Looks whether the files can be written, before any work is done for them.

    Raises:
        UsageError: a folder that is not there, or a place that is a folder.
        MissingError: what draws them is not installed.
    """
    if files.html is not None:
        need("matplotlib", "jinja2")
        if files.audio == "embed":
            need("soundfile")
    for option, file in files.named():
        path = Path(file)
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(
                N_("{file}: cannot be written: no such folder, or a folder itself."),
                N_("Give {option} the name of a file in a folder that is there."),
                file=path,
                option=option,
            )


def write_files(session: Session, files: Files, screen: Screen) -> None:
    """Writes what ``files`` names and says where each is.

    Raises:
        UsageError: one cannot be written.
        AudioError: a recording that is there cannot be read.
    """
    words = words_in(session.scorecard.scenario.language)
    view = session_view(session, words) if files.html or files.markdown else None
    if view is not None and files.html is not None:
        sources = {"embed": EMBEDDED_SOUND, "link": LINKED_SOUND, "none": ()}[files.audio]
        write_output("--html", files.html, render_html(view, sources), screen)
    if view is not None and files.markdown is not None:
        write_output("--markdown", files.markdown, render_markdown(view), screen)
    if files.csv is not None:
        # With a mark at its start, without which spreadsheets take UTF-8 for something else.
        write_output("--csv", files.csv, "\ufeff" + render_csv(session.scorecard), screen)
    if files.json is not None and files.json != "-":
        write_output("--json", files.json, dumps(session.scorecard), screen)


def sound_of(files: Files) -> Callable[[Path], Sound]:
    """What a report written as ``files`` has of each recording."""
    if files.html is None or files.audio == "none":
        return lambda _: Sound("left_out")
    if files.audio == "link":
        return partial(_linked, Path(files.html).absolute().parent)
    return _embedded


def _embedded(recording: Path) -> Sound:
    if not recording.is_file():
        return Sound("gone")
    return Sound("here", data_address(recording))


def _linked(folder: Path, recording: Path) -> Sound:
    if not recording.is_file():
        return Sound("gone")
    try:
        # Relative, so that page and recordings can be moved together.
        path = Path(os.path.relpath(recording.absolute(), folder)).as_posix()
    except ValueError:  # another drive
        return Sound("here", recording.absolute().as_uri())
    return Sound("here", "./" + quote(os.fsencode(path)))


def _load(session: str, files: Files, screen: Screen) -> Session:
    with open_store(purpose="reading") as store:
        stored = store.load(store.find(session, scored=True).id)
    screen.speak(stored.scenario.language)
    return stored_session(stored, sound_of(files), screen.page)
