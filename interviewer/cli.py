"""Arguments to wiring to exit code. The only place that catches everything.

Commands are imported when they run: ``interviewer --help`` loads no recogniser, no sound
library and no validation library.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from interviewer import __version__
from interviewer.errors import (
    InternalError,
    InterviewerError,
    MissingError,
    StoppedError,
    UsageError,
)
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
history_app = typer.Typer(rich_markup_mode=None, help="List, show and delete past sessions.")
app.add_typer(models_app, name="models")
app.add_typer(scenarios_app, name="scenarios")
app.add_typer(history_app, name="history")

ScenarioArgument = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="Id of a scenario, or a .toml file.")
]
SessionArgument = Annotated[
    str,
    typer.Argument(metavar="SESSION", help="Its id, or how this begins; last for the latest."),
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A zip file.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
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
MicOption = Annotated[
    str, typer.Option(metavar="NAME", help="Microphone: its name, a part of it or its number.")
]
MuteOption = Annotated[bool, typer.Option("--mute", help="Show the questions only.")]
VoiceOption = Annotated[str | None, typer.Option(metavar="NAME", help="The interviewer's voice.")]
RateOption = Annotated[int | None, typer.Option(metavar="R", help="Its speed, in words a minute.")]
CueOption = Annotated[bool, typer.Option("--cue", help="Show the cue of each phase.")]
KeepAudioOption = Annotated[
    bool | None,
    typer.Option("--keep-audio/--no-keep-audio", help="Keep the recordings; else as settled."),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interviewer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    lang: Annotated[
        Literal["fr", "en"] | None,
        typer.Option(
            metavar="fr|en", help="Language of the screens, whatever locale and scenario say."
        ),
    ] = None,
) -> None:
    """Options of every command; ``--debug`` is read by :func:`main`."""
    del version, debug
    if lang is not None:
        _screen(context).choose(lang)


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
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    keep_audio: KeepAudioOption = None,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Rehearse at the microphone: the interviewer asks, you answer."""
    from interviewer.commands import rehearse as command
    from interviewer.commands.keeping import keeps_audio
    from interviewer.models import SessionChoice

    command.run(
        command.RehearseRequest(
            scenario,
            SessionChoice(questions, level, seed, phase),
            command.SessionOptions(
                mic,
                mute=mute,
                voice=voice,
                rate=rate,
                cue=cue,
                keep_audio=keeps_audio(keep_audio),
                json=json,
            ),
            html,
            audio,
        ),
        command.EngineRequest(engine, model, trust_model),
        _screen(context),
    )


@app.command()
def resume(
    context: typer.Context,
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help="Its name; the latest by default.")
    ] = None,
    score_only: Annotated[
        bool, typer.Option("--score-only", help="Score what was recorded; ask nothing more.")
    ] = False,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    keep_audio: KeepAudioOption = None,
    json: JsonOption = None,
    engine: Annotated[
        Engine | None, typer.Option(help="Recogniser; the session's own by default.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="Whisper model; the session's own by default.")
    ] = None,
    trust_model: TrustOption = False,
) -> None:
    """Finish a rehearsal that was cut off: score what was recorded and go on."""
    from interviewer.commands import resume as command
    from interviewer.commands.keeping import keeps_audio

    options = command.SessionOptions(
        mic,
        mute=mute,
        voice=voice,
        rate=rate,
        cue=cue,
        keep_audio=keeps_audio(keep_audio),
        json=json,
    )
    command.run(
        command.ResumeRequest(session, score_only, options, engine, model, trust_model),
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
    history: Annotated[
        bool, typer.Option("--history/--no-history", help="Keep the scores; or leave no trace.")
    ] = True,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Score recorded answers and show the evidence."""
    from interviewer.commands import replay as command

    command.run(
        command.ReplayRequest(scenario, tuple(paths), phase, json, html, audio, history),
        command.EngineRequest(engine, model, trust_model),
        _screen(context),
    )


@app.command()
def timer(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="Id of a scenario, or a .toml file.")
    ] = None,
    phases: Annotated[
        str | None, typer.Option(metavar="TEXT", help='Phases such as "intro 30s, story 45s".')
    ] = None,
    script: Annotated[
        str | None, typer.Option(metavar="FILE", help="A text with headings: ## Intro (30 s).")
    ] = None,
    language: Annotated[
        Literal["fr", "en"] | None, typer.Option(help="Of the phases or the script.")
    ] = None,
    auto: Annotated[bool, typer.Option("--auto", help="Move on at the target.")] = False,
    prompt: Annotated[bool, typer.Option("--prompt", help="Scroll the text.")] = False,
    speak: Annotated[bool, typer.Option("--speak", help="Say the cues, no tones.")] = False,
    mute: Annotated[bool, typer.Option("--mute", help="No sound.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Tell whether the texts fit, and end.")
    ] = False,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the result as JSON; - for stdout.")
    ] = None,
) -> None:
    """Time a scripted pitch, phase by phase, without a microphone."""
    from interviewer.commands import timer as command

    command.run(
        command.TimerRequest(
            scenario,
            phases,
            script,
            language,
            auto=auto,
            prompt=prompt,
            speak=speak,
            mute=mute,
            check=check,
            json=json,
        ),
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


@history_app.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many sessions to list at most.")
    ] = 20,
) -> None:
    """List past sessions, the latest first."""
    if context.invoked_subcommand is None:
        from interviewer.commands import history as command

        command.list_sessions(limit, _screen(context))


@history_app.command("show")
def history_show(
    context: typer.Context,
    session: SessionArgument,
) -> None:
    """Show one session: its scorecard, and where its recordings are."""
    from interviewer.commands import history as command

    command.show(session, _screen(context))


@history_app.command("delete")
def history_delete(
    context: typer.Context,
    sessions: Annotated[
        list[str], typer.Argument(metavar="SESSION...", help="Their ids, or how these begin.")
    ],
    yes: YesOption = False,
) -> None:
    """Delete sessions with their recordings; nothing of them remains."""
    from interviewer.commands import history as command

    command.delete(sessions, _screen(context), yes=yes)


@history_app.command("purge")
def history_purge(
    context: typer.Context,
    older_than: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Sessions older than this, such as 30d.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All sessions, recordings and drill cards.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """Delete old sessions, or everything; nothing of them remains."""
    from interviewer.commands import history as command

    command.purge(older_than, _screen(context), everything=everything, yes=yes)


@app.command()
def drill(
    context: typer.Context,
    scenario: ScenarioArgument,
    count: Annotated[int, typer.Option(metavar="N", min=1, help="How many cards at most.")] = 10,
    typed: Annotated[
        bool, typer.Option("--typed", help="Type the answers: no microphone, no voice.")
    ] = False,
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
    keep_audio: Annotated[
        bool | None,
        typer.Option("--keep-audio/--no-keep-audio", help="Keep the recordings; else as settled."),
    ] = None,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Answer cards one at a time: what you miss first, then what is due, the weakest first."""
    from interviewer.commands import drill as command
    from interviewer.commands.keeping import keeps_audio

    keep = keeps_audio(keep_audio)
    options = command.SessionOptions(mic, mute=mute, voice=voice, rate=rate, keep_audio=keep)
    command.run(
        command.DrillRequest(scenario, count, typed, options),
        command.EngineRequest(engine, model, trust_model),
        _screen(context),
    )


@app.command()
def progress(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO]", help="Id of a scenario; all without it.")
    ] = None,
    html: HtmlOption = None,
) -> None:
    """Show how you get on: trends, best and last takes, terms missed, pace."""
    from interviewer.commands import progress as command

    command.show_progress(scenario, _screen(context), html)


@app.command()
def compare(
    context: typer.Context,
    before: Annotated[
        str, typer.Argument(metavar="A", help="A session, or one take of it: SESSION/TAKE.")
    ],
    after: Annotated[str, typer.Argument(metavar="B", help="What to compare it with.")],
) -> None:
    """Compare two sessions or takes: what was gained, what was lost."""
    from interviewer.commands import progress as command

    command.show_comparison(before, after, _screen(context))


@app.command("export")
def export_history(context: typer.Context, file: FileArgument) -> None:
    """Write the whole history, recordings included, to one zip file."""
    from interviewer.commands import history as command

    command.export_history(Path(file), _screen(context))


@app.command("import")
def import_history(context: typer.Context, file: FileArgument) -> None:
    """Take in a history that export wrote; sessions that are here stay as they are."""
    from interviewer.commands import history as command

    command.import_history(Path(file), _screen(context))


@app.command()
def doctor(
    context: typer.Context,
    mic: Annotated[
        str, typer.Option(metavar="NAME", help="Microphone: its name, a part of it or its number.")
    ] = "",
    mute: Annotated[bool, typer.Option("--mute", help="Play nothing.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Do not ask me to speak: measure the room only.")
    ] = False,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """Try voice, microphone, recogniser and disk, and say how to put right what is wrong."""
    from interviewer.commands import doctor as command

    engine_request = command.EngineRequest(engine, model, trust_model)
    request = command.DoctorRequest(mic, mute, quick, engine_request)
    if not command.run(request, _screen(context)):
        raise typer.Exit(MissingError.exit_code)


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
