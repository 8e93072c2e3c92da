"""The standard streams, as the caller left them, made fit for a program; nothing here draws."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import Any

from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.ui.text import nearest

_NEAREST = "interviewer.nearest"


class NobodyReadsError(Exception):
    """The reader of standard output has seen enough. No OSError: typer would end the program with 1."""


class _Output(io.FileIO):
    """Standard output itself, whose faults are told from those of any other file."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError as error:
            raise NobodyReadsError from error
        except OSError as error:
            raise UsageError(
                N_("The results cannot be written to standard output ({reason})."),
                N_("Free some space there, or send them elsewhere."),
                reason=error.strerror,
            ) from error


def open_streams() -> None:
    """Makes the standard streams fit to be written to and read from, whatever the caller left.

    A closed one would give its number to the next file that is opened, which what is printed would
    then destroy. Output to a closed one fails as to a full one; input from it has ended. What a
    console's encoding lacks is written in its nearest form.
    """
    for number, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            _fill(number)
    codecs.register_error(_NEAREST, _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_NEAREST)
    if isinstance(sys.stdout, io.TextIOWrapper) and _is_file(sys.stdout):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(sys.stdout.fileno(), "wb", closefd=False)),
            encoding=sys.stdout.encoding,
            errors=_NEAREST,
            line_buffering=sys.stdout.line_buffering,
            write_through=sys.stdout.write_through,
        )


def _is_file(stream: io.TextIOWrapper) -> bool:
    """No console of Windows, and nothing that a test reads from."""
    return isinstance(getattr(stream.buffer, "raw", stream.buffer), io.FileIO)


def _fill(number: int) -> None:
    # Read only: who prints to a closed standard output is to hear of it.
    mode = os.O_WRONLY if number == 2 else os.O_RDONLY
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, mode)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
    name = ("stdin", "stdout", "stderr")[number]
    file = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115  stays open: it is the stream from now on
    setattr(sys, name, file)


def abandon_output() -> None:
    """What could not be written so far never is: Python would complain when it flushes at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, UsageError, NobodyReadsError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """An error handler of codecs: thin spaces become spaces, « ’ » an apostrophe, é an e."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(nearest(character, error.encoding) for character in text), error.end
