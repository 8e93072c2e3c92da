"""What is wrong in a scenario or glossary file, said in one line with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial

from interviewer.errors import ScenarioError, Translate, filled
from interviewer.i18n import N_
from interviewer.scenario.locate import KeyPath, Lines

_SHOWN_LENGTH = 60
_SHOWN_BITS = 4096
_NAMING_KEYS = ("id", "term", "point", "step")


@dataclass(frozen=True, slots=True)
class Meant:
    """A name that is none of those known, though it may have meant one of them."""

    name: str
    known: Iterable[str]
    message: str
    """gettext id that takes the place of the problem's when one is near; it fills ``{nearest}``."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, before its line is known."""

    path: KeyPath
    message: str
    """gettext id: what is wrong, and what to do about it."""
    values: Mapping[str, object] = field(default_factory=dict)
    """Fill the places of the message."""
    earlier: KeyPath | None = None
    """Where the same thing stands already; its line fills ``{earlier_line}``."""
    meant: Meant | None = None
    """Looked for only when this problem is the one to be told, for that takes long."""


class InvalidFileError(ScenarioError):
    """A file that is not a valid scenario or glossary.

    Args:
        origin: the file's name, as the person knows it.
        line: where the first problem stands, from 1; None when it is the whole file.
        key: the place in TOML's own words, such as ``phase "intro", target``; may be empty.
        message: gettext id of the first problem and its remedy.
        values: fill the places of ``message``.
        others: the other problems found, in the order of their lines.
    """

    def __init__(
        self,
        origin: str,
        line: int | None,
        key: str,
        message: str,
        values: Mapping[str, object],
        others: Sequence[Callable[[], InvalidFileError]] = (),
    ) -> None:
        super().__init__(
            message,
            N_("Other problems found in this file: {more}.") if others else "",
            **values,
            file=_printable(origin),
            line=line,
            key=key,
            more=len(others),
        )
        self.place = _place(line, key)
        self._others = others

    def each(self, most: int) -> Iterator[InvalidFileError]:
        """This problem and those after it, ``most`` in all, each as an error that tells of no other."""
        self.remedy = ""
        yield self
        for other in self._others[: most - 1]:
            yield other()

    def line(self, translate: Translate = str) -> str:
        place = filled(translate(self.place), self.values)
        return f"{place} {super().line(translate)}"


def _place(line: int | None, key: str) -> str:
    if line is None:
        return N_("{file}:")
    return N_("{file}, line {line}, {key}:") if key else N_("{file}, line {line}:")


def invalid(
    origin: str, text: str, data: Mapping[str, object], problems: Iterable[Problem]
) -> InvalidFileError:
    """The error for the first of ``problems`` (at least one) in the order of the file's lines."""
    lines = Lines(text)
    ordered = sorted(problems, key=lambda problem: lines[problem.path])
    told = [partial(_told, origin, lines, data, problem) for problem in ordered]
    return told[0](told[1:])


def _told(
    origin: str,
    lines: Lines,
    data: Mapping[str, object],
    problem: Problem,
    others: Sequence[Callable[[], InvalidFileError]] = (),
) -> InvalidFileError:
    message, values = problem.message, dict(problem.values)
    if problem.meant is not None and (near := _nearest(problem.meant)) is not None:
        message, values["nearest"] = problem.meant.message, near
    if problem.earlier is not None:
        values["earlier_line"] = lines[problem.earlier]
    key = _described(problem.path, data)
    return InvalidFileError(origin, lines[problem.path], key, message, values, others)


def _described(path: KeyPath, data: object) -> str:
    """``path`` in words: ``phase "intro", terms 2``. Tables are named as the file names them."""
    parts: list[str] = []
    for segment in path:
        data = _inside(data, segment)
        if isinstance(segment, str):
            parts.append(_printable(_shortened(segment)))
        else:
            parts[-1] += f" {_name(data) or segment + 1}"
    return ", ".join(parts)


def _inside(data: object, segment: str | int) -> object:
    if isinstance(segment, str):
        return data.get(segment) if isinstance(data, dict) else None
    return data[segment] if isinstance(data, list) else None


def _name(element: object) -> str:
    if not isinstance(element, dict):
        return ""
    names = (element.get(key) for key in _NAMING_KEYS)
    return next((shown(name) for name in names if isinstance(name, str) and name.strip()), "")


def shown(value: object) -> str:
    """``value`` as the file writes it, short, on one line, without control characters."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _SHOWN_BITS:
        return _shortened(hex(value))  # Python writes no more than 4,300 decimal digits.
    if isinstance(value, str):
        return f'"{_printable(_shortened(value))}"'
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return _printable(_shortened(str(value)))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def listed(names: Iterable[str]) -> str:
    """``names`` as :func:`shown`, with commas in between."""
    return ", ".join(map(shown, names))


def _nearest(meant: Meant) -> str | None:
    by_folded = {candidate.casefold(): candidate for candidate in meant.known}
    close = get_close_matches(meant.name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None
