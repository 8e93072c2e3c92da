"""Arguments to wiring to exit code. The only place that catches everything.

Commands are imported when they run: ``interviewer --help`` loads no recogniser, no sound
library and no validation library.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from interviewer import __version__
from interviewer.errors import InternalError, InterviewerError, StoppedError, UsageError
from interviewer.i18n import N_

if TYPE_CHECKING:
    from interviewer.commands.screen import Screen

__all__ = ["app", "main"]

Engine = Literal["auto", "openai-whisper", "faster-whisper"]
Audio = Literal["embed", "link", "none"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="A voice-driven mock interviewer that runs on your own machine, offline and private.",
)
models_app = typer.Typer(rich_markup_mode=None, help="List the Whisper models, or get one.")
scenarios_app = typer.Typer(rich_markup_mode=None, help="List, show and check scenarios.")
app.add_typer(models_app, name="models")
app.add_typer(scenarios_app, name="scenarios")

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Id of a scenario, or a .toml file.")
]
EngineOption = Annotated[
    Engine, typer.Option(help="Recogniser; auto takes the fast one if it is there.")
]
ModelOption = Annotated[str, typer.Option(help="Name of a Whisper model, or path of your own.")]
TrustOption = Annotated[
    bool, typer.Option("--trust-model", help="Load a model file of unknown checksum.")
]

JsonOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write the scorecard as JSON; - for stdout.")
]
HtmlOption = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write a report to open, send or print.")
]
AudioOption = Annotated[
    Audio, typer.Option(help="Recordings in the report: inside it, linked, or left out.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interviewer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Options of every command; ``--debug`` is read by :func:`main`."""
    del version, debug


@app.command()
def rehearse(
    context: typer.Context,
    scenario: ScenarioArgument,
    phase: Annotated[str | None, typer.Option(metavar="ID", help="Only this phase.")] = None,
    questions: Annotated[
        int | None, typer.Option(metavar="N", help="How many questions to ask at most.")
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Only questions of this level.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="S", help="Draw the questions; the same S, the same ones.")
    ] = None,
    mic: Annotated[
        str, typer.Option(metavar="NAME", help="Microphone: its name, a part of it or its number.")
    ] = "",
    mute: Annotated[bool, typer.Option("--mute", help="Show the questions only.")] = False,
    voice: Annotated[
        str | None, typer.Option(metavar="NAME", help="The interviewer's voice.")
    ] = None,
    rate: Annotated[
        int | None, typer.Option(metavar="R", help="Its speed, in words a minute.")
    ] = None,
    cue: Annotated[bool, typer.Option("--cue", help="Show the cue of each phase.")] = False,
    keep_audio: Annotated[
        bool, typer.Option("--keep-audio/--no-keep-audio", help="Keep the recordings.")
    ] = True,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Rehearse at the microphone: the interviewer asks, you answer."""
    from interviewer.commands import rehearse as command
    from interviewer.models import SessionChoice

    command.run(
        command.RehearseRequest(
            scenario,
            SessionChoice(questions, level, seed, phase),
            mic,
            mute=mute,
            voice=voice,
            rate=rate,
            cue=cue,
            keep_audio=keep_audio,
            json=json,
            html=html,
            audio=audio,
        ),
        command.EngineRequest(engine, model, trust_model),
        _screen(context),
    )


@app.command()
def replay(
    context: typer.Context,
    scenario: ScenarioArgument,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Recordings, or a folder with one file per phase."),
    ],
    phase: Annotated[
        str | None, typer.Option(metavar="ID", help="Phase or question that they answer.")
    ] = None,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Score recorded answers and show the evidence."""
    from interviewer.commands import replay as command

    command.run(
        command.ReplayRequest(scenario, tuple(paths), phase, json, html, audio),
        command.EngineRequest(engine, model, trust_model),
        _screen(context),
    )


@app.command()
def report(
    context: typer.Context,
    session: Annotated[
        str, typer.Argument(metavar="SESSION", help="Id of a session in the history, or last.")
    ],
    html: HtmlOption = None,
    markdown: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the report as Markdown.")
    ] = None,
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a row an answer for a spreadsheet.")
    ] = None,
    json: JsonOption = None,
    audio: AudioOption = "embed",
) -> None:
    """Show a session again, or write its report."""
    from interviewer.commands import report as command

    command.run(session, command.Files(html, markdown, csv, json, audio), _screen(context))


@app.command()
def devices(context: typer.Context) -> None:
    """List the microphones and loudspeakers."""
    from interviewer.commands import sound as command

    command.show_devices(_screen(context))


@app.command()
def voices(context: typer.Context) -> None:
    """List the voices that the interviewer can speak with."""
    from interviewer.commands import sound as command

    command.show_voices(_screen(context))


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """List the Whisper models that are here and that can be had."""
    if context.invoked_subcommand is None:
        from interviewer.commands import models as command

        command.show(_screen(context))


@models_app.command()
def pull(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the model, such as base.")],
    engine: EngineOption = "auto",
) -> None:
    """Get a model, with a progress bar; an interrupted download goes on where it was."""
    from interviewer.commands import models as command

    command.pull(name, engine, _screen(context))


@scenarios_app.callback(invoke_without_command=True)
def scenarios(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the library."""
    if context.invoked_subcommand is None:
        from interviewer.commands import scenarios as command

        command.show_library(_screen(context), as_json=json)


@scenarios_app.command()
def show(context: typer.Context, scenario: ScenarioArgument) -> None:
    """Print one scenario, readable from top to bottom."""
    from interviewer.commands import scenarios as command

    command.show_scenario(scenario, _screen(context))


@scenarios_app.command()
@app.command()
def validate(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
) -> None:
    """Check scenarios of your own; the first fault of each is named with its line."""
    from interviewer.commands import scenarios as command

    command.validate(files, _screen(context))


def _screen(context: typer.Context) -> Screen:
    screen: Screen = context.obj
    return screen


# Every wrong option, argument or value is one of these; typer exports only this child of theirs.
_WrongUsage: Any = typer.BadParameter.__bases__[0]


def main() -> None:
    """The ``interviewer`` program. Exits with 0, 2 (usage, input), 3 (machine) or 130 (stopped).

    ``--debug``, anywhere on the line, lets errors through with their traceback.
    """
    from interviewer.commands.screen import Screen

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a sign of French typography shows « ? », and goes on.
            stream.reconfigure(errors="replace")
    screen = Screen()
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    if len(arguments) < len(sys.argv) - 1:
        sys.exit(_call(arguments, screen))
    sys.exit(_guard(arguments, screen))


def _call(arguments: list[str], screen: Screen) -> int:
    code = app(arguments, prog_name="interviewer", standalone_mode=False, obj=screen)
    return int(code or 0)


def _guard(arguments: list[str], screen: Screen) -> int:
    """Exit code of the command; every error becomes one line on standard error."""
    try:
        code = _call(arguments, screen)
        sys.stdout.flush()
        if code == StoppedError.exit_code:
            # typer has caught Ctrl-C and gives its code back, without a word.
            raise StoppedError(N_("Stopped."))
    except InterviewerError as error:
        return screen.fail(error)
    except (KeyboardInterrupt, typer.Abort):
        return screen.fail(StoppedError(N_("Stopped.")))
    except BrokenPipeError:
        # The reader of a pipe has seen enough; Python must not complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except _WrongUsage as error:
        remedy = N_("See: interviewer --help")
        return screen.fail(UsageError("{what}", remedy, what=error.format_message()))
    except Exception as error:  # noqa: BLE001  (the one catch-all: a line, not a traceback)
        message = N_("Unexpected error ({reason}).")
        remedy = N_("This is a fault of the program: run it again with --debug and report it.")
        reason = f"{type(error).__name__}: {error}"
        return screen.fail(InternalError(message, remedy, reason=reason))
    return code
