"""One detector for two: what it finds goes to the endpointer on its way to the segmenter."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.listen.detector import FRAME_S, SpeechDetector
from interviewer.listen.endpointer import Endpointer
from interviewer.listen.spans import SpanSettings
from interviewer.models import Samples

__all__ = ["EndpointTap", "SpeechSwitch"]


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


class EndpointTap:
    """A :class:`interviewer.listen.detector.SpeechDetector` that feeds ``endpointer``, too.

    Args:
        detector: a fresh one.
        endpointer: a fresh one; it is fed as the probabilities are taken.
    """

    def __init__(self, detector: SpeechDetector, endpointer: Endpointer) -> None:
        self._detector = detector
        self._endpointer = endpointer
        self._switch = SpeechSwitch()
        self._windows = 0

    def feed(self, block: Samples) -> Iterator[float]:
        for probability in self._detector.feed(block):
            self._windows += 1
            self._endpointer.feed(self._windows * FRAME_S, self._switch.feed(probability))
            yield probability

    def finish(self) -> Iterator[float]:
        """The last, unfinished window is the segmenter's alone: the recording is over."""
        return self._detector.finish()
