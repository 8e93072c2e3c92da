from __future__ import annotations

import pytest

from interviewer.live.hours import Hours


@pytest.fixture
def hours() -> Hours:
    """Listened from 10 to 20 and from 30 on."""
    hours = Hours()
    hours.open(10.0)
    hours.close(20.0)
    hours.open(30.0)
    return hours


@pytest.mark.parametrize(
    ("start_s", "end_s", "covered"),
    [
        (9.0, 10.0, False),
        (9.9, 10.1, True),
        (12.0, 13.0, True),
        (19.9, 20.1, True),
        (20.0, 20.1, False),
        (25.0, 30.0, False),
        (29.9, 30.1, True),
        (99.0, 99.1, True),
    ],
)
def test_blocks(hours: Hours, start_s: float, end_s: float, covered: bool) -> None:
    assert hours.cover(start_s, end_s) is covered


def test_the_end(hours: Hours) -> None:
    hours.close(40.0)
    hours.close(41.0)
    assert hours.ended_s == 40.0
    assert not hours.cover(40.0, 40.1)


def test_no_end_while_it_goes_on_or_before_it_began(hours: Hours) -> None:
    assert Hours().ended_s is None
    assert hours.ended_s is None
