"""How a voice moves: its pitch, and how loud each syllable is, measured while the signal goes by.

Pitch is SwiftF0's (Nieradzik 2025; a network of 14,000 parameters, a figure every 16 ms with the
confidence that it is right), which hardly errs by octaves. What errs all the same, and creaks, are
left out as De Looze and Hirst do ("Detecting changes in key and range for the automatic modelling and
coding of intonation", Speech Prosody 2008): under 0.75 of the first quartile of the recording's pitch
and over 1.5 times the third.

Syllables are peaks of the level, voiced, 2 dB above the dips on both sides, as in de Jong and Wempe
("Praat script to detect syllable nuclei", Behavior Research Methods 41, 2009).

A minute of signal costs a second of one core's time at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Intonation, Samples, Span

if TYPE_CHECKING:
    from swift_f0 import SwiftF0

_HOP = 256
_HOP_S = _HOP / SAMPLE_RATE
_CONTEXT = 16
"""Frames on both sides that a frame's pitch may depend on; the network sees 11."""
_BATCH = 8 * SAMPLE_RATE
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 500.0
_VOICED = 0.5
"""The confidence that the network is calibrated for."""
_FLOOR, _CEILING = 0.75, 1.5
_SILENCE = 1e-3
"""Of full scale: a signal that never reaches it is no voice, and is not looked at."""
_SILENCE_DB = -140.0
_SMOOTHED = 5
"""Frames (80 ms) that a level is the mean of: a syllable lasts 0.1 to 0.3 s."""
_AROUND, _FAR = 4, 8
"""A peak is the highest of so many frames on each side, and dips are looked for within so many."""
_DIP_DB = 2.0

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]


class IntonationMeter:
    """Fed the blocks of a recording, in order; keeps three figures a frame, and little signal."""

    def __init__(self) -> None:
        self._blocks: list[Samples] = []
        self._waiting = 0
        self._known = 0
        """Frames at the head of the blocks that are measured already."""
        self._frames: list[_Floats] = []

    def feed(self, block: Samples) -> None:
        """Takes the next block, of any length."""
        self._blocks.append(block.copy())
        self._waiting += len(block)
        while self._waiting >= _BATCH + 2 * _CONTEXT * _HOP:
            signal = np.concatenate(self._blocks)
            # The same batches whatever the blocks: the same figures to the last digit.
            batch = signal[: _BATCH + (self._known + _CONTEXT) * _HOP]
            last = len(batch) // _HOP - _CONTEXT
            self._frames.append(_measured(batch)[self._known : last])
            signal = signal[(last - _CONTEXT) * _HOP :].copy()
            self._blocks, self._waiting, self._known = [signal], len(signal), _CONTEXT

    def within(self, speech: Sequence[Span]) -> tuple[Intonation, ...]:
        """The voice in each span of ``speech`` that has any, so far."""
        signal = np.concatenate([np.empty(0, np.float32), *self._blocks])
        hertz, confidence, level = np.concatenate(
            [*self._frames, _measured(signal)[self._known :]]
        ).T
        times: _Floats = np.arange(len(hertz), dtype=np.float64) * _HOP_S
        inside = np.zeros(len(hertz), np.bool_)
        for span in speech:
            inside |= (times >= span.start_s) & (times < span.end_s)
        voiced = inside & (confidence >= _VOICED)
        if not voiced.any():
            return ()
        low, high = np.percentile(hertz[voiced], (25, 75))
        certain = voiced & (hertz >= _FLOOR * low) & (hertz <= _CEILING * high)
        semitones: _Floats = 12 * np.log2(np.maximum(hertz, 1.0))
        return tuple(_each(speech, times, (semitones, certain), (level, _peaks(level) & voiced)))


def _each(
    speech: Sequence[Span],
    times: _Floats,
    pitch: tuple[_Floats, _Mask],
    level: tuple[_Floats, _Mask],
) -> Iterator[Intonation]:
    for span in speech:
        inside = (times >= span.start_s) & (times < span.end_s)
        tones, peaks = (values[inside & mask] for values, mask in (pitch, level))
        if len(tones):
            yield Intonation(
                span,
                frames=len(tones),
                pitch_st=round(float(tones.mean()), 3),
                pitch_sd_st=round(float(tones.std()), 3),
                syllables=len(peaks),
                level_db=round(float(peaks.mean()), 2) if len(peaks) else 0.0,
                level_sd_db=round(float(peaks.std()), 2) if len(peaks) else 0.0,
            )


def _measured(signal: Samples) -> _Floats:
    """Pitch in Hz, confidence and level in dB of each whole frame; shape ``(frames, 3)``."""
    count = len(signal) // _HOP
    if not count or np.abs(signal).max() < _SILENCE:
        return np.tile((_LOWEST_HZ, 0.0, _SILENCE_DB), (count, 1))
    found = _detector().detect(signal, SAMPLE_RATE, _LOWEST_HZ, _HIGHEST_HZ)
    return np.column_stack((found.pitch_hz, found.confidence, found.loudness_db))


def _peaks(level: _Floats) -> _Mask:
    """Frames at which a syllable is loudest."""
    power = np.convolve(10 ** (level / 10), np.full(_SMOOTHED, 1 / _SMOOTHED), "same")
    smooth = 10 * np.log10(power + 1e-14)
    padded = np.pad(smooth, _FAR, constant_values=_SILENCE_DB)
    windows = sliding_window_view(padded, 2 * _FAR + 1)
    near = windows[:, _FAR - _AROUND : _FAR + _AROUND + 1]
    highest = near.argmax(axis=1) == _AROUND
    dips = np.maximum(windows[:, :_FAR].min(axis=1), windows[:, _FAR + 1 :].min(axis=1))
    peaks: _Mask = highest & (smooth - dips >= _DIP_DB)
    return peaks


@cache
def _detector() -> SwiftF0:
    from swift_f0 import SwiftF0

    # One thread that sleeps between calls: the machine has better to do while somebody speaks.
    return SwiftF0(threads=1, spin=False)
