"""The timer: phases against the clock, and what came of each try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.scenario import Language
from interviewer.domain.session import EndReason

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
