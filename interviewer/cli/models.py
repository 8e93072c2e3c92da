"""``interviewer models``: which Whisper weights are here, and getting them."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from interviewer.asr.catalog import CATALOG, EngineName
from interviewer.asr.engine import choose, installed
from interviewer.asr.hub import told
from interviewer.asr.weights import ModelStore, list_models
from interviewer.cli.options import EngineOption, screen_of
from interviewer.domain import Notice
from interviewer.i18n import N_

app = typer.Typer(rich_markup_mode=None)
_below = typer.Typer(rich_markup_mode=None)
app.add_typer(_below, name="models")


@_below.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """A table of the catalogue: engine, model, size, here or where from; and the sums that only the hub states."""
    if context.invoked_subcommand is not None:
        return
    screen, store = screen_of(context), ModelStore.default()
    table = Table(
        title=screen.tr(N_("Whisper models")), title_justify="left", box=None, pad_edge=False
    )
    for title in (N_("Engine"), N_("Model"), N_("Size"), N_("State")):
        table.add_column(screen.tr(title), justify="right" if title == "Size" else "left")
    statuses = list_models(store)
    for status in statuses:
        if status.path:
            state = screen.tr(N_("here"))
        else:
            state = screen.tr(N_("to be had from {sources}"), sources=", ".join(status.sources))
        if status.bundle.hub_states:
            state += " " + screen.tr(N_("(checksums: the hub’s own)"))
        if not installed(status.engine):
            state += " " + screen.tr(N_("(engine not installed)"))
        size = screen.tr(N_("{size} MB"), size=round(status.bundle.size / 1e6))
        table.add_row(status.engine, status.model, size, state)
    screen.out.print(table)
    screen.out.print()
    for notice in (line for status in statuses for line in told(status.bundle)):
        screen.line(screen.tr(notice.message, **notice.values))
    screen.line(screen.tr(N_("Folder: {folder}"), folder=store.folder))
    screen.line(screen.tr(N_("Get one with: interviewer models pull NAME")))


@_below.command(
    help=N_("Get a model, with a progress bar; an interrupted download goes on where it was.")
)
def pull(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=N_("Name of the model, such as base."))
    ],
    engine: EngineOption = "auto",
) -> None:
    """Gets the weights of ``name`` for ``engine``, with a progress bar; what is here stays.

    Raises:
        UsageError: no engine has such a model.
        ModelError: no source delivers it.
    """
    chosen: EngineName = choose(engine, name)
    if not any((entry.engine, entry.name) == (chosen, name) for entry in CATALOG):
        # Lets the catalogue say, in its own words, which names there are.
        chosen = "openai-whisper"
    screen, store = screen_of(context), ModelStore.default()
    with screen.download() as progress:
        weights = store.ensure(chosen, name, progress=progress, say=screen.notice)
    values = {"model": name, "engine": chosen, "folder": str(weights.path)}
    screen.notice(Notice(N_("The model {model} is ready for {engine}: {folder}"), values))
