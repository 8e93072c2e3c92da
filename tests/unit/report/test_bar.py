from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.report.bar import time_bar, tolerance
from interviewer.report.glyphs import ASCII, UNICODE, Glyphs, big_digits, glyphs_for
from interviewer.score.timing import tolerance_s


@pytest.mark.parametrize("target", [2.0, 15.0, 20.0, 30.0, 90.0, 180.0])
def test_zone_is_the_one_that_is_scored(target: float) -> None:
    assert tolerance(target) == tolerance_s(target)


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
