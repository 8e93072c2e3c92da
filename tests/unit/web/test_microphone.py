"""The browser's frames as blocks: nothing is lost unnoticed, nothing is heard that should not be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from interviewer.audio.microphone import Block
from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.web.messages import Frame
from interviewer.web.microphone import PageClock, PageMicrophone

PIECE = 800
PIECE_S = PIECE / SAMPLE_RATE


def frames(signal: Samples, page_s: float = 100.0) -> Iterator[Frame]:
    """A signal as a page sends it, its clock at ``page_s`` when it begins."""
    pcm = (signal * 32768).astype("<i2")
    for number, start in enumerate(range(0, len(pcm), PIECE)):
        piece = pcm[start : start + PIECE]
        at_s = page_s + (start + len(piece)) / SAMPLE_RATE
        yield Frame(number, start, at_s * 1000, piece.tobytes())


def read_all(microphone: PageMicrophone) -> list[Block]:
    blocks = []
    while (block := microphone.read(0.0)) is not None:
        blocks.append(block)
    return blocks


@pytest.fixture
def signal() -> Samples:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 10 * PIECE)
    return (np.round(noise * 32768) / 32768).astype(np.float32)


def test_the_signal_comes_sample_for_sample(signal: Samples) -> None:
    microphone = PageMicrophone("Casque", SAMPLE_RATE)
    for frame in frames(signal):
        microphone.feed(frame, 7.0)
    assert np.array_equal(np.concatenate([each.samples for each in read_all(microphone)]), signal)
    assert (microphone.losses.gaps, microphone.device.name) == (0, "Casque")


def test_a_rate_of_48_khz_is_resampled() -> None:
    seconds = np.arange(48_000) / 48_000
    pcm = (0.4 * np.sin(2 * np.pi * 440 * seconds) * 32768).astype("<i2")
    microphone = PageMicrophone("Casque", 48_000)
    for number in range(20):
        piece = pcm[number * 2400 : (number + 1) * 2400]
        microphone.feed(
            Frame(number, number * 2400, 50.0 * number, piece.tobytes()), 1 + 0.05 * number
        )
    heard = np.concatenate([each.samples for each in read_all(microphone)])
    assert len(heard) == pytest.approx(SAMPLE_RATE, abs=400)  # the filter holds some back
    assert np.abs(heard).max() == pytest.approx(0.4, abs=0.01)


def test_frames_that_are_lost_are_counted_with_their_length(signal: Samples) -> None:
    microphone = PageMicrophone("Casque", SAMPLE_RATE)
    for frame in frames(signal):
        if frame.number not in (3, 4, 7):
            microphone.feed(frame, 7.0)
    read_all(microphone)
    assert microphone.losses.gaps == 2
    assert microphone.losses.missing_s == pytest.approx(3 * PIECE_S)


def test_who_reads_late_still_knows_when_it_was_heard(signal: Samples) -> None:
    """The interviewer stops at second 7.2; what was heard before is marked, however late it is read."""
    microphone = PageMicrophone("Casque", SAMPLE_RATE)
    microphone.gate(6.0)
    microphone.ungate(7.0)  # and 0.15 s for the room
    for count, frame in enumerate(frames(signal)):
        # All but the first are held up on the way and come at once.
        microphone.feed(frame, 7.05 if not count else 9.0)
    gated = [each.gated for each in read_all(microphone)]
    assert gated == [True] * 3 + [False] * 7


def test_it_is_read_to_its_end_and_then_over(signal: Samples) -> None:
    microphone = PageMicrophone("Casque", SAMPLE_RATE)
    for frame in frames(signal):
        microphone.feed(frame, 7.0)
    microphone.end()
    states = [(microphone.active, len(read_all(microphone))), (microphone.active, 0)]
    assert states == [(True, 10), (False, 0)]
    microphone.close()


def test_a_listener_that_hangs_does_not_fill_the_memory(signal: Samples) -> None:
    microphone = PageMicrophone("Casque", SAMPLE_RATE)
    frame = next(frames(signal))
    assert [microphone.feed(frame, 7.0) for _ in range(2_401)][-2:] == [True, False]


def test_the_page_s_clock_is_that_of_the_frame_that_was_held_up_least() -> None:
    clock = PageClock()
    assert clock.on_ours(1000.0, 51.0) == pytest.approx(51.0)
    assert clock.on_ours(2000.0, 51.8) == pytest.approx(51.8)
    assert clock.on_ours(3000.0, 55.0) == pytest.approx(52.8)
