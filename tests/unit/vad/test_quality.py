from __future__ import annotations

import numpy as np
import pytest

from interviewer.models import NOISY_SNR_DB, SAMPLE_RATE, Samples, Signal, Span
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


@pytest.mark.parametrize("snr_db", [-8.0, -3.0, 12.0, 30.0])
def test_the_voice_stands_so_far_above_the_pauses(snr_db: float) -> None:
    signal = _measured(_recording(snr_db))
    assert signal.snr_db == pytest.approx(snr_db, abs=1.0)
    assert signal.noisy == (snr_db < NOISY_SNR_DB)
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
