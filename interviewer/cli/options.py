"""Arguments and options that several commands take, each written once, and what they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.asr.catalog import EngineChoice
from interviewer.errors import UsageError, package_missing
from interviewer.files import cause, replacing
from interviewer.i18n import N_
from interviewer.settings import PATIENCE_RANGE_S

if TYPE_CHECKING:
    from interviewer.asr.catalog import Weights
    from interviewer.domain import Scenario
    from interviewer.ui.screen import Screen


Audio = Literal["embed", "link", "none"]
Lang = Literal["fr", "en"]

# What to work on.
ScenarioArgument = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help=N_("Id of a scenario, or a file: .toml, or notes as .md, .txt, .docx, .pdf."),
    ),
]
SessionArgument = Annotated[
    str,
    typer.Argument(metavar="SESSION", help=N_("Its id, or how this begins; last for the latest.")),
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help=N_("A zip file."))]
YesOption = Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))]

# How the interview is held.
MicOption = Annotated[
    str, typer.Option(metavar="NAME", help=N_("Microphone: its name, a part of it or its number."))
]
MuteOption = Annotated[bool, typer.Option("--mute", help=N_("Show the questions only."))]
VoiceOption = Annotated[
    str | None, typer.Option(metavar="NAME", help=N_("The interviewer’s voice."))
]
RateOption = Annotated[
    int | None, typer.Option(metavar="R", help=N_("Its speed, in words a minute."))
]
PatienceOption = Annotated[
    float | None,
    typer.Option(
        metavar="S",
        min=PATIENCE_RANGE_S[0],
        max=PATIENCE_RANGE_S[1],
        help=N_("Seconds of silence that end an answer; else as settled, or 4.5."),
    ),
]
CueOption = Annotated[bool, typer.Option("--cue", help=N_("Show the cue of each phase."))]
HandsFreeOption = Annotated[
    bool,
    typer.Option("--hands-free", help=N_("Go on by itself after each card; no key is waited for.")),
]
KeepAudioOption = Annotated[
    bool | None,
    typer.Option("--keep-audio/--no-keep-audio", help=N_("Keep the recordings; else as settled.")),
]

# Who listens.
EngineOption = Annotated[
    EngineChoice, typer.Option(help=N_("Recogniser; auto takes the fast one if it is there."))
]
ModelOption = Annotated[
    str, typer.Option(metavar="NAME", help=N_("Name of a Whisper model, or path of your own."))
]
TrustOption = Annotated[
    bool, typer.Option("--trust-model", help=N_("Load a model file of unknown checksum."))
]

# What is written.
JsonOption = Annotated[
    str | None, typer.Option(metavar="FILE", help=N_("Write the scorecard as JSON; - for stdout."))
]
FullOption = Annotated[
    bool, typer.Option("--full", help=N_("Show the whole scorecard, with all evidence."))
]
HtmlOption = Annotated[
    str | None, typer.Option(metavar="FILE", help=N_("Write a report to open, send or print."))
]
AudioOption = Annotated[
    Audio, typer.Option(help=N_("Recordings in the report: inside it, linked, or left out."))
]


def screen_of(context: typer.Context) -> Screen:
    """Where the command prints: made by :func:`interviewer.cli.main`."""
    screen: Screen = context.obj
    return screen


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """Which recogniser the command line asks for."""

    engine: EngineChoice = "auto"
    model: str = "base"
    """A name of the catalogue, or a path."""
    trust: bool = False
    """Load a file of unknown checksum."""


def find_weights(request: EngineRequest, screen: Screen) -> Weights:
    """The weights of the recogniser asked for, pulled the first time, saying so.

    Raises:
        MissingError: the engine or its weights are not to be had.
    """
    from interviewer.asr.engine import obtain_weights

    with screen.download() as progress:
        return obtain_weights(
            request.engine,
            request.model,
            trust=request.trust,
            progress=progress,
            say=screen.notice,
        )


def open_scenario(reference: str, screen: Screen) -> Scenario:
    """The scenario of the library, or of a file; of notes, ``screen`` is told what was taken how.

    Raises:
        InterviewerError: no such scenario, or an invalid file.
    """
    from interviewer.scenario.glossary import load_glossary
    from interviewer.scenario.library import load
    from interviewer.scenario.own import draft_of, is_notes

    scenario = load(reference)
    if is_notes(reference):
        screen.speak(scenario.language)
        for notice in draft_of(Path(reference), load_glossary()).taken:
            screen.notice(notice)
    return scenario


def need(*modules: str) -> None:
    """Looks whether Python packages are installed, before any work is done for what needs them.

    Raises:
        MissingError: one is not.
    """
    for module in modules:
        if find_spec(module) is None:
            raise package_missing(module)


def write_output(option: str, file: str, text: str, screen: Screen | None = None) -> None:
    """Writes what ``option`` asks for to ``file``, as it is, in UTF-8; ``screen`` is told where.

    Raises:
        UsageError: it cannot be written there.
    """
    remedy = N_("Give {option} another place.")
    if option == "--json":
        remedy = N_("Give --json another place, or - for standard output.")
    try:
        with replacing(Path(file)) as stream:
            stream.write(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(
            N_("{file}: cannot be written ({reason})."),
            remedy,
            file=file,
            reason=cause(error, Path(file)),
            option=option,
        ) from error
    if screen is not None:
        from interviewer.domain import Notice

        screen.notice(Notice(N_("Written: {file}"), {"file": file}))
