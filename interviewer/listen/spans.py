"""Speech probabilities to speech spans, with hysteresis. Pure: fed numbers, no clock, no audio."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.listen.detector import FRAME_S
from interviewer.models import Span

__all__ = ["SpanSettings", "SpanTracker"]


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
