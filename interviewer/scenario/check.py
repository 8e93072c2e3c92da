"""What a scenario file must respect beyond the form of each table: one function a rule.

Each yields the problems it finds, with their paths; none changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from interviewer.i18n import N_
from interviewer.scenario.glossary import Glossary, fold
from interviewer.scenario.locate import KeyPath
from interviewer.scenario.problems import Problem, nearest, shown

if TYPE_CHECKING:
    from interviewer.scenario.schema import PhaseFile, QuestionFile, ScenarioFile

__all__ = ["check"]

_UNKNOWN_TERM = N_(
    "unknown term {term}; add it to the glossary, or write {example}, which may stand alone."
)
_UNKNOWN_TERM_NEAR = N_(
    'unknown term {term}; did you mean "{nearest}"? '
    "Otherwise add it to the glossary, or write {example}, which may stand alone."
)
_MISSING_WHAT = N_(
    "{name} is no term, point or step of this answer; write one of them as it stands there."
)
_MISSING_WHAT_NEAR = N_(
    '{name} is no term, point or step of this answer; did you mean "{nearest}"?'
)
_SCORED_KEYS = ("terms", "points", "steps", "follow_up", "model_answer")


def check(file: ScenarioFile, glossary: Glossary) -> Iterator[Problem]:
    """Everything wrong in ``file``, in no particular order."""
    yield from _weights(file)
    yield from _repeated_ids(file)
    for index, phase in enumerate(file.phase):
        yield from _phase(("phase", index), phase)
    for path, task in _tasks(file):
        yield from _terms(path, task, glossary)
        yield from _repeated_names(path, task)
        yield from _follow_up(path, task)


def _tasks(file: ScenarioFile) -> Iterator[tuple[KeyPath, PhaseFile | QuestionFile]]:
    """Phases and their questions with their paths, in the file's order."""
    for index, phase in enumerate(file.phase):
        yield ("phase", index), phase
        for position, question in enumerate(phase.question):
            yield ("phase", index, "question", position), question


def _weights(file: ScenarioFile) -> Iterator[Problem]:
    weights = file.scoring.weights
    if weights.coverage == weights.timing == weights.delivery == 0:
        message = N_("all weights are 0; give at least one of them more.")
        yield Problem(("scoring", "weights"), message)


def _repeated_ids(file: ScenarioFile) -> Iterator[Problem]:
    answers = [((*path, "id"), task.id) for path, task in _tasks(file)]
    yield from _repeated(
        answers,
        N_(
            "the id {name} is on line {earlier_line} already; give each phase and each question "
            "an id of its own, for it names the recordings."
        ),
    )
    message = N_("the id {name} is on line {earlier_line} already; choose another.")
    names = {
        "trap": [trap.id for trap in file.trap],
        "move": [move.id for move in file.move],
        "rule": [rule.id for rule in file.rule],
    }
    for key, ids in names.items():
        yield from _repeated((((key, index, "id"), id_) for index, id_ in enumerate(ids)), message)


def _repeated(names: Iterable[tuple[KeyPath, str]], message: str) -> Iterator[Problem]:
    seen: dict[str, KeyPath] = {}
    for path, name in names:
        if seen.setdefault(fold(name), path) != path:
            yield Problem(path, message, {"name": shown(name)}, seen[fold(name)])


def _repeated_names(path: KeyPath, task: PhaseFile | QuestionFile) -> Iterator[Problem]:
    message = N_("{name} is on line {earlier_line} already for the same answer; keep it once.")
    for key, names in _names(task).items():
        yield from _repeated(
            (((*path, key, index), name) for index, name in enumerate(names)), message
        )


def _phase(path: KeyPath, phase: PhaseFile) -> Iterator[Problem]:
    if phase.kind == "question":
        yield from _question_phase(path, phase)
    elif phase.target is None:
        yield _no_target(path)
    if phase.kind == "pitch" and phase.question:
        message = N_('a phase of kind "pitch" has no questions; choose "question" or "ask".')
        yield Problem((*path, "question", 0), message)
    if phase.kind != "ask":
        yield from _only_for_ask(path, phase)


def _question_phase(path: KeyPath, phase: PhaseFile) -> Iterator[Problem]:
    if not phase.question:
        message = N_('a phase of kind "question" needs questions; add [[phase.question]] below it.')
        yield Problem(path, message)
    for position, question in enumerate(phase.question):
        if phase.target is None and question.target is None:
            yield _no_target((*path, "question", position))
    message = N_(
        'a phase of kind "question" is scored question by question; move {name} to its questions.'
    )
    for key in _SCORED_KEYS:
        if key in phase.model_fields_set:
            yield Problem((*path, key), message, {"name": shown(key)})


def _no_target(path: KeyPath) -> Problem:
    message = N_('the key "target" is missing; add how long to speak, such as target = "45s".')
    return Problem(path, message)


def _only_for_ask(path: KeyPath, phase: PhaseFile) -> Iterator[Problem]:
    message = N_('{name} belongs to a phase of kind "ask"; remove it or change the kind.')
    if phase.default_reply is not None:
        yield Problem((*path, "default_reply"), message, {"name": shown("default_reply")})
    for position, question in enumerate(phase.question):
        for key in ("any", "reply"):
            if key in question.model_fields_set:
                place = (*path, "question", position, key)
                yield Problem(place, message, {"name": shown(key)})


def _terms(path: KeyPath, task: PhaseFile | QuestionFile, glossary: Glossary) -> Iterator[Problem]:
    for index, term in enumerate(task.terms):
        place = (*path, "terms", index)
        if isinstance(term, str):
            if glossary.find(term) is None:
                yield _unknown_term(place, term, glossary)
        elif term.max is not None and term.max < term.min:
            message = N_("max is {max}, below min, {min}; write max = {min} or more.")
            yield Problem((*place, "max"), message, {"max": term.max, "min": term.min})


def _unknown_term(path: KeyPath, term: str, glossary: Glossary) -> Problem:
    near = nearest(term, (form for entry in glossary.entries for form in entry.forms))
    message = _UNKNOWN_TERM if near is None else _UNKNOWN_TERM_NEAR
    example = f"{{ term = {shown(term)}, variants = [] }}"
    return Problem(path, message, {"term": shown(term), "nearest": near, "example": example})


def _follow_up(path: KeyPath, task: PhaseFile | QuestionFile) -> Iterator[Problem]:
    if task.follow_up is None:
        return
    names = [name for names in _names(task).values() for name in names]
    wanted = task.follow_up.when_missing
    if wanted not in names:
        near = nearest(wanted, names)
        message = _MISSING_WHAT if near is None else _MISSING_WHAT_NEAR
        values = {"name": shown(wanted), "nearest": near}
        yield Problem((*path, "follow_up", "when_missing"), message, values)


def _names(task: PhaseFile | QuestionFile) -> dict[str, list[str]]:
    """What an answer is asked for, by the key that asks it."""
    return {
        "terms": [term if isinstance(term, str) else term.term for term in task.terms],
        "points": [point.point for point in task.points],
        "steps": [step.step for step in task.steps],
    }
