"""A TOML file from the disk: read within bounds, decoded, parsed, each failure said in one line."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from interviewer.errors import MissingError
from interviewer.i18n import N_
from interviewer.scenario.problems import InvalidFileError

__all__ = ["GLOSSARY_FILE", "MAX_BYTES", "library_folder", "parse_toml", "read_text"]

MAX_BYTES = 256 * 1024
"""An hour of questions with their model answers takes less; a larger file is a mistake."""

GLOSSARY_FILE = "glossary.toml"

_MAX_DEPTH = 16
"""Twice what the deepest key of a scenario needs; later stages may then recurse without care."""

_TOO_DEEP = N_(
    "arrays or tables are nested more than 16 levels deep; a scenario needs half of that."
)
_BOM = "\ufeff"
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def library_folder() -> Path:
    """Where the shipped scenarios are: inside the wheel, or beside the package in a checkout.

    Raises:
        MissingError: the package was installed without them.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "scenarios", package.parent / "scenarios"):
        if (folder / GLOSSARY_FILE).is_file():
            return folder
    raise MissingError(
        N_("the scenario library is not in this installation ({folder})."),
        N_("Install interviewer again."),
        folder=package / "scenarios",
    )


def read_text(path: Path) -> str:
    """The text of ``path``, UTF-8 with or without a byte order mark.

    Raises:
        ScenarioError: missing, not a regular file, not readable, too large, not UTF-8.
    """
    content = _read_bytes(path)
    if len(content) > MAX_BYTES:
        raise _whole_file(
            path,
            N_("the file is larger than {limit} KB; a scenario or glossary is much smaller."),
            limit=MAX_BYTES // 1024,
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidFileError(
            str(path),
            content.count(b"\n", 0, error.start) + 1,
            "",
            N_("not UTF-8 at byte {byte} of the file; save it again with the encoding UTF-8."),
            {"byte": error.start},
        ) from None


def _read_bytes(path: Path) -> bytes:
    """At most one byte more than is allowed; a FIFO or a device is never opened."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _whole_file(path, N_("not a regular file; give a scenario file in TOML."))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        message = N_("no such file; check its name and folder.")
        raise _whole_file(path, message) from None
    except OSError as error:
        message = N_("the file cannot be read ({reason}); check its permissions.")
        raise _whole_file(path, message, reason=error.strerror) from error


def _whole_file(path: Path, message: str, **values: object) -> InvalidFileError:
    return InvalidFileError(str(path), None, "", message, values)


def parse_toml(text: str, origin: str) -> tuple[str, dict[str, Any]]:
    """``text`` without its byte order mark and with plain line ends, and the values in it.

    Raises:
        ScenarioError: not TOML, or nothing in it.
    """
    text = text.removeprefix(_BOM).replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InvalidFileError(origin, None, "", _TOO_DEEP, {}) from None
    except ValueError as error:
        raise _syntax_error(text, origin, str(error)) from None
    if not data:
        message = N_("the file is empty; a scenario begins with id, title and language.")
        raise InvalidFileError(origin, None, "", message, {})
    if _deeper_than(_MAX_DEPTH, data):
        raise InvalidFileError(origin, None, "", _TOO_DEEP, {})
    return text, data


def _deeper_than(limit: int, data: dict[str, Any]) -> bool:
    """Whether tables and arrays in ``data`` nest more than ``limit`` levels, without recursing."""
    level: list[dict[str, Any] | list[Any]] = [data]
    for _ in range(limit):
        level = [
            value
            for container in level
            for value in (container.values() if isinstance(container, dict) else container)
            if isinstance(value, dict | list)
        ]
    return bool(level)


def _syntax_error(text: str, origin: str, detail: str) -> InvalidFileError:
    """``detail`` is tomllib's; its place goes to the front of the line."""
    place = _PLACE.search(detail)
    if place is None:
        message = N_("not valid TOML ({detail}); mend the file there.")
        return InvalidFileError(origin, None, "", message, {"detail": detail})
    detail = detail[: place.start()]
    if place["line"] is None:
        message = N_("not valid TOML: something opened here or above is not closed ({detail}).")
        last = text.rstrip().count("\n") + 1
        return InvalidFileError(origin, last, "", message, {"detail": detail})
    message = N_("not valid TOML at column {column} ({detail}); mend the file there.")
    values = {"detail": detail, "column": int(place["column"])}
    return InvalidFileError(origin, int(place["line"]), "", message, values)
