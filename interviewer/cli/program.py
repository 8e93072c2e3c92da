"""The program: its options, its languages, its exit code. The only place that catches everything."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from interviewer import __version__
from interviewer.cli import library, machine, past, practice
from interviewer.cli.options import Lang
from interviewer.cli.wording import WrongUsage, asked_language, retold, speak
from interviewer.errors import InternalError, InterviewerError, StoppedError, UsageError
from interviewer.i18n import N_

if TYPE_CHECKING:
    from interviewer.commands.screen import Screen

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    help=N_("A voice-driven mock interviewer that runs on your own machine, offline and private."),
)
for each in (practice, past, library, machine):
    app.add_typer(each.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interviewer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=N_("Show the version.")),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help=N_("Show tracebacks."))] = False,
    lang: Annotated[
        Lang | None,
        typer.Option(
            metavar="fr|en", help=N_("Language of the screens, whatever locale and scenario say.")
        ),
    ] = None,
) -> None:
    """Options of every command; ``--debug`` and ``--lang`` are read by :func:`main`."""
    del version, debug, lang


def main() -> None:
    """The ``interviewer`` program. Exits with 0, 2 (usage, input), 3 (machine) or 130 (stopped).

    ``--debug``, anywhere on the line, lets errors through with their traceback. Without any
    argument the help is shown.
    """
    from interviewer.commands.screen import Screen

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a sign of French typography shows « ? », and goes on.
            stream.reconfigure(errors="replace")
    screen = Screen()
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    # Help and wrong usage come up before the options are read: their language must be known.
    language = asked_language(arguments)
    if language is not None:
        screen.choose(language)
    if len(arguments) < len(sys.argv) - 1:
        sys.exit(_call(arguments, screen))
    sys.exit(_guard(arguments, screen))


def _call(arguments: list[str], screen: Screen) -> int:
    command = get_command(app)
    speak(command, screen.tr)
    code = command.main(
        arguments or ["--help"], prog_name="interviewer", standalone_mode=False, obj=screen
    )
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
    except WrongUsage as error:
        what = retold(error.format_message(), screen.tr)
        return screen.fail(UsageError("{what}", N_("See: interviewer --help"), what=what))
    except Exception as error:  # noqa: BLE001  (the one catch-all: a line, not a traceback)
        message = N_("Unexpected error ({reason}).")
        remedy = N_("This is a fault of the program: run it again with --debug and report it.")
        reason = f"{type(error).__name__}: {error}"
        return screen.fail(InternalError(message, remedy, reason=reason))
    return code
