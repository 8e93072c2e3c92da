from __future__ import annotations

import pytest

from interviewer.timer.digits import clock_rows, clock_text, clock_width


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
