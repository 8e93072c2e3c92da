"""Speech spans held against the level of the signal, once the recording is whole.

The detector knows speech from noise by its sound, not by who speaks nor how loud. Two of its errors
show in the power of its windows:

* a quiet beginning or end of a word is missed, on a telephone above all: a span is extended over
  windows that stand well above the background;
* people talking in the background are taken for the speaker. Where the background is steady, and
  more than 5 % of its windows count as speech well away from the speaker's, windows at background
  level are taken out, but for the one before and the four behind louder ones (a voice dies away more
  slowly than it begins). Then a span must somewhere come near the speaker's level, as every word
  does with its vowels: a threshold to stay and a higher one to count, as in the hysteresis of edge
  detectors (Canny 1986).

A background is steady when the quietest fifth of the recording differs by less than 8 dB. Somebody
who hardly pauses leaves no background to measure, and is left alone.

Settings were chosen on the development half of the labelled set; ``python -m benchmarks.delivery``
tells what they do to the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interviewer.domain import Span
from interviewer.vad.detector import FRAME_S, SpanSettings, SpanTracker

_Mask = NDArray[np.bool_]

_SMOOTHED = 3
"""Windows (0.1 s) that a level is the mean of."""
_BACKGROUND_PERCENTILE, _FLOOR_PERCENTILE = 20.0, 2.0
_STEADY_DB = 8.0
"""Between the two: 6.5 dB at most in the noises of the labelled set, 22 dB at least in recordings of
people who read without a pause."""
_GATE_SHARE, _GATE_DB = 0.4, 7.0
"""Background ends this far up from its level to the speaker's, at most so many dB."""
_LOUD_SHARE = 0.6
"""The speaker's own words reach so far up."""
_AWAY = 6
"""Windows from the speaker's own words to what is none of theirs, for sure."""
_TAKEN_FOR_SPEECH = 0.05
_SOUNDS_LIKE_SPEECH = 0.2
"""Of the background; from here on the person is told."""
_FAR_DB = 20.0
"""Background so far below the speaker is not taken for them."""
_BEFORE, _BEHIND = 1, 4
_NEAR_SPEAKER_DB, _CORE_DB = 4.0, 12.0
"""A span reaches the first below the speaker, or the second above the background."""
_EXTENDED_S = 0.6
_BRIDGED = 2
"""Windows that a closing consonant may be silent for."""
_ABOVE_BACKGROUND_DB = 15.0
_BELOW_SPEAKER_DB = 22.0
_EXTENDED = int(_EXTENDED_S / FRAME_S)
_POWER_FLOOR = 1e-12


@dataclass(frozen=True, slots=True)
class Refined:
    """What the level of the signal says of the detector's spans."""

    spans: tuple[Span, ...]
    """Corrected, in order, not overlapping."""
    voices: bool
    """The background sounds like speech: spans are less exact."""


@dataclass(frozen=True, slots=True)
class _Levels:
    """Levels of a recording, in dB of full scale."""

    windows: NDArray[np.float64]
    """Of each window, smoothed; shape ``(windows,)``."""
    background: float
    speaker: float
    steady: bool
    """The quietest windows differ little: they are a background, and no quiet speech."""

    @property
    def range_db(self) -> float:
        """From the background up to the speaker."""
        return self.speaker - self.background

    @property
    def gate(self) -> float:
        """Where the background ends."""
        return self.background + min(_GATE_DB, _GATE_SHARE * self.range_db)


def refine(spans: Sequence[Span], power: NDArray[np.float64]) -> Refined:
    """Corrects ``spans``.

    Args:
        spans: as the detector found them.
        power: mean square of each window, shape ``(windows,)``.
    """
    heard = mask_of(len(power), spans)
    if not heard.any():
        return Refined(tuple(spans), voices=False)
    levels = _measure(power, heard)
    share = _background_heard(levels, heard)
    mixed = share > _TAKEN_FOR_SPEECH
    kept = _without_background(levels, heard) if mixed else heard
    kept = _grown(kept, _raised(power, levels), _EXTENDED, _EXTENDED)
    refined = tuple(spans) if (kept == heard).all() else _spans(kept)
    if mixed:
        refined = tuple(span for span in refined if _reaches_speaker(span, levels))
    return Refined(refined, voices=share > _SOUNDS_LIKE_SPEECH)


def mask_of(count: int, spans: Sequence[Span], margin_s: float = 0.0) -> _Mask:
    """Which of ``count`` windows lie in a span, widened by ``margin_s`` on both sides."""
    mask = np.zeros(count, np.bool_)
    for span in spans:
        first = max(0, round((span.start_s - margin_s) / FRAME_S))
        mask[first : max(0, round((span.end_s + margin_s) / FRAME_S))] = True
    return mask


def speaker_db(power: NDArray[np.float64]) -> float:
    """Level of the speaker, in dB of full scale.

    Mean power of the louder half, 3 dB down, as the whole would have it.

    Args:
        power: mean square of each window that is speech, shape ``(windows,)``, one at least.
    """
    louder = np.sort(power)[len(power) // 2 :]
    return float(10 * np.log10(max(power.mean(), louder.mean() / 2) + _POWER_FLOOR))


def _measure(power: NDArray[np.float64], heard: _Mask) -> _Levels:
    smooth = np.convolve(power, np.full(_SMOOTHED, 1 / _SMOOTHED), "same")
    windows = 10 * np.log10(smooth + _POWER_FLOOR)
    floor, background = np.percentile(windows, (_FLOOR_PERCENTILE, _BACKGROUND_PERCENTILE))
    steady = bool(background - floor < _STEADY_DB)
    return _Levels(windows, float(background), speaker_db(power[heard]), steady)


def _background_heard(levels: _Levels, heard: _Mask) -> float:
    """Share of the background, away from the speaker's words, that counts as speech: 0..1."""
    if not levels.steady or levels.range_db > _FAR_DB:
        return 0.0
    loud = levels.windows >= levels.background + _LOUD_SHARE * levels.range_db
    away = (levels.windows < levels.gate) & ~_grown(loud, ~np.zeros_like(loud), _AWAY, _AWAY)
    return float((heard & away).sum() / away.sum()) if away.any() else 0.0


def _without_background(levels: _Levels, heard: _Mask) -> _Mask:
    """``heard`` without the windows at background level, but for some beside louder ones."""
    return _grown(heard & (levels.windows >= levels.gate), heard, _BEFORE, _BEHIND)


def _raised(power: NDArray[np.float64], levels: _Levels) -> _Mask:
    """Windows well above the background, and short gaps between them."""
    least = max(
        levels.gate,
        levels.background + _ABOVE_BACKGROUND_DB,
        levels.speaker - _BELOW_SPEAKER_DB,
    )
    # As it is: smoothed, each span would grow by a window.
    loud = 10 * np.log10(power + _POWER_FLOOR) >= least
    every = ~np.zeros_like(loud)
    wider = _grown(loud, every, _BRIDGED // 2, _BRIDGED // 2)
    return ~_grown(~wider, every, _BRIDGED // 2, _BRIDGED // 2)


def _reaches_speaker(span: Span, levels: _Levels) -> bool:
    """Never false of all: the speaker's level is a mean of the speech, and some of it lies above."""
    first, last = round(span.start_s / FRAME_S), round(span.end_s / FRAME_S)
    core = min(levels.speaker - _NEAR_SPEAKER_DB, levels.background + _CORE_DB)
    return bool((levels.windows[first:last] >= core).any())


def _grown(mask: _Mask, into: _Mask, before: int, behind: int) -> _Mask:
    """``mask`` and the windows of ``into`` beside it, up to so many on each side."""
    for step in range(max(before, behind)):
        beside = np.zeros_like(mask)
        if step < behind:
            beside[1:] |= mask[:-1]
        if step < before:
            beside[:-1] |= mask[1:]
        mask = mask | (beside & into)
    return mask


def _spans(mask: _Mask) -> tuple[Span, ...]:
    tracker = SpanTracker(SpanSettings())
    found = [tracker.feed(float(window)) for window in mask]
    return tuple(span for span in (*found, tracker.finish()) if span is not None)
