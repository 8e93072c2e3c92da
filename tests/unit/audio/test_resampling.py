from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.audio.reader import open_recording
from interviewer.audio.resampling import Downmix, Frames, Piece, gather, reblock, resample
from interviewer.domain import Samples

Tone = Callable[..., NDArray[np.float32]]
WriteSound = Callable[..., Path]

RATE = 16_000


def sine(hertz: float = 440.0, level: float = 0.3) -> Samples:
    return (level * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.float32)


def noise(seed: int, level: float = 0.1) -> Samples:
    return np.random.default_rng(seed).normal(0, level, RATE).astype(np.float32)


def mixed(*channels: Samples, by: Downmix | None = None) -> Samples:
    return (by or Downmix()).mono(Piece(RATE, np.stack(channels, axis=1)))


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


SILENCE = np.zeros(RATE, np.float32)


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ([sine()], sine()),
        ([sine(), sine()], sine()),
        ([sine(), SILENCE], sine() / 2),
        ([SILENCE, sine()], sine() / 2),
        ([sine(), sine(1_000)], (sine() + sine(1_000)) / 2),
        ([SILENCE, SILENCE], SILENCE),
        ([sine()] + [SILENCE] * 5, sine() / 6),
    ],
)
def test_channels_are_averaged(channels: list[Samples], expected: Samples) -> None:
    np.testing.assert_allclose(mixed(*channels), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ([sine(), -sine()], sine()),
        ([sine(), -0.8 * sine()], sine()),
        ([-0.8 * sine(), sine()], sine()),
        ([SILENCE, sine(), -sine()], sine()),
    ],
)
def test_channels_that_cancel_give_the_loudest(channels: list[Samples], expected: Samples) -> None:
    np.testing.assert_allclose(mixed(*channels), expected, atol=1e-6)


def test_a_voice_in_phase_survives_a_hum_that_is_not() -> None:
    voice, hum = sine(440, 0.1), sine(50, 0.3)
    out = mixed(voice + hum, voice - hum)
    spectrum = np.abs(np.fft.rfft(out)) * 2 / RATE
    assert spectrum[440] == pytest.approx(0.1, rel=0.01)


def test_the_channel_is_kept_while_levels_wander() -> None:
    downmix = Downmix()
    first = mixed(sine(), -0.9 * sine(), by=downmix)
    second = mixed(0.9 * sine(), -sine(), by=downmix)
    np.testing.assert_allclose(first, sine(), atol=1e-6)
    np.testing.assert_allclose(second, 0.9 * sine(), atol=1e-6)


def test_the_channel_is_left_when_it_falls_far_behind() -> None:
    downmix = Downmix()
    mixed(sine(), -0.9 * sine(), by=downmix)
    out = mixed(0.45 * noise(1), -noise(1), by=downmix)
    np.testing.assert_allclose(out[RATE // 50 :], -noise(1)[RATE // 50 :])


def test_a_change_of_mix_fades_without_a_click() -> None:
    downmix = Downmix()
    level = np.full(RATE, 0.5, np.float32)
    mixed(level, 0 * level, by=downmix)
    faded = mixed(level, -level, by=downmix)
    assert faded[0] == 0  # still the mean, which the piece before had
    assert faded[-1] == 0.5
    assert np.diff(faded).max() < 0.01


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3"])
def test_a_recording_in_opposite_phase_is_heard(
    name: str, tone: Tone, write_sound: WriteSound
) -> None:
    voice = np.concatenate((np.zeros(48_000, np.float32), tone(3.0)))
    path = write_sound(name, np.stack((voice, -voice), axis=1))
    samples = np.concatenate(list(open_recording(path).blocks()))
    assert rms(samples[:15_000]) < 0.001
    assert rms(samples[17_000:63_000]) == pytest.approx(0.3 / np.sqrt(2), rel=0.1)


def test_gather_joins_to_about_a_second_and_keeps_layouts_apart() -> None:
    def frames(count: int, channels: int = 1) -> Frames:
        return np.zeros((count, channels), np.float32)

    pieces = [Piece(100, frames(60)), Piece(100, frames(60)), Piece(100, frames(30))]
    pieces += [Piece(200, frames(50)), Piece(200, frames(50, 2))]
    got = [(piece.rate, *piece.frames.shape) for piece in gather(pieces)]
    assert got == [(100, 120, 1), (100, 30, 1), (200, 50, 1), (200, 50, 2)]


def test_a_rate_may_change_on_the_way() -> None:
    halves = [(8_000, np.zeros(8_000, np.float32)), (48_000, np.zeros(48_000, np.float32))]
    assert sum(map(len, resample(halves))) == 2 * RATE


@given(st.lists(st.integers(0, 40), max_size=12), st.integers(1, 15))
def test_reblock_keeps_every_sample_in_order(lengths: list[int], size: int) -> None:
    signal = np.arange(sum(lengths), dtype=np.float32)
    pieces = np.split(signal, np.cumsum(lengths)[:-1]) if lengths else []
    blocks = list(reblock(pieces, size))
    assert all(len(block) == size for block in blocks[:-1])
    assert all(0 < len(block) <= size for block in blocks)
    np.testing.assert_array_equal(np.concatenate([signal[:0], *blocks]), signal)
