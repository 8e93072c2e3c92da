from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Span
from interviewer.scoring.total import score_timing, tolerance_s, zero_s
from interviewer.ui import bars
from interviewer.ui.bars import TimeBar, thinned
from interviewer.ui.page import ASCII, UNICODE, Glyphs, big_digits, glyphs_for


def time_bar(spoken: float, target: float, width: int) -> TimeBar:
    return bars.time_bar(spoken, target, tolerance_s(target), zero_s(target), width)


@pytest.mark.parametrize("target", [2.0, 15.0, 20.0, 30.0, 90.0, 180.0])
def test_the_bar_ends_where_a_long_answer_scores_nothing(target: float) -> None:
    end = target + zero_s(target)
    assert score_timing(target, (Span(0.0, end),)).score == 0.0
    assert not time_bar(end, target, 80).overflow
    assert time_bar(end + 0.1, target, 80).overflow


@pytest.mark.parametrize(
    ("spoken", "filled", "overflow"),
    [(0.0, 0, False), (0.1, 1, False), (30.0, 50, False), (48.0, 80, False), (48.1, 80, True)],
)
def test_filled_part(spoken: float, filled: int, overflow: bool) -> None:
    bar = time_bar(spoken, 30.0, 80)
    assert (bar.filled, bar.overflow) == (filled, overflow)


@given(st.floats(0, 1000), st.floats(1, 3600), st.integers(30, 120))
def test_geometry_holds(spoken: float, target: float, width: int) -> None:
    bar = time_bar(spoken, target, width)
    assert 0 <= bar.filled <= width
    assert 0 <= bar.zone_start < bar.target < bar.zone_end < width


@given(st.floats(1, 600), st.integers(30, 120))
def test_target_is_the_last_cell_filled_on_time(target: float, width: int) -> None:
    bar = time_bar(target, target, width)
    assert bar.filled - 1 == bar.target


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_digit_is_drawn_apart(glyphs: Glyphs) -> None:
    drawn = {big_digits(digit, glyphs) for digit in range(10)}
    assert len(drawn) == 10
    assert {len(row) for digit in drawn for row in digit} == {3}
    assert [len(row) for row in big_digits(100, glyphs)] == [11, 11, 11]


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", UNICODE), ("UTF-16", UNICODE), ("cp1252", ASCII), ("ascii", ASCII)],
)
def test_glyphs_for(encoding: str, glyphs: Glyphs) -> None:
    assert glyphs_for(encoding) is glyphs


@given(st.lists(st.none() | st.floats(0, 100), max_size=60), st.integers(1, 40))
def test_thinned_values_stay_in_range_and_order(values: list[float | None], most: int) -> None:
    thin = thinned(values, most)
    assert len(thin) == min(len(values), most)
    measured = [value for value in values if value is not None]
    for value in thin:
        assert value is None or min(measured) - 1e-9 <= value <= max(measured) + 1e-9
    if len(values) <= most:
        assert list(thin) == values
