"""The session's clock, queue and keyboard."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Generic, Protocol, TextIO, TypeVar

from interviewer.session.events import Disputed, Event, Next, Pause, Quit, Redo, Resume, Skip
from interviewer.session.ports import Clock
from interviewer.session.requests import AskAgain, AskModel
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
        case "a":
            return AskAgain
        case "m":
            return AskModel
        case "q":
            return Quit
        case "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9":
            return partial(Disputed, number=int(key))
        case _:
            return None


class Asked(Protocol):
    """What the keyboard asks of the screen."""

    @property
    def paused(self) -> bool:
        """Whether the session is paused."""
        ...

    def ask_to_quit(self) -> bool:
        """Asks whether to leave; False where there is nobody or nothing to ask."""
        ...

    def stay(self) -> None:
        """It is answered."""
        ...


_SAME_PRESS_S = 0.25
"""A key that comes again sooner is one that is held down, or bounced: what it did is not done twice."""


class Keyboard(KeyReader):
    """The keys of a session, as its events.

    Args:
        post: takes the events.
        screen: asks whether to leave before that is an event.
        stream: where keys come from.
        monotonic: the clock of the presses.
    """

    def __init__(
        self,
        post: Callable[[MakeEvent], None],
        screen: Asked,
        stream: TextIO | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(self._press, stream=stream)
        self._post = post
        self._screen = screen
        self._monotonic = monotonic
        self._asked = False
        self._last, self._last_s = "", -math.inf

    def _press(self, key: str) -> None:
        now_s = self._monotonic()
        held = self.single and key == self._last and now_s - self._last_s < _SAME_PRESS_S
        self._last, self._last_s = key, now_s
        if held:
            return
        leave = key.lower() == "q"
        if self._asked:
            self._asked = False
            self._screen.stay()
            if leave:
                self._post(Quit)
            return
        self._asked = leave and self._screen.ask_to_quit()
        make = None if self._asked else event_of(key, paused=self._screen.paused)
        if make is not None:
            self._post(make)
