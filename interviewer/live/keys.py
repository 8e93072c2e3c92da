"""Keys: each a single press on a terminal, a line each where input comes from elsewhere."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from interviewer.engine.events import Next, Pause, Quit, Redo, Resume, Skip
from interviewer.live.events import MakeEvent

__all__ = ["Keyboard", "event_of"]

_POLL_S = 0.1
_ENTER = "\r\n"
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?")


def event_of(key: str, *, paused: bool) -> MakeEvent | None:
    """What ``key`` asks for, None where it means nothing. Enter is the empty string, too."""
    if not key or key in _ENTER:
        return Next
    match key.lower():
        case "r":
            return Redo
        case "p":
            return Resume if paused else Pause
        case "s":
            return Skip
        case "q":
            return Quit
        case _:
            return None


class Keyboard:
    """Reads standard input on a thread of its own, inside :meth:`listening`.

    The terminal neither shows nor collects what is typed meanwhile, and is given back as it was;
    Ctrl-C works as ever.

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
        self._post = post
        self._is_paused = is_paused
        self._stream = sys.stdin if stream is None else stream
        self._closing = threading.Event()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keys are read inside."""
        single = self._stream.isatty()
        with _single_presses(self._stream, wanted=single):
            work = self._read_presses if single else self._read_lines
            thread = threading.Thread(target=work, name="keyboard", daemon=True)
            thread.start()
            try:
                yield
            finally:
                self._closing.set()
                if single:
                    thread.join()

    def _press(self, key: str) -> None:
        make = event_of(key, paused=self._is_paused())
        if make is not None:
            self._post(make)

    def _read_presses(self) -> None:
        while not self._closing.is_set():
            for key in _presses(self._stream):
                self._press(key)

    def _read_lines(self) -> None:
        """Until the input ends; a session can go on without keys."""
        for line in self._stream:
            if self._closing.is_set():
                return
            self._press(line.strip()[:1])


if sys.platform == "win32":
    import msvcrt
    import time

    @contextmanager
    def _single_presses(stream: TextIO, *, wanted: bool) -> Iterator[None]:
        del stream, wanted
        yield

    def _presses(stream: TextIO) -> str:
        del stream
        if not msvcrt.kbhit():
            time.sleep(_POLL_S)
            return ""
        key = msvcrt.getwch()
        if key in "\x00\xe0":
            msvcrt.getwch()  # an arrow or function key comes in two
            return ""
        return key

else:
    import select
    import termios
    import tty

    @contextmanager
    def _single_presses(stream: TextIO, *, wanted: bool) -> Iterator[None]:
        if not wanted:
            yield
            return
        before = termios.tcgetattr(stream.fileno())
        tty.setcbreak(stream.fileno())
        try:
            yield
        finally:
            termios.tcsetattr(stream.fileno(), termios.TCSADRAIN, before)

    def _presses(stream: TextIO) -> str:
        """What was pressed meanwhile, without the sequences that arrows and the like send."""
        if not select.select([stream], [], [], _POLL_S)[0]:
            return ""
        typed = os.read(stream.fileno(), 64).decode(errors="ignore")
        return _SEQUENCE.sub("", typed)
