"""A session: what it records, what was asked for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.scenario import Phase, Scenario, Task
from interviewer.domain.scorecard import AnswerCard

EndReason = Literal["completed", "quit"]


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
