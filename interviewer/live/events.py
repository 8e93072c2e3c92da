"""The session's clock and queue, and what the listener is joined to."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Condition
from typing import Generic, Protocol, TypeVar

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.audio.watchdog import Level
from interviewer.domain import Chunk, Language, ListenRequest, Notice
from interviewer.live.transcriber import OnText
from interviewer.recordings import Heard
from interviewer.session.events import Event
from interviewer.session.ports import Clock
from interviewer.vad.detector import SpeechDetector
from interviewer.vad.endpointer import EndpointState


class Source(Protocol):
    """What is read: :class:`interviewer.audio.microphone.Microphone`."""

    @property
    def device(self) -> Opened: ...

    @property
    def active(self) -> bool:
        """False once it has ended by itself."""
        ...

    @property
    def losses(self) -> Losses: ...

    def read(self, timeout_s: float) -> Block | None:
        """The next block, waited for at most ``timeout_s``."""
        ...


class Sink(Protocol):
    """Where recordings go: :class:`interviewer.live.transcriber.LiveTakes`."""

    def opened(self, request: ListenRequest, path: Path) -> None: ...

    def chunk(self, name: str, chunk: Chunk) -> None: ...

    def tail(self, name: str, chunk: Chunk, on_text: OnText) -> None: ...

    def no_tail(self, name: str) -> None: ...

    def settled(self, name: str, heard: Heard, rest: Chunk | None) -> None: ...

    def closed(self, name: str, heard: Heard) -> None: ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where the listener tells what it hears; called from its thread, mostly."""

    events: LiveEvents
    takes: Sink
    say_notice: Callable[[Notice | None], None]
    """What is wrong with the microphone; None when it is well again."""
    say_line: Callable[[Notice], None]
    """What should stay on the screen."""


@dataclass(frozen=True, slots=True)
class ListenSettings:
    """How it is listened."""

    language: Language
    folder: Path
    """Where the recordings go, each under its name; it is there."""
    make_detector: Callable[[], SpeechDetector]
    """A fresh one for each recording."""
    monotonic: Callable[[], float] = time.monotonic
    """The clock that stamps the blocks."""
    wait_for: Callable[[Condition, Callable[[], bool], float], bool] = Condition.wait_for
    """How it is waited for the end of a recording."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the listener hears at the moment, for the screen."""

    level: Level
    state: EndpointState | None
    """None where nothing is recorded."""
    recorded_s: float
    countdown_s: float | None
    """Silence left before the answer ends; None outside a pause."""


MakeEvent = Callable[[float], Event]
"""An event but for its time, which it gets when it is handed over."""

E = TypeVar("E")


class Time(Protocol):
    """What is read of time, and how it is waited for: a whole session has one of these."""

    @property
    def poll_s(self) -> float:
        """The longest that may be waited at once."""
        ...

    def monotonic(self) -> float:
        """Seconds from anywhere, never running backwards."""
        ...

    def now(self) -> datetime:
        """Date and time, with their zone."""
        ...

    def get(self, waiting: queue.SimpleQueue[E], seconds: float) -> E:
        """The next of ``waiting``, waited for at most so long.

        Raises:
            queue.Empty: there was none.
        """
        ...

    def wait_for(
        self, changed: threading.Condition, done: Callable[[], bool], seconds: float
    ) -> bool:
        """As the condition's own; the caller holds it. Whether ``done`` came true."""
        ...


class MachineTime:
    """The time of this machine."""

    poll_s = 0.2
    """On Windows, Ctrl-C is only noticed between waits."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now().astimezone()

    def get(self, waiting: queue.SimpleQueue[E], seconds: float) -> E:
        return waiting.get(timeout=seconds)

    def wait_for(
        self, changed: threading.Condition, done: Callable[[], bool], seconds: float
    ) -> bool:
        return changed.wait_for(done, seconds)


class SessionClock:
    """Seconds since the session began.

    Args:
        monotonic: seconds from anywhere, never running backwards.
        start_s: how many it had already when this is made.
    """

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, start_s: float = 0.0
    ) -> None:
        self._monotonic = monotonic
        self._began_s = monotonic() - start_s

    def now_s(self) -> float:
        return self._monotonic() - self._began_s


class EventQueue(Generic[E]):
    """An :class:`interviewer.session.ports.EventSource` that any thread may post to, and any signal.

    Args:
        clock: stamps the events.
        poll_s: how often a wait looks at the clock; None for as long as ``time`` can wait at once.
        time: how it is waited; None for the machine's.
    """

    def __init__(self, clock: Clock, poll_s: float | None = None, time: Time | None = None) -> None:
        self._clock = clock
        self._time = time or MachineTime()
        self._poll_s = self._time.poll_s if poll_s is None else poll_s
        self._waiting: queue.SimpleQueue[Callable[[float], E] | Exception] = queue.SimpleQueue()

    def post(self, make: Callable[[float], E]) -> None:
        """Something happened: ``post(Next)``, ``post(lambda at_s: PromptSpoken(at_s, turn))``."""
        self._waiting.put(make)

    def fail(self, error: Exception) -> None:
        """A thread came to grief: the session gets ``error`` in its turn."""
        self._waiting.put(error)

    def next(self, until_s: float | None) -> E | None:
        """The next event in the order posted; None once the clock has reached ``until_s``.

        An event that waits already goes before the limit.

        Raises:
            Exception: what a thread failed with, see :meth:`fail`.
        """
        while True:
            left_s = self._poll_s if until_s is None else until_s - self._clock.now_s()
            try:
                posted = self._time.get(self._waiting, min(max(left_s, 0.0), self._poll_s))
            except queue.Empty:
                if left_s <= 0:
                    return None
                continue
            if isinstance(posted, Exception):
                raise posted
            return posted(self._clock.now_s())


class LiveEvents(EventQueue[Event]):
    """The events of a session."""
