"""What a report shows, in the reader's language and made safe: templates and exports only read it.

Every text is one line without control characters. Times are seconds of the answer's recording,
scores 0 to 100. Made by :mod:`interviewer.report.build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from interviewer.models import Language

__all__ = [
    "AnswerView",
    "Evidence",
    "Explanation",
    "Fact",
    "Mark",
    "Pace",
    "Part",
    "Plot",
    "Quote",
    "ReportView",
    "Run",
    "Said",
    "Sound",
    "StepView",
]


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


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot for wide and for narrow pages; SVG elements."""

    wide: str
    narrow: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How words of the transcript stand out."""

    style: Literal["exact", "inflected", "variant", "sounds_like", "probable", "trap"]
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
class Run:
    """Words that stand out together, or plain ones up to the next that do."""

    words: tuple[Said, ...]
    mark: Mark | None = None
    pause: str = ""
    """A long silence after the last word: ``1.3 s``."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A line with the words that matter in it; ``strong`` may be empty."""

    before: str
    strong: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.strong + self.after


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of a term, a point or a trap."""

    status: Literal["hit", "partial", "probable", "missed", "expected", "trap"]
    """``expected``: nothing was heard at all, so that nothing was missed."""
    sign: str
    name: str
    note: str
    """How it was recognised, or what is wrong; may be empty."""
    optional: bool = False
    quote: Quote | None = None
    start_s: float | None = None
    clock: str = ""
    model: Quote | None = None
    """A line of the scenario's model answer that holds what was missed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the delivery with its name."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace along an answer."""

    svg: str
    text: str
    """The same in words."""
    left: float
    """Where second 0 stands in the plot, in its own units."""
    right: float
    """Where the recording's end stands."""
    duration_s: float


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer, whole."""

    anchor: str
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
    verdict: str
    on_time: bool
    spoken: str
    target: str
    parts: tuple[Part, ...]
    sound: Sound
    notices: tuple[str, ...]
    runs: tuple[Run, ...]
    terms: tuple[Evidence, ...]
    points: tuple[Evidence, ...]
    traps: tuple[Evidence, ...]
    facts: tuple[Fact, ...]
    pace: Pace | None
    advice: tuple[str, ...]
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
class ReportView:
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
    timeline: Plot
    coverage: Plot | None
    """None where no answer asks for anything."""
    answers: tuple[AnswerView, ...]
    notes: tuple[str, ...]
    """What is not in the total, and why."""
    explanations: tuple[Explanation, ...]
    labels: Mapping[str, str]
    """Words of the page itself, by what they are for."""
