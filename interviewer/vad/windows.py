"""A recording to the windows that it is read by: as long as the recogniser takes, across pauses.

Where a window ends is decided by the reader, who says how far it could read
(:meth:`Windows.read_to`): a sentence that the end of a window cuts is read again, whole, in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from interviewer.domain import SAMPLE_RATE, Chunk, Samples, Span
from interviewer.vad.segmenter import Segmenter


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How long a window is, and what ends one."""

    longest_s: float = 30.0
    """What Whisper takes."""
    silence_s: float = 3.0
    """A silence from which a window always ends: Whisper invents words in long silences."""
    least_margin_s: float = 1.0
    """Signal kept before and after the speech: with 0.2 s the first words were lost or misread. As
    much of a shorter silence is kept as there is room for, so that an answer that fits a window is
    read as the library by itself reads its file: where a signal was cut, Whisper writes other words
    (one clip of 64 words, its silence cut in fifteen ways: 6 to 17 wrong)."""
    pause_within_s: float = 12.0
    pause_s: float = 0.25
    """A window that is too long ends in its longest pause of the last seconds, if one is so long."""
    least_s: float = 0.3
    """Speech left behind what was read under which there is nothing more to read."""


class Windows:
    """Fed the blocks of a recording; gives its windows, of which each is read before the next.

    Args:
        segmenter: finds the speech; complete once :meth:`finish` was called.
        settings: how to cut.
    """

    def __init__(self, segmenter: Segmenter, settings: WindowSettings | None = None) -> None:
        self._segmenter = segmenter
        self._settings = settings or WindowSettings()
        self._signal: Samples = np.empty(0, np.float32)
        self._signal_start = 0
        self._read_s = 0.0
        self._over = False

    def feed(self, block: Samples) -> None:
        """Takes the next block, of any length."""
        self._signal = np.concatenate([self._signal, block])
        _drain(self._segmenter.feed(block))

    def finish(self) -> None:
        """The signal is over."""
        _drain(self._segmenter.finish())
        self._over = True

    def next(self) -> Chunk | None:
        """The window to be read now; None while there is none.

        The same until :meth:`read_to` was called.
        """
        run, closed = self._run()
        if not run:
            self._forget(self._segmenter.now_s - self._settings.silence_s)
            return None
        start_s = max(run[0].start_s - self._settings.silence_s, self._read_s)
        self._forget(start_s)
        latest_s = max(run[0].start_s - self._settings.least_margin_s, self._read_s)
        if run[-1].end_s > latest_s + self._settings.longest_s:
            limit_s = start_s + self._settings.longest_s
            pause = self._pause_before(limit_s, run)
            if pause is not None:
                return self._chunk(Span(start_s, pause), run)
            return self._chunk(Span(start_s, limit_s), run, more=True)
        if closed:
            start_s = max(start_s, run[-1].end_s - self._settings.longest_s)
            end_s = min(self._quiet_until_s(run[-1]), start_s + self._settings.longest_s)
            return self._chunk(Span(start_s, end_s), run)
        return None

    def read_to(self, at_s: float) -> None:
        """All before ``at_s`` is done with: what is given next begins there, or later."""
        self._read_s = max(self._read_s, at_s)

    def _run(self) -> tuple[list[Span], bool]:
        """Speech not read yet up to its first long silence, and whether that has come."""
        run: list[Span] = []
        open_s = self._segmenter.open_since_s
        for span in self._segmenter.found_since(self._read_s):
            rest = Span(max(span.start_s, self._read_s), span.end_s)
            cut = span.start_s < self._read_s and span.start_s != open_s
            if not run and cut and rest.duration_s < self._settings.least_s:
                continue
            if run and rest.start_s - run[-1].end_s >= self._settings.silence_s:
                return run, True
            run.append(rest)
        if not run or self._over:
            return run, True
        silent_s = self._segmenter.now_s - run[-1].end_s
        return run, open_s is None and silent_s >= self._settings.silence_s

    def _quiet_until_s(self, last: Span) -> float:
        """Up to where the silence after a run's ``last`` speech belongs to it."""
        silent_s = self._segmenter.now_s - last.end_s
        last_of_all = silent_s < self._settings.silence_s
        return last.end_s + (silent_s if last_of_all else self._settings.least_margin_s)

    def _pause_before(self, limit_s: float, run: Sequence[Span]) -> float | None:
        """The middle of the longest pause of ``run`` in the last seconds before ``limit_s``."""
        pauses = [
            (other.start_s - one.end_s, (one.end_s + other.start_s) / 2)
            for one, other in pairwise(run)
            if limit_s - self._settings.pause_within_s <= one.end_s and other.start_s <= limit_s
        ]
        longest = max(pauses, default=(0.0, 0.0))
        return longest[1] if longest[0] >= self._settings.pause_s else None

    def _chunk(self, around: Span, speech: Iterable[Span], *, more: bool = False) -> Chunk:
        first = round(around.start_s * SAMPLE_RATE) - self._signal_start
        last = round(around.end_s * SAMPLE_RATE) - self._signal_start
        inside = (
            Span(span.start_s, min(span.end_s, around.end_s))
            for span in speech
            if span.start_s < around.end_s
        )
        samples = self._signal[max(0, first) : last].copy()
        return Chunk(around.start_s, samples, tuple(inside), more)

    def _forget(self, before_s: float) -> None:
        """Drops the signal that no window will need."""
        drop = max(0, round(before_s * SAMPLE_RATE) - self._signal_start)
        self._signal = self._signal[drop:]
        self._signal_start += drop


def _drain(chunks: Iterator[Chunk]) -> None:
    """Has the segmenter take in what it was fed; its chunks are not for this reader."""
    for _ in chunks:
        pass
