"""The rich result: everything known of one answer, and of all of them."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.models.audio import Span
from interviewer.models.coverage import Coverage, TrapHit
from interviewer.models.delivery import Delivery, Timing
from interviewer.models.scenario import Scenario, Task
from interviewer.models.transcript import EngineInfo, Take

__all__ = ["AnswerCard", "Replay", "Scorecard"]


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


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of recorded answers."""

    scorecard: Scorecard
    """The best take of each answer."""
    other_takes: tuple[AnswerCard, ...]
    """Takes of the same answers that scored less; not in the total."""
    left_out: tuple[Span, ...] = ()
    """Speech of a recording of several answers that belongs to none of them."""
