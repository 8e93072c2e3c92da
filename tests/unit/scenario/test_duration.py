from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import UsageError
from interviewer.scenario.duration import (
    TimedTitle,
    format_duration,
    holds_duration,
    parse_duration,
    timed_title,
)


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
        ("45 sec", 45),
        ("45 secondes", 45),
        ('45"', 45),
        ("1:30", 90),
        ("01:05", 65),
        ("1'30", 90),
        ("1’30’’", 90),
        ("1m30", 90),
        ("2mn30", 150),
        ("3 minutes", 180),
        ("1.5min", 90),
        ("1,5 min", 90),
        ("1 minute et demie", 90),
        ("1 minute and 30 seconds", 90),
        ("1 min, 30 s", 90),
        ("une minute", 60),
        ("une minute trente", 90),
        ("two minutes", 120),
        ("half a minute", 30),
        ("1h", 3600),
        ("1 h 30", 5400),
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
        "1min90",
        "1min60",
        "30s1min",
        "1min30min",
        "١٢s",
        "45ss",
        "999999s",
        "45s\n30s",
        "1:60",
        "1:3",
        "1h60",
        "minute",
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


@pytest.mark.parametrize(
    ("heading", "title", "seconds"),
    [
        ("Intro (30 s)", "Intro", 30),
        ("Anecdote — 45 sec", "Anecdote", 45),
        ("Points 1 min 30", "Points", 90),
        ("1:30 - Why", "Why", 90),
        ("Closing [about one minute]", "Closing", 60),
        ("Intro (30 s) : qui je suis", "Intro : qui je suis", 30),
        ("Pourquoi moi ? 45s", "Pourquoi moi ?", 45),
        ("Étape 2 : 1'30", "Étape 2", 90),
        ("30 s", "", 30),
    ],
)
def test_a_heading_says_how_long(heading: str, title: str, seconds: float) -> None:
    assert timed_title(heading) == TimedTitle(title, seconds)


def test_of_a_range_the_longer_is_taken_and_told() -> None:
    assert timed_title("Intro : 30 à 45 s") == TimedTitle("Intro", 45, ranged=True)


@pytest.mark.parametrize(
    "heading",
    [
        "Intro",
        "Étape 2",
        "Mes 3 points",
        "Mes 5 s de gloire",
        "Le jour J",
        "(0 s)",
        "En 2030",
        "99 h",
    ],
)
def test_a_heading_without_a_length_of_time(heading: str) -> None:
    assert timed_title(heading) is None


def test_a_duration_is_seen_where_a_comma_was_forgotten() -> None:
    assert holds_duration("intro 30s anecdote")
    assert holds_duration("a 1:30 b")
    assert not holds_duration("étape 2, 3 points, 100 %")


@given(st.text(max_size=300))
def test_any_heading_has_a_length_within_bounds_or_none(heading: str) -> None:
    found = timed_title(heading)
    assert found is None or 0 < found.seconds <= 4 * 3600


@given(st.text(alphabet="0123456789minsMS \u00a0.-"))
def test_any_text_is_a_positive_duration_or_refused(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except UsageError:
        return
    assert 0 < seconds < 100_000 * 60
