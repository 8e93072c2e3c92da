from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Intonation, Samples, Span
from interviewer.vad.intonation import IntonationMeter

SECONDS = 6.0


def _voice(semitones: NDArray[np.float64], lowest_hz: float = 110.0) -> Samples:
    """A buzz of twenty harmonics that follows ``semitones`` above ``lowest_hz``, a figure a sample,
    swelling and fading four times a second as syllables do."""
    phase = 2 * np.pi * np.cumsum(lowest_hz * 2 ** (semitones / 12)) / SAMPLE_RATE
    buzz = np.sum([np.sin(n * phase) / n for n in range(1, 21)], axis=0)
    samples: Samples = (0.1 * buzz * _syllables(len(semitones))).astype(np.float32)
    return samples


def _syllables(count: int, every_db: float = 0.0) -> NDArray[np.float64]:
    """Four a second, every other one ``every_db`` louder."""
    seconds = np.arange(count) / SAMPLE_RATE
    louder = 10 ** (every_db * (np.floor(seconds * 4) % 2) / 20)
    swell: NDArray[np.float64] = louder * (0.15 + 0.85 * np.abs(np.sin(4 * np.pi * seconds)))
    return swell


def _glide(width: float, seconds: float = SECONDS) -> NDArray[np.float64]:
    """Up and down by ``width`` semitones in all, once in two seconds."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    glide: NDArray[np.float64] = width / 2 * np.sin(2 * np.pi * 0.5 * times)
    return glide


def _heard(samples: Samples, *speech: Span, block: int = 4_000) -> tuple[Intonation, ...]:
    meter = IntonationMeter()
    for start in range(0, len(samples), block):
        meter.feed(samples[start : start + block])
    return meter.within(speech or (Span(0.0, len(samples) / SAMPLE_RATE),))


@pytest.mark.parametrize("lowest_hz", [90.0, 180.0, 260.0])
@pytest.mark.parametrize("width", [0.0, 4.0, 12.0])
def test_a_glide_of_known_width_is_measured(width: float, lowest_hz: float) -> None:
    (heard,) = _heard(_voice(_glide(width), lowest_hz))
    # The deviation of a sine is its height over the root of two.
    assert heard.pitch_sd_st == pytest.approx(width / 2 / np.sqrt(2), abs=0.15)
    assert heard.pitch_st == pytest.approx(12 * np.log2(lowest_hz), abs=0.3)
    assert heard.frames > 300


def test_a_moment_an_octave_off_is_left_out() -> None:
    melody = _glide(4.0)
    melody[: SAMPLE_RATE // 2] -= 12.0
    (heard,) = _heard(_voice(melody, 220.0))
    assert heard.pitch_sd_st == pytest.approx(4 / 2 / np.sqrt(2), abs=0.2)


@pytest.mark.parametrize("snr_db", [20.0, 5.0])
def test_noise_that_a_voice_stands_above_changes_little(snr_db: float) -> None:
    voice = _voice(_glide(6.0), 180.0)
    level = np.sqrt((voice**2).mean()) * 10 ** (-snr_db / 20)
    noise = level * np.random.default_rng(5).standard_normal(len(voice))
    (heard,) = _heard(voice + noise.astype(np.float32))
    assert heard.pitch_sd_st == pytest.approx(6 / 2 / np.sqrt(2), abs=0.3)


def test_what_is_no_voice_has_no_pitch() -> None:
    noise = 0.05 * np.random.default_rng(5).standard_normal(4 * SAMPLE_RATE)
    assert sum(each.frames for each in _heard(noise.astype(np.float32))) < 10
    assert _heard(np.zeros(4 * SAMPLE_RATE, np.float32)) == ()
    assert _heard(np.zeros(10, np.float32), Span(0.0, 1.0)) == ()


@pytest.mark.parametrize("every_db", [0.0, 6.0])
def test_syllables_that_differ_in_loudness_are_told(every_db: float) -> None:
    count = round(SECONDS * SAMPLE_RATE)
    voice = _voice(np.zeros(count), 150.0) / _syllables(count) * _syllables(count, every_db)
    (heard,) = _heard(voice.astype(np.float32))
    assert heard.syllables == pytest.approx(24, abs=2)
    assert heard.level_sd_db == pytest.approx(every_db / 2, abs=0.5)
    (quiet,) = _heard((0.3 * voice).astype(np.float32))
    assert quiet.level_sd_db == pytest.approx(heard.level_sd_db, abs=0.1)
    assert quiet.level_db == pytest.approx(heard.level_db - 10.46, abs=0.1)


def test_each_stretch_of_speech_has_its_own() -> None:
    melody = np.concatenate([np.zeros(4 * SAMPLE_RATE), np.full(4 * SAMPLE_RATE, 5.0)])
    one, other = _heard(_voice(melody), Span(0.0, 3.9), Span(4.1, 8.0))
    assert (one.span, other.span) == (Span(0.0, 3.9), Span(4.1, 8.0))
    assert other.pitch_st - one.pitch_st == pytest.approx(5.0, abs=0.2)
    assert one.pitch_sd_st < 0.2 > other.pitch_sd_st


def test_the_blocks_and_the_moment_of_asking_do_not_matter() -> None:
    samples = _voice(_glide(6.0, seconds=21.0))
    whole = _heard(samples, block=len(samples))
    assert _heard(samples, block=1_600) == whole
    meter = IntonationMeter()
    for start in range(0, len(samples), 16_000):
        meter.feed(samples[start : start + 16_000])
        meter.within((Span(0.0, 21.0),))
    assert meter.within((Span(0.0, 21.0),)) == whole
