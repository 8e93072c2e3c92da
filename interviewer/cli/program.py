"""The program: its commands, its languages, its exit code. The only place that catches everything.

A command's module is imported when that command is run: ``interviewer --help`` loads no recogniser
and no sound library. Help texts are gettext ids like all other text, so that
``interviewer --lang fr rehearse --help`` answers in French.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_group

from interviewer import __version__
from interviewer.cli.options import Lang
from interviewer.cli.wording import WrongUsage, asked_command, asked_language, retold, speak
from interviewer.errors import (
    InternalError,
    InterviewerError,
    StoppedError,
    UsageError,
    package_missing,
)
from interviewer.i18n import N_

if TYPE_CHECKING:
    from interviewer.ui.screen import Screen


_DEBUGGING = {"--debug", "--debug-transcripts"}
_TOLD_AT_ONCE = {"--help", "--version", "--licences", "--licenses"}
"""What is answered by these words needs no log, and should not wait for one."""

COMMANDS = {
    "today": (
        "today",
        N_("A quarter of an hour: what is due, what went worst, one phase against the clock."),
    ),
    "rehearse": ("rehearse", N_("Rehearse at the microphone: the interviewer asks, you answer.")),
    "web": (
        "web",
        N_("The same in your browser: pages on this machine, for you alone."),
    ),
    "resume": (
        "resume",
        N_("Finish a rehearsal or drill that was cut off: score what was recorded, go on."),
    ),
    "replay": ("replay", N_("Score recorded answers and show the evidence.")),
    "batch": (
        "batch",
        N_("Score the recordings of a whole class, on all cores or on a cluster."),
    ),
    "timer": ("timer", N_("Time a scripted pitch, phase by phase, without a microphone.")),
    "drill": (
        "drill",
        N_("Answer cards one at a time: what you miss first, then what is due, the weakest first."),
    ),
    "report": ("report", N_("Show a session again, or write its report.")),
    "said": (
        "said",
        N_(
            "Say that you made a point which was not recognised; it counts, and is recognised next time."
        ),
    ),
    "comments": (
        "coach",
        N_("Take in what a coach says of a session, or take it out again."),
    ),
    "progress": (
        "progress",
        N_("Show how you get on: trends, best and last takes, terms missed, pace."),
    ),
    "compare": (
        "progress",
        N_("Compare two sessions or takes: what was gained, what was lost."),
    ),
    "export": (
        "history",
        N_("Write the whole history to one zip file, or one session as a page for a coach."),
    ),
    "import": (
        "history",
        N_("Take in a history that export wrote; sessions that are here stay as they are."),
    ),
    "history": ("history", N_("List, show and delete past sessions.")),
    "validate": (
        "scenarios",
        N_("Check scenarios and notes of your own; every fault is named with its line."),
    ),
    "scenarios": ("scenarios", N_("List, show and check scenarios.")),
    "doctor": (
        "doctor",
        N_("Try voice, microphone, recogniser and disk, and say how to put right what is wrong."),
    ),
    "devices": ("devices", N_("List the microphones and loudspeakers.")),
    "voices": ("devices", N_("List the voices that the interviewer can speak with.")),
    "models": ("models", N_("List the Whisper models, or get one.")),
}
"""Each command in the order of the help: the module of this package that has it, and what it does."""


def program(*names: str) -> Any:
    """The program with the commands ``names`` loaded; of the others only what the help says.

    It is typer's; its class has no public name.
    """
    app = typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        help=N_(
            "A voice-driven mock interviewer that runs on your own machine, offline and private."
        ),
    )
    app.callback()(_root)
    for module in dict.fromkeys(COMMANDS[name][0] for name in names):
        app.add_typer(import_module(f"interviewer.cli.{module}").app)
    group = get_group(app)
    loaded = dict(group.commands)
    for name, (_, told) in COMMANDS.items():
        # Anew, so that they stand in the order of the help.
        group.commands.pop(name, None)
        command = loaded.get(name) or TyperCommand(name, callback=_not_loaded)
        command.help = told
        group.add_command(command, name)
    return group


def _not_loaded() -> None:
    raise AssertionError("a command is loaded before it is run")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interviewer {__version__}")
        raise typer.Exit


def _licences(context: typer.Context, wanted: bool) -> None:
    if wanted:
        from interviewer.cli import licences
        from interviewer.ui.screen import Screen

        # Told before anything else, even where no screen was made.
        licences.show(context.obj or Screen())
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, help=N_("Show the version."))
    ] = False,
    licences: Annotated[
        bool,
        # Before the version, which is part of it, whatever their order on the line.
        typer.Option(
            "--licences",
            "--licenses",
            callback=_licences,
            is_eager=True,
            help=N_("Show what the program is made of, and on which terms."),
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help=N_("Show the log, tracebacks included."))
    ] = False,
    debug_transcripts: Annotated[
        bool, typer.Option("--debug-transcripts", help=N_("Let the log hold what is said, too."))
    ] = False,
    lang: Annotated[
        Lang | None,
        typer.Option(
            metavar="fr|en", help=N_("Language of the screens, whatever locale and scenario say.")
        ),
    ] = None,
) -> None:
    """Options of every command; those of debugging and ``--lang`` are read by :func:`main`."""
    del version, licences, debug, debug_transcripts, lang


def main() -> None:
    """The ``interviewer`` program. Exits with 0, 2 (usage, input), 3 (machine) or 130 (stopped).

    ``--debug``, anywhere on the line, shows the log, which has the tracebacks of errors;
    ``--debug-transcripts`` lets it hold what is said. Without any argument it asks what to do; where
    nobody can be asked, the help is shown, and how to start.
    """
    from interviewer.ui.screen import Screen
    from interviewer.ui.streams import abandon_output, open_streams

    # Reports hold a voice, too: all that is written here is for its owner, children's files included.
    os.umask(0o077)
    open_streams()
    threading.excepthook = _log_thread
    screen = Screen()
    given = set(sys.argv[1:])
    arguments = [each for each in sys.argv[1:] if each not in _DEBUGGING]
    # Help and wrong usage come up before the options are read: their language must be known.
    language = asked_language(arguments)
    if language is not None:
        screen.choose(language)
    alone = _is_alone(arguments)
    if given & _TOLD_AT_ONCE or (alone and not _attended(screen)):
        code = _guard(arguments, screen)
    else:
        code = _logged(arguments, screen, given)
    abandon_output()
    sys.exit(code)


def _logged(arguments: list[str], screen: Screen, given: set[str]) -> int:
    """Exit code of the command, which is in the log from what was asked for to how it ended."""
    import logging

    from interviewer import log

    log.start(__version__, console="--debug" in given, spoken="--debug-transcripts" in given)
    logger = logging.getLogger(__name__)
    logger.info("asked for: %s", arguments)
    began_s = time.monotonic()
    code = _guard(arguments, screen)
    logger.info("ended with %d after %.1f s", code, time.monotonic() - began_s)
    return code


def _is_alone(arguments: list[str]) -> bool:
    """Whether nothing is asked for but, maybe, a language."""
    if asked_language(arguments) is not None and asked_command(arguments) is None:
        return len(arguments) <= 2
    return not arguments


def _attended(screen: Screen) -> bool:
    from interviewer.cli.start import is_attended

    return is_attended(screen)


def call(arguments: list[str], screen: Screen) -> int:
    """Exit code of the command that ``arguments`` ask for; alone, of the one that is chosen.

    Raises:
        InterviewerError: as the command does.
    """
    if _is_alone(arguments):
        return _begin(arguments, screen)
    name = asked_command(arguments)
    command = program(name) if name in COMMANDS else program()
    speak(command, screen.tr)
    code = command.main(arguments, prog_name="interviewer", standalone_mode=False, obj=screen)
    return int(code or 0)


def _begin(arguments: list[str], screen: Screen) -> int:
    from interviewer.cli.start import begin, how_to_start, is_attended

    if is_attended(screen):
        chosen = begin(screen)
        return 0 if chosen is None else call([*arguments, *chosen], screen)
    code = call([*arguments, "--help"], screen)
    screen.show(how_to_start(screen))
    return code


def _guard(arguments: list[str], screen: Screen) -> int:
    """Exit code of the command; every error becomes one line on standard error."""
    from interviewer.ui.streams import NobodyReadsError

    try:
        code = call(arguments, screen)
        sys.stdout.flush()
        if code == StoppedError.exit_code:
            # typer has caught Ctrl-C and gives its code back, without a word.
            raise StoppedError(N_("Stopped."))
    except InterviewerError as error:
        _log_error(error)
        return screen.fail(error)
    except (KeyboardInterrupt, typer.Abort) as error:
        _log_error(error)
        return screen.fail(StoppedError(N_("Stopped.")))
    except NobodyReadsError:
        return 0
    except WrongUsage as error:
        _log_error(error)
        what = retold(error.format_message(), screen.tr)
        return screen.fail(UsageError("{what}", N_("See: interviewer --help"), what=what))
    except ImportError as error:
        _log_error(error)
        module = (error.name or "").partition(".")[0]
        ours = module in ("", "interviewer")
        return screen.fail(_unexpected(error) if ours else package_missing(module, error))
    except Exception as error:  # noqa: BLE001  (the one catch-all: a line, not a traceback)
        _log_error(error)
        return screen.fail(_unexpected(error))
    return code


def _unexpected(error: Exception) -> InterviewerError:
    message = N_("Unexpected error ({reason}).")
    remedy = N_("This is a fault of the program: run it again with --debug and report it.")
    return InternalError(message, remedy, reason=f"{type(error).__name__}: {error}")


def _log_thread(died: threading.ExceptHookArgs) -> None:
    """A thread that fails does not write over the screen; the log has its traceback."""
    if died.exc_value is not None:
        _log_error(died.exc_value)


def _log_error(error: BaseException) -> None:
    """With its traceback, where a log was started; elsewhere Python would print it by itself."""
    import logging

    logger = logging.getLogger(__name__)
    if logger.hasHandlers():
        logger.error("%s", type(error).__name__, exc_info=error)
