"""Which tasks of a scenario a session goes through, and in which order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain import Phase, Question, Scenario, SessionChoice, Task
from interviewer.errors import UsageError
from interviewer.i18n import N_


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the session."""

    phase: Phase
    task: Task
    question: Question | None
    """None in a ``pitch`` or an ``ask`` phase, whose task is the phase's own."""
    opens_phase: bool
    """The phase's prompt is said before it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks of one session, at least one, in order."""

    scenario: Scenario
    steps: tuple[Step, ...]
    choice: SessionChoice


def make_plan(
    scenario: Scenario,
    *,
    questions: int | None = None,
    level: str | None = None,
    seed: int | None = None,
    phase: str | None = None,
    keep_audio: bool | None = None,
) -> Plan:
    """The same arguments give the same plan, on every machine.

    Phases keep the file's order. Optional ones are left out unless ``phase`` names them.

    Args:
        scenario: where the tasks come from.
        questions: how many questions to ask at most, over all ``question`` phases.
        level: ask questions of this level only; ``pitch`` and ``ask`` phases stay.
        seed: choose and order the questions by chance; None takes the first in file order.
        phase: id of the only phase to go through.
        keep_audio: changes nothing of the plan; kept with what was asked for.

    Raises:
        UsageError: no such phase or level, fewer than one question wanted, or nothing left.
    """
    phases = _phases(scenario, phase)
    pool = [(found, question) for found in phases for question in _asked(found)]
    if level is not None:
        pool = _of_level(pool, level, scenario)
    if seed is not None:
        pool = _shuffled(pool, seed)
    if questions is not None:
        pool = _limited(pool, questions, scenario)
    steps = tuple(step for found in phases for step in _steps(found, pool))
    if not steps:
        raise UsageError(
            N_("Every phase of {scenario} is optional."),
            N_("Name one of them: {phases}."),
            scenario=scenario.id,
            phases=_listed([each.id for each in scenario.phases]),
        )
    return Plan(scenario, steps, SessionChoice(questions, level, seed, phase, keep_audio))


_Asked = tuple[Phase, Question]


def _phases(scenario: Scenario, only: str | None) -> list[Phase]:
    if only is None:
        return [phase for phase in scenario.phases if not phase.optional]
    named = [phase for phase in scenario.phases if phase.id == only]
    if not named:
        raise UsageError(
            N_("{scenario} has no phase {phase}."),
            N_("It has: {phases}."),
            scenario=scenario.id,
            phase=only,
            phases=_listed([phase.id for phase in scenario.phases]),
        )
    return named


def _asked(phase: Phase) -> tuple[Question, ...]:
    return phase.questions if phase.kind == "question" else ()


def _of_level(pool: list[_Asked], level: str, scenario: Scenario) -> list[_Asked]:
    kept = [(phase, question) for phase, question in pool if question.level == level]
    if kept:
        return kept
    levels = dict.fromkeys(question.level for _, question in pool if question.level)
    if not levels:
        raise UsageError(
            N_("The questions of {scenario} have no levels."),
            N_("Leave the level out."),
            scenario=scenario.id,
        )
    raise UsageError(
        N_("{scenario} has no question of level {level}."),
        N_("Its levels are: {levels}."),
        scenario=scenario.id,
        level=level,
        levels=_listed(list(levels)),
    )


def _shuffled(pool: Sequence[_Asked], seed: int) -> list[_Asked]:
    # Python promises the same random() for the same seed in every version, not the same shuffle().
    chance = random.Random(seed)  # noqa: S311 - an order of questions is no secret
    drawn = [(chance.random(), index) for index in range(len(pool))]
    return [pool[index] for _, index in sorted(drawn)]


def _limited(pool: list[_Asked], count: int, scenario: Scenario) -> list[_Asked]:
    if count < 1:
        raise UsageError(
            N_("{count} questions cannot be asked."), N_("Ask for 1 or more."), count=count
        )
    if not pool:
        raise UsageError(
            N_("{scenario} has no questions to choose from."),
            N_("Leave their number out."),
            scenario=scenario.id,
        )
    return pool[:count]


def _steps(phase: Phase, pool: Sequence[_Asked]) -> list[Step]:
    """The steps of ``phase``: its questions in the pool's order, or the phase itself."""
    if phase.kind != "question":
        return [Step(phase, phase.task, None, opens_phase=True)]
    chosen = [question for found, question in pool if found is phase]
    return [
        Step(phase, question.task, question, opens_phase=index == 0)
        for index, question in enumerate(chosen)
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
