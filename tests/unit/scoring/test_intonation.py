from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import mean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Intonation, Signal, Span, Take, Usual
from interviewer.scoring.intonation import loudness_variation, pitch_variation, usual


def _stretch(span: Span, tones: list[float], levels: list[float], *, times: int = 1) -> Intonation:
    return Intonation(
        span,
        len(tones) * times,
        mean(tones),
        pstdev(tones),
        len(levels) * times,
        mean(levels),
        pstdev(levels),
    )


@pytest.fixture
def heard(make_take: Callable[..., Take]) -> Callable[..., Take]:
    def _heard(*stretches: Intonation, snr_db: float | None = 30.0) -> Take:
        take = make_take("mot " * 50)
        return replace(take, signal=Signal(snr_db, 0.0, narrow=False, intonation=stretches))

    return _heard


ONE = _stretch(Span(1.0, 9.0), [80.0, 84.0], [-20.0, -26.0], times=100)
OTHER = _stretch(Span(9.5, 12.0), [90.0, 94.0], [-22.0, -24.0], times=100)


def test_stretches_are_put_together(heard: Callable[..., Take]) -> None:
    take = heard(ONE, OTHER)
    assert pitch_variation(take) == pytest.approx(pstdev([80.0, 84.0, 90.0, 94.0]))
    assert loudness_variation(take) == pytest.approx(pstdev([-20.0, -26.0, -22.0, -24.0]))


def test_another_part_of_the_recording_is_not_this_answers(heard: Callable[..., Take]) -> None:
    elsewhere = replace(OTHER, span=Span(100.0, 110.0))
    assert pitch_variation(heard(ONE, elsewhere)) == pitch_variation(heard(ONE)) == 2.0


@pytest.mark.parametrize(
    ("snr_db", "pitch", "loudness"),
    [(None, True, True), (30.0, True, True), (9.9, True, False), (4.9, False, False)],
)
def test_noise_hides_the_loudness_first_and_then_the_pitch(
    heard: Callable[..., Take], snr_db: float | None, pitch: bool, loudness: bool
) -> None:
    take = heard(ONE, snr_db=snr_db)
    assert (pitch_variation(take) is not None, loudness_variation(take) is not None) == (
        pitch,
        loudness,
    )


def test_a_phrase_is_no_habit(heard: Callable[..., Take]) -> None:
    assert pitch_variation(heard(replace(ONE, frames=124))) is None
    assert loudness_variation(heard(replace(ONE, syllables=19))) is None
    assert pitch_variation(replace(heard(ONE), signal=None)) is None
    assert pitch_variation(heard()) is None


def test_what_is_usual_is_the_median_of_earlier_sessions() -> None:
    assert usual([]) is None
    assert usual([(None, None)]) is None
    assert usual([(2.0, None), (3.0, None), (9.0, None)]) == Usual(3.0, None, 3)
    assert usual([(2.0, 4.0), (None, 5.0)]) == Usual(2.0, 4.5, 2)


@given(st.lists(st.lists(st.floats(60, 110), min_size=2, max_size=9), min_size=1, max_size=5))
def test_the_parts_give_what_the_whole_would(groups: list[list[float]]) -> None:
    from interviewer.scoring.intonation import _spread

    whole = pstdev([tone for group in groups for tone in group])
    parts = [(mean(group), pstdev(group)) for group in groups]
    assert _spread([len(group) for group in groups], parts) == pytest.approx(whole, abs=1e-6)
