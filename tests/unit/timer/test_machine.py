from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import TimedPhase, TimerPlan
from interviewer.timer.machine import (
    Add,
    Back,
    Event,
    Faster,
    InputEnded,
    Next,
    Pause,
    Prompter,
    Quit,
    Restart,
    Timer,
    advance,
    begin,
    catch_up,
    line_at,
    record_of,
)


def test_at_its_own_pace_it_ends_on_target() -> None:
    prompter = Prompter(40.0)
    assert [prompter.place_at(at_s) for at_s in (0.0, 10.0, 40.0, 50.0)] == [0.0, 0.25, 1.0, 1.0]


def test_a_change_of_pace_does_not_jump() -> None:
    prompter = Prompter(40.0).faster(10.0, 10)
    assert prompter.pace == 2.0
    assert prompter.place_at(10.0) == 0.25
    assert prompter.place_at(25.0) == 1.0


def test_pace_has_limits() -> None:
    assert Prompter(40.0).faster(0.0, -20).pace == 0.5
    assert Prompter(40.0).faster(0.0, 20).pace == 2.0


def test_more_time_is_shared_out_over_the_rest() -> None:
    prompter = Prompter(40.0).aimed_at(50.0, 20.0)
    assert prompter.place_at(20.0) == 0.5
    assert prompter.place_at(35.0) == 0.75
    assert prompter.place_at(50.0) == 1.0


def test_past_the_target_all_has_been_said() -> None:
    assert Prompter(40.0).faster(45.0).place_at(45.0) == 1.0


@given(st.lists(st.tuples(st.floats(0, 20), st.sampled_from([-1, 1, 15])), max_size=20))
def test_it_never_runs_back(changes: list[tuple[float, int]]) -> None:
    prompter, at_s, place = Prompter(60.0), 0.0, 0.0
    for step_s, change in changes:
        at_s += step_s
        assert place <= prompter.place_at(at_s) + 1e-9 <= 1 + 1e-8
        if change == 15:
            prompter = prompter.aimed_at(prompter.target_s + change, at_s)
        else:
            prompter = prompter.faster(at_s, change)
        place = prompter.place_at(at_s)


@pytest.mark.parametrize(
    ("place", "line"), [(0.0, 0), (0.19, 0), (0.2, 1), (0.79, 1), (0.8, 3), (1.0, 3)]
)
def test_a_longer_line_takes_longer(place: float, line: int) -> None:
    assert line_at(["a" * 20, "b" * 60, "", "c" * 20], place) == line


def test_nothing_to_read() -> None:
    assert line_at([], 0.5) == 0


PLAN = TimerPlan(
    "p", "P", "en", tuple(TimedPhase(name, name, target) for name, target in
                          (("a", 30.0), ("b", 60.0), ("c", 20.0)))
)  # fmt: skip


def after(*events: Event, auto: bool = False) -> Timer:
    state = begin(PLAN, auto=auto)
    for event in events:
        state = advance(state, event)
    return state


def taken(state: Timer) -> list[float | None]:
    record = record_of(state)
    return [record.taken_s(phase) for phase in PLAN.phases]


def test_by_hand_a_phase_lasts_until_enter() -> None:
    state = after(Next(33.5), Next(90.0))
    assert (state.index, state.reason) == (2, None)
    assert catch_up(state, 1000.0) is state
    state = advance(state, Next(112.0))
    assert (state.reason, state.ended_s) == ("completed", 112.0)
    assert taken(state) == [33.5, 56.5, 22.0]


def test_by_itself_each_phase_ends_on_its_target_however_late_it_is_noticed() -> None:
    state = catch_up(begin(PLAN, auto=True), 29.999)
    assert state.index == 0
    state = catch_up(state, 500.0)
    assert (state.reason, state.ended_s) == ("completed", 110.0)
    assert taken(state) == [30.0, 60.0, 20.0]
    assert [each.end for each in state.tries] == ["target"] * 3


def test_enter_comes_before_the_target_too() -> None:
    state = catch_up(after(Next(10.0), auto=True), 70.0)
    assert (state.index, state.began_s) == (2, 70.0)


def test_a_key_that_comes_late_finds_the_phase_that_is_on() -> None:
    state = after(Next(95.0), auto=True)
    assert taken(state) == [30.0, 60.0, 5.0]
    assert state.reason == "completed"


def test_a_pause_stops_the_clock() -> None:
    state = after(Pause(10.0))
    assert state.elapsed_s(25.0) == 10.0
    assert catch_up(replace(state, auto=True), 1000.0).index == 0
    state = advance(state, Pause(40.0))
    assert state.elapsed_s(45.0) == 15.0
    assert state.deadline_s == 60.0
    state = advance(state, Next(50.0))
    assert taken(state)[0] == 20.0
    assert record_of(state).paused_s == 30.0


def test_enter_ends_a_pause() -> None:
    state = after(Pause(10.0), Next(40.0))
    assert (state.index, state.paused_at_s, state.elapsed_s(41.0)) == (0, None, 11.0)


@pytest.mark.parametrize(("event", "index"), [(Back(50.0), 0), (Restart(50.0), 1)])
def test_begun_again_a_phase_has_all_its_time(event: Event, index: int) -> None:
    state = after(Next(33.0), event)
    assert (state.index, state.elapsed_s(50.0)) == (index, 0.0)
    assert state.tries[-1].taken_s == 17.0
    assert record_of(state).taken_s(PLAN.phases[1]) is None
    state = advance(advance(state, Next(60.0)), Quit(61.0))
    assert record_of(state).taken_s(PLAN.phases[index]) == 10.0


def test_begun_again_in_a_pause_it_waits() -> None:
    state = after(Pause(10.0), Restart(20.0))
    assert state.elapsed_s(30.0) == 0.0
    state = advance(state, Pause(35.0))
    assert state.elapsed_s(40.0) == 5.0
    assert state.paused_s == 25.0


def test_back_at_the_first_phase_begins_it_again() -> None:
    state = after(Back(5.0))
    assert (state.index, state.began_s) == (0, 5.0)


def test_more_and_less_time() -> None:
    state = after(Add(5.0), Add(6.0), Add(7.0, -15.0))
    assert state.targets == (45.0, 60.0, 20.0)
    assert state.behind_s(8.0) == 15.0
    assert catch_up(replace(state, auto=True), 44.9).index == 0
    assert catch_up(replace(state, auto=True), 45.0).index == 1


def test_no_less_than_has_gone_already() -> None:
    state = after(Add(20.0, -15.0))
    assert state.target_s == 20.0
    state = after(Add(40.0, -15.0))
    assert state.target_s == 30.0
    state = after(Add(1.0, -15.0), Add(2.0, -15.0))
    assert state.target_s == 5.0


def test_cut_down_it_ends_now_and_not_in_the_past() -> None:
    state = catch_up(after(Add(20.0, -15.0), auto=True), 21.0)
    assert state.tries[0].ended_s == 20.0


def test_without_keys_it_moves_on_now_and_not_in_the_past() -> None:
    state = catch_up(after(InputEnded(42.0)), 43.0)
    assert (state.index, state.began_s) == (1, 42.0)


def test_over_and_under_are_carried_into_the_rest() -> None:
    state = begin(PLAN, auto=False)
    assert state.behind_s(20.0) == 0.0
    assert state.behind_s(34.0) == 4.0
    state = advance(state, Next(34.0))
    assert state.behind_s(40.0) == 4.0
    state = advance(state, Next(84.0))
    assert state.behind_s(85.0) == -6.0
    assert state.projected_s(85.0) == 104.0


def test_leaving() -> None:
    state = after(Next(33.0), Quit(40.0))
    assert (state.reason, state.ended_s) == ("quit", 40.0)
    assert taken(state) == [33.0, 7.0, None]
    assert advance(state, Next(41.0)) is state
    record = record_of(state)
    assert (record.reason, record.duration_s) == ("quit", 40.0)


def test_the_text_keeps_its_pace_from_phase_to_phase() -> None:
    state = after(Faster(1.0), Faster(2.0), Next(30.0))
    assert state.prompter.pace == 1.2
    assert state.prompter.place_at(0.0) == 0.0
    assert state.prompter.target_s == 60.0


KEYS = st.sampled_from(
    [Next, Pause, Back, Restart, Add, lambda at_s: Add(at_s, -15.0), Faster, InputEnded]
)


@given(st.lists(st.tuples(KEYS, st.floats(0, 50)), max_size=40), st.booleans())
def test_no_second_is_lost_or_counted_twice(
    presses: list[tuple[type[Next], float]], auto: bool
) -> None:
    state, now_s = begin(PLAN, auto=auto), 0.0
    for make, step_s in presses:
        now_s += step_s
        state = advance(state, make(now_s))
        assert state.elapsed_s(now_s) >= -1e-9
        assert state.target_s >= 5.0
    state = advance(state, Quit(now_s))
    record = record_of(state)
    ends = [0.0, *(each.ended_s for each in record.tries)]
    assert [each.began_s for each in record.tries] == ends[:-1]
    assert ends == sorted(ends)
    spent_s = sum(each.taken_s for each in record.tries) + record.paused_s
    assert spent_s == pytest.approx(record.duration_s, abs=1e-6)
