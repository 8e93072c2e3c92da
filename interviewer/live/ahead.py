"""What is spoken is read before its time: a little in every pause, all that waits in a longer one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from interviewer.domain import Chunk, Span
from interviewer.live.recording import OpenRecording

if TYPE_CHECKING:
    from interviewer.live.ports import Sink

_GLANCE_S = 0.2
"""Silence after which what was said is glanced at: the shortest that ends a span."""
_QUIET_S, _PIECE_S = 0.12, 1.5
"""The same where so much was said since the last time: longer than before a plosive, and sooner read."""
_UNREAD_S = 3.0
"""Speech without a pause after which it is glanced at all the same, so that little is left when Enter
comes: 3 s are read in 0.3 s."""
_LEAST_SPEECH_S = 0.1
"""Less is no piece of its own."""
_SPECULATE_S = 0.5
"""Silence after which what waits for its chunk is decoded in advance. A pause between sentences, of 0.3 to
0.4 s as a rule, would have it decoded in vain."""

OnPause = Callable[[float, str], None]
"""Told where speech ended, and its last words, from the thread that reads."""


class ReadingAhead:
    """Follows one recording and gives what may be read of it.

    Args:
        recording: while it is made.
        takes: reads.
        on_pause: told how each pause begins.
    """

    def __init__(self, recording: OpenRecording, takes: Sink, on_pause: OnPause) -> None:
        self._recording = recording
        self._takes = takes
        self._on_pause = on_pause
        self._glanced_s = 0.0
        self._paused_s: float | None = None
        """Where the speech ended before the pause that was glanced at."""
        self._tail = False

    def give(self, chunk: Chunk) -> None:
        """``chunk`` is complete."""
        self._look(chunk)
        self._takes.chunk(self._recording.name, chunk)

    def follow(self) -> None:
        """The recording has gone on."""
        recording, endpointer = self._recording, self._recording.endpointer
        if endpointer.state == "speaking":
            if self._tail:
                self._tail = False
                self._takes.no_tail(recording.name)
            spoken_s = self._spoken_s
            if spoken_s >= _UNREAD_S:
                self._look(recording.so_far(self._glanced_s, spoken_s / 2))
            elif spoken_s >= _PIECE_S and recording.quiet_s >= _QUIET_S:
                self._look(recording.so_far(self._glanced_s, _QUIET_S))
            return
        spoken_to_s = endpointer.spoken_to_s
        if spoken_to_s is None or endpointer.state != "pausing":
            return
        silent_s = endpointer.now_s - spoken_to_s
        if silent_s >= _GLANCE_S and self._paused_s != spoken_to_s:
            self._paused_s = spoken_to_s
            told = partial(self._on_pause, spoken_to_s)
            self._takes.look(recording.name, self._unread(recording.rest), told)
        if silent_s >= _SPECULATE_S and not self._tail and (tail := recording.rest) is not None:
            self._tail = True
            self._takes.tail(recording.name, tail)

    def _look(self, chunk: Chunk | None) -> None:
        if (unread := self._unread(chunk)) is not None:
            self._takes.look(self._recording.name, unread)

    @property
    def _spoken_s(self) -> float:
        """How much of the speech under way had no glance."""
        since_s = self._recording.spoken_since_s
        return 0.0 if since_s is None else self._recording.heard_s - max(self._glanced_s, since_s)

    def _unread(self, chunk: Chunk | None) -> Chunk | None:
        """The end of ``chunk``, which is glanced at now; None where it was already, or holds no speech."""
        if chunk is None:
            return None
        start_s, end_s = max(chunk.start_s, self._glanced_s), chunk.end_s
        if end_s - start_s < _LEAST_SPEECH_S:
            return None
        self._glanced_s = end_s
        part = chunk.within(Span(start_s, end_s))
        spoken_s = sum(span.duration_s for span in part.speech)
        return part if spoken_s >= _LEAST_SPEECH_S else None
