"""From the checked file models to the frozen values that the other stages read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from typing import TYPE_CHECKING

from interviewer.models import (
    FollowUp,
    Move,
    Phase,
    Point,
    Question,
    Rule,
    Scenario,
    Step,
    Task,
    Term,
    Trap,
    Weights,
)
from interviewer.scenario.glossary import Glossary, fold

if TYPE_CHECKING:
    from interviewer.scenario.schema import PhaseFile, QuestionFile, ScenarioFile, TermFile

__all__ = ["build", "vocabulary"]

_MIN_VOCABULARY = 40
_VOCABULARY_PER_TERM = 1.5


def build(file: ScenarioFile, glossary: Glossary) -> Scenario:
    """The scenario of a file in which :func:`interviewer.scenario.check.check` found nothing."""
    phases = tuple(_phase(phase, glossary) for phase in file.phase)
    weights = file.scoring.weights
    return Scenario(
        id=file.id,
        title=file.title,
        language=file.language,
        phases=phases,
        summary=file.summary or "",
        greeting=file.greeting or "",
        farewell=file.farewell or "",
        weights=Weights(weights.coverage, weights.timing, weights.delivery),
        max_follow_ups=file.scoring.follow_ups,
        traps=tuple(Trap(trap.id, tuple(trap.any), trap.why, trap.penalty) for trap in file.trap),
        moves=tuple(Move(move.id, move.title, tuple(move.any)) for move in file.move),
        rules=tuple(
            Rule(rule.id, rule.title, tuple(rule.first), tuple(rule.then)) for rule in file.rule
        ),
        vocabulary=vocabulary(_term_names(phases), file.distractors, glossary),
    )


def vocabulary(
    terms: Iterable[str], distractors: Iterable[str], glossary: Glossary
) -> tuple[str, ...]:
    """``terms``, ``distractors``, then other terms of ``glossary``, none twice.

    At least 40 names and 1.5 for each own term, as far as the glossary goes: a recogniser hinted
    with the expected answers alone would write them for words that only sound like them. The
    fillers are taken evenly over the glossary, so that they come from all of its themes.
    """
    own = {fold(term): term for term in terms}
    names = own | {fold(word): word for word in distractors if fold(word) not in own}
    wanted = max(_MIN_VOCABULARY, ceil(_VOCABULARY_PER_TERM * len(own))) - len(names)
    named = {entry.term for name in names if (entry := glossary.find(name)) is not None}
    others = [entry.term for entry in glossary.entries if entry.term not in named]
    wanted = min(max(wanted, 0), len(others))
    fillers = (others[index * len(others) // wanted] for index in range(wanted))
    return (*names.values(), *fillers)


def _term_names(phases: Iterable[Phase]) -> Iterator[str]:
    for phase in phases:
        for task in (phase.task, *(question.task for question in phase.questions)):
            yield from (term.name for term in task.terms)


def _phase(file: PhaseFile, glossary: Glossary) -> Phase:
    questions = tuple(_question(question, file, glossary) for question in file.question)
    target_s = _phase_target(file, questions)
    return Phase(
        id=file.id,
        title=file.title,
        kind=file.kind,
        target_s=target_s,
        prompt=file.prompt,
        task=_task(file, target_s, glossary),
        questions=questions,
        optional=file.optional,
        hints=tuple(file.hints),
        default_reply=file.default_reply or "",
    )


def _phase_target(file: PhaseFile, questions: tuple[Question, ...]) -> float:
    """Seconds of the phase.

    In a ``question`` phase the file's target is the default of questions that give none; where
    all of them give their own it is the whole phase's. Without it, the questions' sum.
    """
    each_has_its_own = all(question.target is not None for question in file.question)
    if file.target is None or (file.kind == "question" and not each_has_its_own):
        return sum(question.target_s for question in questions)
    return file.target


def _question(file: QuestionFile, phase: PhaseFile, glossary: Glossary) -> Question:
    target_s = file.target if file.target is not None else phase.target
    if target_s is None:
        raise AssertionError(f"question {file.id} was checked to have a target")
    return Question(
        task=_task(file, target_s, glossary),
        ask=file.ask,
        level=file.level or "",
        theme=file.theme or "",
        topic=tuple(file.any or ()),
        reply=file.reply or "",
        definition=file.definition or "",
    )


def _task(file: PhaseFile | QuestionFile, target_s: float, glossary: Glossary) -> Task:
    follow_up = file.follow_up
    return Task(
        id=file.id,
        target_s=target_s,
        terms=tuple(_term(term, glossary) for term in file.terms),
        points=tuple(Point(point.point, tuple(point.any)) for point in file.points),
        steps=tuple(Step(step.step, tuple(step.any)) for step in file.steps),
        follow_up=FollowUp(follow_up.when_missing, follow_up.ask) if follow_up else None,
        model_answer=file.model_answer or "",
        cue=file.cue or "",
    )


def _term(file: str | TermFile, glossary: Glossary) -> Term:
    if isinstance(file, str):
        variants, heard_as, exact_case = _from_glossary(file, (), glossary)
        return Term(file, variants, heard_as, exact_case)
    variants, heard_as, exact_case = _from_glossary(file.term, file.variants, glossary)
    return Term(
        name=file.term,
        variants=variants,
        heard_as=heard_as,
        exact_case=exact_case if file.exact_case is None else file.exact_case,
        weight=file.weight,
        min_count=file.min,
        max_count=file.max,
        required=file.required,
    )


def _from_glossary(
    name: str, own: Iterable[str], glossary: Glossary
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Variants (``own`` first, then the entry's forms), mishearings and case rule of ``name``."""
    entry = glossary.find(name)
    if entry is None:
        return _distinct(own, name), (), False
    return _distinct((*own, *entry.forms), name), entry.heard_as, entry.exact_case


def _distinct(forms: Iterable[str], name: str) -> tuple[str, ...]:
    """``forms`` without repetition and without ``name`` itself."""
    by_folded: dict[str, str] = {}
    for form in forms:
        by_folded.setdefault(fold(form), form)
    by_folded.pop(fold(name), None)
    return tuple(by_folded.values())
