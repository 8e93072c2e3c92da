from __future__ import annotations

import queue
import threading
from typing import Any

import pytest

from interviewer.live.events import LiveEvents, MachineTime, SessionClock, event_of
from interviewer.session.events import Disputed, Next, PromptSpoken, Quit


def test_the_clock_counts_from_when_it_was_made(clock: Any) -> None:
    session = SessionClock(clock)
    clock.at_s += 2.5
    assert session.now_s() == 2.5


def test_events_come_in_order_and_are_stamped_when_handed_over(clock: Any) -> None:
    session = SessionClock(clock)
    events = LiveEvents(session)
    events.post(lambda at_s: PromptSpoken(at_s, 3))
    events.post(Next)
    clock.at_s += 1.0
    assert events.next(None) == PromptSpoken(1.0, 3)
    clock.at_s += 1.0
    assert events.next(None) == Next(2.0)


def test_a_digit_marks_the_point_of_its_number() -> None:
    for key in "123456789":
        make = event_of(key, paused=False)
        assert make is not None
        assert make(2.5) == Disputed(2.5, int(key))
    assert event_of("0", paused=False) is None


def test_nothing_comes_once_the_limit_is_reached(clock: Any) -> None:
    session = SessionClock(clock)
    events = LiveEvents(session)
    clock.at_s += 5.0
    assert events.next(5.0) is None
    assert events.next(4.0) is None


def test_what_waits_goes_before_the_limit(clock: Any) -> None:
    events = LiveEvents(SessionClock(clock))
    events.post(Quit)
    clock.at_s += 5.0
    assert events.next(1.0) == Quit(5.0)


def test_a_wait_ends_with_the_clock_although_nothing_is_posted(clock: Any) -> None:
    events = LiveEvents(SessionClock(clock), poll_s=0.001)
    timer = threading.Timer(0.02, lambda: setattr(clock, "at_s", 200.0))
    timer.start()
    assert events.next(50.0) is None
    assert clock.at_s == 200.0
    timer.join()


def test_a_wait_ends_with_what_another_thread_posts(clock: Any) -> None:
    events = LiveEvents(SessionClock(clock))
    timer = threading.Timer(0.02, events.post, (Next,))
    timer.start()
    assert events.next(None) == Next(0.0)
    timer.join()


def test_the_grief_of_a_thread_is_the_sessions(clock: Any) -> None:
    events = LiveEvents(SessionClock(clock))
    events.post(Next)
    events.fail(ValueError("disk"))
    assert events.next(None) == Next(0.0)
    with pytest.raises(ValueError, match="disk"):
        events.next(None)


def test_the_machines_time_gives_what_waits_and_says_when_nothing_came() -> None:
    time = MachineTime()
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    waiting.put("here")
    assert time.get(waiting, 60.0) == "here"
    with pytest.raises(queue.Empty):
        time.get(waiting, 0.0)
    assert time.now().tzinfo is not None


def test_the_machines_time_waits_for_a_condition_that_is_held() -> None:
    time, changed = MachineTime(), threading.Condition()
    with changed:
        assert time.wait_for(changed, lambda: True, 60.0)
        assert not time.wait_for(changed, lambda: False, 0.0)


def test_a_queue_waits_as_its_time_does(clock: Any) -> None:
    asked: list[float] = []

    class Patient(MachineTime):
        poll_s = 7.0

        def get(self, waiting: queue.SimpleQueue[Any], seconds: float) -> Any:
            asked.append(seconds)
            clock.at_s += seconds
            return waiting.get_nowait()

    events = LiveEvents(SessionClock(clock), time=Patient())
    assert events.next(10.0) is None
    assert asked == [7.0, 3.0, 0.0]
