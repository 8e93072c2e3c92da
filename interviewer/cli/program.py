"""The program: its options, its languages, its exit code. The only place that catches everything."""

from __future__ import annotations

import io
import os
import sys
import time
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

_DEBUGGING = {"--debug", "--debug-transcripts"}
_TOLD_AT_ONCE = {"--help", "--version"}
"""What is answered by these words needs no log, and should not wait for one."""

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
    del version, debug, debug_transcripts, lang


def main() -> None:
    """The ``interviewer`` program. Exits with 0, 2 (usage, input), 3 (machine) or 130 (stopped).

    ``--debug``, anywhere on the line, shows the log, which has the tracebacks of errors;
    ``--debug-transcripts`` lets it hold what is said. Without any argument the help is shown.
    """
    from interviewer.commands.screen import Screen

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks a sign of French typography shows « ? », and goes on.
            stream.reconfigure(errors="replace")
    screen = Screen()
    given = set(sys.argv[1:])
    arguments = [each for each in sys.argv[1:] if each not in _DEBUGGING]
    # Help and wrong usage come up before the options are read: their language must be known.
    language = asked_language(arguments)
    if language is not None:
        screen.choose(language)
    if not arguments or given & _TOLD_AT_ONCE:
        sys.exit(_guard(arguments, screen))
    sys.exit(_logged(arguments, screen, given))


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
        _log_error(error)
        return screen.fail(error)
    except (KeyboardInterrupt, typer.Abort) as error:
        _log_error(error)
        return screen.fail(StoppedError(N_("Stopped.")))
    except BrokenPipeError:
        # The reader of a pipe has seen enough; Python must not complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except WrongUsage as error:
        _log_error(error)
        what = retold(error.format_message(), screen.tr)
        return screen.fail(UsageError("{what}", N_("See: interviewer --help"), what=what))
    except Exception as error:  # noqa: BLE001  (the one catch-all: a line, not a traceback)
        _log_error(error)
        message = N_("Unexpected error ({reason}).")
        remedy = N_("This is a fault of the program: run it again with --debug and report it.")
        reason = f"{type(error).__name__}: {error}"
        return screen.fail(InternalError(message, remedy, reason=reason))
    return code


def _log_error(error: BaseException) -> None:
    """With its traceback, where a log was started; elsewhere Python would print it by itself."""
    import logging

    logger = logging.getLogger(__name__)
    if logger.hasHandlers():
        logger.error("%s", type(error).__name__, exc_info=error)
