"""Frozen values that cross stages. Durations and times are seconds, levels are ratios in 0..1.

Nothing here computes a score, opens a file or knows a device: each stage reads the values
of the one before and makes the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "NOISY_SNR_DB",
    "SAMPLE_RATE",
    "AnswerCard",
    "Chunk",
    "Coverage",
    "Delivery",
    "EndReason",
    "EngineInfo",
    "FollowUp",
    "FoundBy",
    "Language",
    "ListenRequest",
    "Match",
    "Move",
    "Notice",
    "PacePoint",
    "Pauses",
    "Phase",
    "PhaseKind",
    "PhaseTry",
    "Place",
    "Point",
    "PointHit",
    "PointStatus",
    "Question",
    "Rule",
    "Samples",
    "Scenario",
    "Scorecard",
    "Sentences",
    "SessionChoice",
    "SessionRecord",
    "Signal",
    "Span",
    "Spotting",
    "Step",
    "Take",
    "Task",
    "Term",
    "TermHit",
    "TermStatus",
    "TimedPhase",
    "TimerPlan",
    "TimerRecord",
    "Timing",
    "Transcript",
    "Trap",
    "TrapHit",
    "TryEnd",
    "Verdict",
    "Vocabulary",
    "Weights",
    "Word",
]

SAMPLE_RATE = 16_000
"""Samples per second of every signal inside the program: what Whisper and the detector expect."""

# Named for the type checker only: numpy takes longer to load than all the rest of a first screen.
Samples: TypeAlias = "NDArray[np.float32]"
"""Mono signal, shape ``(n,)``, float32 in -1..1, at :data:`SAMPLE_RATE`."""

Language = Literal["fr", "en"]
PhaseKind = Literal["pitch", "question", "ask"]
Verdict = Literal["on_time", "short", "long", "not_measured"]
TermStatus = Literal["hit", "partial", "probable", "missed"]
PointStatus = Literal["hit", "out_of_order", "missed"]
Match = Literal["exact", "inflected", "variant", "sounds_like"]
FoundBy = Literal["text", "hint", "sound"]
"""Written in the transcript; read there with the vocabulary's help; or sounding like the term."""
EndReason = Literal["completed", "quit"]
TryEnd = Literal["next", "target", "back", "restart", "quit"]
"""What ended a phase of the timer: the person, its own target, going back, a new try, leaving."""


# --------------------------------------------------------------------------- scenario


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


# --------------------------------------------------------------------------- audio


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time. ``end_s`` is exclusive and not before ``start_s``."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of signal that holds speech, cut at pauses, at most 30 s."""

    start_s: float
    """Where the first sample stands in the recording."""
    samples: Samples

    @property
    def duration_s(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a recording that the person should know; ``message`` is a gettext id."""

    message: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


# --------------------------------------------------------------------------- transcript


@dataclass(frozen=True, slots=True)
class Spotting:
    """A term that the recogniser misheard, as the audio itself bears out."""

    term: str
    """Its name in the vocabulary."""
    spelling: str
    """The reading that was compared with what is written."""
    words: int
    """How many words of the transcript stand in its place."""
    gain_nats: float
    """Log-probability of the audio's text with the term there, less that of the text as written;
    above 0 the recogniser itself finds the term likelier."""
    similarity: float
    """How much the words written there sound like the term, 0..1."""
    ordinary: bool
    """They are words of the language, which may have been meant as they stand."""
    found_by: FoundBy
    company: bool = False
    """Another term of the vocabulary is said in the same stretch of speech."""


@dataclass(frozen=True, slots=True)
class Word:
    """One written word with its punctuation, in the time of the recording."""

    text: str
    start_s: float
    end_s: float
    probability: float
    """Mean probability of its tokens, 0..1."""
    spotted: tuple[Spotting, ...] = ()
    """Terms that may have been said from this word on, where something else is written."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, in order."""

    language: Language
    words: tuple[Word, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @classmethod
    def from_text(cls, text: str, language: Language) -> Transcript:
        """A transcript of typed text: no times (all 0), certain words. For coverage only."""
        return cls(language, tuple(Word(word, 0.0, 0.0, 1.0) for word in text.split()))


NOISY_SNR_DB = -6.0
"""Below, as measured in the recording, the detector takes noise for speech: see docs/delivery.md."""


@dataclass(frozen=True, slots=True)
class Signal:
    """How good a recording is, as far as its measures depend on it."""

    snr_db: float | None
    """Power of the speech over that of the pauses; None where there is too little pause to say."""
    clipped: float
    """Share of the speech, 0..1, in which the signal stands at full scale."""
    narrow: bool
    """Nothing above 4 kHz, as over a telephone."""
    voices: bool = False
    """The background sounds like speech: times are less exact."""

    @property
    def noisy(self) -> bool:
        """Too noisy to tell speech from pause."""
        return self.snr_db is not None and self.snr_db < NOISY_SNR_DB


@dataclass(frozen=True, slots=True)
class Place:
    """What came of looking for an answer in a recording that holds others too."""

    span: Span | None
    """From its first speech to its last, in the time of the recording; None: it is not there."""
    pause_s: float | None
    """Silence before it; None where the recording begins with it, or it is not there."""
    clues: tuple[str, ...]
    """What is said there and asked for or scripted nowhere else, as written; a few, in order."""
    confidence: float
    """Probability that it begins within 2 s of there, or that it is not there: 0..1, by the
    model that divided the recording."""
    sure: bool
    """False: the evidence is weak; a person should look."""


@dataclass(frozen=True, slots=True)
class Take:
    """One recorded answer, transcribed."""

    audio: Path
    duration_s: float
    speech: tuple[Span, ...]
    """Speech spans found by the detector, in order, not overlapping."""
    transcript: Transcript
    notices: tuple[Notice, ...] = ()
    signal: Signal | None = None
    """None where it was not measured."""
    place: Place | None = None
    """Where in ``audio`` the answer was found, whose times all others are too; None: it is the
    whole recording."""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Which recogniser wrote the transcripts."""

    name: str
    model: str


# --------------------------------------------------------------------------- scores


@dataclass(frozen=True, slots=True)
class Timing:
    """Speaking time against the target; ``None`` where nothing was said."""

    target_s: float
    spoken_s: float | None
    """From the first to the last speech found, pauses included."""
    onset_s: float | None
    """From the start of the recording to the first speech; None also where an answer was found
    in the midst of a recording, for nobody knows since when it was waited for."""
    verdict: Verdict
    score: float | None


@dataclass(frozen=True, slots=True)
class TermHit:
    """What became of one term, with its evidence."""

    term: Term
    status: TermStatus
    match: Match | None = None
    confidence: float | None = None
    count: int = 0
    quote: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    found_by: FoundBy | None = None
    gain_nats: float | None = None
    """Of a term that the text does not hold: see :class:`Spotting`."""
    places: tuple[tuple[int, int], ...] = ()
    """First and last word, by their place in the transcript, of each time it was said."""


@dataclass(frozen=True, slots=True)
class PointHit:
    """What became of one point, step, move or rule."""

    point: str
    status: PointStatus
    quote: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    denied: bool = False
    """Missed because it was said not to be so; ``quote`` and times are those of the denial."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Terms and points; ``score`` is None where the task asks for none or nothing was heard."""

    score: float | None
    terms: tuple[TermHit, ...] = ()
    points: tuple[PointHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silences between speech spans."""

    count: int
    mean_s: float | None
    long: int
    """How many last more than one second."""
    longest_s: float | None = None
    measured: bool = True
    """False where the recording is too noisy to tell pauses from speech: no figure is one."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """How long the sentences are, as the recogniser ends them."""

    count: int
    mean_words: float
    longest_words: int


@dataclass(frozen=True, slots=True)
class PacePoint:
    """The pace around one moment of an answer."""

    at_s: float
    """Middle of the window, in the time of the recording."""
    words_per_minute: float
    """Pauses included."""
    syllables_per_second: float | None
    """Pauses left out; None where the window holds hardly any speech."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it was said. None: too little speech to say."""

    words_per_minute: float | None
    syllables_per_second: float | None
    speech_s: float
    """Sum of the speech spans, pauses excluded."""
    pauses: Pauses
    fillers: tuple[str, ...]
    """Those the recogniser wrote: at least so many."""
    terms_followed: int
    """Technical terms after which speech could pause."""
    terms_paused: int
    score: float | None
    hesitations: tuple[Span, ...] | None = None
    """Voice without words: at least so many. None where the recording is too noisy to tell."""
    repeats: tuple[str, ...] = ()
    """Words said twice in a row, those that the recogniser wrote."""
    sentences: Sentences | None = None
    slowest: PacePoint | None = None
    """Where ten seconds hold the fewest words; None in an answer too short for a curve."""
    fastest: PacePoint | None = None


@dataclass(frozen=True, slots=True)
class TrapHit:
    """A trap that was said, with its evidence."""

    trap: Trap
    quote: str
    start_s: float


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """Everything known of one answer."""

    phase_id: str
    question_id: str | None
    title: str
    task: Task
    take: Take
    timing: Timing
    coverage: Coverage
    delivery: Delivery
    traps: tuple[TrapHit, ...]
    score: float | None
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The rich result computed once; every view only reads it."""

    scenario: Scenario
    engine: EngineInfo
    answers: tuple[AnswerCard, ...]
    score: float | None
    """Mean of the measured answers' scores, weighted by their targets."""
    target_s: float
    spoken_s: float | None


# --------------------------------------------------------------------------- session


@dataclass(frozen=True, slots=True)
class ListenRequest:
    """One recording to make."""

    recording: str
    """Name of the recording, unique in the session: ``q2-take1``, ``q2-take1-follow-up``."""
    phase: Phase
    task: Task
    target_s: float
    """What the candidate should use of it; for the clock's colour."""
    hard_limit_s: float
    """When it is cut off, time on hold left out."""
    follow_up: bool = False
    """It answers the task's follow-up question."""


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """What was asked for of a scenario; None where nothing was."""

    questions: int | None = None
    level: str | None = None
    seed: int | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """What came of a session. Each task is in ``answers``, ``skipped`` or ``left``, once."""

    scenario: Scenario
    choice: SessionChoice
    tasks: tuple[str, ...]
    """Ids of the planned tasks, in the order planned."""
    answers: tuple[AnswerCard, ...]
    """The best take of each answered task, in the order planned."""
    set_aside: tuple[AnswerCard, ...]
    """The other scored takes, in the order planned, then spoken."""
    skipped: tuple[str, ...]
    left: tuple[str, ...]
    """Ids of the tasks the session ended before."""
    unscored: tuple[str, ...]
    """Recordings that hold speech and were broken off by a skip, or by leaving at once."""
    follow_ups: tuple[str, ...]
    """Ids of the tasks whose follow-up was asked."""
    listened_s: float
    """Sum of the recordings, those set aside included; time on hold left out."""
    duration_s: float
    """From beginning to end without the pauses."""
    paused_s: float
    reason: EndReason


# --------------------------------------------------------------------------- timer


@dataclass(frozen=True, slots=True)
class TimedPhase:
    """One phase against the clock."""

    id: str
    title: str
    target_s: float
    cue: str = ""
    """What may be looked at while speaking, a line each."""
    script: str = ""
    """The words to be said, where they are written out."""
    keywords: tuple[str, ...] = ()
    """Terms to place."""


@dataclass(frozen=True, slots=True)
class TimerPlan:
    """What the timer goes through, in order; one phase at least."""

    id: str
    title: str
    language: Language
    phases: tuple[TimedPhase, ...]

    @property
    def target_s(self) -> float:
        return sum(phase.target_s for phase in self.phases)


@dataclass(frozen=True, slots=True)
class PhaseTry:
    """One go at a phase. Times are seconds since the run began, pauses included."""

    phase_id: str
    began_s: float
    ended_s: float
    taken_s: float
    """From beginning to end without the pauses."""
    target_s: float
    """What it was given: the plan's target and what was added or taken meanwhile."""
    end: TryEnd


@dataclass(frozen=True, slots=True)
class TimerRecord:
    """What came of a run of the timer: every try, so that nothing of it is lost."""

    plan: TimerPlan
    auto: bool
    """Phases moved on by themselves at their target."""
    tries: tuple[PhaseTry, ...]
    """In the order they were made."""
    duration_s: float
    """From beginning to end, pauses included."""
    paused_s: float
    reason: EndReason

    def taken_s(self, phase: TimedPhase) -> float | None:
        """How long the last try of ``phase`` took; None where there is none to count.

        A try counts when it was gone on from, or left with the run; not when it was begun again.
        """
        of_phase = [each for each in self.tries if each.phase_id == phase.id]
        if not of_phase or of_phase[-1].end in ("back", "restart"):
            return None
        return of_phase[-1].taken_s
