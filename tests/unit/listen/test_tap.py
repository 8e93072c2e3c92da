"""One detector, its probabilities made up here, for the segmenter and the endpointer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.listen.detector import FRAME_S, FRAME_SAMPLES
from interviewer.listen.endpointer import Endpointer, EndpointSettings
from interviewer.listen.segmenter import Segmenter
from interviewer.listen.tap import EndpointTap, SpeechSwitch
from interviewer.models import Samples


class Scripted:
    """One probability a window, whatever the signal."""

    def __init__(self, probabilities: list[float]) -> None:
        self._probabilities = iter(probabilities)

    def feed(self, block: Samples) -> Iterator[float]:
        for _ in range(len(block) // FRAME_SAMPLES):
            yield next(self._probabilities)

    def finish(self) -> Iterator[float]:
        return iter(())


@pytest.mark.parametrize(
    ("probabilities", "speech"),
    [
        pytest.param([0.4, 0.5, 0.4, 0.34], [False, True, True, False], id="hysteresis"),
        pytest.param([0.9, *[0.1] * 6, 0.4], [True, *[False] * 6, True], id="brief pause"),
        pytest.param([0.9, *[0.1] * 7, 0.4], [True, *[False] * 7, False], id="span closed"),
        pytest.param([0.9, *[0.1] * 7, 0.5], [True, *[False] * 7, True], id="next span"),
    ],
)
def test_switch(probabilities: list[float], speech: list[bool]) -> None:
    switch = SpeechSwitch()
    assert [switch.feed(probability) for probability in probabilities] == speech


@given(st.lists(st.sampled_from([0.1, 0.34, 0.4, 0.5, 0.9]), min_size=1, max_size=300))
def test_endpointer_and_segmenter_hear_the_same(probabilities: list[float]) -> None:
    endpointer = Endpointer(EndpointSettings(1e9, 1e8, 1e8))
    segmenter = Segmenter(EndpointTap(Scripted(probabilities), endpointer))
    list(segmenter.feed(np.zeros(len(probabilities) * FRAME_SAMPLES, np.float32)))
    list(segmenter.finish())
    assert endpointer.now_s == pytest.approx(len(probabilities) * FRAME_S)
    if segmenter.spans:
        assert endpointer.spoken_to_s == pytest.approx(segmenter.spans[-1].end_s)
    else:
        assert endpointer.spoken_to_s is None
