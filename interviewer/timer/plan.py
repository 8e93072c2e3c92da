"""Plans out of scenarios, and back: the history keeps every run with a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.models import Phase, Question, Scenario, Task, Term, TimedPhase, TimerPlan

__all__ = ["as_scenario", "plan_of"]


def plan_of(scenario: Scenario) -> TimerPlan:
    """Each phase that is not optional; of a ``question`` phase, each question."""
    phases = tuple(
        timed for phase in scenario.phases if not phase.optional for timed in _timed(phase)
    )
    return TimerPlan(scenario.id, scenario.title, scenario.language, phases)


def as_scenario(plan: TimerPlan) -> Scenario:
    """A scenario of pitch phases that :func:`plan_of` makes ``plan`` of."""
    phases = (
        Phase(
            phase.id,
            phase.title,
            "pitch",
            phase.target_s,
            prompt=phase.title,
            task=Task(
                phase.id,
                phase.target_s,
                terms=tuple(Term(keyword) for keyword in phase.keywords),
                model_answer=phase.script,
                cue=phase.cue,
            ),
        )
        for phase in plan.phases
    )
    return Scenario(plan.id, plan.title, plan.language, tuple(phases))


def _timed(phase: Phase) -> Iterator[TimedPhase]:
    if phase.kind != "question":
        yield _phase(phase.title, phase.task)
        return
    for question in phase.questions:
        yield _phase(_asked(question), question.task)


def _asked(question: Question) -> str:
    return " ".join(question.ask.split())


def _phase(title: str, task: Task) -> TimedPhase:
    return TimedPhase(
        id=task.id,
        title=title,
        target_s=task.target_s,
        cue=task.cue.strip(),
        script=task.model_answer.strip(),
        keywords=tuple(term.name for term in task.terms if term.required),
    )
