"""A whole run: the machine decides, clock, keys, screen and sounds do."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from interviewer.domain import TimerRecord
from interviewer.session.ports import Clock, EventSource
from interviewer.timer.machine import (
    STEP_S,
    Add,
    Back,
    Event,
    Faster,
    Next,
    Pause,
    Quit,
    Restart,
    Timer,
    advance,
    catch_up,
    record_of,
)
from interviewer.timer.sounds import Moment, moments

_STALE_S = 0.5
"""A cue that is due longer than that, as after a suspension, is not given any more."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """The person presses Ctrl-Z."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Resumed:
    """The program goes on after it was stopped, in whatever way."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Redraw:
    """There is something new to be seen, or another size to see it in."""

    at_s: float


Happening = Event | Suspend | Resumed | Redraw


class TimerScreen(Protocol):
    """What is seen of a run."""

    @property
    def step_s(self) -> float:
        """How much of a phase's clock goes by from one drawing to the next; infinite for none."""
        ...

    def draw(self, state: Timer, now_s: float) -> None:
        """The moment ``now_s``."""
        ...


class Sounds(Protocol):
    """What is heard of a run."""

    def lead_s(self, moment: Moment) -> float:
        """How much before ``moment`` it is to be asked for."""
        ...

    def play(self, moment: Moment, state: Timer) -> None:
        """Begins to give the cue of ``moment``, and returns at once."""
        ...


class Terminal(Protocol):
    """What the timer has taken of the terminal."""

    def suspend(self) -> None:
        """Gives it back as it was, and stops the program until it is told to go on."""
        ...

    def resume(self) -> None:
        """Takes it again."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that a run needs."""

    clock: Clock
    events: EventSource[Happening]
    screen: TimerScreen
    sounds: Sounds
    terminal: Terminal


def event_of(key: str) -> Callable[[float], Event] | None:
    """What ``key`` asks for, given its time; None where it means nothing."""
    match key.lower():
        case "enter":
            return Next
        case " " | "p":
            return Pause
        case "b":
            return Back
        case "r":
            return Restart
        case "+" | "=":
            return Add
        case "-" | "−" | "_":
            return lambda at_s: Add(at_s, -STEP_S)
        case "up":
            return Faster
        case "down":
            return lambda at_s: Faster(at_s, -1)
        case "q":
            return Quit
        case _:
            return None


_Given = tuple[int, str, float]
"""Try, kind and target of a cue: a pause puts it off, another target makes it another cue."""


def run_timer(state: Timer, ports: Ports) -> TimerRecord:
    """Goes through the plan until its end or until the person leaves."""
    given: set[_Given] = set()
    while True:
        now_s = ports.clock.now_s()
        _give_cues(state, now_s, given, ports.sounds)
        moved = catch_up(state, now_s)
        if moved is not state:
            state = moved
            _give_cues(state, now_s, given, ports.sounds)
        ports.screen.draw(state, now_s)
        if state.reason is not None:
            return record_of(state)
        happened = ports.events.next(_wake_s(state, now_s, ports))
        match happened:
            case None | Redraw():
                pass
            case Suspend():
                ports.terminal.suspend()
            case Resumed():
                ports.terminal.resume()
            case _:
                state = advance(state, happened)


def _give_cues(state: Timer, now_s: float, given: set[_Given], sounds: Sounds) -> None:
    for moment in moments(state):
        due_s = moment.at_s - sounds.lead_s(moment)
        target_s = 0.0 if moment.kind == "begin" else state.target_s
        key = len(state.tries), moment.kind, target_s
        if now_s - _STALE_S <= due_s <= now_s and key not in given:
            given.add(key)
            sounds.play(moment, state)


def _wake_s(state: Timer, now_s: float, ports: Ports) -> float:
    """When there is something to be done next, if nothing happens before."""
    due = [moment.at_s - ports.sounds.lead_s(moment) for moment in moments(state)]
    due = [at_s for at_s in due if at_s > now_s]
    if state.auto and state.paused_at_s is None:
        due.append(state.deadline_s)
    due.append(_next_drawing_s(state, now_s, ports.screen.step_s))
    return min(due)


def _next_drawing_s(state: Timer, now_s: float, step_s: float) -> float:
    """The next whole step of the phase's clock, so that its seconds turn when they are over."""
    if math.isinf(step_s):
        return math.inf
    began_s = state.began_s + state.held_s
    return began_s + (math.floor((now_s - began_s) / step_s) + 1) * step_s
