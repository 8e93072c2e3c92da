"""What is wrong in a text that is no TOML, in plain words with the right form beside it.

``tomllib`` says what and where in English words of its own; each of them is known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.i18n import N_
from interviewer.scenario.problems import shown

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_PAIR = re.compile(r"\s*(?P<key>[\w.-]+)\s*[=:]+\s*(?P<value>.*?)\s*(?:#[^\"']*)?")
_BARE = re.compile(r"[^\W\d][\w' -]*")
_QUOTES = " \t\"'«»“”‘’,"

_NO_COMMA = N_(
    'a comma is missing at column {column}, between two elements; write them as ["one", "two"].'
)
_NO_QUOTES = N_("{value} stands without its double quotes; write {example}.")
_TWICE = N_("{name} stands here for the second time; keep it once.")
_NO_PAIR = N_(
    "this line is no key with its value; write {example}, or begin the line with # for a remark."
)
_BACKSLASH = N_("a backslash \\ stands in a text; write two of them: \\\\.")
_NO_VALUE = N_("nothing stands behind the key; write {example}.")
_HEADER = N_("a header is not closed; write it as [[phase]] on a line of its own.")
_NOT_CLOSED = N_("not valid TOML: something opened here or above is not closed ({detail}).")
_OPEN_TEXT = N_("a text is opened by a quotation mark and not closed; write {example}.")
_AT_COLUMN = N_("not valid TOML at column {column} ({detail}); mend the file there.")
_NOWHERE = N_("not valid TOML ({detail}); mend the file there.")


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """The first thing in a text that is no TOML."""

    line: int | None
    message: str
    """gettext id."""
    values: Mapping[str, object]
    mended: str | None = None
    """The text without this fault, to look for others; None where nobody can tell how it was meant."""


def syntax_fault(text: str, detail: str) -> SyntaxFault:
    """The fault that ``tomllib`` tells as ``detail`` of ``text``."""
    place = _PLACE.search(detail)
    if place is None:
        return SyntaxFault(None, _NOWHERE, {"detail": detail})
    said = detail[: place.start()]
    lines = text.split("\n")
    if place["line"] is None:
        number, column = text.rstrip().count("\n") + 1, len(lines[text.rstrip().count("\n")]) + 1
    else:
        number, column = int(place["line"]), int(place["column"])
    return _told(said, lines, number, column, at_end=place["line"] is None)


def _told(said: str, lines: list[str], number: int, column: int, *, at_end: bool) -> SyntaxFault:
    line = lines[number - 1]
    pair = _PAIR.fullmatch(line)
    values: dict[str, object] = {"column": column, "detail": said}
    if said.startswith(("Unclosed array", "Unclosed inline table")) and not at_end:
        mended = f"{line[: column - 1]},{line[column - 1 :]}"
        return SyntaxFault(number, _NO_COMMA, values, _with(lines, number, mended))
    if said.startswith("Cannot"):
        key = pair["key"] if pair else line.strip()
        text = _with(lines, number, "") if pair else None
        return SyntaxFault(number, _TWICE, {"name": shown(key)}, text)
    if said.startswith("Unescaped"):
        return SyntaxFault(
            number, _BACKSLASH, values, _with(lines, number, line.replace("\\", "\\\\"))
        )
    if said.startswith("Expected ']"):
        return SyntaxFault(number, _HEADER, values)
    if said.startswith("Invalid value") and not at_end and (bare := _BARE.match(line, column - 1)):
        example = f'"{bare[0].strip()}"'
        mended = _with(lines, number, f"{line[: bare.start()]}{example}{line[bare.end() :]}")
        if pair is None or pair["value"][:1] in ("[", "{"):
            values = {"value": shown(bare[0].strip()), "example": example}
            return SyntaxFault(number, _NO_QUOTES, values, mended)
    listed = pair is not None and pair["value"][:1] in ("[", "{")
    if (
        not listed
        and pair
        and said.startswith(("Invalid value", "Expected newline", "Expected '="))
    ):
        return _unquoted(lines, number, pair)
    if pair is not None and said.startswith(
        ("Unterminated", "Illegal", 'Expected "', "Expected '")
    ):
        example = _example(pair)
        text = _with(lines, number, example) if '"""' not in line and "'''" not in line else None
        return SyntaxFault(number, _OPEN_TEXT, {"example": example}, text)
    if said.startswith(("Invalid statement", "Expected '='")) and not at_end:
        word = re.match(r"\s*([\w-]+)", line)
        example = f'{word[1] if word else "title"} = "…"'
        return SyntaxFault(number, _NO_PAIR, {"example": example}, _with(lines, number, ""))
    if at_end:
        return SyntaxFault(number, _NOT_CLOSED, values)
    return SyntaxFault(number, _AT_COLUMN, values)


def _unquoted(lines: list[str], number: int, pair: re.Match[str]) -> SyntaxFault:
    example = _example(pair)
    mended = _with(lines, number, example)
    if not pair["value"]:
        return SyntaxFault(number, _NO_VALUE, {"example": example}, mended)
    values = {"value": shown(pair["value"]), "example": example}
    return SyntaxFault(number, _NO_QUOTES, values, mended)


def _example(pair: re.Match[str]) -> str:
    value = " ".join(pair["value"].strip(_QUOTES).replace('"', "'").replace("\\", "/").split())
    return f'{pair["key"]} = "{value[:60] or "…"}"'


def _with(lines: list[str], number: int, line: str) -> str:
    return "\n".join((*lines[: number - 1], line, *lines[number:]))
