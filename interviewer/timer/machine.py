"""The run of the timer as a state machine: ``advance(state, event) -> state``. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.domain import EndReason, PhaseTry, TimedPhase, TimerPlan, TimerRecord, TryEnd

_STEP = 0.1
_SLOWEST, _FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Prompter:
    """The text of one phase on its way. Places are shares of the text, 0 its beginning, 1 its end.

    At pace 1 it ends on the phase's target, from wherever it is. A change of pace or target holds
    from where the text is then.
    """

    target_s: float
    pace: float = 1.0
    since_s: float = 0.0
    """Seconds of the phase at which pace or target were last changed."""
    place: float = 0.0
    """Where the text was then."""

    def place_at(self, elapsed_s: float) -> float:
        """Where the text is after ``elapsed_s`` of the phase."""
        left_s = self.target_s - self.since_s
        if left_s <= 0:
            return 1.0
        gone = (elapsed_s - self.since_s) / left_s
        return min(1.0, self.place + (1 - self.place) * gone * self.pace)

    def faster(self, elapsed_s: float, steps: int = 1) -> Prompter:
        """A tenth faster, or slower with ``steps`` below 0; between half and twice as fast."""
        pace = min(_FASTEST, max(_SLOWEST, round(self.pace + steps * _STEP, 1)))
        return replace(self._held(elapsed_s), pace=pace)

    def aimed_at(self, target_s: float, elapsed_s: float) -> Prompter:
        """The phase is to end at ``target_s`` now."""
        return replace(self._held(elapsed_s), target_s=target_s)

    def _held(self, elapsed_s: float) -> Prompter:
        return replace(self, since_s=elapsed_s, place=self.place_at(elapsed_s))


def line_at(lines: Sequence[str], place: float) -> int:
    """Which of ``lines`` is being read at ``place``: a longer line takes longer."""
    total = sum(map(len, lines))
    seen = 0
    for number, line in enumerate(lines):
        seen += len(line)
        if seen > place * total:
            return number
    return max(0, len(lines) - 1)


STEP_S = 15.0
"""What one press of + or - gives or takes."""
_SHORTEST_S = 5.0
"""What - leaves of a phase."""


@dataclass(frozen=True, slots=True)
class Next:
    """On to the next phase; goes on where the clock stands still."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still, or goes on."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Back:
    """The phase before is begun again; the first one itself."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Restart:
    """This phase is begun again."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Add:
    """This phase gets ``seconds`` more, or less below 0."""

    at_s: float
    seconds: float = STEP_S


@dataclass(frozen=True, slots=True)
class Faster:
    """The scrolling text goes ``steps`` faster, or slower below 0."""

    at_s: float
    steps: int = 1


@dataclass(frozen=True, slots=True)
class InputEnded:
    """No key can come any more: from now on the phases move on by themselves."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Quit:
    """The person has had enough."""

    at_s: float


Event = Next | Pause | Back | Restart | Add | Faster | InputEnded | Quit


@dataclass(frozen=True, slots=True)
class Timer:
    """Where a run is."""

    plan: TimerPlan
    auto: bool
    """Phases move on at their target."""
    targets: tuple[float, ...]
    """Seconds each phase is given now."""
    prompter: Prompter
    index: int = 0
    began_s: float = 0.0
    """When this try of the phase began."""
    held_s: float = 0.0
    """Its pauses that are over."""
    paused_at_s: float | None = None
    """Since when the clock stands still."""
    tries: tuple[PhaseTry, ...] = ()
    paused_s: float = 0.0
    """All pauses that are over."""
    seen_s: float = 0.0
    """When something last happened."""
    ended_s: float | None = None
    reason: EndReason | None = None
    """None while it goes on."""

    @property
    def phase(self) -> TimedPhase:
        """The one that is on."""
        return self.plan.phases[self.index]

    @property
    def target_s(self) -> float:
        """What the phase that is on is given."""
        return self.targets[self.index]

    @property
    def upcoming(self) -> TimedPhase | None:
        """The next one."""
        rest = self.plan.phases[self.index + 1 :]
        return rest[0] if rest else None

    @property
    def deadline_s(self) -> float:
        """When the clock reaches the target, if it goes on without a pause from here."""
        return self.began_s + self.held_s + self.target_s

    def elapsed_s(self, now_s: float) -> float:
        """Seconds on this phase's clock."""
        until_s = now_s if self.paused_at_s is None else self.paused_at_s
        return until_s - self.began_s - self.held_s

    def spent_s(self) -> float:
        """Seconds that the phases before this one took."""
        record = record_of(self)
        before = (record.taken_s(phase) for phase in self.plan.phases[: self.index])
        return sum(taken_s for taken_s in before if taken_s is not None)

    def projected_s(self, now_s: float) -> float:
        """How long the whole takes, if this phase and the rest keep to what they are given."""
        this_s = max(self.elapsed_s(now_s), self.target_s)
        return self.spent_s() + this_s + sum(self.targets[self.index + 1 :])

    def behind_s(self, now_s: float) -> float:
        """Seconds behind the plan; below 0, ahead of it."""
        return self.projected_s(now_s) - self.plan.target_s


def begin(plan: TimerPlan, *, auto: bool) -> Timer:
    """The run at its beginning, 0 s: the clock of the first phase runs."""
    targets = tuple(phase.target_s for phase in plan.phases)
    return Timer(plan, auto, targets, Prompter(targets[0]))


def catch_up(state: Timer, now_s: float) -> Timer:
    """What has happened by itself up to ``now_s``: phases that moved on, each at its own target."""
    while state.auto and state.reason is None and state.paused_at_s is None:
        # A target that was cut down, or reached before anything moved on, may lie in the past.
        due_s = max(state.deadline_s, state.seen_s)
        if due_s > now_s:
            break
        state = _go_on(replace(state, seen_s=due_s), due_s, "target")
    return state


def advance(state: Timer, event: Event) -> Timer:
    """``state`` after ``event``; nothing happens to a run that is over."""
    state = catch_up(state, event.at_s)
    if state.reason is not None:
        return state
    state = replace(state, seen_s=event.at_s)
    match event:
        case Next(at_s):
            return (
                _go_on(state, at_s, "next") if state.paused_at_s is None else _resumed(state, at_s)
            )
        case Pause(at_s):
            if state.paused_at_s is not None:
                return _resumed(state, at_s)
            return replace(state, paused_at_s=at_s)
        case Back(at_s):
            return _begin_try(_over(state, at_s, "back"), max(0, state.index - 1), at_s)
        case Restart(at_s):
            return _begin_try(_over(state, at_s, "restart"), state.index, at_s)
        case Add(at_s, seconds):
            return _given(state, at_s, seconds)
        case Faster(at_s, steps):
            return replace(state, prompter=state.prompter.faster(state.elapsed_s(at_s), steps))
        case InputEnded():
            return replace(state, auto=True)
        case Quit(at_s):
            return _ended(_over(state, at_s, "quit"), at_s, "quit")


def record_of(state: Timer) -> TimerRecord:
    """What has come of the run so far."""
    ended_s = 0.0 if state.ended_s is None else state.ended_s
    return TimerRecord(
        plan=state.plan,
        auto=state.auto,
        tries=state.tries,
        duration_s=ended_s,
        paused_s=state.paused_s,
        reason=state.reason or "quit",
    )


def _go_on(state: Timer, at_s: float, end: TryEnd) -> Timer:
    state = _over(state, at_s, end)
    if state.index + 1 == len(state.plan.phases):
        return _ended(state, at_s, "completed")
    return _begin_try(state, state.index + 1, at_s)


def _over(state: Timer, at_s: float, end: TryEnd) -> Timer:
    """The try is over, and so is a pause in it."""
    taken_s = state.elapsed_s(at_s)
    done = PhaseTry(state.phase.id, state.began_s, at_s, taken_s, state.target_s, end)
    pause_s = 0.0 if state.paused_at_s is None else at_s - state.paused_at_s
    return replace(state, tries=(*state.tries, done), paused_s=state.paused_s + pause_s)


def _begin_try(state: Timer, index: int, at_s: float) -> Timer:
    """Where the clock stood still it goes on doing so, at the beginning of the phase."""
    return replace(
        state,
        index=index,
        began_s=at_s,
        held_s=0.0,
        paused_at_s=None if state.paused_at_s is None else at_s,
        prompter=Prompter(state.targets[index], state.prompter.pace),
    )


def _resumed(state: Timer, at_s: float) -> Timer:
    pause_s = 0.0 if state.paused_at_s is None else at_s - state.paused_at_s
    return replace(
        state,
        held_s=state.held_s + pause_s,
        paused_s=state.paused_s + pause_s,
        paused_at_s=None,
    )


def _given(state: Timer, at_s: float, seconds: float) -> Timer:
    """No less than has gone already."""
    floor_s = min(state.target_s, max(_SHORTEST_S, state.elapsed_s(at_s)))
    target_s = max(floor_s, state.target_s + seconds)
    targets = (*state.targets[: state.index], target_s, *state.targets[state.index + 1 :])
    prompter = state.prompter.aimed_at(target_s, state.elapsed_s(at_s))
    return replace(state, targets=targets, prompter=prompter)


def _ended(state: Timer, at_s: float, reason: EndReason) -> Timer:
    return replace(state, ended_s=at_s, reason=reason)
