"""What recordings hold: their signals, and where one is found in another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

__all__ = ["RATE", "Signal", "alike", "find", "read"]

RATE = 16_000

Signal = NDArray[np.float64]


def read(path: Path, seconds: float | None = None, *, rate: int = RATE) -> Signal:
    """The first ``seconds`` of a mono file of ``rate`` samples a second, or all of it."""
    signal, found = soundfile.read(path, dtype="float64")
    assert (found, signal.ndim) == (rate, 1)
    return np.asarray(signal if seconds is None else signal[: round(seconds * rate)])


def find(part: Signal, whole: Signal) -> int:
    """Where in ``whole`` the ``part`` begins, by cross-correlation."""
    size = len(whole) + len(part)
    product = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    return int(np.fft.irfft(product, size)[: len(whole)].argmax())


def alike(part: Signal, whole: Signal) -> float:
    """Correlation of ``part`` with where it is found in ``whole``."""
    at = find(part, whole)
    there = np.zeros(len(part))
    taken = whole[at : at + len(part)]
    there[: len(taken)] = taken
    return float(np.corrcoef(part, there)[0, 1])
