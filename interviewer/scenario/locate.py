"""On which line of a TOML text each key and array element stands.

``tomllib`` gives values without places. This scanner walks a text that ``tomllib`` has already
accepted, so it checks nothing: it only skips values and counts lines.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]
"""Where a value stands in the parsed data: keys and, in arrays, positions from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")'
    r"|'''.*?'''(?!')"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")


class Lines:
    """Lines of the keys, tables and array elements of ``text``, which must be valid TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[KeyPath, int] = {}
        self._sizes: dict[KeyPath, int] = {}
        self._document()

    def __getitem__(self, path: KeyPath) -> int:
        """The line of ``path``, from 1; of the nearest table around it when it is not there."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _document(self) -> None:
        table: KeyPath = ()
        while self._skip_blank():
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        """Reads ``[table]`` or ``[[table]]``; the path its keys stand under."""
        line = self._line()
        of_array = self._text.startswith("[[", self._at)
        self._at += 2 if of_array else 1
        self._skip_blank()
        *parents, last = self._key()
        self._skip_blank()
        self._at += 2 if of_array else 1
        path: KeyPath = ()
        for parent in parents:
            path = self._last_element((*path, parent))
        path = (*path, last)
        self._lines.setdefault(path, line)
        if of_array:
            self._sizes[path] = self._sizes.get(path, 0) + 1
            path = self._last_element(path)
            self._lines[path] = line
        return path

    def _last_element(self, path: KeyPath) -> KeyPath:
        """``path``, or its newest table when it is an array of tables."""
        return (*path, self._sizes[path] - 1) if path in self._sizes else path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for name in self._key():
            path = (*path, name)
            self._lines.setdefault(path, line)
        self._skip_blank()
        self._at += len("=")
        self._value(path)

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            if quoted := _STRING.match(self._text, self._at):
                self._at = quoted.end()
                names += tomllib.loads(f"{quoted[0]} = 0")
            elif bare := _BARE_KEY.match(self._text, self._at):
                self._at = bare.end()
                names.append(bare[0])
            dot = _DOT.match(self._text, self._at)
            if dot is None:
                return names
            self._at = dot.end()

    def _value(self, path: KeyPath) -> None:
        self._skip_blank()
        self._lines.setdefault(path, self._line())
        if self._text.startswith("[", self._at):
            self._array(path)
        elif self._text.startswith("{", self._at):
            self._inline_table(path)
        elif token := _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at):
            self._at = token.end()

    def _array(self, path: KeyPath) -> None:
        self._at += len("[")
        position = 0
        while not self._closed("]"):
            self._value((*path, position))
            position += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += len("{")
        while not self._closed("}"):
            self._pair(path)

    def _closed(self, bracket: str) -> bool:
        """Steps over blanks and a comma, and over ``bracket`` when it comes next."""
        self._skip_blank()
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip_blank()
        if not self._text.startswith(bracket, self._at):
            return False
        self._at += 1
        return True

    def _skip_blank(self) -> bool:
        """Steps over spaces, line ends and comments; whether anything follows."""
        if blank := _BLANK.match(self._text, self._at):
            self._at = blank.end()
        return self._at < len(self._text)

    def _line(self) -> int:
        return bisect_right(self._starts, self._at)
