from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Language, Take, Transcript
from interviewer.scoring.pace import PACE_RANGE, pace_curve, pace_score


@pytest.mark.parametrize(
    ("pace", "language", "score"),
    [
        (None, "fr", None),
        (3.0, "fr", 100.0),
        (5.5, "fr", 100.0),
        (2.7, "en", 100.0),
        (2.7, "fr", 100 * 1.5 / 1.8),
        (2.1, "fr", 50.0),
        (1.2, "fr", 0.0),
        (0.4, "en", 0.0),
        (7.0, "fr", 50.0),
        (8.5, "fr", 0.0),
        (9.9, "en", 0.0),
    ],
)
def test_the_pace_is_scored_against_a_comfortable_range(
    pace: float | None, language: Language, score: float | None
) -> None:
    assert pace_score(pace, language) == pytest.approx(score)


@given(st.floats(0, 12), st.floats(0, 12), st.sampled_from(("fr", "en")))
def test_nobody_gains_by_going_further_from_the_range(
    one: float, other: float, language: Language
) -> None:
    low, high = PACE_RANGE[language]
    away = sorted((one, other), key=lambda rate: max(low - rate, rate - high, 0.0))
    if (one - low) * (other - low) > 0:
        nearer, further = (pace_score(rate, language) or 0.0 for rate in away)
        assert 0 <= further <= nearer <= 100


MakeTake = Callable[..., Take]


def test_an_even_voice_gives_a_flat_curve(make_take: MakeTake) -> None:
    curve = pace_curve(make_take("la " * 75, pace=150))
    assert [point.words_per_minute for point in curve] == pytest.approx([150.0] * len(curve))
    # One syllable a word, 2.5 words a second, no pause.
    assert [point.syllables_per_second for point in curve] == pytest.approx([2.5] * len(curve))


def test_the_first_and_the_last_window_stand_inside_the_speech(make_take: MakeTake) -> None:
    take = make_take("la " * 75, pace=150)
    curve = pace_curve(take)
    # Ten seconds around each point, of speech from second 1 to second 31.
    assert (take.speech[0].start_s, take.speech[-1].end_s) == pytest.approx((1.0, 31.0))
    assert curve[0].at_s == pytest.approx(6.0)
    assert curve[-1].at_s == pytest.approx(26.0)
    assert len(curve) == 21


def test_a_pause_slows_the_words_and_not_the_syllables(make_take: MakeTake) -> None:
    curve = pace_curve(make_take("la " * 75, pace=150, pauses={37: 5.0}))
    slowest = min(curve, key=lambda point: point.words_per_minute)
    assert slowest.words_per_minute == pytest.approx(75.0)
    assert slowest.syllables_per_second == pytest.approx(2.5)
    assert slowest.speech_rate == pytest.approx(1.25)


def test_a_window_of_silence_has_no_articulation_rate(make_take: MakeTake) -> None:
    curve = pace_curve(make_take("la " * 20, pace=150, pauses={9: 12.0}))
    silent = [point for point in curve if point.syllables_per_second is None]
    assert silent
    assert all(point.words_per_minute < 15.001 for point in silent)


def test_a_word_or_two_in_a_long_silence_have_no_articulation_rate(make_take: MakeTake) -> None:
    """Half a second of speech in ten seconds: its rate would be that of one word's times."""
    curve = pace_curve(make_take("la " * 20, pace=150, pauses={9: 9.4}))
    few = [point for point in curve if point.words_per_minute < 14.9]
    assert few
    assert all(point.words_per_minute > 0 for point in few)
    assert [point.syllables_per_second for point in few] == [None] * len(few)


def test_syllables_count_elided_words_once(make_take: MakeTake) -> None:
    plain = pace_curve(make_take("amie " * 30, pace=150))
    elided = pace_curve(make_take("l'amie " * 30, pace=150))
    assert [point.syllables_per_second for point in plain] == [
        point.syllables_per_second for point in elided
    ]


def test_too_short_or_silent_is_no_curve(make_take: MakeTake) -> None:
    assert pace_curve(make_take("la " * 24, pace=150)) == ()
    assert pace_curve(make_take("")) == ()
    spoken = make_take("la " * 75)
    assert pace_curve(replace(spoken, transcript=Transcript("fr"))) == ()


def test_long_answers_have_no_more_points_than_a_plot_can_show(make_take: MakeTake) -> None:
    assert len(pace_curve(make_take("la " * 1500, pace=150))) == 241


@given(
    words=st.integers(25, 120),
    pace=st.floats(60, 300),
    pauses=st.dictionaries(st.integers(0, 100), st.floats(0.05, 8), max_size=4),
)
def test_the_curve_never_leaves_what_was_said(
    make_take: MakeTake, words: int, pace: float, pauses: dict[int, float]
) -> None:
    curve = pace_curve(make_take("donnée " * words, pace=pace, pauses=pauses))
    assert all(0 <= point.words_per_minute <= pace * 1.001 for point in curve)
    assert [point.at_s for point in curve] == sorted(point.at_s for point in curve)


def test_a_word_that_the_recogniser_parts_is_one_word_on_the_curve_too(
    make_take: MakeTake,
) -> None:
    curve = pace_curve(make_take("l 'IA " * 40, pace=150))
    assert [point.words_per_minute for point in curve] == pytest.approx(
        [75.0] * len(curve), abs=3.1
    )
