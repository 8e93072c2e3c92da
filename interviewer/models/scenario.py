"""What is asked: a validated scenario, and what a recogniser may expect to hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

__all__ = [
    "FollowUp",
    "Language",
    "Move",
    "Phase",
    "PhaseKind",
    "Point",
    "Question",
    "Rule",
    "Scenario",
    "Step",
    "Task",
    "Term",
    "Trap",
    "Vocabulary",
    "Weights",
]

Language = Literal["fr", "en"]
PhaseKind = Literal["pitch", "question", "ask"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or expression the candidate should place."""

    name: str
    """As the scenario writes it; shown to the candidate."""
    variants: tuple[str, ...] = ()
    """Other accepted spellings and translations, the glossary's included."""
    heard_as: tuple[str, ...] = ()
    """What Whisper base writes when the term is said; never a common word or another term."""
    exact_case: bool = False
    """An acronym that is a common word in lower case (ROI / roi): only its own case counts."""
    weight: float = 1.0
    min_count: int = 1
    max_count: int | None = None
    """None: as often as one likes."""
    required: bool = True
    """Optional terms are shown, and count for nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """An idea a good answer makes, satisfied by any of its phrasings."""

    point: str
    any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an architecture or workflow; the order of the steps is scored."""

    step: str
    any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Asked once when the term or point named ``when_missing`` was not found in the answer."""

    when_missing: str
    ask: str


@dataclass(frozen=True, slots=True)
class Task:
    """What one answer is scored against: a pitch phase, or a question of a phase."""

    id: str
    target_s: float
    terms: tuple[Term, ...] = ()
    points: tuple[Point, ...] = ()
    steps: tuple[Step, ...] = ()
    follow_up: FollowUp | None = None
    model_answer: str = ""
    cue: str = ""
    """What the candidate may look at while speaking."""

    @property
    def for_follow_up(self) -> Task:
        """What the answer to the follow-up is scored against by itself: it should last a third of
        the task's target, at least 10 s."""
        return replace(self, target_s=max(10.0, 1 / 3 * self.target_s))


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a ``question`` phase, or a topic of an ``ask`` phase."""

    task: Task
    ask: str
    """What the interviewer says; in an ``ask`` phase, an example of what the candidate may ask."""
    level: str = ""
    theme: str = ""
    topic: tuple[str, ...] = ()
    """``ask`` phase: phrasings by which the candidate's question is recognised."""
    reply: str = ""
    """``ask`` phase: the interviewer's scripted answer."""
    definition: str = ""
    """Drills: what the card's back says."""

    @property
    def id(self) -> str:
        return self.task.id

    @property
    def target_s(self) -> float:
        return self.task.target_s


@dataclass(frozen=True, slots=True)
class Phase:
    """One stage of the session, with its own clock."""

    id: str
    title: str
    kind: PhaseKind
    target_s: float
    prompt: str
    """What the interviewer says aloud when the phase begins."""
    task: Task
    """What the candidate's speech is scored against when the phase has no questions."""
    questions: tuple[Question, ...] = ()
    optional: bool = False
    hints: tuple[str, ...] = ()
    default_reply: str = ""
    """``ask`` phase: what the interviewer says when no topic is recognised."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What is to be answered in this phase, in order.

        The questions of a ``question`` phase; the phase itself for a ``pitch`` or an ``ask``
        phase, whose questions are topics the candidate may raise.
        """
        if self.kind == "question":
            return self.question_tasks
        return (self.task,)

    @property
    def question_tasks(self) -> tuple[Task, ...]:
        """Those of the questions, or of the topics of an ``ask`` phase."""
        return tuple(question.task for question in self.questions)


@dataclass(frozen=True, slots=True)
class Trap:
    """A statement that costs points wherever it is said."""

    id: str
    any: tuple[str, ...]
    why: str
    penalty: float = 10.0
    """Points off the answer's score."""


@dataclass(frozen=True, slots=True)
class Move:
    """A conversational move the scorer can recognise, such as reformulating the question."""

    id: str
    title: str
    any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """An order rule of the whole scenario: one of ``first`` should come before any of ``then``."""

    id: str
    title: str
    first: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Share of each part in an answer's score; they need not sum to 100."""

    coverage: float = 50.0
    timing: float = 30.0
    delivery: float = 20.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A validated scenario file."""

    id: str
    title: str
    language: Language
    phases: tuple[Phase, ...]
    summary: str = ""
    greeting: str = ""
    """What the interviewer says before the first phase."""
    farewell: str = ""
    weights: Weights = field(default_factory=Weights)
    max_follow_ups: int = 3
    """Follow-up questions a session."""
    traps: tuple[Trap, ...] = ()
    moves: tuple[Move, ...] = ()
    rules: tuple[Rule, ...] = ()
    vocabulary: tuple[str, ...] = ()
    """Every term of the scenario plus distractors, for a recogniser's hint; never one task's only."""

    @property
    def target_s(self) -> float:
        return sum(phase.target_s for phase in self.phases if not phase.optional)

    def tasks(self) -> Iterator[tuple[Phase, Task]]:
        """Every task with its phase, in order."""
        for phase in self.phases:
            for task in phase.tasks:
                yield phase, task


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a recogniser may expect to hear: the whole scenario's words, never one answer's."""

    language: Language
    names: tuple[str, ...] = ()
    """Every term of the scenario plus distractors, for a hint."""
    terms: tuple[Term, ...] = ()
    """The terms to be looked for where they may have been misheard, each name once."""

    @classmethod
    def of(cls, scenario: Scenario) -> Vocabulary:
        """The vocabulary of all that can be answered in ``scenario``.

        A distractor is a term like the others here: it keeps what sounds like it from being
        taken for something else.
        """
        tasks = (task for phase in scenario.phases for task in (phase.task, *phase.question_tasks))
        terms: dict[str, Term] = {}
        for task in tasks:
            for term in task.terms:
                terms.setdefault(term.name, term)
        for name in scenario.vocabulary:
            terms.setdefault(name, Term(name))
        return cls(scenario.language, scenario.vocabulary, tuple(terms.values()))
