"""Recordings transcribed while they are made: each chunk once, on one thread, in order."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from interviewer.models import Chunk, EngineInfo, ListenRequest, Take, Vocabulary, Word
from interviewer.ports import Transcriber
from interviewer.replay import Heard, compose_take

__all__ = ["Keeper", "LiveTakes", "OnText"]

OnText = Callable[[str], None]
"""Told the words of a chunk, from the thread that transcribes."""

_POLL_S = 0.2
"""The longest single wait: on Windows, Ctrl-C is only noticed between waits."""


class Keeper(Protocol):
    """Keeps how far each recording got; :class:`interviewer.history.log.SessionLog` is one."""

    def recording_opened(self, request: ListenRequest, path: Path) -> None:
        """The file ``path`` is about to be made."""
        ...

    def recording_closed(self, name: str, duration_s: float) -> None:
        """Its file is whole."""
        ...

    def recording_transcribed(self, name: str, take: Take) -> None:
        """Nothing is left to be done with its signal."""
        ...


@dataclass(slots=True)
class _Entry:
    """A recording under way."""

    waiting: int = 0
    """Chunks that are not transcribed yet."""
    words: list[Word] = field(default_factory=list)
    heard: Heard | None = None
    """None until it is closed."""
    tail: Chunk | None = None
    """Worth transcribing in advance as long as it stands here."""
    in_advance: tuple[Chunk, tuple[Word, ...]] | None = None
    """The last tail transcribed, with its words."""


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    chunk: Chunk
    on_text: OnText | None = None
    """None for a chunk that is complete."""


class LiveTakes:
    """A :class:`interviewer.ports.Takes`, fed by the listener. Close it.

    The recogniser is loaded by the thread that uses it, from the moment this is made; what goes
    wrong with it is raised by the calls that wait for its work.

    Args:
        load: gives the recogniser.
        vocabulary: what is spoken, and what may be expected in it.
        keeper: told how far each recording got.
    """

    def __init__(
        self, load: Callable[[], Transcriber], vocabulary: Vocabulary, keeper: Keeper
    ) -> None:
        self._load = load
        self._vocabulary = vocabulary
        self._keeper = keeper
        self._changed = threading.Condition()
        self._entries: dict[str, _Entry] = {}
        self._info: EngineInfo | None = None
        self._error: Exception | None = None
        self._closing = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="transcriber", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------ from the listener

    def opened(self, request: ListenRequest, path: Path) -> None:
        """A recording begins; ``path`` is not made yet."""
        self._keeper.recording_opened(request, path)
        with self._changed:
            self._entries[request.recording] = _Entry()

    def chunk(self, name: str, chunk: Chunk) -> None:
        """The next chunk of a recording is complete."""
        with self._changed:
            self._entries[name].waiting += 1
        self._jobs.put(_Job(name, chunk))

    def tail(self, name: str, chunk: Chunk, on_text: OnText) -> None:
        """What the next chunk will be if nothing more is said. Its words go to ``on_text``."""
        with self._changed:
            self._entries[name].tail = chunk
        self._jobs.put(_Job(name, chunk, on_text))

    def no_tail(self, name: str) -> None:
        """Speech has gone on: what was thought to be the tail is not."""
        with self._changed:
            self._entries[name].tail = None

    def closed(self, name: str, heard: Heard) -> None:
        """All chunks of a recording were given."""
        self._keeper.recording_closed(name, heard.duration_s)
        with self._changed:
            self._entries[name].heard = heard
            self._changed.notify_all()

    # ------------------------------------------------------------------ from the session

    def take(self, recording: str) -> Take:
        """The recording, transcribed to its end; waits for it.

        Raises:
            InterviewerError: the recogniser could not be loaded, or the take not be kept.
        """
        entry = self._entries[recording]
        self._wait_for(lambda: entry.heard is not None and not entry.waiting)
        if entry.heard is None:
            raise AssertionError("waited for above")
        take = compose_take(entry.heard, entry.words, self._vocabulary.language)
        self._keeper.recording_transcribed(recording, take)
        return take

    @property
    def engine(self) -> EngineInfo:
        """Who transcribes; waits until it is loaded.

        Raises:
            InterviewerError: it could not be loaded.
        """
        self._wait_for(lambda: self._info is not None)
        if self._info is None:
            raise AssertionError("waited for above")
        return self._info

    def close(self) -> None:
        """Ends the thread; what it has not begun is not done any more."""
        self._closing = True
        self._jobs.put(None)
        self._thread.join()

    def _wait_for(self, done: Callable[[], bool]) -> None:
        with self._changed:
            while not done():
                if self._error is not None:
                    raise self._error
                self._changed.wait(_POLL_S)

    # ------------------------------------------------------------------ the thread

    def _work(self) -> None:
        try:
            transcriber = self._load()
            with self._changed:
                self._info = transcriber.info
                self._changed.notify_all()
            while (job := self._jobs.get()) is not None and not self._closing:
                self._do(job, transcriber)
        except Exception as error:  # noqa: BLE001  raised again where the work is waited for
            with self._changed:
                self._error = error
                self._changed.notify_all()

    def _do(self, job: _Job, transcriber: Transcriber) -> None:
        entry = self._entries[job.name]
        if job.on_text is not None and entry.tail is not job.chunk:
            return
        if entry.in_advance is not None and _same(entry.in_advance[0], job.chunk):
            words = entry.in_advance[1]
        else:
            words = transcriber.transcribe(job.chunk, self._vocabulary)
        with self._changed:
            if job.on_text is not None:
                entry.in_advance = (job.chunk, words)
            else:
                entry.in_advance = None
                entry.words.extend(words)
                entry.waiting -= 1
            self._changed.notify_all()
        if job.on_text is not None:
            job.on_text(" ".join(word.text for word in words))


def _same(one: Chunk, other: Chunk) -> bool:
    """Chunks of one recording that begin and end at the same place hold the same signal."""
    return one.start_s == other.start_s and len(one.samples) == len(other.samples)
