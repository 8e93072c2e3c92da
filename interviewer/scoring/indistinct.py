"""Patterns of a scenario that cannot be told apart, or not be heard at all. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.domain import Scenario, Task
from interviewer.scoring.numbers import in_symbols
from interviewer.scoring.phrases import parse

Path = tuple[str | int, ...]
"""Keys and positions that lead to a value of the file."""


@dataclass(frozen=True, slots=True)
class Indistinct:
    """A pattern that finds what another one finds, or nothing."""

    path: Path
    pattern: str
    other: str | None
    """The one that it cannot be told from; None: it holds no word."""
    by_sign: bool = False
    """They differ by a sign that a recogniser may leave out."""


_Form = tuple[tuple[str, bool, bool], ...]


def indistinct(scenario: Scenario) -> Iterator[Indistinct]:
    """Each pattern of ``scenario`` that is not its own, in the file's order of phases."""
    for index, phase in enumerate(scenario.phases):
        yield from _in_task(("phase", index), phase.task)
        for position, question in enumerate(phase.questions):
            yield from _in_task(("phase", index, "question", position), question.task)
    for index, trap in enumerate(scenario.traps):
        yield from _wordless(("trap", index, "any"), trap.any)
    for index, move in enumerate(scenario.moves):
        yield from _wordless(("move", index, "any"), move.any)
    for index, rule in enumerate(scenario.rules):
        yield from _wordless(("rule", index, "first"), rule.first)
        yield from _wordless(("rule", index, "then"), rule.then)


def _in_task(path: Path, task: Task) -> Iterator[Indistinct]:
    seen: dict[_Form, str] = {}
    bare: dict[str, str] = {}
    for index, term in enumerate(task.terms):
        place, form = (*path, "terms", index), _form(term.name)
        without_signs = "".join(char for norm, _, _ in form for char in norm if char.isalnum())
        if not form:
            yield Indistinct(place, term.name, None)
        elif form in seen:
            yield Indistinct(place, term.name, seen[form])
        elif without_signs in bare:
            yield Indistinct(place, term.name, bare[without_signs], by_sign=True)
        seen.setdefault(form, term.name)
        bare.setdefault(without_signs, term.name)
    ideas = {
        "points": [(point.point, point.any) for point in task.points],
        "steps": [(step.step, step.any) for step in task.steps],
    }
    for key, rows in ideas.items():
        same: dict[frozenset[_Form], str] = {}
        for index, (name, patterns) in enumerate(rows):
            yield from _wordless((*path, key, index, "any"), patterns)
            forms = frozenset(map(_form, patterns))
            if forms in same:
                yield Indistinct((*path, key, index), name, same[forms])
            same.setdefault(forms, name)
    for index, contrary in enumerate(task.contraries):
        yield from _wordless((*path, "contraries", index, "any"), contrary.any)


def _wordless(path: Path, patterns: tuple[str, ...]) -> Iterator[Indistinct]:
    for index, pattern in enumerate(patterns):
        if not _form(pattern):
            yield Indistinct((*path, index), pattern, None)


def _form(pattern: str) -> _Form:
    """The words of ``pattern``, the same however its numbers and symbols are written."""
    words = parse(pattern).words
    return tuple((in_symbols(word.norm), word.star, word.gap_before) for word in words)
