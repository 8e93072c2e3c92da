from __future__ import annotations

import numpy as np
import pytest

from interviewer.domain import SAMPLE_RATE, Samples, Signal, Span
from interviewer.vad.quality import SignalMeter, signal_notices

SPEECH = (Span(1.024, 3.008),)
"""Edges of windows of 32 ms."""


def _recording(snr_db: float, *, gain: float = 0.1, high: bool = True) -> Samples:
    """4 s of noise with, from second 1 to 3, a voice made of tones above it by ``snr_db``."""
    seconds = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    hertz = (300, 900, 2_000, 5_000) if high else (400, 900, 2_000)
    voice = np.sum([np.sin(2 * np.pi * tone * seconds) for tone in hertz], axis=0)
    voice /= np.sqrt((voice**2).mean())
    voice[(seconds < SPEECH[0].start_s) | (seconds >= SPEECH[0].end_s)] = 0
    noise = np.random.default_rng(1).standard_normal(len(seconds)) * 10 ** (-snr_db / 20)
    samples: Samples = np.clip(gain * (voice + noise), -1, 1).astype(np.float32)
    return samples


def _measured(samples: Samples, block: int = 5_000) -> Signal:
    meter = SignalMeter()
    for start in range(0, len(samples), block):
        meter.feed(samples[start : start + block])
    signal = meter.signal(SPEECH)
    assert signal is not None
    return signal


@pytest.mark.parametrize(
    ("snr_db", "noisy"), [(-8.0, True), (-3.0, False), (12.0, False), (30.0, False)]
)
def test_the_voice_stands_so_far_above_the_pauses(snr_db: float, noisy: bool) -> None:
    signal = _measured(_recording(snr_db))
    assert signal.snr_db == pytest.approx(snr_db, abs=1.0)
    assert signal.noisy is noisy
    assert signal.clipped == 0.0


def test_the_blocks_do_not_matter() -> None:
    samples = _recording(12.0)
    assert _measured(samples, 333) == _measured(samples, len(samples))


def test_a_plateau_at_full_scale_is_clipping() -> None:
    signal = _measured(_recording(30.0, gain=3.0))
    assert signal.clipped > 0.9
    assert "clipped" in next(signal_notices(signal)).message


def test_a_telephone_has_no_high_tones() -> None:
    assert _measured(_recording(80.0, high=False)).narrow
    assert not _measured(_recording(80.0)).narrow


def test_without_pauses_the_noise_is_unknown() -> None:
    meter = SignalMeter()
    meter.feed(_recording(12.0))
    signal = meter.signal((Span(0.0, 4.0),))
    assert signal is not None
    assert signal.snr_db is None
    assert not signal.noisy


def test_without_speech_there_is_nothing_to_measure() -> None:
    meter = SignalMeter()
    assert meter.signal(SPEECH) is None
    meter.feed(_recording(12.0))
    assert meter.signal(()) is None


def test_notices_say_what_is_wrong_and_nothing_else() -> None:
    assert list(signal_notices(None)) == []
    assert list(signal_notices(Signal(30.0, 0.01, narrow=False))) == []
    bad = [notice.message for notice in signal_notices(Signal(-8.2, 0.3, narrow=True))]
    assert [message.split()[0] for message in bad] == ["Too", "The", "Telephone"]
    (voices,) = signal_notices(Signal(11.0, 0.0, narrow=False, voices=True))
    assert voices.message.startswith("Other voices")


def test_single_peaks_are_no_clipping() -> None:
    samples = _recording(30.0)
    samples[::512] = 1.0
    assert _measured(samples).clipped == 0.0


def test_a_plateau_below_full_scale_is_a_compressor_and_no_clipping() -> None:
    assert _measured(0.95 * _recording(30.0, gain=3.0)).clipped == 0.0


def test_a_bang_on_the_table_in_a_pause_is_no_clipped_voice() -> None:
    samples = _recording(30.0)
    samples[: SAMPLE_RATE // 2] = 1.0
    assert _measured(samples).clipped == 0.0


@pytest.mark.parametrize(("clipped", "told"), [(0.019, False), (0.021, True)])
def test_clipping_is_told_from_two_windows_in_a_hundred(clipped: float, told: bool) -> None:
    assert bool(list(signal_notices(Signal(30.0, clipped, narrow=False)))) is told


def test_a_voice_that_dies_away_is_no_noise_of_the_room() -> None:
    samples = _recording(30.0)
    end = round(SPEECH[0].end_s * SAMPLE_RATE)
    samples[end : end + 1_200] += samples[end - 1_200 : end]
    assert _measured(samples).snr_db == pytest.approx(30.0, abs=1.0)


@pytest.mark.parametrize(("end_s", "known"), [(3.6, False), (3.5, True)])
def test_a_quarter_of_a_second_of_silence_says_nothing_of_the_noise(
    end_s: float, known: bool
) -> None:
    meter = SignalMeter()
    meter.feed(_recording(12.0))
    signal = meter.signal((Span(0.0, end_s),))
    assert signal is not None
    assert (signal.snr_db is not None) is known


def test_speech_that_is_no_louder_than_its_pauses_has_the_lowest_figure() -> None:
    assert _measured(_recording(-60.0)).snr_db == -20.0


def test_a_dull_microphone_is_no_telephone() -> None:
    """Its high tones are 40 dB down: weak, and there."""
    dull = _recording(80.0, high=False)
    seconds = np.arange(len(dull)) / SAMPLE_RATE
    inside = (seconds >= SPEECH[0].start_s) & (seconds < SPEECH[0].end_s)
    faint = (1e-3 * np.sin(2 * np.pi * 5_000 * seconds) * inside).astype(np.float32)
    assert not _measured(dull + faint).narrow
