from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.timer.scene import (
    Stage,
    clock_rows,
    clock_text,
    clock_width,
    last_stretch_s,
    stage_of,
)


@pytest.mark.parametrize(
    ("target_s", "stretch_s"),
    [(60, 15), (180, 30), (120, 22.5), (30, 7.5), (20, 5), (300, 50), (90, 18.75)],
)
def test_the_last_stretch(target_s: float, stretch_s: float) -> None:
    assert last_stretch_s(target_s) == stretch_s


@pytest.mark.parametrize(
    ("target_s", "elapsed_s", "stage"),
    [
        # Three minutes: 2:30, 3:00, 3:30.
        (180, 0, "green"),
        (180, 149.9, "green"),
        (180, 150, "amber"),
        (180, 179.9, "amber"),
        (180, 180, "red"),
        (180, 209.9, "red"),
        (180, 210, "out"),
        # One minute: 0:45 and 1:00, cards 15 s apart.
        (60, 44.9, "green"),
        (60, 45, "amber"),
        (60, 60, "red"),
        (60, 75, "out"),
    ],
)
def test_toastmasters_talks(target_s: float, elapsed_s: float, stage: Stage) -> None:
    assert stage_of(elapsed_s, target_s) == stage


@given(st.floats(1, 3600), st.floats(1, 3600))
def test_longer_phases_have_longer_stretches_within_them(one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert last_stretch_s(short) <= last_stretch_s(long)
    assert 0 < last_stretch_s(long) <= long / 4


@pytest.mark.parametrize(
    ("left_s", "text"),
    [
        (30, "0:30"),
        (29.99, "0:30"),
        (0.01, "0:01"),
        (0, "0:00"),
        (-0.99, "0:00"),
        (-1, "+0:01"),
        (-75.5, "+1:15"),
        (600, "10:00"),
    ],
)
def test_seconds_to_go_are_rounded_up(left_s: float, text: str) -> None:
    assert clock_text(left_s) == text


def test_big_digits() -> None:
    assert clock_rows("+4:1", 1, "#") == (
        "        ##  ##        ##  ",
        "  ##    ##  ##  ##  ####  ",
        "######  ######        ##  ",
        "  ##        ##  ##    ##  ",
        "            ##      ######",
    )


@pytest.mark.parametrize("scale", [1, 2])
def test_all_rows_are_of_one_width(scale: int) -> None:
    rows = clock_rows("+10:59", scale, "█")
    assert len(rows) == 5 * scale
    assert {len(row) for row in rows} == {clock_width("+10:59", scale)}
