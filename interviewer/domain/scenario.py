"""What is asked: a scenario, as its file writes it, and what a recogniser may expect of it.

The fields of these values are the keys of a scenario file: each says by its type what may stand
there, by :class:`Key` how it is written where that is not its own name, and by :class:`Limits` how
much of it. ``interviewer.scenario`` reads files by them; a new key is a new field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

Language = Literal["fr", "en"]
PhaseKind = Literal["pitch", "question", "ask", "story"]


@dataclass(frozen=True, slots=True)
class Key:
    """How a field stands in the table of its value, where that is not under its own name."""

    name: str = ""
    """With a dot: a key of the table before the dot."""
    absent: object = None
    """What stands for the key where a file leaves it out though the field has no default."""
    same_table: bool = False
    """The value's own keys stand in the table around it."""
    computed: bool = False
    """No key: worked out of the other fields and the glossary."""
    or_text: bool = False
    """A list whose tables may be shortened to the text of their first key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value may be beyond its type: a number's size, a list's or a text's length.

    The upper ends are several times what any shipped scenario needs; they are there to find
    mistakes, and to keep every later stage fast and every sum finite.
    """

    most: float | None = None
    least: float | None = None
    above: float | None = None
    """The largest number that is too small."""
    form: Literal["text", "pattern", "phrasing", "id", "duration"] = "text"


Id = Annotated[str, Limits(form="id")]
Line = Annotated[str, Limits(most=300)]
"""Fits a line of a screen or two."""
Prose = Annotated[str, Limits(most=10_000)]
"""Some ten minutes of speech."""
Pattern = Annotated[str, Limits(most=200, form="pattern")]
"""Words in sequence that are looked for in answers."""
Phrasing = Annotated[str, Limits(most=800, form="phrasing")]
"""The same, or several of them together in any order (:mod:`.phrasing`)."""
Seconds = Annotated[float, Limits(most=4 * 3600, form="duration")]
Patterns = Annotated[tuple[Phrasing, ...], Limits(least=1, most=700)]
Weight = Annotated[float, Limits(above=0, least=0.001, most=1000)]
Share = Annotated[float, Limits(least=0, most=1000)]
Times = Annotated[int, Limits(least=1, most=100)]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or expression the candidate should place."""

    name: Annotated[Pattern, Key("term")]
    """As the scenario writes it; shown to the candidate."""
    variants: Annotated[tuple[Pattern, ...], Limits(most=100)] = ()
    """Other accepted spellings and translations, the glossary's included."""
    heard_as: Annotated[tuple[str, ...], Key(computed=True)] = ()
    """What Whisper base writes when the term is said; never a common word or another term."""
    exact_case: bool = False
    """An acronym that is a common word in lower case (ROI / roi): only its own case counts."""
    weight: Weight = 1.0
    min_count: Annotated[Times, Key("min")] = 1
    max_count: Annotated[Times | None, Key("max")] = None
    """None: as often as one likes."""
    required: bool = True
    """Optional terms are shown, and count for nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """An idea a good answer makes, satisfied by any of its phrasings."""

    point: Line
    any: Patterns


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an architecture or workflow; the order of the steps is scored."""

    step: Line
    any: Patterns


@dataclass(frozen=True, slots=True)
class Contrary:
    """What says the contrary of a point or step, satisfied by any of its phrasings.

    How these are written: :mod:`interviewer.scoring.contrary`.
    """

    contrary_of: Line
    """The point or step, as it stands there."""
    any: Patterns


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Asked once when the term or point named ``when_missing`` was not found in the answer."""

    when_missing: Line
    ask: Prose


@dataclass(frozen=True, slots=True)
class Task:
    """What one answer is scored against: a pitch phase, or a question of a phase."""

    id: Id
    target_s: Annotated[Seconds, Key("target", absent=0.0)]
    """A question that gives none has its phase's."""
    terms: Annotated[tuple[Term, ...], Key(or_text=True), Limits(most=500)] = ()
    points: Annotated[tuple[Point, ...], Limits(most=50)] = ()
    steps: Annotated[tuple[Step, ...], Limits(most=50)] = ()
    follow_up: FollowUp | None = None
    model_answer: Prose = ""
    cue: Prose = ""
    """What the candidate may look at while speaking."""
    contraries: Annotated[tuple[Contrary, ...], Limits(most=100)] = ()
    story: bool = False
    """What is told of situation, task, action and result counts as a point each."""

    @property
    def for_follow_up(self) -> Task:
        """What the answer to the follow-up is scored against by itself: it should last a third of
        the task's target, at least 10 s."""
        return replace(self, target_s=max(10.0, 1 / 3 * self.target_s))


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a ``question`` phase, or a topic of an ``ask`` phase."""

    task: Annotated[Task, Key(same_table=True)]
    ask: Prose
    """What the interviewer says; in an ``ask`` phase, an example of what the candidate may ask."""
    level: Line = ""
    theme: Line = ""
    topic: Annotated[Patterns, Key("any")] = ()
    """``ask`` phase: phrasings by which the candidate's question is recognised."""
    reply: Prose = ""
    """``ask`` phase: the interviewer's scripted answer."""
    definition: Prose = ""
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

    id: Id
    title: Line
    kind: PhaseKind
    target_s: Annotated[Seconds, Key("target", absent=0.0)]
    """A phase that gives none has the sum of its questions'."""
    prompt: Prose
    """What the interviewer says aloud when the phase begins."""
    task: Annotated[Task, Key(same_table=True)]
    """What the candidate's speech is scored against when the phase has no questions."""
    questions: Annotated[tuple[Question, ...], Key("question"), Limits(most=200)] = ()
    optional: bool = False
    hints: Annotated[tuple[Prose, ...], Limits(most=50)] = ()
    default_reply: Prose = ""
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

    id: Id
    any: Patterns
    why: Prose
    penalty: Annotated[float, Limits(above=0, most=100)] = 10.0
    """Points off the answer's score."""


@dataclass(frozen=True, slots=True)
class Move:
    """A conversational move the scorer can recognise, such as reformulating the question."""

    id: Id
    title: Line
    any: Patterns


@dataclass(frozen=True, slots=True)
class Rule:
    """An order rule of the whole scenario: one of ``first`` should come before any of ``then``."""

    id: Id
    title: Line
    first: Patterns
    then: Patterns


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the grid by which a coach marks a session."""

    id: Id
    title: Line
    marks: Annotated[tuple[Line, ...], Limits(least=1, most=8)]
    """What each mark means, the lowest first, which is mark 1."""
    measured: Literal["coverage", "timing", "delivery"] | None = None
    """The part of the score that looks at the same thing; None: no figure does."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Share of each part in an answer's score; they need not sum to 100."""

    coverage: Share = 50.0
    timing: Share = 30.0
    delivery: Share = 20.0


@dataclass(frozen=True, slots=True)
class OwnPhrasing:
    """A sentence by which a person made a point that was not recognised, as they said themselves."""

    task: str
    """Id of what was answered."""
    point: str
    """Label of the point or step."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A validated scenario file."""

    id: Id
    title: Line
    language: Language
    phases: Annotated[tuple[Phase, ...], Key("phase"), Limits(least=1, most=50)]
    summary: Prose = ""
    greeting: Prose = ""
    """What the interviewer says before the first phase."""
    farewell: Prose = ""
    weights: Annotated[Weights, Key("scoring.weights")] = field(default_factory=Weights)
    max_follow_ups: Annotated[int, Key("scoring.follow_ups"), Limits(least=0, most=100)] = 3
    """Follow-up questions a session."""
    traps: Annotated[tuple[Trap, ...], Key("trap"), Limits(most=100)] = ()
    moves: Annotated[tuple[Move, ...], Key("move"), Limits(most=50)] = ()
    rules: Annotated[tuple[Rule, ...], Key("rule"), Limits(most=50)] = ()
    vocabulary: Annotated[tuple[Pattern, ...], Key("distractors"), Limits(most=500)] = ()
    """Every term of the scenario plus distractors, for a recogniser's hint; never one task's only."""
    rubric: tuple[Criterion, ...] = ()
    """By which a coach marks a session; what they mark is :class:`interviewer.domain.Coaching`."""
    own: Annotated[tuple[OwnPhrasing, ...], Key(computed=True)] = ()
    """Phrasings of the person who answers, out of the history; not kept with a session."""

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
