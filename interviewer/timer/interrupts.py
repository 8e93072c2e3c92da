"""Signals, as events of a run: leaving, suspending, another size of the terminal.

A handler only posts: the run does what is to be done when it comes round to it, never in the
middle of a drawing.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from interviewer.timer.clockwork import Quit
from interviewer.timer.run import Happening, Redraw, Resumed, Suspend

__all__ = ["Interrupts"]

Post = Callable[[Callable[[float], Happening]], None]

_LEAVE = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, being asked to end, the terminal's window closed."""
_HAPPEN: Mapping[str, Callable[[float], Happening]] = {
    "SIGTSTP": Suspend,
    "SIGCONT": Resumed,
    "SIGWINCH": Redraw,
}


class Interrupts:
    """Posts signals as events inside :meth:`watched`.

    Args:
        post: takes the events; called in the main thread, between any two of its steps.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self.stopped = False
        """The person, or the system, stopped the program."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Signals come as events inside; those that this system lacks are none."""
        names = [name for name in (*_LEAVE, *_HAPPEN) if hasattr(signal, name)]
        before = {name: signal.getsignal(getattr(signal, name)) for name in names}
        for name in names:
            signal.signal(getattr(signal, name), self._handle)
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        del frame
        name = signal.Signals(number).name
        if name in _LEAVE:
            self.stopped = True
            self._post(Quit)
            return
        self._post(_HAPPEN[name])
