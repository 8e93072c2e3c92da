"""A session and a run of the timer: what was asked for, what it records, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.scenario import Language, Phase, Scenario, Task
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
    """From the first word to where it is cut off, time on hold left out."""
    follow_up: bool = False
    """It answers the task's follow-up question."""
    thinking_s: float = 90.0
    """How long the first word is waited for."""
    grace_s: float = 8.0
    """How long the word, and the group of words, that is in the air at the limit is waited for."""


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """What was asked for of a scenario; None where nothing was."""

    questions: int | None = None
    level: str | None = None
    seed: int | None = None
    phase: str | None = None
    keep_audio: bool | None = None
    """What was decided about the recordings, for whoever ends the session; None: nothing was kept
    of it, as in sessions of earlier versions."""


@dataclass(frozen=True, slots=True)
class Rereading:
    """What reading an answer whole has changed beside what was heard at once."""

    task: str
    """Its id."""
    score_before: float | None
    """What was shown at once."""
    score: float | None
    found: tuple[str, ...] = ()
    """Terms credited now that were not at once."""
    lost: tuple[str, ...] = ()
    """Terms credited at once that are not now."""


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
    rereadings: tuple[Rereading, ...] = ()
    """Of the answers that count, those that a person would see changed."""
    provisional: tuple[str, ...] = ()
    """Ids of the tasks whose answer that counts was not read whole: its words are those heard at
    once. Sessions of earlier versions name none."""


TryEnd = Literal["next", "target", "back", "restart", "quit"]
"""What ended a phase of the timer: the person, its own target, going back, a new try, leaving."""


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
