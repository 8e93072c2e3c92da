"""Windows of a recording: across its pauses, up to what was read, none of the speech lost."""

from __future__ import annotations

import numpy as np
import pytest

from interviewer.domain import SAMPLE_RATE, Chunk, Samples
from interviewer.vad.segmenter import Segmenter
from interviewer.vad.windows import Windows
from tests.unit.vad.test_segmenter import LoudDetector, signal


def read(
    samples: Samples, *, block: int = SAMPLE_RATE, short_s: float = 0.0
) -> tuple[list[Chunk], int]:
    """Its windows, each cut one read up to ``short_s`` before its end; and the most signal held."""
    windows = Windows(Segmenter(LoudDetector()))
    chunks: list[Chunk] = []
    most = 0

    def take() -> None:
        while (chunk := windows.next()) is not None:
            chunks.append(chunk)
            windows.read_to(chunk.end_s - (short_s if chunk.more else 0.0))

    for start in range(0, len(samples), block):
        windows.feed(samples[start : start + block])
        take()
        most = max(most, len(windows._signal))
    windows.finish()
    take()
    return chunks, most


def bounds(chunks: list[Chunk]) -> list[tuple[float, float]]:
    """Where they begin and end, in tenths of a second."""
    return [(round(chunk.start_s, 1), round(chunk.end_s, 1)) for chunk in chunks]


def test_pauses_stay_inside_a_window() -> None:
    chunks, _ = read(signal((0, 2), (1, 4), (0, 2.5), (1, 4), (0, 4)))
    (chunk,) = chunks
    assert bounds(chunks) == [(0.0, 13.5)]
    assert [int(span.start_s) for span in chunk.speech] == [2, 8]
    assert not chunk.more


def test_a_long_silence_ends_a_window() -> None:
    chunks, _ = read(signal((1, 4), (0, 4), (1, 4)))
    assert bounds(chunks) == [
        (0.0, 5.0),
        (5.0, 12.0),
    ]


def test_as_much_silence_is_kept_as_there_is_room_for() -> None:
    chunks, _ = read(signal((0, 2.5), (1, 20), (0, 2.5)))
    assert bounds(chunks) == [(0.0, 25.0)]
    chunks, _ = read(signal((0, 2.5), (1, 28.5), (0, 2.5)))
    assert bounds(chunks) == [(1.0, 31.0)]


def test_silence_behind_an_answer_that_goes_on_long_after_is_not_part_of_it() -> None:
    chunks, _ = read(signal((0, 8), (1, 4), (0, 8)))
    assert bounds(chunks) == [(5.0, 13.0)]


def test_a_window_that_would_be_too_long_ends_in_the_longest_of_its_last_pauses() -> None:
    chunks, _ = read(signal((1, 20), (0, 1.0), (1, 4), (0, 0.4), (1, 10)))
    assert bounds(chunks)[0] == (0.0, 20.5)
    assert [chunk.more for chunk in chunks] == [False, False]


def test_speech_without_a_pause_is_read_on_from_where_the_reader_got() -> None:
    chunks, _ = read(signal((1, 40)), short_s=5.0)
    assert bounds(chunks) == [(0.0, 30.0), (25.0, 40.0)]
    assert [chunk.more for chunk in chunks] == [True, False]


@pytest.mark.parametrize("block", [777, 16_000, 100_000])
def test_the_blocks_change_nothing(block: int) -> None:
    samples = signal((0, 1), (1, 9), (0, 0.5), (1, 30), (0, 5), (1, 2), (0, 1))
    assert bounds(read(samples, block=block)[0]) == bounds(read(samples)[0])


def test_all_speech_is_in_a_window_and_none_in_two() -> None:
    samples = signal((0, 1), (1, 9), (0, 0.5), (1, 30), (0, 2), (1, 12), (0, 5), (1, 0.3), (0, 1))
    chunks, _ = read(samples)
    spoken = sum(float(chunk.samples.sum()) for chunk in chunks) / SAMPLE_RATE
    assert spoken == pytest.approx(51.3, abs=0.1)


def test_memory_stays_the_same_however_long_the_recording_is() -> None:
    samples = signal(*[(1, 20), (0, 1), (1, 50), (0, 30)] * 4)
    assert read(samples)[1] < 35 * SAMPLE_RATE


def test_silence_gives_no_window() -> None:
    assert read(np.zeros(60 * SAMPLE_RATE, np.float32))[0] == []
