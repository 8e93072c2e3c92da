"""Blocks of signal to speech spans and to chunks for the recogniser, in constant memory.

The same object serves a file that is read and a microphone that is listened to: it is fed
blocks as they come and gives chunks as soon as they are complete.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Signal, Span
from interviewer.vad.detector import FRAME_S, SpanTracker, SpeechDetector
from interviewer.vad.held_vowels import HeldMeter
from interviewer.vad.intonation import IntonationMeter
from interviewer.vad.quality import SignalMeter
from interviewer.vad.refine import Refined, refine

_CUT_WITHIN_S = 10.0
"""How far back the quietest window is looked for when speech never pauses."""


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How speech is cut for Whisper, whose window is 30 s."""

    merge_s: float = 12.0
    """Spans are merged into one chunk up to this length. What is left to decode when an answer ends
    is a chunk at most: with 12 s that takes half of what it takes with 25 s, and the word error rate
    on the fixtures is the same (0.096 and 0.097); with 8 s it rises to 0.099, with 6 s to 0.105."""
    silence_s: float = 2.0
    """A silence from which a chunk always ends: Whisper invents words in long silences."""
    longest_s: float = 28.0
    """Speech without any pause is cut here, at its quietest window."""
    margin_s: float = 0.2
    """Signal kept before and after the speech: the detector is up to 0.1 s late on an onset."""


class Segmenter:
    """Finds speech and cuts it into chunks, as blocks come in.

    Args:
        detector: a fresh one, as it remembers the signal.
        settings: how to cut.
    """

    def __init__(self, detector: SpeechDetector, settings: ChunkSettings | None = None) -> None:
        self._detector = detector
        self._settings = settings or ChunkSettings()
        self._tracker = SpanTracker()
        self._meter = SignalMeter()
        self._held = HeldMeter()
        self._intonation = IntonationMeter()
        self._found: list[Span] = []
        self._pending: Span | None = None
        self._given_s = 0.0
        self._signal: Samples = np.empty(0, np.float32)
        self._signal_start = 0
        self._recent: deque[float] = deque(maxlen=round(_CUT_WITHIN_S / FRAME_S))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Speech found so far, in order, not overlapping, held against the level of the signal.

        Complete after :meth:`finish`.
        """
        return self._refined().spans

    @property
    def quality(self) -> Signal | None:
        """How good the signal is; None without speech. Complete after :meth:`finish`."""
        refined = self._refined()
        signal = self._meter.signal(refined.spans, voices=refined.voices, held=self._held.found)
        return signal and replace(signal, intonation=self._intonation.within(refined.spans))

    @property
    def duration_s(self) -> float:
        """Signal fed so far."""
        return (self._signal_start + len(self._signal)) / SAMPLE_RATE

    @property
    def now_s(self) -> float:
        """Signal looked at so far."""
        return self._tracker.now_s

    @property
    def open_since_s(self) -> float | None:
        """Where the speech began that is going on; None where there is none."""
        return self._tracker.open_since_s

    def found_since(self, at_s: float) -> tuple[Span, ...]:
        """Speech that ends after ``at_s``, as the detector found it; the last may be going on."""
        spans = list(takewhile(lambda span: span.end_s > at_s, reversed(self._found)))[::-1]
        if self.open_since_s is not None:
            spans.append(Span(self.open_since_s, self.now_s))
        return tuple(spans)

    @property
    def tail(self) -> Chunk | None:
        """What :meth:`finish` would give if the signal ended here, in silence. Changes nothing.

        None where no speech waits for its chunk, and while speech is going on.
        """
        if self._pending is None or self._tracker.open_since_s is not None:
            return None
        return self._chunk(self._around(self._pending))

    @property
    def quiet_s(self) -> float:
        """How long the signal has been no speech, in speech that goes on as yet."""
        return self._tracker.quiet_s

    def so_far(self, from_s: float, within_s: float) -> Chunk:
        """The signal from ``from_s`` on, up to where it was least like speech in the last ``within_s``.

        Less, where its beginning is in a chunk already. Changes nothing.
        """
        end_s = self._quietest_s(within_s)
        return self._chunk(Span(min(max(from_s, self._given_s), end_s), end_s))

    def feed(self, block: Samples) -> Iterator[Chunk]:
        """Takes the next block (any length) and gives the chunks it completes."""
        self._signal = np.concatenate([self._signal, block])
        self._meter.feed(block)
        self._held.feed(block)
        self._intonation.feed(block)
        for probability in self._detector.feed(block):
            yield from self._step(probability)
        self._forget()

    def finish(self) -> Iterator[Chunk]:
        """The signal is over: gives what is left."""
        for probability in self._detector.finish():
            yield from self._step(probability)
        span = self._tracker.finish()
        if span is not None:
            # The last window was padded to its full length; the signal was not.
            yield from self._close(Span(span.start_s, min(span.end_s, self.duration_s)))
        if self._pending is not None:
            yield self._give(self._pending)

    def _refined(self) -> Refined:
        refined = refine(self._found, self._meter.power)
        end_s = self.duration_s
        spans = tuple(Span(span.start_s, min(span.end_s, end_s)) for span in refined.spans)
        return Refined(spans, refined.voices)

    def _step(self, probability: float) -> Iterator[Chunk]:
        self._recent.append(probability)
        span = self._tracker.feed(probability)
        if span is not None:
            yield from self._close(span)
        now_s, open_s = self._tracker.now_s, self._tracker.open_since_s
        if self._pending is not None:
            silent_s = (now_s if open_s is None else open_s) - self._pending.end_s
            too_long = open_s is not None and now_s - self._pending.start_s > self._settings.merge_s
            if too_long or silent_s >= self._settings.silence_s:
                yield self._give(self._pending, before_s=open_s)
        elif open_s is not None and self._tracker.speaking:
            # Not in a pause that may be the end: a cut there would leave nothing of the speech for the next
            # chunk, whose margin takes in what the detector misses of it.
            start_s = max(open_s, self._given_s)
            if now_s - start_s > self._settings.longest_s:
                yield self._give(Span(start_s, self._quietest_s()), margin_s=0.0)

    def _close(self, span: Span) -> Iterator[Chunk]:
        """A span is complete: it joins the pending chunk, or that one goes and it waits alone."""
        self._found.append(span)
        rest = Span(max(span.start_s, self._given_s), span.end_s)
        if rest.duration_s <= 0:
            return
        if self._pending is not None:
            merged = Span(self._pending.start_s, rest.end_s)
            if merged.duration_s <= self._settings.merge_s:
                self._pending = merged
                return
            yield self._give(self._pending, before_s=rest.start_s)
        self._pending = rest

    def _give(
        self, speech: Span, *, before_s: float | None = None, margin_s: float | None = None
    ) -> Chunk:
        """The chunk around ``speech``, which is not pending any more.

        Half the silence up to ``before_s``, where the next speech starts, stays for the next chunk.
        """
        around = self._around(speech, before_s, margin_s)
        self._pending = None
        self._given_s = around.end_s
        return self._chunk(around)

    def _around(
        self, speech: Span, before_s: float | None = None, margin_s: float | None = None
    ) -> Span:
        """Where the chunk around ``speech`` begins and ends."""
        margin_s = self._settings.margin_s if margin_s is None else margin_s
        end_s = min(speech.end_s + margin_s, self.duration_s)
        if before_s is not None:
            end_s = min(end_s, (speech.end_s + before_s) / 2)
        return Span(max(speech.start_s - self._settings.margin_s, self._given_s), end_s)

    def _chunk(self, around: Span) -> Chunk:
        first = round(around.start_s * SAMPLE_RATE) - self._signal_start
        last = round(around.end_s * SAMPLE_RATE) - self._signal_start
        speech = (
            Span(max(span.start_s, around.start_s), min(span.end_s, around.end_s))
            for span in self.found_since(around.start_s)
            if span.start_s < around.end_s
        )
        return Chunk(around.start_s, self._signal[first:last].copy(), tuple(speech))

    def _quietest_s(self, within_s: float = _CUT_WITHIN_S) -> float:
        """Where speech that never pauses is cut: its least speech-like window of so many seconds."""
        recent = list(self._recent)[-round(within_s / FRAME_S) :]
        lowest = min(range(len(recent)), key=recent.__getitem__)
        return self._tracker.now_s - (len(recent) - lowest - 0.5) * FRAME_S

    def _forget(self) -> None:
        """Drops the signal that no chunk will need."""
        starts = [self._tracker.now_s, self._tracker.open_since_s]
        starts.append(self._pending.start_s if self._pending else None)
        needed_s = min(start for start in starts if start is not None)
        keep = round(max(needed_s - self._settings.margin_s, self._given_s) * SAMPLE_RATE)
        drop = max(0, keep - self._signal_start)
        self._signal = self._signal[drop:]
        self._signal_start += drop
