"""``interviewer devices`` and ``interviewer voices``: what this machine hears and speaks with."""

from __future__ import annotations

import typer
from rich.table import Table
from rich.text import Text

from interviewer.audio.devices import list_devices
from interviewer.cli.options import screen_of
from interviewer.errors import MissingError
from interviewer.i18n import N_
from interviewer.tts.voices import installed_voices
from interviewer.ui.screen import Screen
from interviewer.ui.text import safe

app = typer.Typer(rich_markup_mode=None)


@app.command()
def devices(context: typer.Context) -> None:
    """Every microphone and loudspeaker, the default ones marked.

    Raises:
        MissingError: there is none, or no sound system to ask.
    """
    screen, found = screen_of(context), list_devices()
    if not found:
        raise MissingError(
            N_("No sound device was found on this machine."),
            N_("Plug in a microphone, or check that the sound system is running."),
        )
    table = Table(box=None, pad_edge=False)
    for title in (N_("Microphone"), N_("Loudspeaker"), N_("Name"), N_("Samples/s")):
        table.add_column(screen.tr(title), overflow="fold")
    for device in found:
        table.add_row(
            _mark(device.inputs, device.default_input, screen),
            _mark(device.outputs, device.default_output, screen),
            Text(safe(device.name)),
            str(device.rate),
        )
    screen.out.print(table)


@app.command()
def voices(context: typer.Context) -> None:
    """Every installed voice with its language.

    Raises:
        MissingError: no synthesiser can be started.
    """
    screen = screen_of(context)
    table = Table(box=None, pad_edge=False)
    for title in (N_("Language"), N_("Name"), N_("Identifier")):
        table.add_column(screen.tr(title), overflow="fold")
    for voice in sorted(installed_voices(), key=lambda voice: (voice.language, voice.name)):
        table.add_row(voice.language, Text(safe(voice.name)), Text(safe(voice.id), style="dim"))
    screen.out.print(table)


def _mark(channels: int, default: bool, screen: Screen) -> str:
    if not channels:
        return ""
    return screen.tr(N_("by default")) if default else screen.tr(N_("yes"))
