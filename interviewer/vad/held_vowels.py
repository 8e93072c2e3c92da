"""Held vowels: « euh », « hum », "um", as the ear knows them and recognisers do not write them.

Somebody who looks for a word holds one sound: the voice stands still while they think. Goto, Itou
and Hayamizu ("A real-time filled pause detection system for spontaneous speech recognition",
Eurospeech 1999) find filled pauses and drawn-out words so: for some time the voice's pitch and its
spectral envelope hardly move. Here, in each stretch of 0.34 s,

* the level of 18 bands (mel scale, 150 to 3800 Hz), each against their mean, varies by less than
  1.8 dB: the standard deviation over time, averaged over the bands;
* the level of the whole varies by less than 10 dB;
* the signal repeats itself after the same time throughout: the mean of its windows' autocorrelations
  reaches 0.6 somewhere between 2.5 and 14 ms. It does so where all is voiced at one pitch, and needs
  no guess of each window's pitch, which errs by octaves. Autocorrelation is that of the windowed
  signal over that of the window (Boersma 1993).

All of them were chosen on the development half of the labelled set and on people reading aloud, so
that nothing that is no hesitation is found, whatever else is missed: see docs/delivery.md. Pitch is
looked at only where the rest agrees, so that a minute of signal costs some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Samples, Span

_HOP, _WINDOW = 256, 512
_STRETCH = 20
"""Windows, 16 ms apart, that hold one sound."""
_STRETCH_SAMPLES = (_STRETCH - 1) * _HOP + _WINDOW
"""0.34 s: a vowel in running speech lasts 0.05 to 0.2 s, at the end of a sentence up to 0.3 s."""

_BANDS = 18
_LOWEST_HZ, _HIGHEST_HZ = 150.0, 3_800.0
_ENVELOPE_DB = 1.8
_LEVEL_DB = 10.0
_VOICED = 0.6
_SHORTEST_LAG, _LONGEST_LAG = 40, 220
"""Samples: pitch from 73 to 400 Hz."""
_QUIETEST_DB = -50.0
"""Of full scale: below, nobody is speaking into this microphone."""
_BELOW_SPEAKER_DB = 12.0
_POWER_FLOOR = 1e-12
_BATCH = 4 * SAMPLE_RATE

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Held:
    """One sound, held."""

    span: Span
    level_db: float
    """Mean level, in dB of full scale."""


class HeldMeter:
    """Fed the blocks of a recording, in order; keeps what is held, and little of the signal."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._waiting = 0
        self._done = 0
        self._stretches: list[tuple[int, float]] = []

    def feed(self, block: Samples) -> None:
        """Takes the next block, of any length."""
        self._blocks.append(block.copy())
        self._waiting += len(block)
        if self._waiting < _BATCH + _STRETCH_SAMPLES:
            return
        signal = np.concatenate(self._blocks)
        while len(signal) >= _BATCH + _STRETCH_SAMPLES:
            # The stretches that begin within the batch end behind it.
            begun = signal[: _BATCH + _STRETCH_SAMPLES - _HOP]
            self._stretches += _stretches(begun, self._done)
            signal = signal[_BATCH:]
            self._done += _BATCH
        self._blocks, self._waiting = [signal.copy()], len(signal)

    @property
    def found(self) -> tuple[Held, ...]:
        """What was held so far, in order, not overlapping."""
        rest = np.concatenate([np.empty(0, np.float32), *self._blocks])
        return tuple(_joined([*self._stretches, *_stretches(rest, self._done)]))


def held_by_speaker(
    found: Iterable[Held], speech: Sequence[Span], speaker_db: float
) -> tuple[Span, ...]:
    """What the speaker held, and nobody behind them: most of it in ``speech``, loud enough."""
    return tuple(
        held.span
        for held in found
        if held.level_db >= speaker_db - _BELOW_SPEAKER_DB
        and 2 * sum(_shared_s(held.span, span) for span in speech) >= held.span.duration_s
    )


def _stretches(signal: Samples, first: int) -> list[tuple[int, float]]:
    """First sample, from ``first`` on, and level of each stretch of ``signal`` that is held."""
    if len(signal) < _STRETCH_SAMPLES:
        return []
    windows = sliding_window_view(signal, _WINDOW)[::_HOP]
    level = 10 * np.log10((windows**2).mean(axis=1, dtype=np.float64) + _POWER_FLOOR)
    mean_db = _rolling_mean(level)
    steady = (mean_db >= _QUIETEST_DB) & (_rolling_range(level) < _LEVEL_DB)
    if steady.any():
        steady &= _movement_db(windows, steady) < _ENVELOPE_DB
    if steady.any():
        steady &= _one_pitch(windows, steady)
    return [(first + int(at) * _HOP, float(mean_db[at])) for at in np.flatnonzero(steady)]


def _movement_db(windows: Samples, stretches: _Mask) -> _Floats:
    """How much the spectral envelope varies in each of ``stretches``; of the others, anything."""
    needed = _windows_of(stretches)
    power = np.abs(np.fft.rfft(windows[needed] * _hann())) ** 2
    envelope = 10 * np.log10(power @ _filters() + _POWER_FLOOR)
    bands = np.zeros((len(windows), _BANDS))
    bands[needed] = envelope - envelope.mean(axis=1, keepdims=True)
    variance = _rolling_mean(bands**2) - _rolling_mean(bands) ** 2
    movement: _Floats = np.sqrt(np.maximum(variance, 0)).mean(axis=1)
    return movement


def _one_pitch(windows: Samples, stretches: _Mask) -> _Mask:
    """Which of ``stretches`` repeat themselves all along after the same time."""
    needed = _windows_of(stretches)
    places = np.cumsum(needed) - 1
    correlation = _autocorrelation(windows[needed])
    held = np.zeros_like(stretches)
    for at in np.flatnonzero(stretches):
        mean = correlation[places[at] : places[at] + _STRETCH].mean(axis=0)
        held[at] = mean.max() > _VOICED
    return held


def _windows_of(stretches: _Mask) -> _Mask:
    """The windows that ``stretches`` are made of."""
    needed = np.zeros(len(stretches) + _STRETCH - 1, np.bool_)
    for at in np.flatnonzero(stretches):
        needed[at : at + _STRETCH] = True
    return needed


def _autocorrelation(windows: Samples) -> _Floats:
    """At the lags of a voice, 1 where the signal repeats itself; shape ``(windows, lags)``."""
    size = 2 * _WINDOW
    own = np.fft.irfft(np.abs(np.fft.rfft(_hann(), size)) ** 2)[:_LONGEST_LAG]
    spectrum = np.abs(np.fft.rfft(windows * _hann(), size)) ** 2
    correlation = np.fft.irfft(spectrum)[:, :_LONGEST_LAG]
    normal: _Floats = correlation / (correlation[:, :1] + _POWER_FLOOR) * (own[0] / own)
    return normal[:, _SHORTEST_LAG:]


def _joined(stretches: Sequence[tuple[int, float]]) -> list[Held]:
    """Stretches that overlap are one sound."""
    runs: list[list[tuple[int, float]]] = []
    for stretch in stretches:
        if runs and stretch[0] <= runs[-1][-1][0] + _STRETCH_SAMPLES:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return [
        Held(
            Span(run[0][0] / SAMPLE_RATE, (run[-1][0] + _STRETCH_SAMPLES) / SAMPLE_RATE),
            sum(level for _, level in run) / len(run),
        )
        for run in runs
    ]


def _rolling_mean(values: _Floats) -> _Floats:
    """Over each stretch, along the first axis."""
    sums = np.cumsum(np.concatenate([np.zeros_like(values[:1]), values]), axis=0)
    means: _Floats = (sums[_STRETCH:] - sums[:-_STRETCH]) / _STRETCH
    return means


def _rolling_range(values: _Floats) -> _Floats:
    """The highest less the lowest over each stretch."""
    return _rolling_max(values) + _rolling_max(-values)


def _rolling_max(values: _Floats) -> _Floats:
    highest: _Floats = sliding_window_view(values, _STRETCH).max(axis=-1)
    return highest


@cache
def _hann() -> Samples:
    return np.hanning(_WINDOW).astype(np.float32)


@cache
def _filters() -> Samples:
    """Triangles spaced evenly on the mel scale; shape ``(frequencies, bands)``."""
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    lowest, highest = 2595 * np.log10(1 + np.array((_LOWEST_HZ, _HIGHEST_HZ)) / 700)
    edges = 700 * (10 ** (np.linspace(lowest, highest, _BANDS + 2) / 2595) - 1)
    rising = (hertz[:, None] - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - hertz[:, None]) / np.diff(edges)[1:]
    return np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)


def _shared_s(one: Span, other: Span) -> float:
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))
