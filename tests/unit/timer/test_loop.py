"""Whole runs on a clock that is turned by hand, as late as a busy machine is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from interviewer.domain import TimerPlan, TimerRecord
from interviewer.scenario.library import load
from interviewer.timer.loop import Happening, Ports, Redraw, Resumed, Suspend, event_of, run_timer
from interviewer.timer.machine import Add, Back, Faster, Next, Pause, Quit, Restart, Timer, begin
from interviewer.timer.plan import plan_of
from interviewer.timer.sounds import Moment

Make = Callable[[float], Happening]


@dataclass
class Desk:
    """Clock, events, screen, sounds and terminal in one."""

    events: list[tuple[float, Make]] = field(default_factory=list)
    late_s: Callable[[], float] = lambda: 0.0
    step_s: float = 0.25
    lead: float = 0.1
    now: float = 0.0
    drawn: list[tuple[float, int, float]] = field(default_factory=list)
    heard: list[tuple[float, str, int]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def now_s(self) -> float:
        return self.now

    def next(self, until_s: float | None) -> Happening | None:
        assert until_s is not None
        if self.events and self.events[0][0] <= until_s:
            at_s, make = self.events.pop(0)
            self.now = max(self.now, at_s)
            return make(self.now)
        assert until_s < math.inf, "nothing can happen any more"
        self.now = max(self.now, until_s) + self.late_s()
        return None

    def draw(self, state: Timer, now_s: float) -> None:
        self.drawn.append((now_s, state.index, state.elapsed_s(now_s)))

    def lead_s(self, moment: Moment) -> float:
        return self.lead if moment.kind in ("warning", "end") else 0.0

    def play(self, moment: Moment, state: Timer) -> None:
        self.heard.append((round(self.now, 2), moment.kind, state.index))

    def suspend(self) -> None:
        self.told.append("suspended")
        self.now += 65.0

    def resume(self) -> None:
        self.told.append("resumed")


def run(plan: TimerPlan, desk: Desk, *, auto: bool = True) -> TimerRecord:
    return run_timer(begin(plan, auto=auto), Ports(desk, desk, desk, desk, desk))


def test_three_minutes_by_itself_on_a_busy_machine() -> None:
    plan = plan_of(load("pitch-3min"))
    dice = random.Random(5)
    desk = Desk(late_s=lambda: dice.uniform(0.0, 0.2))
    record = run(plan, desk)
    assert (record.reason, record.duration_s) == ("completed", 180.0)
    assert [record.taken_s(phase) for phase in plan.phases] == [30, 45, 60, 15, 30]
    # However late each drawing was, none added to the next: the last one is late by itself only.
    assert 180.0 <= desk.now <= 180.2
    assert len(desk.drawn) > 300
    last = max(elapsed_s - plan.phases[index].target_s for _, index, elapsed_s in desk.drawn[:-1])
    assert last < 0


def test_seconds_turn_when_they_are_over(plan: TimerPlan) -> None:
    desk = Desk([(33.4, Next), (40.0, Quit)])
    run(plan, desk, auto=False)
    whole = [
        round(elapsed_s)
        for _, index, elapsed_s in desk.drawn
        if index == 1 and elapsed_s == pytest.approx(round(elapsed_s))
    ]
    assert whole == list(range(7))


def test_what_is_heard_and_when(plan: TimerPlan) -> None:
    desk = Desk()
    run(plan, desk)
    assert desk.heard == [
        (0.0, "begin", 0),
        (19.9, "warning", 0),
        (29.9, "end", 0),
        (30.0, "begin", 1),
        (79.9, "warning", 1),
        (89.9, "end", 1),
        (90.0, "begin", 2),
        (104.9, "warning", 2),
        (109.9, "end", 2),
        (110.0, "over", 2),
    ]


def test_a_pause_after_a_warning_does_not_repeat_it(plan: TimerPlan) -> None:
    desk = Desk([(20.1, Pause), (20.3, Pause), (21.0, Add), (50.0, Quit)])
    run(plan, desk, auto=False)
    assert [kind for _, kind, _ in desk.heard] == ["begin", "warning", "warning", "end"]


def test_gone_on_with_after_a_suspension_the_clock_has_run_on(plan: TimerPlan) -> None:
    desk = Desk([(10.0, Suspend), (75.0, Resumed), (109.0, Redraw)])
    record = run(plan, desk)
    assert desk.told == ["suspended", "resumed"]
    assert [each.ended_s for each in record.tries] == [30.0, 90.0, 110.0]
    # Nothing is heard of what went by meanwhile.
    assert [each for each in desk.heard if each[0] < 79] == [(0.0, "begin", 0)]


def test_while_it_stands_still_it_is_drawn_again(plan: TimerPlan) -> None:
    desk = Desk([(5.0, Pause), (9.0, Quit)])
    run(plan, desk)
    assert {elapsed_s for at_s, _, elapsed_s in desk.drawn if at_s >= 5.0} == {5.0}


def test_without_a_screen_it_wakes_for_what_happens_only(plan: TimerPlan) -> None:
    desk = Desk(step_s=math.inf)
    record = run(plan, desk)
    assert record.duration_s == 110.0
    assert len(desk.drawn) < 12


@pytest.mark.parametrize(
    ("key", "event"),
    [
        ("enter", Next(1.0)),
        (" ", Pause(1.0)),
        ("p", Pause(1.0)),
        ("B", Back(1.0)),
        ("r", Restart(1.0)),
        ("+", Add(1.0, 15.0)),
        ("=", Add(1.0, 15.0)),
        ("-", Add(1.0, -15.0)),
        ("up", Faster(1.0, 1)),
        ("down", Faster(1.0, -1)),
        ("q", Quit(1.0)),
    ],
)
def test_keys(key: str, event: Happening) -> None:
    make = event_of(key)
    assert make is not None
    assert make(1.0) == event


@pytest.mark.parametrize("key", ["x", "é", "5", "\t"])
def test_other_keys_mean_nothing(key: str) -> None:
    assert event_of(key) is None


def test_more_time_at_once_does_not_begin_the_phase_again(plan: TimerPlan) -> None:
    desk = Desk([(0.2, Add), (1.0, Quit)])
    run(plan, desk, auto=False)
    assert [kind for _, kind, _ in desk.heard] == ["begin"]
