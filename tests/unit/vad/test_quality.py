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


@pytest.mark.parametrize("snr_db", [0.0, 12.0, 30.0])
def test_the_voice_stands_so_far_above_the_pauses(snr_db: float) -> None:
    signal = _measured(_recording(snr_db))
    assert signal.snr_db == pytest.approx(snr_db, abs=1.0)
    assert not signal.noisy
    assert signal.clipped == 0.0


def test_a_voice_that_hardly_stands_out_is_too_noisy() -> None:
    signal = _measured(_recording(-8.0))
    assert signal.noisy
    assert next(signal_notices(signal)).message.startswith("Too much noise")


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


def _pink(count: int, seed: int = 7) -> Samples:
    """Noise of mean square 1 that falls by 3 dB an octave from 20 Hz on, as fans and rooms do."""
    hertz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    drawn = np.random.default_rng(seed).standard_normal((2, len(hertz)))
    spectrum = (drawn[0] + 1j * drawn[1]) / np.sqrt(np.maximum(hertz, 20.0))
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, count)
    samples: Samples = (noise / np.sqrt((noise**2).mean())).astype(np.float32)
    return samples


@pytest.mark.parametrize("snr_db", [0.0, 5.0, 10.0, 20.0, 30.0])
def test_the_noise_of_a_room_is_measured_within_two_decibels(snr_db: float) -> None:
    room = _recording(200.0) + 0.1 * 10 ** (-snr_db / 20) * _pink(4 * SAMPLE_RATE)
    assert _measured(room).snr_db == pytest.approx(snr_db, abs=2.0)


def _bump(at_s: float, length_s: float, level: float) -> Samples:
    """4 s of silence but for a burst of noise that dies away."""
    samples = np.zeros(4 * SAMPLE_RATE, np.float32)
    count = round(length_s * SAMPLE_RATE)
    burst = np.random.default_rng(3).standard_normal(count) * np.exp(-np.arange(count) * 4 / count)
    start = round(at_s * SAMPLE_RATE)
    samples[start : start + count] = level * burst
    return samples


KNOCK = _bump(0.4, 0.15, 0.9)
BUMPS = {
    "a knock amid a pause": KNOCK,
    "a key at the end": _bump(3.9, 0.05, 0.5),
    "keys being typed": np.sum([_bump(at, 0.06, 0.3) for at in (0.1, 0.4, 0.7, 3.3, 3.6)], axis=0),
    "a breath before the first word": _bump(0.3, 0.5, 0.02),
    "a cough after the last word": _bump(3.3, 0.4, 0.7),
    "a door": _bump(3.2, 0.6, 1.0),
}


@pytest.mark.parametrize("bump", BUMPS.values(), ids=BUMPS.keys())
def test_what_comes_and_goes_in_a_pause_is_no_noise_of_the_room(bump: Samples) -> None:
    quiet = _measured(_recording(30.0)).snr_db
    disturbed = _measured(np.clip(_recording(30.0) + bump, -1, 1))
    assert disturbed.snr_db == pytest.approx(quiet, abs=1.0)
    assert list(signal_notices(disturbed)) == []


def test_a_door_that_slams_while_somebody_speaks_is_no_voice() -> None:
    slam = np.roll(KNOCK, SAMPLE_RATE)
    quiet = _measured(_recording(10.0)).snr_db
    assert _measured(np.clip(_recording(10.0) + slam, -1, 1)).snr_db == pytest.approx(quiet, abs=1)


def test_a_direct_current_is_neither_voice_nor_noise() -> None:
    assert (
        _measured(_recording(20.0) + np.float32(0.2)).snr_db == _measured(_recording(20.0)).snr_db
    )


def test_the_silence_of_a_gate_says_nothing_of_the_room() -> None:
    """It opens 0.2 s before the voice and closes 0.2 s behind it; elsewhere all is zero."""
    gated = _recording(12.0)
    seconds = np.arange(len(gated)) / SAMPLE_RATE
    gated[(seconds < SPEECH[0].start_s - 0.2) | (seconds > SPEECH[0].end_s + 0.2)] = 0
    assert _measured(gated).snr_db is None
    gated[: SAMPLE_RATE // 2] = _recording(12.0)[: SAMPLE_RATE // 2]
    assert _measured(gated).snr_db == pytest.approx(12.0, abs=1.0)
