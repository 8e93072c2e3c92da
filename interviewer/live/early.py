"""What the candidate says while the interviewer still speaks.

A microphone that hears the loudspeaker hears the interviewer from the first word of a text on, and nobody
can be told from that. One that hears no speech then is deaf to the loudspeaker, or there is none: what it
hears later is the candidate, and belongs to the answer.
"""

from __future__ import annotations

import numpy as np

from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.vad.detector import SpanTracker, SpeechDetector

_HEARD_WITHIN_S = 1.5
"""After the beginning of a text, whose first sound is there within 0.3 s."""
_SHARE = 0.6
"""The same of a text that is over sooner."""
_WORD_S = 0.25
"""Shorter bursts are clicks, such as those of keys."""
_LEAD_S = 0.3
"""Kept before the first word."""


class EarlySpeech:
    """Follows the microphone from the beginning of one text.

    Args:
        detector: a fresh one.
        silent: the text is only shown, not said.
    """

    def __init__(self, detector: SpeechDetector, *, silent: bool) -> None:
        self._detector = detector
        self._silent = silent
        self._tracker = SpanTracker()
        self._bursts: list[float] = []
        """Where those that are over began."""
        self._blocks: list[Samples] = []

    def feed(self, samples: Samples) -> None:
        """Takes the next block."""
        self._blocks.append(samples)
        for probability in self._detector.feed(samples):
            span = self._tracker.feed(probability)
            if span is not None and span.duration_s >= _WORD_S:
                self._bursts.append(span.start_s)

    @property
    def speaking(self) -> bool:
        """Whether somebody speaks at the moment."""
        return self._tracker.open_since_s is not None

    @property
    def own(self) -> Samples:
        """The signal from the candidate's first word on; empty where there was none, or it cannot be
        told from the interviewer's voice."""
        begun_s = [*self._bursts, *self._open()]
        if not begun_s:
            return np.empty(0, np.float32)
        signal = np.concatenate(self._blocks)
        alone_s = min(_HEARD_WITHIN_S, _SHARE * len(signal) / SAMPLE_RATE)
        if begun_s[0] < alone_s and not self._silent:
            return np.empty(0, np.float32)
        return signal[max(0, round((begun_s[0] - _LEAD_S) * SAMPLE_RATE)) :]

    def _open(self) -> list[float]:
        since_s = self._tracker.open_since_s
        return [] if since_s is None else [since_s]
