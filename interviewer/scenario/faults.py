"""Everything wrong in a scenario file at once: what one fault hides is looked for behind it.

For that the faults already found are put right in a copy, in the plainest way that makes the next
stage go on; what is then found there, and only because of it, is left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from interviewer.domain import Scenario
from interviewer.scenario.check import check
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.problems import InvalidFileError, Problem, invalid
from interviewer.scenario.reader import read
from interviewer.scenario.source import parse_toml
from interviewer.scenario.syntax import syntax_fault

_MOST = 100
_MOST_SYNTAX = 30
_ROUNDS = 6
_PLAIN = frozenset({"id", "title", "prompt", "target", "ask", "cue", "model_answer", "hints"})
"""Keys that no rule over several keys looks at, but for being there."""


def all_faults(text: str, origin: str) -> tuple[InvalidFileError, ...]:
    """Each fault of a scenario file, by its line; empty where it is valid."""
    found: list[InvalidFileError] = []
    mended: set[int] = set()
    for _ in range(_MOST_SYNTAX):
        try:
            text, data = parse_toml(text, origin)
            break
        except InvalidFileError as error:
            found.append(error)
            line, better = _mended_text(text)
            if better is None or line is None or line in mended:
                return tuple(found)
            mended.add(line)
            text = better
    else:
        return tuple(found)
    problems = [*_problems(data)]
    if problems:
        told = invalid(origin, text, data, problems).each(_MOST)
        found += [error for error in told if error.values["line"] not in mended]
    return tuple(sorted(found, key=_line))


def _line(error: InvalidFileError) -> int:
    line = error.values["line"]
    return line if isinstance(line, int) else 0


def _mended_text(text: str) -> tuple[int | None, str | None]:
    """The line of the first fault, and the text without it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        tomllib.loads(text)
    except ValueError as error:
        fault = syntax_fault(text, str(error))
        return fault.line, fault.mended
    return None, None


def _problems(data: dict[str, Any]) -> Iterator[Problem]:
    scenario = read(Scenario, data)
    touched: set[KeyPath] = set()
    if isinstance(scenario, list):
        yield from scenario
        data = deepcopy(data)
        for _ in range(_ROUNDS):
            for problem in scenario:
                touched.add(_put_right(data, problem))
            scenario = read(Scenario, data)
            if not isinstance(scenario, list):
                break
        else:
            return
    hidden = {path[:-1] for path in touched if path[-1:] and path[-1] not in _PLAIN}
    for problem in check(scenario, data):
        inside = any(problem.path[: len(path)] == path for path in hidden | touched)
        if not inside and problem.earlier not in touched:
            yield problem


def _put_right(data: dict[str, Any], problem: Problem) -> KeyPath:
    """Changes ``data`` so that ``problem`` is gone; the path of the key that was changed."""
    *around, last = problem.path or ("",)
    holder: Any = data
    for segment in around:
        holder = holder[segment] if isinstance(segment, int) else holder.get(segment)
        if not isinstance(holder, dict | list):
            return problem.path
    missing = problem.values.get("name") if "is missing" in problem.message else None
    if isinstance(missing, str):
        table = data if not problem.path else holder[last]
        table[missing] = _stand_in(missing, problem.path)
        return (*problem.path, missing)
    if isinstance(holder, dict):
        if last == "target":
            holder[last] = "30s"
        else:
            holder.pop(last, None)
    elif isinstance(last, int) and isinstance(holder, list) and last < len(holder):
        holder[last] = _element(around, last)
    return problem.path


def _stand_in(key: str, path: KeyPath) -> Any:
    number = "-".join(str(segment) for segment in path)
    return {
        "id": f"x-{number}",
        "kind": "pitch",
        "language": "fr",
        "any": ["xyz"],
        "first": ["xyz"],
        "then": ["zyx"],
        "phase": [
            {"id": "x", "title": "x", "kind": "pitch", "target": "30s", "prompt": "x"},
        ],
    }.get(key, f"x {number}")


def _element(around: list[str | int], position: int) -> object:
    """An element that is right wherever a list of its name stands."""
    name = f"xyz {position}"
    tables: Mapping[str | int, dict[str, object]] = {
        "points": {"point": name, "any": [name]},
        "steps": {"step": name, "any": [name]},
        "phase": {"id": name, "title": name, "kind": "pitch", "target": "30s", "prompt": name},
        "question": {"id": name, "ask": name, "target": "30s"},
    }
    return tables.get(around[-1], name)
