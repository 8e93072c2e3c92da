"""Frozen values that cross stages. Durations and times are seconds, levels are ratios in 0..1.

Nothing here computes a score, opens a file or knows a device: each stage reads the values
of the one before and makes the next. Each module holds those of one stretch of the data's way;
everyone else imports them from here.
"""

from __future__ import annotations

from interviewer.models.audio import NOISY_SNR_DB, SAMPLE_RATE, Chunk, Notice, Samples, Signal, Span
from interviewer.models.coverage import (
    Coverage,
    Match,
    PointHit,
    PointStatus,
    TermHit,
    TermStatus,
    TrapHit,
)
from interviewer.models.delivery import Delivery, PacePoint, Pauses, Sentences, Timing, Verdict
from interviewer.models.scenario import (
    FollowUp,
    Key,
    Language,
    Limits,
    Move,
    Pattern,
    Phase,
    PhaseKind,
    Point,
    Prose,
    Question,
    Rule,
    Scenario,
    Step,
    Task,
    Term,
    Trap,
    Vocabulary,
    Weights,
)
from interviewer.models.scorecard import AnswerCard, Replay, Scorecard
from interviewer.models.session import EndReason, ListenRequest, SessionChoice, SessionRecord
from interviewer.models.timer import PhaseTry, TimedPhase, TimerPlan, TimerRecord, TryEnd
from interviewer.models.transcript import (
    EngineInfo,
    FoundBy,
    Place,
    Spotting,
    Take,
    Transcript,
    Word,
)

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
    "Key",
    "Language",
    "Limits",
    "ListenRequest",
    "Match",
    "Move",
    "Notice",
    "PacePoint",
    "Pattern",
    "Pauses",
    "Phase",
    "PhaseKind",
    "PhaseTry",
    "Place",
    "Point",
    "PointHit",
    "PointStatus",
    "Prose",
    "Question",
    "Replay",
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
