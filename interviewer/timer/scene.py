"""What there is to be seen at one moment of a run, worked out of its state. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.models import TimedPhase
from interviewer.timer.clockwork import Timer
from interviewer.timer.signals import Stage, stage_of

__all__ = ["Scene", "scene_of"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment. Seconds throughout."""

    title: str
    number: int
    """Of the phase, from 1."""
    count: int
    phase: TimedPhase
    upcoming: TimedPhase | None
    elapsed_s: float
    target_s: float
    """What the phase is given now."""
    added_s: float
    """Of which more than planned; below 0, less."""
    stage: Stage
    whole_s: float
    """Spent on the phases so far."""
    ends: tuple[float, ...]
    """Where each phase ends by the plan, counted from the beginning."""
    whole_stage: Stage
    projected_s: float
    behind_s: float
    paused: bool
    auto: bool
    place: float
    """Share of the text that has scrolled by."""
    pace: float

    @property
    def planned_s(self) -> float:
        """The whole, by the plan."""
        return self.ends[-1]

    @property
    def left_s(self) -> float:
        """To the target; below 0 past it."""
        return self.target_s - self.elapsed_s


def scene_of(state: Timer, now_s: float) -> Scene:
    """The moment ``now_s``, in seconds since the run began."""
    plan, elapsed_s = state.plan, state.elapsed_s(now_s)
    whole_s = state.spent_s() + elapsed_s
    ends = tuple(
        sum(phase.target_s for phase in plan.phases[: index + 1])
        for index in range(len(plan.phases))
    )
    return Scene(
        title=plan.title,
        number=state.index + 1,
        count=len(plan.phases),
        phase=state.phase,
        upcoming=state.upcoming,
        elapsed_s=elapsed_s,
        target_s=state.target_s,
        added_s=state.target_s - state.phase.target_s,
        stage=stage_of(elapsed_s, state.target_s),
        whole_s=whole_s,
        ends=ends,
        whole_stage=stage_of(whole_s, plan.target_s),
        projected_s=state.projected_s(now_s),
        behind_s=state.behind_s(now_s),
        paused=state.paused_at_s is not None,
        auto=state.auto,
        place=state.prompter.place_at(elapsed_s),
        pace=state.prompter.pace,
    )
