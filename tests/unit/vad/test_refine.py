from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.domain import Span
from interviewer.vad.detector import FRAME_S
from interviewer.vad.refine import Refined, mask_of, refine


def _power(*stretches: tuple[float, int]) -> NDArray[np.float64]:
    """Windows at so many dB, for each (dB, windows)."""
    return np.concatenate([np.full(count, 10 ** (level / 10)) for level, count in stretches])


def _span(first: int, last: int) -> Span:
    return Span(first * FRAME_S, last * FRAME_S)


def test_spans_that_agree_with_the_level_are_left_alone() -> None:
    power = _power((-66, 30), (-20, 60), (-66, 30), (-20, 60), (-66, 30))
    spans = (_span(30, 90), _span(120, 180))
    assert refine(spans, power) == Refined(spans, voices=False)


def test_a_quiet_beginning_is_added() -> None:
    power = _power((-66, 30), (-36, 5), (-20, 60), (-66, 30))
    (span,) = refine((_span(35, 95),), power).spans
    assert abs(span.start_s - 30 * FRAME_S) <= 1e-9
    assert abs(span.end_s - 95 * FRAME_S) <= 1e-9


def test_people_talking_in_the_background_are_taken_out() -> None:
    power = _power((-37, 30), (-20, 60), (-37, 60), (-20, 60), (-37, 30))
    refined = refine((_span(5, 235),), power)
    assert refined.voices
    first, last = refined.spans
    assert abs(first.start_s - 30 * FRAME_S) <= 3 * FRAME_S
    # Of the background, a window before the words and four behind stay, each with one of smoothing.
    assert abs(last.start_s - first.end_s - 53 * FRAME_S) < 1e-9
    assert abs(last.end_s - 215 * FRAME_S) < 1e-9


def test_a_louder_word_of_a_neighbour_is_no_word_of_the_speaker() -> None:
    power = _power((-37, 30), (-20, 60), (-37, 20), (-29, 6), (-37, 30))
    found = refine((_span(5, 146),), power)
    assert found.voices
    assert len(found.spans) == 1
    assert found.spans[0].end_s < 96 * FRAME_S


def test_a_quiet_last_word_in_a_quiet_room_is_kept() -> None:
    power = _power((-60, 30), (-20, 60), (-60, 20), (-40, 6), (-60, 30))
    spans = (_span(30, 90), _span(110, 116))
    assert refine(spans, power) == Refined(spans, voices=False)


def test_quiet_speech_of_somebody_who_never_pauses_is_no_background() -> None:
    power = _power((-70, 5), *[(-22, 12), (-34, 10)] * 10, (-70, 5))
    spans = (_span(5, 225),)
    assert refine(spans, power) == Refined(spans, voices=False)


def test_a_first_word_that_ends_in_a_silent_consonant_is_added() -> None:
    power = _power((-70, 30), (-22, 8), (-70, 2), (-22, 4), (-20, 60), (-70, 30))
    (span,) = refine((_span(44, 104),), power).spans
    assert abs(span.start_s - 30 * FRAME_S) < 1e-9


def test_a_sound_apart_from_the_speech_is_not_added() -> None:
    power = _power((-70, 30), (-22, 4), (-70, 8), (-20, 60), (-70, 30))
    spans = (_span(42, 102),)
    assert refine(spans, power) == Refined(spans, voices=False)


def test_a_few_windows_of_background_taken_for_speech_are_taken_out_without_a_word() -> None:
    power = _power((-37, 60), (-20, 60), (-37, 60))
    found = refine((_span(40, 120),), power)
    assert not found.voices
    (span,) = found.spans
    assert abs(span.start_s - 58 * FRAME_S) < 1e-9


def test_a_noise_that_the_detector_knows_for_noise_changes_nothing() -> None:
    power = _power((-37, 60), (-20, 60), (-33, 4), (-37, 60))
    spans = (_span(60, 124),)
    assert refine(spans, power) == Refined(spans, voices=False)


def test_nothing_heard_stays_nothing() -> None:
    assert refine((), _power((-60, 50))) == Refined((), voices=False)


def test_the_mask_of_spans_is_widened_and_kept_in_the_signal() -> None:
    assert mask_of(6, (_span(2, 4),)).tolist() == [False, False, True, True, False, False]
    assert mask_of(6, (_span(2, 4),), 10.0).all()


@settings(deadline=None)
@given(st.lists(st.floats(-90.0, 0.0), min_size=20, max_size=200), st.data())
def test_refined_spans_are_in_order_inside_the_signal(
    levels: list[float], data: st.DataObject
) -> None:
    power = np.power(10.0, np.array(levels) / 10)
    edges = sorted(data.draw(st.sets(st.integers(0, len(levels)), min_size=4, max_size=4)))
    spans = (_span(edges[0], edges[1]), _span(edges[2], edges[3]))
    found = refine(spans, power).spans
    times = [time for span in found for time in (span.start_s, span.end_s)]
    assert times == sorted(times)
    assert all(0 <= time <= len(levels) * FRAME_S + 1e-9 for time in times)


def test_a_breath_before_the_first_word_in_a_silent_room_is_no_speech() -> None:
    power = _power((-95, 30), (-60, 6), (-20, 60), (-95, 30))
    spans = (_span(36, 96),)
    assert refine(spans, power) == Refined(spans, voices=False)


def test_a_background_far_below_the_speaker_is_not_taken_for_somebody_else() -> None:
    """Whoever speaks into a good microphone may hold on over a breath: nothing is cut out."""
    power = _power((-66, 30), (-20, 60), (-66, 60), (-20, 60), (-66, 30))
    spans = (_span(5, 235),)
    assert refine(spans, power) == Refined(spans, voices=False)
