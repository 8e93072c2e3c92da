from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import UsageError
from interviewer.scenario.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("45s", 45),
        ("45 s", 45),
        ("90s", 90),
        ("3min", 180),
        ("3 min", 180),
        ("1min30", 90),
        ("1min30s", 90),
        ("1min 30s", 90),
        ("1 min 30 s", 90),
        ("1\u00a0min\u202f05", 65),
        (" 2MIN ", 120),
        ("0min30", 30),
    ],
)
def test_parses_durations_as_people_write_them(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30",
        "s",
        "min",
        "-5s",
        "1.5min",
        "1min90",
        "1min60",
        "30s1min",
        "1h",
        "1min30min",
        "١٢s",
        "3 minutes",
        "45ss",
        "999999s",
        "45s\n30s",
        "1:30",
    ],
)
def test_refuses_what_is_not_a_duration(text: str) -> None:
    with pytest.raises(UsageError, match="is not a duration; write"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0s", "0min", "0min00s"])
def test_refuses_no_time_at_all(text: str) -> None:
    with pytest.raises(UsageError, match="leaves no time to speak"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (65, "1 min 05"),
        (90, "1 min 30"),
        (180, "3 min"),
        (255, "4 min 15"),
        (3700, "61 min 40"),
    ],
)
def test_formats_for_screens(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf])
def test_formats_only_lengths_of_time(seconds: float) -> None:
    with pytest.raises(ValueError, match="not a length of time"):
        format_duration(seconds)


@given(st.integers(min_value=1, max_value=99_999))
def test_what_is_formatted_parses_to_the_same(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.text(alphabet="0123456789minsMS \u00a0.-"))
def test_any_text_is_a_positive_duration_or_refused(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except UsageError:
        return
    assert 0 < seconds < 10_000 * 60
