"""What is said of an answer and of a session: values that console, HTML and Markdown read.

Every text is one safe line in the reader's language. Times are seconds of the answer's recording,
scores 0 to 100. Made by :mod:`interviewer.report.session` and :mod:`interviewer.report.answer`;
what is said of progress is in :mod:`interviewer.report.progress`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.domain import Language, PacePoint, Span, Verdict
from interviewer.report.coaching_rows import CoachView, CommentView, Desk
from interviewer.ui.page import UNICODE, Glyphs


@dataclass(frozen=True, slots=True)
class Sound:
    """The recording of an answer, as far as the report has it."""

    state: Literal["here", "left_out", "gone"]
    src: str = ""
    """An address that a player takes; empty where there is nothing to play, or another has it."""
    like: int = 0
    """Number of the earlier answer that lies in the same recording; 0 where none does."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score."""

    title: str
    score: float | None
    text: str
    """The score as a whole number, or that it was not measured."""
    weight: str
    """Its share of the whole: ``50%``."""
    detail: str = ""
    """What it rests on, in a line."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing to work on next."""

    anchor: str
    title: str
    """Of the answer."""
    text: str
    gain: str
    """What it would give back; empty where that is not known."""


MarkStyle = Literal[
    "exact", "inflected", "variant", "sounds_like", "probable", "contradicted", "trap"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """How words of the transcript stand out."""

    style: MarkStyle
    label: str
    """What it is, in words: ``RAG: by its sound``."""


@dataclass(frozen=True, slots=True)
class Said:
    """One word of the transcript."""

    text: str
    start_s: float
    end_s: float
    spaced: bool
    """A space comes before it."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line of text."""

    text: str
    kind: Literal["plain", "strong", "heard"] = "plain"
    """``heard``: what the recogniser wrote for the name before it, between its marks."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand out together, or plain ones up to the next that do."""

    words: tuple[Said, ...]
    """As the recogniser wrote them."""
    fragments: tuple[Fragment, ...]
    """As they are read: the words in one line, or a term under its right name. A space before the
    first is ``words[0].spaced``."""
    mark: Mark | None = None
    pause: str = ""
    """A long silence after the last word: ``1.3 s``."""
    opens_follow_up: bool = False
    """The answer to the follow-up begins here."""
    follow_up: bool = False
    """It belongs to that answer, whose times are not those of the recording."""

    @property
    def named(self) -> bool:
        """It stands under the right name of what was said, not as it was written."""
        return any(each.kind == "heard" for each in self.fragments)


@dataclass(frozen=True, slots=True)
class Quote:
    """A line with the words that matter in it, if any do."""

    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.fragments)

    @property
    def strong(self) -> str:
        """The words that matter; empty where none stand out."""
        return next((each.text for each in self.fragments if each.kind == "strong"), "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of a term, a point or a trap."""

    status: Literal["hit", "partial", "probable", "missed", "contradicted", "expected", "trap"]
    """``expected``: nothing was heard at all, so that nothing was missed."""
    name: str
    note: str
    """How it was recognised, or what is wrong; may be empty."""
    optional: bool = False
    quote: Quote | None = None
    start_s: float | None = None
    clock: str = ""
    model: Quote | None = None
    """A line of the scenario's model answer that holds what was missed."""
    follow_up: bool = False
    """It was said in answer to the follow-up; times are then those of the joined answer."""
    command: str = ""
    """What to type to say that a point was made, or to take that back; empty where neither can be."""

    def sign(self, glyphs: Glyphs = UNICODE) -> str:
        """The sign of the status."""
        signs = {
            "hit": glyphs.hit,
            "partial": glyphs.partial,
            "probable": glyphs.probable,
            "missed": glyphs.missed,
            "contradicted": glyphs.trap,
            "expected": glyphs.bullet,
            "trap": glyphs.trap,
        }
        return signs[self.status]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the delivery with its name."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PaceView:
    """The pace along an answer, to be drawn."""

    points: Sequence[PacePoint]
    """At least one."""
    comfortable: tuple[float, float]
    """Syllables a second, pauses included."""
    pauses: Sequence[Span]
    """The long ones."""
    duration_s: float
    """Of the recording."""
    text: str = ""
    """The same in words."""


@dataclass(frozen=True, slots=True)
class TimingView:
    """The time spoken against the target."""

    verdict: Verdict
    text: str
    """« à l'heure », or by how much the target was missed."""
    short: str
    """The same without how much."""
    spoken: str
    """Empty where nothing was heard."""
    target: str
    wanted: str
    """The target with what is on time; where nothing was heard, that, and the target."""
    onset: str
    """How long was thought before the first word; empty where that tells nothing."""
    spoken_s: float | None
    target_s: float
    slack_s: float
    """Either side of the target that is on time."""
    zero_s: float
    """Off the target at which it scores nothing."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One answer on the clock of the session."""

    title: str
    caption: str
    """Spoken and target, or that nothing was measured."""
    verdict: Verdict
    spoken_s: float | None
    target_s: float
    slack_s: float
    """Either side of the target that is on time."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What became of the terms and points of one answer."""

    title: str
    caption: str
    said: int
    partly: int
    missed: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer, whole."""

    anchor: str
    task: str
    """Id of what was answered."""
    number: int
    duration_s: float
    """Of the recording."""
    start_s: float
    """Where the answer begins in it; 0 where the recording is the answer's own."""
    phase: str
    """Title of the phase a question belongs to; empty where the answer is the phase's own."""
    title: str
    file: str
    score: float | None
    score_text: str
    timing: TimingView
    parts: tuple[Part, ...]
    """Content, timing, delivery."""
    counts: tuple[str, ...]
    """How many of the terms, and of the points, were said; empty where nothing was heard."""
    place: str
    """Where in a recording of several answers it was found, and what says so; else empty."""
    follow_up: str
    """The follow-up question whose answer is part of this one; else empty."""
    sound: Sound
    notices: tuple[str, ...]
    runs: tuple[Run, ...]
    terms: tuple[Evidence, ...]
    """Those asked for, then the optional ones."""
    points: tuple[Evidence, ...]
    traps: tuple[Evidence, ...]
    traps_off: str
    """What the traps cost together: ``−15``."""
    story: tuple[Fact, ...]
    """How a story is built; empty where none is asked for."""
    facts: tuple[Fact, ...]
    pace: PaceView | None
    """None where the answer is too short for a curve."""
    advice: tuple[str, ...]
    comments: tuple[CommentView, ...]
    """Of coaches."""
    model_answer: tuple[str, ...]
    """Sentences of the scenario's model answer."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one figure is made."""

    title: str
    formula: str
    source: str
    """Where its thresholds come from; empty where they are conventions of this program."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A whole session."""

    language: Language
    title: str
    about: tuple[str, ...]
    """When, and who transcribed."""
    score: float | None
    score_text: str
    time: str
    parts: tuple[Part, ...]
    steps: tuple[StepView, ...]
    """The most valuable first; none where there is nothing to mend."""
    timeline: tuple[TimelineRow, ...]
    timeline_text: str
    """The same in words."""
    coverage: tuple[CoverageRow, ...]
    """Of the answers that ask for something and were heard."""
    coverage_text: str
    """The same in words."""
    answers: tuple[AnswerView, ...]
    notes: tuple[str, ...]
    """What is not in the total, and why."""
    formula: str
    """How an answer's score and the total are made."""
    explanations: tuple[Explanation, ...]
    coaches: tuple[CoachView, ...]
    """Those who gave marks."""
    desk: Desk | None
    """Where a coach can write; None where there is no session to keep it with."""
    labels: Mapping[str, str]
    """Words of the page itself, by what they are for."""
