"""Speech spans held against the level of the signal, once the recording is whole.

The detector knows speech from noise by its sound, not by who speaks nor how loud. Two of its errors
show in the power of its windows:

* a quiet beginning or end of a word is missed, on a telephone above all: a span is extended over
  windows that stand well above the background;
* people talking in the background are taken for the speaker: where more than 45 % of the windows at
  background level count as speech, those are taken out, but for two windows beside louder ones.

Settings were chosen on the development half of the labelled set; ``python -m benchmarks.delivery``
tells what they do to the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interviewer.listen.detector import FRAME_S
from interviewer.listen.spans import SpanSettings, SpanTracker
from interviewer.models import Span

__all__ = ["Refined", "mask_of", "refine"]

_Mask = NDArray[np.bool_]

_SMOOTHED = 3
"""Windows (0.1 s) that a level is the mean of."""
_BACKGROUND_PERCENTILE = 10.0
_GATE_SHARE, _GATE_DB = 0.4, 10.0
"""Background ends this far up from its level to the speaker's, at most so many dB."""
_TAKEN_FOR_SPEECH = 0.45
_BESIDE = 2
_EXTENDED_S = 0.3
_ABOVE_BACKGROUND_DB = 20.0
_BELOW_SPEAKER_DB = 22.0
_POWER_FLOOR = 1e-12


@dataclass(frozen=True, slots=True)
class Refined:
    """What the level of the signal says of the detector's spans."""

    spans: tuple[Span, ...]
    """Corrected, in order, not overlapping."""
    voices: bool
    """The background sounds like speech: spans are less exact."""


def refine(spans: Sequence[Span], power: NDArray[np.float64]) -> Refined:
    """Corrects ``spans``.

    Args:
        spans: as the detector found them.
        power: mean square of each window, shape ``(windows,)``.
    """
    heard = mask_of(len(power), spans)
    if not heard.any():
        return Refined(tuple(spans), voices=False)
    smooth = np.convolve(power, np.full(_SMOOTHED, 1 / _SMOOTHED), "same")
    level = 10 * np.log10(smooth + _POWER_FLOOR)
    background = float(np.percentile(level, _BACKGROUND_PERCENTILE))
    speaker = _speaker_db(power[heard])
    gate = background + min(_GATE_DB, _GATE_SHARE * (speaker - background))
    low = level < gate
    voices = bool((heard & low).sum() > _TAKEN_FOR_SPEECH * low.sum())
    kept = _grown(heard & ~low, heard, _BESIDE) if voices else heard
    # As it is: smoothed, each span would grow by a window.
    loud = 10 * np.log10(power + _POWER_FLOOR) >= max(
        gate, background + _ABOVE_BACKGROUND_DB, speaker - _BELOW_SPEAKER_DB
    )
    kept = _grown(kept, loud, int(_EXTENDED_S / FRAME_S))
    return Refined(tuple(spans) if (kept == heard).all() else _spans(kept), voices)


def mask_of(count: int, spans: Sequence[Span], margin_s: float = 0.0) -> _Mask:
    """Which of ``count`` windows lie in a span, widened by ``margin_s`` on both sides."""
    mask = np.zeros(count, np.bool_)
    for span in spans:
        first = max(0, round((span.start_s - margin_s) / FRAME_S))
        mask[first : max(0, round((span.end_s + margin_s) / FRAME_S))] = True
    return mask


def _speaker_db(power: NDArray[np.float64]) -> float:
    """Level of the speaker: mean power of the louder half, 3 dB down, as the whole would have it."""
    louder = np.sort(power)[len(power) // 2 :]
    return float(10 * np.log10(max(power.mean(), louder.mean() / 2) + _POWER_FLOOR))


def _grown(mask: _Mask, into: _Mask, windows: int) -> _Mask:
    """``mask`` and the windows of ``into`` beside it, up to so many on each side."""
    for _ in range(windows):
        beside = np.zeros_like(mask)
        beside[1:] |= mask[:-1]
        beside[:-1] |= mask[1:]
        mask = mask | (beside & into)
    return mask


def _spans(mask: _Mask) -> tuple[Span, ...]:
    tracker = SpanTracker(SpanSettings())
    found = [tracker.feed(float(window)) for window in mask]
    return tuple(span for span in (*found, tracker.finish()) if span is not None)
