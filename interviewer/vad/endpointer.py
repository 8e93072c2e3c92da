"""When an answer is over. Pure: fed seconds of the recording and booleans, no clock.

waiting -> speaking <-> pausing -> done, and back to speaking from what a silence ended

Its limit runs from the first word. A word that is in the air then is waited for, and so is what speech
adds to an answer that a silence had ended before.

Bursts too short for speech change nothing, as for the spans; while one is still open, a pause
does not end, so that no first syllable is cut off. Words that ask for more make the silence that
ends it longer, those that ask for time longer still (:mod:`interviewer.vad.closing_words`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from interviewer.domain import ListenRequest, Samples
from interviewer.vad.detector import FRAME_S, SpanSettings, SpeechDetector, SpeechSwitch

EndpointState = Literal["waiting", "speaking", "pausing", "done"]
EndedBy = Literal["silence", "enter", "limit"]

_SPANS = SpanSettings()

NEAR_S = 15.0
"""Before a limit, from which on its coming is told; a quarter of shorter limits."""

PATIENCE_S = 4.5
"""Longer than any pause at hand inside an answer of a person, of which the longest lasts 4.3 s
(docs/delivery.md). Who is done need not wait: Enter ends an answer at once."""
_TRAILING_S = 1.5
"""More than that after words that ask for more."""
_ASKED_S = 8.0
"""After words that ask for time."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """What ends an answer. Seconds."""

    limit_s: float
    """From the first word to where it ends, as soon as no word is in the air."""
    silence_s: float = PATIENCE_S
    """Silence that ends it."""
    trailing_s: float = PATIENCE_S + _TRAILING_S
    """The same after words that ask for more; not shorter than ``silence_s``."""
    asked_s: float = _ASKED_S
    """The same after words that ask for time; not shorter than ``trailing_s``."""
    grace_s: float = 8.0
    """How long words in the air at the limit are waited for."""

    def __post_init__(self) -> None:
        if not 0 < self.silence_s <= self.trailing_s <= self.asked_s:
            raise ValueError("0 < silence_s <= trailing_s <= asked_s is needed")


def settings_for(request: ListenRequest, patience_s: float = PATIENCE_S) -> EndpointSettings:
    """What ends the answer to ``request`` where ``patience_s`` of silence do."""
    trailing_s = patience_s + _TRAILING_S
    asked_s = max(_ASKED_S, trailing_s)
    return EndpointSettings(request.hard_limit_s, patience_s, trailing_s, asked_s, request.grace_s)


class Endpointer:
    """Follows one recording.

    Done by Enter or at the limit it stays done. What a silence ended is taken up again by speech,
    as long as it is fed.
    """

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        self._state: EndpointState = "waiting"
        self._ended_by: EndedBy | None = None
        self._now_s = 0.0
        self._patience_s = settings.silence_s
        self._first_s: float | None = None
        self._spoken_to_s: float | None = None
        self._burst: tuple[float, float] | None = None

    @property
    def state(self) -> EndpointState:
        return self._state

    @property
    def ended_by(self) -> EndedBy | None:
        """None until done."""
        return self._ended_by

    @property
    def now_s(self) -> float:
        """End of the last window fed."""
        return self._now_s

    @property
    def first_word_s(self) -> float | None:
        """Where the first speech began; None as long as nothing was said."""
        return self._first_s

    @property
    def limit_left_s(self) -> float | None:
        """Seconds left before the limit, down to 0; None while it is far, and before the first word."""
        if self._first_s is None:
            return None
        left_s = max(0.0, self._first_s + self._settings.limit_s - self._now_s)
        return left_s if left_s <= min(NEAR_S, self._settings.limit_s / 4) else None

    @property
    def spoken_to_s(self) -> float | None:
        """Where the last speech ended so far; None as long as nothing was said."""
        return self._spoken_to_s

    @property
    def countdown_s(self) -> float | None:
        """Silence left before it ends the answer; None outside a pause."""
        if self._state != "pausing" or self._spoken_to_s is None:
            return None
        return max(0.0, self._spoken_to_s + self._patience_s - self._now_s)

    def feed(self, at_s: float, speech: bool) -> EndpointState:
        """Takes the window from the last one's end to ``at_s``, which is speech or not.

        Raises:
            ValueError: time ran backwards.
        """
        if self._state == "done" and self._ended_by != "silence":
            return self._state
        if not at_s >= self._now_s:
            raise ValueError(f"{at_s} comes before {self._now_s}")
        before_s, self._now_s = self._now_s, at_s
        if speech:
            self._burst = (before_s if self._burst is None else self._burst[0], at_s)
            self._hear()
        else:
            self._wait()
        if self._state != "done" and self._out_of_time():
            self._end("limit")
        return self._state

    def _out_of_time(self) -> bool:
        if self._first_s is None:
            return False
        limit_s = self._first_s + self._settings.limit_s
        if self._now_s < limit_s:
            return False
        if self._burst is None:
            return True
        # Speech that took up again what a silence had ended may begin beyond the limit.
        return self._now_s >= max(limit_s, self._burst[0]) + self._settings.grace_s

    def set_trailing(self, trailing: bool, *, asking: bool = False) -> None:
        """Whether all that was said up to this pause ends in words that ask for more, or for time.

        Forgotten when speech goes on; nothing happens outside a pause.
        """
        if self._state == "pausing":
            settings = self._settings
            patience_s = settings.trailing_s if trailing else settings.silence_s
            self._patience_s = settings.asked_s if asking else patience_s

    def enter(self) -> None:
        """The person says that it is over."""
        if self._ended_by in (None, "silence"):
            self._end("enter")

    def _hear(self) -> None:
        if self._burst is None:
            return
        start_s, end_s = self._burst
        if _reached(end_s - start_s, _SPANS.speech_s):
            self._state, self._ended_by = "speaking", None
            self._patience_s = self._settings.silence_s
            self._spoken_to_s = end_s
            if self._first_s is None:
                self._first_s = start_s

    def _wait(self) -> None:
        if self._burst is not None:
            if not _reached(self._now_s - self._burst[1], _SPANS.pause_s):
                return
            self._burst = None
        if self._spoken_to_s is None or self._state == "done":
            return
        self._state = "pausing"
        if _reached(self._now_s - self._spoken_to_s, self._patience_s):
            self._end("silence")

    def _end(self, by: EndedBy) -> None:
        self._state, self._ended_by = "done", by


def _reached(length_s: float, wanted_s: float) -> bool:
    """Sums of window lengths are a hair off."""
    return length_s >= wanted_s or math.isclose(length_s, wanted_s, abs_tol=1e-6)


class EndpointTap:
    """A :class:`interviewer.vad.detector.SpeechDetector` that feeds ``endpointer``, too.

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
