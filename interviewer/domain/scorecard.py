"""The rich result: everything known of one answer, each figure with its evidence, and of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.audio import Span
from interviewer.domain.coaching import Coaching
from interviewer.domain.scenario import Scenario, Task, Term, Trap
from interviewer.domain.transcript import EngineInfo, FoundBy, Take

TermStatus = Literal["hit", "partial", "probable", "missed"]
PointStatus = Literal["hit", "out_of_order", "missed", "contradicted"]
Match = Literal["exact", "inflected", "variant", "sounds_like"]
StoryPartName = Literal["situation", "task", "action", "result"]
StoryPartStatus = Literal["told", "missed", "unclear"]
STORY_PARTS: tuple[StoryPartName, ...] = ("situation", "task", "action", "result")
"""In their usual order."""


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
    idea: str | None = None
    """Of a term that is ``missed`` or ``probable``: the point or step that it belongs to, which was made
    without it. It then earns half of its weight."""
    against: tuple[str, ...] = ()
    """Of a term that was said in wrong sentences alone: for each of its places the point or step whose
    contrary the sentence says, or else the id of the trap that it springs."""
    nearly: bool = False
    """Missed, though no follow-up asks for it: an idea that it belongs to was nearly made, or it belongs to
    none and all were made."""
    contradicted: bool = False
    """It earns nothing: all of ``against`` holds, none of it was marked by the person as made."""

    @property
    def outcome(self) -> TermStatus | Literal["contradicted"]:
        """What it counts as."""
        return "contradicted" if self.contradicted else self.status


@dataclass(frozen=True, slots=True)
class PointHit:
    """What became of one point, step, move or rule."""

    point: str
    status: PointStatus
    quote: str | None = None
    start_s: float | None = None
    end_s: float | None = None
    denied: bool = False
    """Not made, and said not to be so; ``quote`` and times are those of the denial. A point or step is
    then ``contradicted``; a move or rule, which is no statement to be true or false, ``missed``."""
    by_meaning: bool = False
    """Said in other words than those that were expected; ``quote`` is the sentence."""
    own: bool = False
    """Said in a phrasing of the person's own, or marked as said by them, in this answer or an earlier
    one; ``quote`` is the sentence, None where none of the answer comes near."""
    supposed_by: str = ""
    """Missed all the same: the language model of that name takes ``quote`` for it, which counts for nothing."""
    nearly: bool = False
    """Missed, though something that was said may well be it: no follow-up asks about it."""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What became of one part of a story."""

    part: StoryPartName
    status: StoryPartStatus
    """``unclear``: it cannot be told whether it was said, and counts for nothing."""
    share: float | None = None
    """Of the time of the story, 0 to 1; None where it cannot be told."""
    quote: str | None = None
    """The words that tell it most clearly."""
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """How a story is built."""

    parts: tuple[StoryPart, ...]
    """All four, in their usual order."""
    i: int
    """Times that « je », "I" is said as the one who acts."""
    we: int
    """Likewise « on » and « nous », "we"."""
    figure: str | None = None
    """The first figure of the result, as said; None where it has none, or no result was told."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Terms and points; ``score`` is None where the task asks for none or nothing was heard."""

    score: float | None
    terms: tuple[TermHit, ...] = ()
    points: tuple[PointHit, ...] = ()
    meaning: bool | None = None
    """Whether what no phrasing found was looked for by its meaning; False: the encoder was not
    there. None: there was nothing to look for, or nobody looked, as in earlier versions."""
    off_topic: bool = False
    """The answer certainly speaks of something else than what was asked."""
    disputed: tuple[PointHit, ...] = ()
    """As they were recognised: the points of which the person says that they made them."""
    story: Story | None = None
    """None where no story is asked for; its parts that could be told stand among the points, too."""


@dataclass(frozen=True, slots=True)
class TrapHit:
    """A trap that was said, with its evidence."""

    trap: Trap
    quote: str
    start_s: float


Verdict = Literal["on_time", "short", "long", "not_measured"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Speaking time against the target; ``None`` where nothing was said."""

    target_s: float
    spoken_s: float | None
    """From the first to the last speech found, pauses included."""
    onset_s: float | None
    """Time to think, which counts for nothing: from the start of the recording to the first speech;
    where an answer was found in a recording of several, from the end of the speech before it."""
    verdict: Verdict
    score: float | None
    cut: bool = False
    """It was not over when it reached its limit, and was cut off there."""


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
    """Articulation rate: pauses left out; None where the window holds hardly any speech."""
    speech_rate: float | None = None
    """Syllables a second, pauses included; None in what was scored before it was measured."""


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words by which somebody takes back what they say."""

    said: str
    """By its name: « je pense », "kind of"."""
    quote: str
    """What it stands in, as written."""
    start_s: float
    instead: str
    """The same said straight, open at the end for what bears it out; empty where nothing is left."""


@dataclass(frozen=True, slots=True)
class Usual:
    """How much somebody's voice moves as a rule: medians over their earlier sessions."""

    pitch_semitones: float | None
    loudness_db: float | None
    sessions: int
    """In which it was measured, at least one."""


TicKind = Literal["sound", "word"]
TicFoundBy = Literal["text", "reading", "voice"]
"""Written; written by a second reading that is told to; heard in the voice, as a sound held."""


@dataclass(frozen=True, slots=True)
class Tic:
    """A sound or a word that fills the time of thinking."""

    name: str
    """As shown: « euh », « du coup »; empty for what was only heard in the voice."""
    kind: TicKind
    start_s: float
    end_s: float
    found_by: TicFoundBy


@dataclass(frozen=True, slots=True)
class Delivery:
    """How it was said. None: too little speech to say."""

    words_per_minute: float | None
    syllables_per_second: float | None
    """Articulation rate: over the speech alone."""
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
    """By sound, held or without words: at least so many. None where the recording is too noisy."""
    repeats: tuple[str, ...] = ()
    """Words said twice in a row, those that the recogniser wrote."""
    sentences: Sentences | None = None
    slowest: PacePoint | None = None
    """Where ten seconds hold the fewest syllables; None in an answer too short for a curve."""
    fastest: PacePoint | None = None
    tics: tuple[Tic, ...] | None = None
    """Every sound and word of ``fillers`` and ``hesitations`` with its time, in order: at least these.
    None where a version that kept no times scored it."""
    speech_rate: float | None = None
    """Syllables a second from the first to the last speech, pauses included; None also in what was
    scored before it was measured."""
    pitch_semitones: float | None = None
    """How much the pitch of the voice moves: standard deviation; None also where noise hides it."""
    loudness_db: float | None = None
    """How much the syllables differ in loudness: standard deviation; None as above."""
    hedges: tuple[Hedge, ...] | None = None
    """In order; None in what was scored before they were counted."""


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
    follow_up_word: int | None = None
    """Place in the transcript of the first word that answers the task's follow-up question; None:
    none does."""
    other_language: str | None = None
    """Code of the language that the answer seems to be in where that is not the scenario's: its
    content is not measured then. None: it is in the scenario's, or nobody knows."""
    follow_up_asked: str = ""
    """The follow-up question that part of the answer answers; empty where none does, and in what was
    kept before it could be another than the task's."""
    follow_up_by: str = ""
    """The language model that thought of that question; empty: it is the scenario's."""
    sent_to: str = ""
    """The other machine to whose language model what was said was sent; empty: it stayed on this one."""

    @property
    def disputable(self) -> tuple[tuple[int, str], ...]:
        """The points and steps that were not recognised, or were marked by the person: those that they may
        say they made, or take back. Each with its number, which counts all of the task's from 1.

        None in an answer whose content was not measured.
        """
        if self.coverage.score is None or self.other_language is not None:
            return ()
        ideas = len(self.task.points) + len(self.task.steps)
        marked = {hit.point for hit in self.coverage.disputed}
        return tuple(
            (number, hit.point)
            for number, hit in enumerate(self.coverage.points[:ideas], start=1)
            if hit.status in ("missed", "contradicted") or hit.point in marked
        )


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
    usual: Usual | None = None
    """Of the person's earlier sessions; None where there are none, or nobody looked."""
    coaching: tuple[Coaching, ...] = ()
    """What coaches say of the session, which no score depends on."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of recorded answers."""

    scorecard: Scorecard
    """The best take of each answer."""
    other_takes: tuple[AnswerCard, ...]
    """Takes of the same answers that scored less; not in the total."""
    left_out: tuple[Span, ...] = ()
    """Speech of a recording of several answers that belongs to none of them."""
