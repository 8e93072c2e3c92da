"""What stands between a speaker and the recording: noise of three kinds, or a telephone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import soxr

from benchmarks.corpus.recipe import Condition
from benchmarks.corpus.speech import active_rms
from interviewer.domain import SAMPLE_RATE, Samples

__all__ = ["record"]

_SNR_DB = 12.0
"""Speech over noise, both by their RMS, silences left out."""
_ROOM_DBFS = -66.0
"""RMS of the pink noise that a clean recording holds too: no room is silent."""
_TALKERS = 6
_BABBLE, _HUM, _CLICKS = 1.0, 0.35, 0.5
"""RMS of the parts of office noise, against each other."""
_CLICKS_PER_S = 5.0
_TELEPHONE_HZ = 8_000
_BAND_HZ = (300.0, 3_400.0)
"""Of ITU-T G.712."""
_MU = 255.0
"""Of ITU-T G.711's mu-law."""


def record(samples: Samples, condition: Condition, others: Sequence[Samples], seed: int) -> Samples:
    """``samples``, noiseless speech, as it is recorded in ``condition``.

    Args:
        samples: shape ``(n,)``.
        condition: which.
        others: noiseless speech of other people, for the office; at least one.
        seed: of the noise.
    """
    chance = np.random.default_rng(seed)
    room = _pink(len(samples), chance) * 10 ** (_ROOM_DBFS / 20)
    heard = samples + room
    if condition == "pink":
        heard = _mixed(samples, _pink(len(samples), chance))
    elif condition == "office":
        heard = _mixed(samples, _office(len(samples), others, chance))
    elif condition == "telephone":
        heard = _telephone(heard)
    loudest = float(np.abs(heard).max())
    return (heard * min(1.0, 0.98 / loudest)).astype(np.float32)


def _mixed(samples: Samples, noise: Samples) -> Samples:
    wanted = active_rms(samples) * 10 ** (-_SNR_DB / 20)
    return samples + _unit(noise) * wanted


def _unit(noise: Samples) -> Samples:
    """``noise`` with an RMS of 1."""
    return noise / np.float32(np.sqrt((noise**2).mean()))


def _pink(count: int, chance: np.random.Generator) -> Samples:
    """Noise whose power falls by 3 dB an octave, RMS 1."""
    spectrum = np.fft.rfft(chance.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    return _unit(np.fft.irfft(spectrum, count).astype(np.float32))


def _office(count: int, others: Sequence[Samples], chance: np.random.Generator) -> Samples:
    babble = np.zeros(count, np.float32)
    for talker in chance.permutation(len(others))[:_TALKERS]:
        turned = np.roll(others[talker], int(chance.integers(len(others[talker]))))
        babble += np.resize(turned, count) * chance.uniform(0.4, 1.0)
    parts = (_BABBLE * _unit(babble), _HUM * _hum(count), _CLICKS * _clicks(count, chance))
    noise: Samples = np.sum(parts, axis=0, dtype=np.float32)
    return noise


def _hum(count: int) -> Samples:
    """Mains of 50 Hz with its overtones, and RMS 1."""
    seconds = np.arange(count) / SAMPLE_RATE
    waves = [np.sin(2 * np.pi * 50 * order * seconds) / order for order in (1, 2, 3, 5)]
    return _unit(np.sum(waves, axis=0).astype(np.float32))


def _clicks(count: int, chance: np.random.Generator) -> Samples:
    """Short bursts that die away within some milliseconds, as keys make, RMS 1."""
    length = round(0.02 * SAMPLE_RATE)
    decay = np.exp(-np.arange(length) / (0.003 * SAMPLE_RATE))
    out = np.zeros(count + length, np.float32)
    for place in chance.integers(count, size=max(1, round(count / SAMPLE_RATE * _CLICKS_PER_S))):
        burst = chance.standard_normal(length) * decay * chance.uniform(0.3, 1.0)
        out[place : place + length] += burst.astype(np.float32)
    return _unit(out[:count])


def _telephone(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(hertz < _BAND_HZ[0]) | (hertz > _BAND_HZ[1])] = 0
    narrow = np.fft.irfft(spectrum, len(samples)).astype(np.float32)
    line = np.clip(soxr.resample(narrow, SAMPLE_RATE, _TELEPHONE_HZ), -1, 1)
    pressed = np.sign(line) * np.log1p(_MU * np.abs(line)) / np.log1p(_MU)
    stepped = np.round(pressed * 127) / 127
    opened = np.sign(stepped) * np.expm1(np.abs(stepped) * np.log1p(_MU)) / _MU
    back = soxr.resample(opened.astype(np.float32), _TELEPHONE_HZ, SAMPLE_RATE)
    return np.resize(np.pad(back, (0, max(0, len(samples) - len(back)))), len(samples))
