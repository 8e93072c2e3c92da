"""What a scenario must respect beyond the form of each table: one function a rule.

Each yields the problems it finds, with their paths; none changes anything. Where it matters whether
a key was written at all, the parsed file says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from interviewer.domain import Phase, Scenario, Task, pattern_parts, pattern_ways
from interviewer.i18n import N_
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.patterns import gaps
from interviewer.scenario.problems import Meant, Problem, shown

_NEAR = 0.88
"""Of 1: one letter in ten; « patient » is not « patience »."""

Written = Mapping[str, Any]
"""A table of the parsed file, the one that a value was read from."""

_SCORED_KEYS = ("terms", "points", "steps", "follow_up", "model_answer", "story")

_MAX_PATTERNS = 3000
"""Looked for in one answer, the glossary's apart; shipped scenarios have up to half."""
_MAX_WITH_GAPS = 1000
"""Patterns with ``…`` take longer; shipped scenarios have up to 400 an answer."""
_MAX_CONTRARIES = 250
"""Patterns of contraries of one answer; shipped scenarios have up to 100."""
_CRITERIA = range(5, 11)
"""As many as a coach can keep in mind while listening."""


def check(scenario: Scenario, written: Written) -> Iterator[Problem]:
    """Everything wrong in ``scenario``, read from ``written``, in no particular order."""
    yield from _weights(scenario)
    yield from _repeated_ids(scenario)
    yield from _rubric(scenario)
    yield from _common_patterns(scenario)
    for index, (phase, table) in enumerate(zip(scenario.phases, written["phase"], strict=True)):
        yield from _phase(("phase", index), phase, table)
    for path, task, _ in _tasks(scenario, written):
        yield from _limits_of_terms(path, task)
        yield from _repeated_names(path, task)
        yield from _follow_up(path, task)
        yield from _contraries(path, task)
        yield from _too_many(path, _patterns(task))


def _tasks(scenario: Scenario, written: Written) -> Iterator[tuple[KeyPath, Task, Written]]:
    """What phases and questions are scored against, with path and table, in the file's order."""
    for index, (phase, table) in enumerate(zip(scenario.phases, written["phase"], strict=True)):
        yield ("phase", index), phase.task, table
        rows = table.get("question", ())
        for position, (question, row) in enumerate(zip(phase.questions, rows, strict=True)):
            yield ("phase", index, "question", position), question.task, row


def _weights(scenario: Scenario) -> Iterator[Problem]:
    weights = scenario.weights
    if weights.coverage == weights.timing == weights.delivery == 0:
        message = N_("all weights are 0; give at least one of them more.")
        yield Problem(("scoring", "weights"), message)


def _repeated_ids(scenario: Scenario) -> Iterator[Problem]:
    answers: list[tuple[KeyPath, str]] = []
    for index, phase in enumerate(scenario.phases):
        answers.append((("phase", index, "id"), phase.id))
        for position, question in enumerate(phase.questions):
            answers.append((("phase", index, "question", position, "id"), question.id))
    yield from _repeated(
        answers,
        N_(
            "the id {name} is on line {earlier_line} already; give each phase and each question "
            "an id of its own, for it names the recordings."
        ),
    )
    message = N_("the id {name} is on line {earlier_line} already; choose another.")
    names = {
        "trap": [trap.id for trap in scenario.traps],
        "move": [move.id for move in scenario.moves],
        "rule": [rule.id for rule in scenario.rules],
        "rubric": [criterion.id for criterion in scenario.rubric],
    }
    for key, ids in names.items():
        yield from _repeated((((key, index, "id"), id_) for index, id_ in enumerate(ids)), message)


def _repeated(names: Iterable[tuple[KeyPath, str]], message: str) -> Iterator[Problem]:
    seen: dict[str, KeyPath] = {}
    for path, name in names:
        if seen.setdefault(fold(name), path) != path:
            yield Problem(path, message, {"name": shown(name)}, seen[fold(name)])


def _rubric(scenario: Scenario) -> Iterator[Problem]:
    count = len(scenario.rubric)
    if count and count not in _CRITERIA:
        message = N_("the rubric has {count} criteria; write {least} to {most}.")
        values = {"count": count, "least": _CRITERIA[0], "most": _CRITERIA[-1]}
        yield Problem(("rubric",), message, values)
    for index, criterion in enumerate(scenario.rubric):
        if len(criterion.marks) == 1:
            message = N_("one mark says nothing; write what two or more mean, the lowest first.")
            yield Problem(("rubric", index, "marks"), message)


def _repeated_names(path: KeyPath, task: Task) -> Iterator[Problem]:
    message = N_("{name} is on line {earlier_line} already for the same answer; keep it once.")
    for key, names in _names(task).items():
        yield from _repeated(
            (((*path, key, index), name) for index, name in enumerate(names)), message
        )


def _common_patterns(scenario: Scenario) -> Iterator[Problem]:
    """Those that are looked for in every answer."""
    found = {
        "trap": [pattern for trap in scenario.traps for pattern in trap.any],
        "move": [pattern for move in scenario.moves for pattern in move.any],
        "rule": [pattern for rule in scenario.rules for pattern in (*rule.first, *rule.then)],
    }
    for key, patterns in found.items():
        yield from _too_many((key,), patterns)


def _patterns(task: Task) -> list[str]:
    terms = (pattern for term in task.terms for pattern in (term.name, *term.variants))
    points = (pattern for point in task.points for pattern in point.any)
    steps = (pattern for step in task.steps for pattern in step.any)
    return [*terms, *points, *steps]


def _too_many(path: KeyPath, patterns: Collection[str]) -> Iterator[Problem]:
    count = sum(len(pattern_ways(part)) for pattern in patterns for part in pattern_parts(pattern))
    if count > _MAX_PATTERNS:
        message = N_("{count} patterns are looked for here; write at most {most}.")
        yield Problem(path, message, {"count": count, "most": _MAX_PATTERNS})
    with_gaps = sum(gaps(pattern) > 0 for pattern in patterns)
    if with_gaps > _MAX_WITH_GAPS:
        message = N_("{count} patterns with … are looked for here; write at most {most}.")
        yield Problem(path, message, {"count": with_gaps, "most": _MAX_WITH_GAPS})


def _phase(path: KeyPath, phase: Phase, written: Written) -> Iterator[Problem]:
    if phase.kind == "question":
        yield from _question_phase(path, phase, written)
    elif "target" not in written:
        yield _no_target(path)
    if phase.kind in ("pitch", "story") and phase.questions:
        message = N_('a phase of kind {kind} has no questions; choose "question" or "ask".')
        yield Problem((*path, "question", 0), message, {"kind": shown(phase.kind)})
    if phase.kind != "ask":
        yield from _only_for_ask(path, written)
    else:
        yield from _no_story(path, phase)


def _question_phase(path: KeyPath, phase: Phase, written: Written) -> Iterator[Problem]:
    if not phase.questions:
        message = N_('a phase of kind "question" needs questions; add [[phase.question]] below it.')
        yield Problem(path, message)
    for position, question in enumerate(written.get("question", ())):
        if "target" not in written and "target" not in question:
            yield _no_target((*path, "question", position))
    message = N_(
        'a phase of kind "question" is scored question by question; move {name} to its questions.'
    )
    for key in _SCORED_KEYS:
        if key in written:
            yield Problem((*path, key), message, {"name": shown(key)})


def _no_target(path: KeyPath) -> Problem:
    message = N_('the key "target" is missing; add how long to speak, such as target = "45s".')
    return Problem(path, message)


def _only_for_ask(path: KeyPath, written: Written) -> Iterator[Problem]:
    message = N_('{name} belongs to a phase of kind "ask"; remove it or change the kind.')
    if "default_reply" in written:
        yield Problem((*path, "default_reply"), message, {"name": shown("default_reply")})
    for position, question in enumerate(written.get("question", ())):
        for key in ("any", "reply"):
            if key in question:
                place = (*path, "question", position, key)
                yield Problem(place, message, {"name": shown(key)})


def _no_story(path: KeyPath, phase: Phase) -> Iterator[Problem]:
    """Whoever asks tells no story."""
    message = N_('"story" belongs to a pitch or to a question that is answered; remove it.')
    tasks = (
        ((), phase.task),
        *((("question", at), question.task) for at, question in enumerate(phase.questions)),
    )
    for place, task in tasks:
        if task.story:
            yield Problem((*path, *place, "story"), message)


def _limits_of_terms(path: KeyPath, task: Task) -> Iterator[Problem]:
    for index, term in enumerate(task.terms):
        if term.max_count is not None and term.max_count < term.min_count:
            message = N_("max is {max}, below min, {min}; write max = {min} or more.")
            values = {"max": term.max_count, "min": term.min_count}
            yield Problem((*path, "terms", index, "max"), message, values)


def near_terms(scenario: Scenario, written: Written, glossary: Glossary) -> Iterator[Problem]:
    """Terms that the glossary does not know, and that hardly differ from one that it does.

    They are allowed: any word may be a term as it stands.
    """
    message = N_(
        '{term} is taken as it stands; if you mean the glossary\'s "{nearest}", write it so.'
    )
    forms = {fold(form): form for form in glossary.forms}
    for path, task, _ in _tasks(scenario, written):
        for index, term in enumerate(task.terms):
            if glossary.find(term.name) is None:
                close = get_close_matches(fold(term.name), forms, n=1, cutoff=_NEAR)
                if close:
                    values = {"term": shown(term.name), "nearest": forms[close[0]]}
                    yield Problem((*path, "terms", index), message, values)


def _follow_up(path: KeyPath, task: Task) -> Iterator[Problem]:
    asked = _names(task)
    names = [*asked["terms"], *asked["points"], *asked["steps"]]
    if task.follow_up is not None and task.follow_up.when_missing not in names:
        wanted = task.follow_up.when_missing
        message = N_(
            "{name} is no term, point or step of this answer; write one of them as it stands there."
        )
        near = N_('{name} is no term, point or step of this answer; did you mean "{nearest}"?')
        place = (*path, "follow_up", "when_missing")
        yield Problem(place, message, {"name": shown(wanted)}, meant=Meant(wanted, names, near))


def _contraries(path: KeyPath, task: Task) -> Iterator[Problem]:
    ideas = _names(task)["points"] + _names(task)["steps"]
    for index, contrary in enumerate(task.contraries):
        if contrary.contrary_of in ideas:
            continue
        message = N_(
            "{name} is no point or step of this answer; write one of them as it stands there."
        )
        near = N_('{name} is no point or step of this answer; did you mean "{nearest}"?')
        place, wanted = (*path, "contraries", index, "contrary_of"), contrary.contrary_of
        yield Problem(place, message, {"name": shown(wanted)}, meant=Meant(wanted, ideas, near))
    count = sum(len(contrary.any) for contrary in task.contraries)
    if count > _MAX_CONTRARIES:
        message = N_("{count} patterns are looked for here; write at most {most}.")
        yield Problem((*path, "contraries"), message, {"count": count, "most": _MAX_CONTRARIES})


def _names(task: Task) -> dict[str, list[str]]:
    """What an answer is asked for, by the key that asks it."""
    return {
        "terms": [term.name for term in task.terms],
        "points": [point.point for point in task.points],
        "steps": [step.step for step in task.steps],
        "contraries": [contrary.contrary_of for contrary in task.contraries],
    }
