"""What is being said, read in short pieces as it comes, on a thread of its own.

The first card of an answer is made of these words as far as the better reading of its chunks has not come
(:mod:`interviewer.live.transcriber`); the words before a pause say whether more is to be expected.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from interviewer.domain import Chunk, Vocabulary, Word
from interviewer.session.ports import LiveTranscriber

_log = logging.getLogger(__name__)

OnText = Callable[[str], None]
"""Told the last words before a pause, from the thread that reads."""

_LAST = 40
"""So many words are told."""
_LONGEST_S, _NO_GAP_S = 6.0, 0.001
"""Of pieces that are read together, where several wait: on a busy machine."""


@dataclass(frozen=True, slots=True)
class _Piece:
    recording: str
    chunk: Chunk | None
    """None: everything was read already."""
    told: tuple[OnText, ...]
    count: int = 1
    """Of those that it is made of."""

    def joined(self, other: _Piece) -> _Piece | None:
        """With the one that comes next; None where the two may not be read together."""
        if other.recording != self.recording:
            return None
        told, count = (*self.told, *other.told), self.count + 1
        if self.chunk is None or other.chunk is None:
            return _Piece(self.recording, self.chunk or other.chunk, told, count)
        adjoining = abs(other.chunk.start_s - self.chunk.end_s) < _NO_GAP_S
        if not adjoining or self.chunk.duration_s + other.chunk.duration_s > _LONGEST_S:
            return None
        samples = np.concatenate([self.chunk.samples, other.chunk.samples])
        speech = (*self.chunk.speech, *other.chunk.speech)
        return _Piece(
            self.recording, replace(self.chunk, samples=samples, speech=speech), told, count
        )


class Glances:
    """The pieces that wait, and the words of those that were read.

    Args:
        vocabulary: what is spoken.
        changed: notified when a piece was read; guards what is here.
    """

    def __init__(self, vocabulary: Vocabulary, changed: threading.Condition) -> None:
        self._vocabulary = vocabulary
        self._changed = changed
        self._pieces: deque[_Piece] = deque()
        self._over = False
        self._waiting: dict[str, int] = {}
        """Pieces of each recording that are not read yet."""
        self._words: dict[str, list[Word]] = {}
        self._thread: threading.Thread | None = None

    def begin(self, transcriber: LiveTranscriber) -> None:
        """Reads from now on."""
        self._thread = threading.Thread(
            target=self._work, args=(transcriber,), name="glances", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """What waits is not read any more."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def look(self, recording: str, chunk: Chunk | None, on_text: OnText | None = None) -> None:
        """The next piece of a recording; ``on_text`` is told how it ends."""
        told = () if on_text is None else (on_text,)
        with self._changed:
            self._waiting[recording] = self._waiting.get(recording, 0) + 1
            self._pieces.append(_Piece(recording, chunk, told))
            self._changed.notify_all()

    def words(self, recording: str, from_s: float) -> tuple[Word, ...] | None:
        """Those from there on; None while some are still to be read. With the condition held."""
        if self._waiting.get(recording):
            return None
        words = self._words.get(recording, [])
        return tuple(word for word in words if word.start_s + word.end_s > 2 * from_s)

    @property
    def idle(self) -> bool:
        """Whether none waits. With the condition held."""
        return not any(self._waiting.values())

    def _work(self, transcriber: LiveTranscriber) -> None:
        while (piece := self._next()) is not None:
            words: tuple[Word, ...] = ()
            try:
                if piece.chunk is not None:
                    words = transcriber.glance(piece.chunk, self._vocabulary)
            except Exception:  # noqa: BLE001  the better reading comes, and says what is wrong
                _log.exception("%s cannot be glanced at", piece.recording)
            with self._changed:
                read = self._words.setdefault(piece.recording, [])
                read += words
                self._waiting[piece.recording] -= piece.count
                text = " ".join(word.text for word in read[-_LAST:])
                self._changed.notify_all()
            for on_text in piece.told:
                on_text(text)

    def _next(self) -> _Piece | None:
        """What is to be read next, waited for; None: nothing any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._pieces or self._over)
            if self._over:
                return None
            piece = self._pieces.popleft()
            while self._pieces and (both := piece.joined(self._pieces[0])) is not None:
                self._pieces.popleft()
                piece = both
            return piece
