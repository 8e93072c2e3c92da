"""The session's clock, queue and keyboard."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Generic, Protocol, TextIO, TypeVar

from interviewer.session.events import Disputed, Event, Next, Pause, Quit, Redo, Resume, Skip
from interviewer.session.ports import Clock
from interviewer.ui.keys import KeyReader

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


def event_of(key: str, *, paused: bool) -> MakeEvent | None:
    """What ``key`` asks for, None where it means nothing."""
    match key.lower():
        case "enter":
            return Next
        case "r":
            return Redo
        case "p":
            return Resume if paused else Pause
        case "s":
            return Skip
        case "q":
            return Quit
        case "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9":
            return partial(Disputed, number=int(key))
        case _:
            return None


class Keyboard(KeyReader):
    """The keys of a session, as its events.

    Args:
        post: takes the events.
        is_paused: tells whether the session is paused.
        stream: where keys come from.
    """

    def __init__(
        self,
        post: Callable[[MakeEvent], None],
        is_paused: Callable[[], bool],
        stream: TextIO | None = None,
    ) -> None:
        super().__init__(self._press, stream=stream)
        self._post = post
        self._is_paused = is_paused

    def _press(self, key: str) -> None:
        make = event_of(key, paused=self._is_paused())
        if make is not None:
            self._post(make)
