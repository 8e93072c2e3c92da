from __future__ import annotations

import time
from typing import cast

import numpy as np
import pytest

from benchmarks.latency import (
    RECORDINGS,
    Answer,
    Ending,
    Measured,
    RealTimeMicrophone,
    quantile,
    table,
)
from interviewer.domain import SAMPLE_RATE, Span

SPEECH = (Span(0.2, 4.0), Span(4.5, 4.9), Span(6.0, 9.0), Span(9.4, 9.9))


def test_quantiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(20, 0, -1)]
    assert (quantile(values, 0.5), quantile(values, 0.95), quantile(values, 1.0)) == (10, 19, 20)
    assert quantile([3.0], 0.05) == 3.0


@pytest.mark.parametrize(
    ("ending", "enter_s"), [("silence", None), ("enter", 10.2), ("speaking", 6.6)]
)
def test_enter_comes_after_the_last_word_or_in_the_middle_of_one(
    ending: str, enter_s: float | None
) -> None:
    answer = Answer("a", np.zeros(10 * SAMPLE_RATE, np.float32), SPEECH)
    assert answer.enter_s(cast("Ending", ending), 0.3) == pytest.approx(enter_s)


def test_the_table_tells_short_answers_from_long_ones() -> None:
    measured = [
        Measured("short", 15.0, 0.2, 1.0, (20, 22), 2.0, True),
        Measured("long", 90.0, 0.4, 1.2, (200, 201), 2.2, True),
    ]
    lines = list(table(measured))
    assert [line.split("p50")[0].split() for line in lines] == [
        ["all", "2"],
        ["about", "15", "s", "1"],
        ["about", "90", "s", "1"],
    ]
    assert "p50 0.20  p95 0.40  max 0.40  complete p50 1.00 p95 1.20" in lines[0]


def test_there_are_twenty_answers_and_the_first_are_of_all_lengths() -> None:
    assert len(RECORDINGS) == len(set(RECORDINGS)) == 20
    assert [len(names) for names in RECORDINGS[:3]] == [1, 1, 2]


def test_the_microphone_plays_what_it_is_told_in_real_time() -> None:
    microphone = RealTimeMicrophone()
    began_s = microphone.play(np.full(1_000, 0.5, np.float32))
    blocks = [block for _ in range(4) if (block := microphone.read(0.1)) is not None]
    signal = np.concatenate([block.samples for block in blocks])
    assert np.flatnonzero(signal > 0.4).tolist() == list(range(1_000))
    assert blocks[-1].at_s == pytest.approx(began_s + 0.05 * len(blocks))
    assert time.monotonic() >= blocks[-1].at_s
