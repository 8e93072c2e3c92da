from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Coverage, Delivery, Pauses, Timing, Trap, TrapHit, Weights
from interviewer.scoring.total import answer_score, weighted_mean

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
