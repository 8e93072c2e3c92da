"""Probabilities in, spans out: no audio, no clock."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Span
from interviewer.vad.detector import FRAME_S, SpanTracker


def track(probabilities: list[float]) -> list[Span]:
    tracker = SpanTracker()
    spans = [span for p in probabilities if (span := tracker.feed(p)) is not None]
    last = tracker.finish()
    return [*spans, last] if last else spans


def frames(*runs: tuple[float, int]) -> list[float]:
    return [probability for probability, count in runs for _ in range(count)]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(0.1, 50)], [], id="silence"),
        pytest.param([(0.1, 10), (0.9, 20), (0.1, 10)], [(10, 30)], id="one span"),
        pytest.param([(0.9, 20)], [(0, 20)], id="open at the end"),
        pytest.param([(0.9, 20), (0.1, 3)], [(0, 20)], id="ends in a short silence"),
        pytest.param([(0.9, 9), (0.1, 6), (0.9, 9)], [(0, 24)], id="0.19 s pause stays inside"),
        pytest.param([(0.9, 9), (0.1, 7), (0.9, 9)], [(0, 9), (16, 25)], id="0.22 s pause cuts"),
        pytest.param([(0.9, 9), (0.4, 20), (0.9, 9)], [(0, 38)], id="hysteresis holds at 0.4"),
        pytest.param([(0.49, 50)], [], id="0.49 does not enter"),
        pytest.param([(0.5, 20)], [(0, 20)], id="0.5 does"),
        pytest.param([(0.9, 20), (0.34, 20)], [(0, 20)], id="under 0.35 it is over"),
        pytest.param([(0.9, 3), (0.1, 20)], [], id="a 96 ms click is no speech"),
        pytest.param([(0.9, 4), (0.1, 20)], [(0, 4)], id="128 ms is"),
    ],
)
def test_spans(runs: list[tuple[float, int]], expected: list[tuple[int, int]]) -> None:
    assert track(frames(*runs)) == [Span(a * FRAME_S, b * FRAME_S) for a, b in expected]


def test_an_open_span_is_known_before_it_closes() -> None:
    tracker = SpanTracker()
    for probability in frames((0.0, 5), (0.9, 3)):
        tracker.feed(probability)
    assert tracker.open_since_s == pytest.approx(5 * FRAME_S)
    assert tracker.now_s == pytest.approx(8 * FRAME_S)


@given(st.lists(st.floats(0, 1), max_size=300))
def test_spans_are_ordered_apart_and_inside_the_signal(probabilities: list[float]) -> None:
    spans = track(probabilities)
    for span in spans:
        assert 0 <= span.start_s < span.end_s <= len(probabilities) * FRAME_S + 1e-9
        assert span.duration_s >= 0.1
    for before, after in itertools.pairwise(spans):
        assert after.start_s - before.end_s >= 0.2 - 1e-9
