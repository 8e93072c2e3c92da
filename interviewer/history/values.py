"""Frozen values that the store gives back, and the figures that lists are made of. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from interviewer.domain import (
    AnswerCard,
    Coaching,
    Criterion,
    EndReason,
    EngineInfo,
    Language,
    Scenario,
    SessionChoice,
    SessionRecord,
    Take,
    TicKind,
    TimerRecord,
)
from interviewer.scoring.total import session_score, weighted_mean
from interviewer.session.events import KeptEvent

SessionKind = Literal["rehearse", "replay", "timer", "drill"]

RecordingState = Literal["open", "closed", "transcribed", "scored"]
"""How far a recording got. ``open`` in a session that was cut off: its file ends where it ends."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Scores of 0 to 100, None where nothing was measured."""

    score: float | None = None
    coverage: float | None = None
    timing: float | None = None
    delivery: float | None = None
    pace: float | None = None
    """Words a minute."""
    spoken_s: float | None = None
    target_s: float | None = None


NO_FIGURES = Figures()
"""Of a session that is not finished."""


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of a list of sessions."""

    id: str
    kind: SessionKind
    scenario_id: str
    title: str
    language: Language
    engine: EngineInfo | None
    """None where nothing is transcribed."""
    started_at: datetime
    """UTC."""
    finished_at: datetime | None
    """UTC; None: cut off, or still going on."""
    reason: EndReason | None
    answered: int = 0
    """How many tasks have an answer; counted once the session is finished, as the figures are."""
    duration_s: float | None = None
    """From beginning to end without the pauses; None until it is finished."""
    figures: Figures = NO_FIGURES
    """Of the best takes."""
    phase: str | None = None
    """The one phase or question that was asked for; None: the whole scenario."""


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """One line of a list of answers: the best take of a task in a finished session."""

    session_id: str
    started_at: datetime
    """Of its session; UTC."""
    phase_id: str
    task_id: str
    title: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class VoiceSummary:
    """How somebody spoke in a finished session: means over the best takes, by the time spoken."""

    session_id: str
    scenario_id: str
    started_at: datetime
    """UTC."""
    pitch_semitones: float | None
    loudness_db: float | None
    hedges_per_minute: float | None


@dataclass(frozen=True, slots=True)
class TermCount:
    """How often a required term was asked for and missed, in best takes that were heard."""

    term: str
    asked: int
    missed: int
    last_missed_at: datetime | None
    """Beginning of the last session in which it was missed; UTC."""


@dataclass(frozen=True, slots=True)
class TicCount:
    """How often one sound or word that fills time was said in the best takes of a session."""

    session_id: str
    name: str
    """Empty for sounds that bear none: where there is such a count, sounds were listened for."""
    kind: TicKind
    count: int


@dataclass(frozen=True, slots=True)
class Coached:
    """What coaches say of one session, and the rubric by which they marked it."""

    session_id: str
    rubric: tuple[Criterion, ...]
    coaching: tuple[Coaching, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a session."""

    name: str
    """Unique in the session: ``q2-take1``."""
    phase_id: str
    task_id: str
    """What it answers: the phase's own id, or a question's."""
    follow_up: bool
    """It answers the task's follow-up question."""
    path: Path
    state: RecordingState
    duration_s: float | None
    """None until it is closed."""
    on_disk: bool
    """Its file is there."""


@dataclass(frozen=True, slots=True)
class UnfinishedSession:
    """A session without an end: cut off, or going on right now."""

    summary: SessionSummary
    recordings: tuple[Recording, ...]
    """In the order they were begun."""
    running: bool
    """A program is at it, this one or another."""


@dataclass(frozen=True, slots=True)
class StoredSession:
    """All that is kept of a session."""

    summary: SessionSummary
    scenario: Scenario
    """As it was then, whatever became of its file since."""
    choice: SessionChoice
    began_at: datetime
    """When it began, in the time zone of the place where it did; UTC where that was not kept."""
    events: tuple[KeptEvent, ...]
    """In the order they happened, cards included: :func:`interviewer.session.resuming.replayed`
    makes of them where the session stood."""
    recordings: tuple[Recording, ...]
    """In the order they were begun."""
    takes: Mapping[str, Take]
    """By recording; those transcribed so far."""
    cards: Mapping[str, AnswerCard]
    """By recording; those scored so far, each recording by itself."""
    record: SessionRecord | None
    """None until the session is finished, and for a run of the timer."""
    timer: TimerRecord | None = None
    """What came of a run of the timer; None for every other kind."""
    coaching: tuple[Coaching, ...] = ()
    """What coaches say of it, by their names."""


def answer_figures(card: AnswerCard) -> Figures:
    """The figures of one answer."""
    return Figures(
        score=card.score,
        coverage=card.coverage.score,
        timing=card.timing.score,
        delivery=card.delivery.score,
        pace=card.delivery.words_per_minute,
        spoken_s=card.timing.spoken_s,
        target_s=card.task.target_s,
    )


def session_figures(cards: Sequence[AnswerCard]) -> Figures:
    """The figures of a session, from the best take of each task.

    Scores are means weighted by the targets, as the total is; the pace is weighted by the time
    spoken. Each mean covers the answers that it was measured in.
    """
    spoken = [card.timing.spoken_s for card in cards if card.timing.spoken_s is not None]
    return Figures(
        score=session_score(cards),
        coverage=weighted_mean((card.coverage.score, card.task.target_s) for card in cards),
        timing=weighted_mean((card.timing.score, card.task.target_s) for card in cards),
        delivery=weighted_mean((card.delivery.score, card.task.target_s) for card in cards),
        pace=weighted_mean(
            (card.delivery.words_per_minute, card.timing.spoken_s or 0.0) for card in cards
        ),
        spoken_s=sum(spoken) if spoken else None,
        target_s=sum(card.task.target_s for card in cards) if cards else None,
    )


def timer_figures(record: TimerRecord) -> tuple[int, Figures]:
    """How many phases a run of the timer counts, and how long they took and should have taken."""
    taken = [(phase.target_s, record.taken_s(phase)) for phase in record.plan.phases]
    timed = [(target_s, taken_s) for target_s, taken_s in taken if taken_s is not None]
    if not timed:
        return 0, NO_FIGURES
    return len(timed), Figures(
        spoken_s=float(sum(taken_s for _, taken_s in timed)),
        target_s=float(sum(target_s for target_s, _ in timed)),
    )
