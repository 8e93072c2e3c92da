"""What the program did, for whoever looks into a fault: a rotating file in the data folder.

Modules write to ``logging.getLogger(__name__)``, at DEBUG or INFO, and none of it goes anywhere until
the program starts the log, at its edge; a program that imports the library decides for itself. What
is said, by whom ever, goes in at the level :data:`SPOKEN` only, which nobody gets who did not ask.
"""

from __future__ import annotations

import logging
import os
import platform
import threading
from functools import partial
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, TextIO

from interviewer.history.folder import data_folder, make_private_file, make_private_folder
from interviewer.ui.text import escaped

SPOKEN = 5
"""Level of words that were said; below DEBUG, so that it is never met by accident."""

_ROOT = "interviewer"
_BYTES, _OLDER = 1_000_000, 2
"""Of a file, and how many files before it are kept: some hundred sessions."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_CHILD_LINES, _LINE_BYTES = 200, 500
"""A sound library that complains all the time must not drive all else out of the log."""


def log_file() -> Path:
    """The log; older ones stand beside it as ``interviewer.log.1`` and ``interviewer.log.2``."""
    return data_folder() / "log" / "interviewer.log"


def start(version: str, *, console: bool = False, spoken: bool = False) -> None:
    """From now on the program's log is written. Where that cannot be, it is not, without a word.

    A log that was started before in this process is left.

    Args:
        version: of the program.
        console: goes to standard error, too.
        spoken: holds what is said as well.
    """
    logger = logging.getLogger(_ROOT)
    logger.setLevel(SPOKEN if spoken else logging.DEBUG)
    for earlier in [each for each in logger.handlers if isinstance(each, (_PrivateFile, _Console))]:
        logger.removeHandler(earlier)
        earlier.close()
    handlers: list[logging.Handler] = [_Console()] if console else []
    try:
        file = log_file()
        make_private_folder(file.parent.parent)
        make_private_folder(file.parent)
        make_private_file(file)
    except (OSError, RuntimeError):  # the second: INTERVIEWER_DATA names a home that is nobody's
        pass
    else:
        handlers.append(_PrivateFile(file, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8"))
    for handler in handlers:
        handler.setFormatter(_Escaping(_FORMAT))
        logger.addHandler(handler)
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    logger.info("interviewer %s, Python %s, %s", version, platform.python_version(), system)


def forget() -> None:
    """Removes the log, the older files too: who deletes sessions leaves no trace of them.

    What is logged afterwards begins a new one.

    Raises:
        OSError: a file cannot be removed.
    """
    for handler in logging.getLogger(_ROOT).handlers:
        if isinstance(handler, _PrivateFile):
            handler.close()
    file = log_file()
    for each in (file, *file.parent.glob(f"{file.name}.*")):
        each.unlink(missing_ok=True)


class ChildErrors:
    """What a child process writes to standard error goes into the log, line by line.

    Read by a thread of its own, which ends with the child and whatever it left behind.

    Args:
        stream: the child's standard error, a pipe; closed at its end.
        logger: of the module that started it.
    """

    def __init__(self, stream: IO[bytes], logger: logging.Logger) -> None:
        self._stream, self._logger = stream, logger
        self._last = ""
        self._thread = threading.Thread(target=self._read, name="child errors", daemon=True)
        self._thread.start()

    def last_line(self, timeout_s: float) -> str:
        """The last line that holds anything, its white space made single; waits for the end."""
        self._thread.join(timeout_s)
        return self._last

    def wait(self, timeout_s: float) -> None:
        """Until the child's end is read, and its pipe closed."""
        self._thread.join(timeout_s)

    def _read(self) -> None:
        with self._stream as stream:
            count = 0
            while line := stream.readline(_LINE_BYTES):
                said = " ".join(line.decode(errors="replace").split())
                if not said:
                    continue
                self._last = said
                count += 1
                if count <= _CHILD_LINES:
                    self._logger.info("child: %s", said)


class _Console(logging.StreamHandler[TextIO]):
    """The log on standard error."""


class _Escaping(logging.Formatter):
    """Names, texts of exceptions and what a child says reach a terminal, now or from the file."""

    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))


class _PrivateFile(RotatingFileHandler):
    """For its owner alone; a full disk or a file taken away stops nobody."""

    def _open(self) -> TextIOWrapper:
        # Mode 0600 from the beginning, also of the one that takes the place of a full one.
        opener = partial(os.open, mode=0o600)
        return open(self.baseFilename, "a", encoding="utf-8", errors="replace", opener=opener)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the handler's name
        """What the base class would do, a traceback on the screen, helps nobody here."""
