"""A scenario's file: found by its name, read within bounds, decoded, parsed.

Each failure is said in one line.
"""

from __future__ import annotations

import re
import stat
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from interviewer.errors import MissingError, UsageError
from interviewer.i18n import N_
from interviewer.scenario.problems import InvalidFileError, shown
from interviewer.scenario.syntax import syntax_fault

MAX_BYTES = 1024 * 1024
"""An hour of questions with their model answers takes less; a larger file is a mistake."""

GLOSSARY_FILE = "glossary.toml"

_MAX_DEPTH = 16
"""Twice what the deepest key of a scenario needs; later stages may then recurse without care."""

_MAX_VALUES = 30_000
"""Keys, tables and array elements; the largest shipped file has some 11,000."""

_TOO_DEEP = N_(
    "arrays or tables are nested more than 16 levels deep; a scenario needs half of that."
)
_BOM = "\ufeff"
_FILE_NAME = re.compile(r"\.(?:toml|md|markdown|txt|text|docx|pdf)$|[/\\]", re.IGNORECASE)
_MARK = re.compile(
    r"#[^\n]*"
    r'|"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)'
    r"|'''.*?(?:'{3,5}|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|(?P<mark>[\[\]{}.=,\n])",
    re.DOTALL,
)
"""The marks between keys and values; those in texts and comments are stepped over."""


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


def library_ids() -> tuple[str, ...]:
    """The ids that :func:`find_file` knows, in alphabetical order."""
    files = library_folder().glob("*.toml")
    return tuple(sorted(file.stem for file in files if file.name != GLOSSARY_FILE))


def find_file(reference: str | Path) -> Path:
    """The file of the library's scenario with the id ``reference``, or the file that it names.

    A ``Path``, and a string with a folder or the ending ``.toml`` or one of notes, is a file, there or not; any
    other string is an id.

    Raises:
        UsageError: no such id.
    """
    if isinstance(reference, Path) or _FILE_NAME.search(reference):
        return Path(reference)
    known = library_ids()
    if reference in known:
        return library_folder() / f"{reference}.toml"
    remedy = N_('Choose one of the list of "interviewer scenarios", or give a file: NAME.toml.')
    close = get_close_matches(reference.casefold(), known, n=3, cutoff=0.5)
    if close:
        remedy = N_('Did you mean {close}? The list: "interviewer scenarios".')
    raise UsageError(
        N_("the library has no scenario {name}."),
        remedy,
        name=shown(reference),
        close=", ".join(close),
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
    _measure(text, origin)
    try:
        data = tomllib.loads(text)
    except ValueError as error:
        fault = syntax_fault(text, str(error))
        raise InvalidFileError(origin, fault.line, "", fault.message, fault.values) from None
    if not data:
        message = N_("the file is empty; a scenario begins with id, title and language.")
        raise InvalidFileError(origin, None, "", message, {})
    if _deeper_than(_MAX_DEPTH, data):
        raise InvalidFileError(origin, None, "", _TOO_DEEP, {})
    return text, data


def _measure(text: str, origin: str) -> None:
    """Refuses, before it is parsed, what ``tomllib`` takes long for: it is not made for that.

    Its time grows with the square of a key's parts, and it calls itself for each bracket.

    Raises:
        ScenarioError: a key of too many parts, brackets too deep, too many keys and elements.
    """
    depth = parts = values = 0
    for found in _MARK.finditer(text):
        mark = found["mark"]
        if mark is None:
            continue
        parts = parts + 1 if mark == "." else 0
        depth += (mark in "[{") - (mark in "]}")
        values += mark in "[=,"
        if depth > _MAX_DEPTH or parts >= _MAX_DEPTH:
            raise InvalidFileError(origin, None, "", _TOO_DEEP, {})
        if values > _MAX_VALUES:
            message = N_("more than {most} keys, tables and elements; a scenario has far fewer.")
            line = text.count("\n", 0, found.start()) + 1
            raise InvalidFileError(origin, line, "", message, {"most": _MAX_VALUES})


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
