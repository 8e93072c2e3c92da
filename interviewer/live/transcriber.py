"""Recordings transcribed while they are made: each chunk once, on one thread, in order.

While no chunk waits, the same thread reads closed recordings whole (:mod:`interviewer.live.rereading`).
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from interviewer.domain import Chunk, EngineInfo, ListenRequest, Take, Vocabulary, Word
from interviewer.live.events import MakeEvent
from interviewer.live.glances import Glances, OnText
from interviewer.live.rereading import CalledOffError, Rereadings
from interviewer.recordings import Heard, compose_take
from interviewer.session.ports import LiveTranscriber

T = TypeVar("T")

_POLL_S = 0.2
"""The longest single wait: on Windows, Ctrl-C is only noticed between waits."""
_GLANCE_S = 1.0
"""A glance is waited for so long at most."""


class Keeper(Protocol):
    """Keeps how far each recording got; :class:`interviewer.history.writing.SessionLog` is one."""

    def recording_opened(self, request: ListenRequest, path: Path) -> None:
        """The file ``path`` is about to be made."""
        ...

    def recording_closed(self, name: str, duration_s: float) -> None:
        """Its file is whole."""
        ...

    def recording_transcribed(self, name: str, take: Take) -> None:
        """Nothing is left to be done with its signal."""
        ...


@dataclass(frozen=True, slots=True)
class _Extent:
    """How much of a recording makes its take."""

    heard: Heard
    chunks: int
    """How many of its chunks, from the first."""
    rest: Chunk | None = None
    """What comes after them, where speech still waits for its chunk."""


@dataclass(slots=True)
class _Entry:
    """A recording under way."""

    ends_s: list[float] = field(default_factory=list)
    """Where each chunk so far ends."""
    words: list[tuple[Word, ...]] = field(default_factory=list)
    """Of each chunk that is transcribed."""
    extent: _Extent | None = None
    """None until it is settled or closed."""
    tail: Chunk | None = None
    """Worth transcribing in advance as long as it stands here."""
    in_advance: dict[tuple[float, int], tuple[Word, ...]] = field(default_factory=dict)
    """Words of what may become the next chunk, by its start and its number of samples."""

    def words_of(self, extent: _Extent) -> tuple[Word, ...] | None:
        """None while some of them are not transcribed."""
        if len(self.words) < extent.chunks:
            return None
        chunks = self.words[: extent.chunks]
        if extent.rest is not None:
            rest = self.words_in_advance(extent.rest)
            if rest is None:
                # Its chunk has come meanwhile, or is the very next one.
                rest = self.words[extent.chunks] if len(self.words) > extent.chunks else None
            if rest is None:
                return None
            chunks.append(rest)
        return tuple(word for words in chunks for word in words)

    def words_in_advance(self, chunk: Chunk) -> tuple[Word, ...] | None:
        return self.in_advance.get(_key(chunk))

    def wants(self, chunk: Chunk) -> bool:
        """Whether its words would still be of use before its time."""
        return chunk is self.tail or (self.extent is not None and chunk is self.extent.rest)


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    chunk: Chunk
    complete: bool
    """False for one transcribed in advance."""


class LiveTakes:
    """A :class:`interviewer.session.ports.Takes`, fed by the listener. Close it.

    The recogniser is loaded by the thread that uses it, from the moment this is made; what goes
    wrong with it is raised by the calls that wait for its work.

    Args:
        load: gives the recogniser.
        vocabulary: what is spoken, and what may be expected in it.
        keeper: told how far each recording got.
        post: takes the events that tell of a recording that was read whole.
    """

    def __init__(
        self,
        load: Callable[[], LiveTranscriber],
        vocabulary: Vocabulary,
        keeper: Keeper,
        post: Callable[[MakeEvent], None],
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
        """None only wakes the thread."""
        self._rereadings = Rereadings(vocabulary, post)
        self._glances = Glances(vocabulary, self._changed)
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
            self._entries[name].ends_s.append(chunk.end_s)
        self._jobs.put(_Job(name, chunk, complete=True))

    def look(self, name: str, chunk: Chunk | None, on_text: OnText | None = None) -> None:
        """A few seconds more were said; None: nothing more was. How they end goes to ``on_text``."""
        self._glances.look(name, chunk, on_text)

    def tail(self, name: str, chunk: Chunk) -> None:
        """What the next chunk will be if nothing more is said."""
        with self._changed:
            self._entries[name].tail = chunk
        self._jobs.put(_Job(name, chunk, complete=False))

    def no_tail(self, name: str) -> None:
        """Speech has gone on: what was thought to be the tail is not."""
        with self._changed:
            self._entries[name].tail = None

    def settled(self, name: str, heard: Heard, rest: Chunk | None) -> None:
        """A recording seems to be over: ``rest`` is all that its chunks lack so far."""
        self._extend(name, heard, rest)
        if rest is not None:
            self._jobs.put(_Job(name, rest, complete=False))

    def closed(self, name: str, heard: Heard) -> None:
        """All chunks of a recording were given."""
        self._keeper.recording_closed(name, heard.duration_s)
        self._extend(name, heard, None)

    def _extend(self, name: str, heard: Heard, rest: Chunk | None) -> None:
        with self._changed:
            entry = self._entries[name]
            entry.extent = _Extent(heard, len(entry.ends_s), rest)
            self._changed.notify_all()

    # ------------------------------------------------------------------ from the session

    def take(self, recording: str) -> Take:
        """The recording, transcribed up to where it was settled or closed; waits for it.

        Once it was read whole it is what was read then.

        Raises:
            InterviewerError: the recogniser could not be loaded, or the take not be kept.
        """
        take = self._rereadings.take(recording)
        if take is None:
            entry = self._entries[recording]
            extent, words = self._wait_for(lambda: self._spoken(entry))
            take = compose_take(extent.heard, words, self._vocabulary.language)
        self._keeper.recording_transcribed(recording, take)
        return take

    def glance(self, recording: str) -> Take | None:
        """The recording up to where it was settled or closed, by the words that are there first.

        None where those that :meth:`take` would give are there as soon.
        """
        if self._rereadings.take(recording) is not None:
            return None
        entry = self._entries[recording]
        found = self._wait_for(lambda: self._glanced(recording, entry))
        if not isinstance(found, tuple):
            return None
        extent, words = found
        return compose_take(extent.heard, words, self._vocabulary.language)

    def _glanced(
        self, recording: str, entry: _Entry
    ) -> tuple[_Extent, tuple[Word, ...]] | bool | None:
        """False where the better words are there."""
        if entry.extent is None:
            return None
        if entry.words_of(entry.extent) is not None:
            return False
        read = min(len(entry.words), entry.extent.chunks)
        rest = self._glances.words(recording, entry.ends_s[read - 1] if read else 0.0)
        if rest is None:
            return None
        return entry.extent, tuple(word for words in (*entry.words[:read], rest) for word in words)

    def reread(self, recording: str, heard: Take) -> None:
        """The recording of ``heard``, which is closed, is to be read whole once there is time."""
        self._rereadings.ask(recording, heard)
        self._jobs.put(None)

    @staticmethod
    def _spoken(entry: _Entry) -> tuple[_Extent, tuple[Word, ...]] | None:
        words = None if entry.extent is None else entry.words_of(entry.extent)
        return None if entry.extent is None or words is None else (entry.extent, words)

    @property
    def engine(self) -> EngineInfo:
        """Who transcribes; waits until it is loaded.

        Raises:
            InterviewerError: it could not be loaded.
        """
        return self._wait_for(lambda: self._info)

    def close(self) -> None:
        """Ends the thread; what it has not begun is not done any more."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._jobs.put(None)
        self._thread.join()
        self._glances.end()

    def _wait_for(self, find: Callable[[], T | None]) -> T:
        with self._changed:
            while (found := find()) is None:
                if self._error is not None:
                    raise self._error
                self._changed.wait(_POLL_S)
            return found

    # ------------------------------------------------------------------ the thread

    def _work(self) -> None:
        try:
            transcriber = self._load()
            with self._changed:
                self._info = transcriber.info
                self._changed.notify_all()
            self._glances.begin(transcriber)
            others = partial(self._do_what_waits, transcriber)
            while not self._closing and self._error is None:
                if self._jobs.empty() and self._rereadings.read_next(transcriber, others):
                    continue
                if (job := self._jobs.get()) is not None and not self._closing:
                    self._do(job, transcriber)
        except Exception as error:  # noqa: BLE001  raised again where the work is waited for
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        with self._changed:
            self._error = error
            self._changed.notify_all()
        self._rereadings.end()

    def _do_what_waits(self, transcriber: LiveTranscriber) -> None:
        """Every chunk that waits, before a recording is read on.

        Raises:
            CalledOffError: it is not to be read on.
        """
        self._give_way()
        while not self._closing:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            try:
                if job is not None:
                    self._do(job, transcriber)
            except Exception as error:  # raised again where the work is waited for
                self._fail(error)
                raise CalledOffError from error
        raise CalledOffError

    def _give_way(self) -> None:
        """To what is to be glanced at."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._glances.idle, _GLANCE_S)

    def _do(self, job: _Job, transcriber: LiveTranscriber) -> None:
        entry = self._entries[job.name]
        with self._changed:
            if not job.complete and not entry.wants(job.chunk):
                return
            words = entry.words_in_advance(job.chunk)
        if words is None:
            self._give_way()
            # While somebody speaks, one processor is left for glances, and all else.
            way = self._give_way if entry.extent is None else None
            words = transcriber.transcribe(job.chunk, self._vocabulary, way)
        with self._changed:
            if job.complete:
                entry.in_advance.clear()
                entry.words.append(words)
            else:
                entry.in_advance[_key(job.chunk)] = words
            self._changed.notify_all()


def _key(chunk: Chunk) -> tuple[float, int]:
    """Chunks of one recording that begin and end at the same place hold the same signal."""
    return chunk.start_s, len(chunk.samples)
