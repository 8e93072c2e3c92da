"""``interviewer devices`` and ``interviewer voices``: what this machine hears and speaks with."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from interviewer.audio.devices import list_devices
from interviewer.cli.options import screen_of
from interviewer.doctor.voice import SENTENCE
from interviewer.domain import Language, Notice
from interviewer.errors import DeviceError, MissingError
from interviewer.i18n import N_, translator
from interviewer.tts.process import ChildBroke, ChildHangs
from interviewer.tts.protocol import VoiceInfo
from interviewer.tts.speaker import say_once
from interviewer.tts.voices import installed_voices, of_language, part_missing, voices_named
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
def voices(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help=N_("Those whose name or identifier holds NAME.")),
    ] = None,
    play: Annotated[
        bool, typer.Option("--play", help=N_("Play a sample of the first one."))
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help=N_("The voices of other languages, too."))
    ] = False,
) -> None:
    """The voices, those that fit the language first.

    Raises:
        MissingError: no synthesiser can be started, or no voice is named so.
        DeviceError: the sample cannot be played.
    """
    screen = screen_of(context)
    found = installed_voices()
    if found.missing:
        screen.notice(part_missing(found.missing))
    # Outside of a scenario the person's own language comes first, then the program's other one.
    order: tuple[Language, ...] = ("fr", "en") if screen.language == "fr" else ("en", "fr")
    shown = [voice for language in order for voice in of_language(found.voices, language)]
    if every or name is not None:
        shown += sorted(
            (voice for voice in found.voices if voice not in shown),
            key=lambda voice: (voice.language, voice.name),
        )
    if name is not None:
        shown = voices_named(shown, name)
    table = Table(box=None, pad_edge=False)
    for title in (N_("Language"), N_("Name"), N_("Identifier")):
        table.add_column(screen.tr(title), overflow="fold")
    for voice in shown:
        table.add_row(voice.language, Text(safe(voice.name)), Text(safe(voice.id), style="dim"))
    screen.out.print(table)
    if play and shown:
        _play(shown[0], screen)


def _play(voice: VoiceInfo, screen: Screen) -> None:
    language: Language = "fr" if voice.language.startswith("fr") else "en"
    text = translator(language)(SENTENCE)
    screen.notice(
        Notice(N_("{voice}: “{text}”"), {"voice": safe(voice.name), "text": text}),
    )
    try:
        say_once(voice, text)
    except (ChildBroke, ChildHangs) as error:
        raise DeviceError(
            N_("The sample cannot be played ({reason})."),
            N_("Look at: interviewer doctor"),
            reason=error,
        ) from error


def _mark(channels: int, default: bool, screen: Screen) -> str:
    if not channels:
        return ""
    return screen.tr(N_("by default")) if default else screen.tr(N_("yes"))
