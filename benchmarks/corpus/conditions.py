"""What stands between a speaker and the recording: noises, rooms, microphones and lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

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
    room = _pink(len(samples), chance) * np.float32(10 ** (_ROOM_DBFS / 20))
    heard = samples + room
    if condition == "pink":
        heard = _mixed(samples, _pink(len(samples), chance))
    elif condition == "office":
        heard = _mixed(samples, _office(len(samples), others, chance))
    elif condition == "telephone":
        heard = _telephone(heard)
    elif condition in _CHANGES:
        heard = _CHANGES[condition](samples, room, chance)
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
    line = np.clip(soxr.resample(_band(samples, _BAND_HZ), SAMPLE_RATE, _TELEPHONE_HZ), -1, 1)
    pressed = np.sign(line) * np.log1p(_MU * np.abs(line)) / np.log1p(_MU)
    stepped = np.round(pressed * 127) / 127
    opened = np.sign(stepped) * np.expm1(np.abs(stepped) * np.log1p(_MU)) / _MU
    return _back(opened.astype(np.float32), len(samples))


def _band(samples: Samples, hertz: tuple[float, float]) -> Samples:
    spectrum = np.fft.rfft(samples)
    at = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    spectrum[(at < hertz[0]) | (at > hertz[1])] = 0
    narrow: Samples = np.fft.irfft(spectrum, len(samples)).astype(np.float32)
    return narrow


def _back(narrow: Samples, count: int) -> Samples:
    """What came over a line of 8 kHz, at 16 kHz again."""
    wide: Samples = soxr.resample(narrow, _TELEPHONE_HZ, SAMPLE_RATE)
    return np.pad(wide, (0, max(0, count - len(wide))))[:count]


_DECAY_S, _REFLECTED = (0.35, 0.75), 0.7
"""Of a room: time in which its echo falls by 60 dB, from furnished to bare; RMS of all that comes
back against what comes straight, as 1.5 m from a microphone."""


def _reverb(samples: Samples, room: Samples, chance: np.random.Generator) -> Samples:
    """The sound of a room: a noise that dies away, some milliseconds after the voice itself."""
    decay_s = chance.uniform(*_DECAY_S)
    count = round(decay_s * SAMPLE_RATE)
    tail = chance.standard_normal(count) * np.exp(-6.9 * np.arange(count) / count)
    tail[: round(chance.uniform(0.002, 0.008) * SAMPLE_RATE)] = 0
    tail *= _REFLECTED / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    size = len(samples) + count
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(tail, size)
    heard: Samples = np.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32) + room
    return heard


_BLADES_HZ, _AIR_HZ = (140.0, 260.0), 250.0


def _fan(samples: Samples, room: Samples, chance: np.random.Generator) -> Samples:
    """A laptop's fan: air, which is deep, and the tone of the blades, which swells and ebbs."""
    seconds = np.arange(len(samples)) / SAMPLE_RATE
    spectrum = np.fft.rfft(chance.standard_normal(len(samples)))
    spectrum /= 1 + np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE) / _AIR_HZ
    air = _unit(np.fft.irfft(spectrum, len(samples)).astype(np.float32))
    swell = 1 + 0.4 * np.sin(2 * np.pi * chance.uniform(0.1, 0.4) * seconds)
    pitch = chance.uniform(*_BLADES_HZ)
    tone = np.sum([np.sin(2 * np.pi * pitch * n * seconds) / n for n in (1, 2, 3)], axis=0)
    return _mixed(samples, (air * swell + 0.5 * tone).astype(np.float32)) + room


_AGC_DB, _AGC_FALL_S, _AGC_RISE_S = 24.0, 0.02, 0.6
_AGC_NOISE_DB = 22.0


def _agc(samples: Samples, room: Samples, chance: np.random.Generator) -> Samples:
    """A gain control that pulls the noise up in pauses and swallows the first syllable after."""
    noise = _pink(len(samples), chance) * active_rms(samples) * 10 ** (-_AGC_NOISE_DB / 20)
    heard = samples + room + noise
    size = round(0.01 * SAMPLE_RATE)
    frames = np.sqrt((np.pad(heard, (0, -len(heard) % size)).reshape(-1, size) ** 2).mean(axis=1))
    level, levels = float(frames.max()), np.empty_like(frames)
    for index, frame in enumerate(frames):
        slow_s = _AGC_FALL_S if frame > level else _AGC_RISE_S
        level += (float(frame) - level) * min(1.0, 0.01 / slow_s)
        levels[index] = level
    gains = np.minimum(0.1 / levels, 10 ** (_AGC_DB / 20))
    at = np.arange(len(heard)) / size
    out: Samples = (heard * np.interp(at, np.arange(len(gains)) + 0.5, gains)).astype(np.float32)
    pressed: Samples = np.tanh(out)
    return pressed


_LOW_DB = -30.0


def _low(samples: Samples, room: Samples, _: np.random.Generator) -> Samples:
    """A microphone far from turned up: the room's noise stays what it is."""
    return samples * np.float32(10 ** (_LOW_DB / 20)) + room


_CLIPPED_DB = 18.0


def _clipped(samples: Samples, room: Samples, _: np.random.Generator) -> Samples:
    """A microphone turned up too far."""
    loud: Samples = np.clip((samples + room) * np.float32(10 ** (_CLIPPED_DB / 20)), -0.7, 0.7)
    return loud


_PACKET_S, _LOST, _FOLLOWS = 0.02, 0.04, 0.5
"""Packets lost on a bad line: how many begin a gap, and how likely the next is lost too."""


def _gaps(samples: Samples, room: Samples, chance: np.random.Generator) -> Samples:
    size = round(_PACKET_S * SAMPLE_RATE)
    heard, lost = (samples + room).copy(), False
    for start in range(0, len(heard), size):
        lost = bool(chance.random() < (_FOLLOWS if lost else _LOST))
        if lost:
            heard[start : start + size] = 0
    return heard


_HEADSET_HZ = (120.0, 3_800.0)


def _bluetooth(samples: Samples, room: Samples, _: np.random.Generator) -> Samples:
    """A headset of 8 kHz behind a speech codec: GSM 06.10, with what a small room gives."""
    import soundfile

    heard = _band(samples + room, _HEADSET_HZ)
    narrow = soxr.resample(heard, SAMPLE_RATE, _TELEPHONE_HZ)
    file = io.BytesIO()
    soundfile.write(file, narrow, _TELEPHONE_HZ, format="WAV", subtype="GSM610")
    file.seek(0)
    return _back(soundfile.read(file, dtype="float32")[0], len(samples))


_CHANGES: Mapping[Condition, Callable[[Samples, Samples, np.random.Generator], Samples]] = {
    "reverb": _reverb,
    "fan": _fan,
    "agc": _agc,
    "low": _low,
    "clipped": _clipped,
    "gaps": _gaps,
    "bluetooth": _bluetooth,
}
