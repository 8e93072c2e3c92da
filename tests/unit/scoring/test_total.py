from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import (
    Coverage,
    Delivery,
    Pauses,
    PointHit,
    Span,
    Timing,
    Trap,
    TrapHit,
    Weights,
)
from interviewer.scoring.total import answer_score, points_off, score_timing, weighted_mean


def _timing(target: float, spoken: float) -> Timing:
    return score_timing(target, (Span(0.5, 1.0), Span(1.2, 0.5 + spoken)))


@pytest.mark.parametrize(
    ("target", "spoken", "verdict", "score"),
    [
        (60.0, 60.0, "on_time", 100.0),
        (60.0, 51.0, "on_time", 100.0),
        (60.0, 69.0, "on_time", 100.0),
        (60.0, 50.9, "short", 100 * (36 - 9.1) / 27),
        (60.0, 69.1, "long", 100 * (36 - 9.1) / 27),
        (60.0, 37.5, "short", 50.0),
        (60.0, 82.5, "long", 50.0),
        (60.0, 24.0, "short", 0.0),
        (60.0, 96.0, "long", 0.0),
        (60.0, 200.0, "long", 0.0),
        (15.0, 12.0, "on_time", 100.0),  # 3 s, not 15 %
        (15.0, 18.1, "long", 100 * (9 - 3.1) / 6),
        (8.0, 13.0, "long", 100 / 3),  # zero at twice the tolerance
        (8.0, 14.0, "long", 0.0),
    ],
)
def test_verdict_and_score(target: float, spoken: float, verdict: str, score: float) -> None:
    timing = _timing(target, spoken)
    assert timing.verdict == verdict
    assert timing.score == pytest.approx(score)
    assert timing.spoken_s == pytest.approx(spoken)


def test_onset_is_the_first_speech() -> None:
    timing = score_timing(10.0, (Span(1.5, 3.0), Span(4.0, 11.5)))
    assert (timing.onset_s, timing.spoken_s) == (1.5, 10.0)


def test_silence_is_not_measured() -> None:
    assert score_timing(30.0, ()) == Timing(30.0, None, None, "not_measured", None)


@given(st.floats(10.0, 300.0), st.floats(0.0, 0.9))
def test_too_short_costs_what_too_long_costs(target: float, share: float) -> None:
    off = target * share
    short = score_timing(target, (Span(0.0, target - off),)).score
    long = score_timing(target, (Span(0.0, target + off),)).score
    assert short == pytest.approx(long, abs=1e-3)


@given(st.floats(1.0, 600.0), st.floats(0.0, 2000.0), st.floats(0.0, 2000.0))
def test_nearer_to_the_target_is_never_worse(target: float, one: float, other: float) -> None:
    near, far = sorted((one, other), key=lambda spoken: abs(spoken - target))
    better = score_timing(target, (Span(0.0, near),)).score
    worse = score_timing(target, (Span(0.0, far),)).score
    assert better is not None
    assert worse is not None
    assert 0.0 <= worse <= better + 1e-9 <= 100.0 + 1e-9


TRAP = TrapHit(Trap("t", ("magie",), "why", penalty=15.0), "magie", 0.0)


def _score(
    coverage: float | None,
    timing: float | None,
    delivery: float | None,
    traps: tuple[TrapHit, ...] = (),
    weights: Weights | None = None,
) -> float | None:
    return answer_score(
        weights or Weights(),
        Timing(30.0, None, None, "not_measured" if timing is None else "on_time", timing),
        Coverage(coverage),
        Delivery(None, None, 0.0, Pauses(0, None, 0), (), 0, 0, delivery),
        traps,
    )


@pytest.mark.parametrize(
    ("coverage", "timing", "delivery", "score"),
    [
        (100.0, 100.0, 100.0, 100.0),
        (80.0, 60.0, 50.0, 68.0),
        (None, 60.0, 50.0, (60 * 30 + 50 * 20) / 50),
        (80.0, 60.0, None, (80 * 50 + 60 * 30) / 80),
        (80.0, None, None, 80.0),
        (None, None, None, None),
    ],
)
def test_parts_that_were_not_measured_are_left_out(
    coverage: float | None, timing: float | None, delivery: float | None, score: float | None
) -> None:
    assert _score(coverage, timing, delivery) == pytest.approx(score)


def test_traps_subtract_down_to_zero() -> None:
    assert _score(80.0, 60.0, 50.0, (TRAP,)) == pytest.approx(53.0)
    assert _score(80.0, 60.0, 50.0, (TRAP,) * 6) == 0.0


def test_the_contrary_of_a_point_costs_what_a_trap_does() -> None:
    false = PointHit("mesurer", "contradicted", "on ne mesure rien", 0.0, 1.0, denied=True)
    asked = Coverage(80.0, points=(false, PointHit("dire", "missed")))
    assert points_off(asked, ()) == Trap("t", ("magie",), "why").penalty
    assert points_off(asked, (TRAP,)) == 25.0


def test_a_scenario_sets_its_weights() -> None:
    weights = Weights(coverage=0.0, timing=3.0, delivery=1.0)
    assert _score(10.0, 100.0, 60.0, weights=weights) == pytest.approx(90.0)
    assert _score(10.0, None, None, weights=weights) is None


@given(
    st.lists(
        st.tuples(st.none() | st.floats(0.0, 100.0), st.floats(0.1, 100.0)), min_size=1, max_size=6
    )
)
def test_a_mean_lies_between_its_values(parts: list[tuple[float | None, float]]) -> None:
    values = [value for value, _ in parts if value is not None]
    mean = weighted_mean(parts)
    if not values:
        assert mean is None
    else:
        assert mean is not None
        assert min(values) - 1e-9 <= mean <= max(values) + 1e-9
