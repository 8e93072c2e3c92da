from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.timer.prompter import Prompter, line_at


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
