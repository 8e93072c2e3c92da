"""Speech is cut into chunks that lose nothing, repeat nothing and fit Whisper's window."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Span
from interviewer.vad.detector import FRAME_SAMPLES, SileroDetector
from interviewer.vad.segmenter import Segmenter

FIXTURES = Path(__file__).parents[3] / "audio_fixtures"


class LoudDetector:
    """Calls speech whatever is louder than 0.5: a signal of ones and zeros is its own truth."""

    def __init__(self) -> None:
        self._rest: Samples = np.empty(0, np.float32)

    def feed(self, block: Samples) -> Iterator[float]:
        signal = np.concatenate([self._rest, block])
        whole = len(signal) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = signal[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield float(signal[start : start + FRAME_SAMPLES].mean() > 0.5)

    def finish(self) -> Iterator[float]:
        if len(self._rest):
            yield float(self._rest.mean() > 0.5)


def signal(*runs: tuple[int, float]) -> Samples:
    """(level, seconds) runs; the level is kept, so speech can be counted in chunks."""
    parts = [np.full(round(seconds * SAMPLE_RATE), level, np.float32) for level, seconds in runs]
    return np.concatenate(parts)


def segment(samples: Samples, block: int = SAMPLE_RATE) -> tuple[tuple[Span, ...], list[Chunk]]:
    segmenter = Segmenter(LoudDetector())
    chunks: list[Chunk] = []
    for start in range(0, len(samples), block):
        chunks += segmenter.feed(samples[start : start + block])
    chunks += segmenter.finish()
    return segmenter.spans, chunks


def bounds(chunks: Sequence[Chunk]) -> list[tuple[float, float]]:
    return [(chunk.start_s, chunk.start_s + chunk.duration_s) for chunk in chunks]


def test_silence_gives_no_chunk() -> None:
    assert segment(signal((0, 40))) == ((), [])


def test_speech_with_short_pauses_is_one_chunk_with_its_margins() -> None:
    spans, chunks = segment(signal((0, 3), (1, 4), (0, 1), (1, 4), (0, 3)))
    assert len(spans) == 2
    ((start, end),) = bounds(chunks)
    assert start == pytest.approx(2.8, abs=0.04)
    assert end == pytest.approx(12.2, abs=0.04)


def test_a_long_silence_ends_a_chunk_at_once() -> None:
    segmenter = Segmenter(LoudDetector())
    assert list(segmenter.feed(signal((1, 4), (0, 1.8)))) == []
    assert len(list(segmenter.feed(signal((0, 0.5))))) == 1


def test_chunks_stop_merging_at_12_seconds_and_share_a_short_pause() -> None:
    _, chunks = segment(signal((1, 5), (0, 0.3), (1, 5), (0, 0.3), (1, 5)))
    (_, first_end), (second_start, _) = bounds(chunks)
    assert len(chunks) == 2
    assert first_end == pytest.approx(10.45, abs=0.04)
    assert second_start >= first_end


def test_speech_without_a_pause_is_cut_within_the_window_of_whisper() -> None:
    spans, chunks = segment(signal((1, 70)))
    assert len(spans) == 1
    assert spans[0].duration_s == pytest.approx(70, abs=0.04)
    assert all(chunk.duration_s <= 30 for chunk in chunks)
    assert sum(int(chunk.samples.sum()) for chunk in chunks) == 70 * SAMPLE_RATE


@settings(max_examples=30)
@example([(1, 11.25), (1, 34.75), (0, 1.0)], 512)  # too long for a chunk in the pause at its end
@given(
    st.lists(st.tuples(st.sampled_from([0, 1]), st.floats(0.3, 35)), min_size=1, max_size=6),
    st.sampled_from([512, 4_000, 16_000, 100_000]),
)
def test_no_speech_is_lost_or_repeated(runs: list[tuple[int, float]], block: int) -> None:
    samples = signal(*runs)
    spans, chunks = segment(samples, block)
    kept = np.zeros(len(samples), int)
    for chunk in chunks:
        first = round(chunk.start_s * SAMPLE_RATE)
        np.testing.assert_array_equal(chunk.samples, samples[first : first + len(chunk.samples)])
        kept[first : first + len(chunk.samples)] += 1
        assert chunk.duration_s <= 28.5
    assert kept.max(initial=0) <= 1
    for span in spans:
        inside = slice(round(span.start_s * SAMPLE_RATE), round(span.end_s * SAMPLE_RATE))
        # Two neighbouring chunks may each round their common boundary: one sample.
        assert (kept[inside] == 0).sum() <= len(chunks)


def test_block_size_changes_nothing() -> None:
    samples = signal((0, 1), (1, 3), (0, 0.5), (1, 40), (0, 5), (1, 2))
    spans, chunks = segment(samples, 16_000)
    other_spans, other_chunks = segment(samples, 701)
    assert spans == other_spans
    assert bounds(chunks) == bounds(other_chunks)


@pytest.mark.parametrize(
    ("name", "pauses"),
    [
        # Truth of the recordings: the pauses written into their scripts, in seconds.
        ("fr-hesitant", [3.2, 2.6, 2.8]),
        ("fr-drift", [1.1]),
    ],
)
def test_silero_finds_the_long_pauses_of_a_recording(name: str, pauses: list[float]) -> None:
    import soundfile

    samples, _ = soundfile.read(FIXTURES / "answers" / f"{name}.flac", dtype="float32")
    segmenter = Segmenter(SileroDetector())
    list(segmenter.feed(samples))
    list(segmenter.finish())
    spans = segmenter.spans
    gaps = [b.start_s - a.end_s for a, b in itertools.pairwise(spans)]
    # Sentence ends add a breath of their own to a scripted pause, and short gaps are none of it.
    assert [gap for gap in gaps if gap > 1] == pytest.approx(pauses, abs=0.35)


@pytest.mark.parametrize("silent_s", [0.3, 0.5, 1.5])
def test_the_tail_is_what_the_end_would_give(silent_s: float) -> None:
    segmenter = Segmenter(LoudDetector())
    assert list(segmenter.feed(signal((0, 1.0), (1, 4.0), (0, silent_s)))) == []
    tail = segmenter.tail
    assert tail is not None
    list(segmenter.feed(signal((0, 0.2))))
    (chunk,) = segmenter.finish()
    assert (tail.start_s, tail.samples.tobytes()) == (chunk.start_s, chunk.samples.tobytes())


def test_no_tail_before_speech_while_it_goes_on_and_once_given() -> None:
    segmenter = Segmenter(LoudDetector())
    for run in ((0, 1.0), (1, 4.0)):
        assert list(segmenter.feed(signal(run))) == []
        assert segmenter.tail is None
    assert len(list(segmenter.feed(signal((0, 3.0))))) == 1
    assert segmenter.tail is None


def test_a_sound_that_is_held_is_part_of_the_signal() -> None:
    seconds = np.arange(round(0.6 * SAMPLE_RATE)) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * 120 * order * seconds) / order for order in range(1, 25)]
    euh = (0.1 * np.sum(waves, axis=0)).astype(np.float32)
    quiet = (np.random.default_rng(1).standard_normal(SAMPLE_RATE) * 3e-4).astype(np.float32)

    class Ears(LoudDetector):
        """Calls speech whatever is louder than the room."""

        def feed(self, block: Samples) -> Iterator[float]:
            yield from super().feed((np.abs(block) > 0.01).astype(np.float32) + 0.4)

    segmenter = Segmenter(Ears())
    chunks = list(segmenter.feed(np.concatenate([quiet, euh, quiet])))
    chunks += segmenter.finish()
    assert len(chunks) == 1
    quality = segmenter.quality
    assert quality is not None
    (held,) = quality.held
    assert held.start_s == pytest.approx(1.0, abs=0.1)
    assert held.end_s == pytest.approx(1.6, abs=0.1)


class LevelDetector(LoudDetector):
    """Calls the level itself the probability of speech."""

    def feed(self, block: Samples) -> Iterator[float]:
        for frame in block.reshape(-1, FRAME_SAMPLES):
            yield float(frame.mean())


def test_speech_that_never_pauses_waits_28_seconds_for_its_cut() -> None:
    segmenter = Segmenter(LoudDetector())
    assert list(segmenter.feed(signal((1, 27.9)))) == []
    assert len(list(segmenter.feed(signal((1, 0.3))))) == 1


def test_it_is_then_cut_where_it_was_least_like_speech_in_the_last_ten_seconds() -> None:
    """A breath between two words, and not the middle of one; the quieter one long ago would leave
    a chunk that is hardly worth its decoding."""
    levels = np.ones(938 * FRAME_SAMPLES, np.float32)
    levels[160 * FRAME_SAMPLES : 161 * FRAME_SAMPLES] = 0.5
    levels[750 * FRAME_SAMPLES : 751 * FRAME_SAMPLES] = 0.6
    (chunk,) = Segmenter(LevelDetector()).feed(levels)
    assert chunk.start_s + chunk.duration_s == pytest.approx(750.5 * 0.032)


def test_two_answers_of_six_seconds_and_a_half_are_two_chunks() -> None:
    """Together they would be 13 s to decode when the answer ends, and the person waits for it."""
    _, chunks = segment(signal((1, 6.5), (0, 0.3), (1, 6.5), (0, 3)))
    assert len(chunks) == 2
