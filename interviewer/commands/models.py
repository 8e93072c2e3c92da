"""``interviewer models``: which Whisper weights are here, and getting them."""

from __future__ import annotations

from rich.table import Table

from interviewer.commands.screen import Screen
from interviewer.i18n import N_
from interviewer.models import Notice
from interviewer.transcribe.catalog import CATALOG, EngineName
from interviewer.transcribe.engine import EngineChoice, choose, installed
from interviewer.transcribe.weights import ModelStore, list_models
from interviewer.ui.text import safe

__all__ = ["pull", "show"]


def show(screen: Screen) -> None:
    """A table of the catalogue: engine, model, size, here or where from."""
    store = ModelStore.default()
    table = Table(
        title=screen.tr(N_("Whisper models")), title_justify="left", box=None, pad_edge=False
    )
    for title in (N_("Engine"), N_("Model"), N_("Size"), N_("State")):
        table.add_column(screen.tr(title), justify="right" if title == "Size" else "left")
    for status in list_models(store):
        if status.here:
            state = screen.tr(N_("here"))
        else:
            state = screen.tr(N_("to be had from {sources}"), sources=", ".join(status.sources))
        if not installed(status.engine):
            state += " " + screen.tr(N_("(engine not installed)"))
        size = screen.tr(N_("{size} MB"), size=round(status.size_bytes / 1e6))
        table.add_row(status.engine, status.model, size, state)
    screen.out.print(table)
    screen.out.print()
    screen.out.print(
        screen.tr(N_("Folder: {folder}"), folder=safe(str(store.folder))), soft_wrap=True
    )
    screen.out.print(screen.tr(N_("Get one with: interviewer models pull NAME")))


def pull(name: str, engine: EngineChoice, screen: Screen) -> None:
    """Gets the weights of ``name`` for ``engine``, with a progress bar; what is here stays.

    Raises:
        UsageError: no engine has such a model.
        ModelError: no source delivers it.
    """
    chosen: EngineName = choose(engine, name)
    if not any((entry.engine, entry.name) == (chosen, name) for entry in CATALOG):
        # Lets the catalogue say, in its own words, which names there are.
        chosen = "openai-whisper"
    store = ModelStore.default()
    with screen.download() as progress:
        weights = store.ensure(chosen, name, progress=progress, say=screen.notice)
    values = {"model": name, "engine": chosen, "folder": str(weights.path)}
    screen.notice(Notice(N_("The model {model} is ready for {engine}: {folder}"), values))
