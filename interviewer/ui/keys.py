"""Keys: each a single press on a terminal, a line each where input comes from elsewhere."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self, TextIO

ENTER = "enter"
UP = "up"
DOWN = "down"

_PRESS = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?|.", re.DOTALL)
_NAMED = {
    "\r": ENTER,
    "\n": ENTER,
    "\x1b[A": UP,
    "\x1bOA": UP,
    "\x1b[B": DOWN,
    "\x1bOB": DOWN,
}


def split_keys(typed: str) -> Iterator[str]:
    """Each key of what a terminal sent: a character, or the name of Enter or an arrow.

    The sequences of other keys give nothing.
    """
    for press in _PRESS.findall(typed):
        if press in _NAMED or not press.startswith("\x1b"):
            yield _NAMED.get(press, press)


class KeyReader:
    """Reads standard input on a thread of its own, inside :meth:`listening`.

    The terminal neither shows nor collects what is typed meanwhile, and is given back as it was;
    Ctrl-C works as ever.

    Args:
        press: takes each key, a character or a name of this module; called from that thread.
        ended: called when there is nothing more to read, which a terminal never says.
        stream: where keys come from.
    """

    def __init__(
        self,
        press: Callable[[str], object],
        ended: Callable[[], object] = lambda: None,
        stream: TextIO | None = None,
    ) -> None:
        self._on_press = press
        self._on_end = ended
        self._stream = sys.stdin if stream is None else stream
        self._closing = threading.Event()

    @property
    def single(self) -> bool:
        """Whether keys come singly, from a person at a terminal."""
        return self._stream.isatty()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keys are read inside."""
        if not self._stream.isatty():
            threading.Thread(target=self._read_lines, name="keyboard", daemon=True).start()
            try:
                yield
            finally:
                self._closing.set()
            return
        with _Terminal(self._stream) as self._terminal:
            thread = threading.Thread(target=self._read_presses, name="keyboard", daemon=True)
            thread.start()
            try:
                yield
            finally:
                self._closing.set()
                self._terminal.wake()
                thread.join()

    def take_terminal(self) -> None:
        """Sets the terminal for single keys again, after the program was suspended."""
        if self._stream.isatty():
            self._terminal.take()

    def give_terminal(self) -> None:
        """Gives the terminal back as it was, before the program is suspended."""
        if self._stream.isatty():
            self._terminal.give()

    def _read_presses(self) -> None:
        while not self._closing.is_set():
            typed = self._terminal.read()
            if typed is None:
                self._on_end()
                return
            for key in split_keys(typed):
                self._on_press(key)

    def _read_lines(self) -> None:
        """Until the input ends; a session can go on without keys."""
        for line in self._stream:
            if self._closing.is_set():
                return
            self._on_press(line.strip()[:1] or ENTER)
        self._on_end()


if sys.platform == "win32":
    import msvcrt
    import time

    _POLL_S = 0.1
    _ARROWS = {"H": "\x1b[A", "P": "\x1b[B"}

    class _Terminal:
        """A console that is read key by key."""

        def __init__(self, stream: TextIO) -> None:
            del stream

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *error: object) -> None:
            del error

        def take(self) -> None: ...

        def give(self) -> None: ...

        def wake(self) -> None: ...

        def read(self) -> str | None:
            """What was pressed, after a moment at most; None would say that nothing more comes."""
            if not msvcrt.kbhit():
                time.sleep(_POLL_S)
                return ""
            key = msvcrt.getwch()
            # An arrow or function key comes in two.
            return _ARROWS.get(msvcrt.getwch(), "") if key in "\x00\xe0" else key

else:
    import select
    import termios
    import tty

    class _Terminal:
        """A terminal that is read key by key inside the context, and afterwards is as it was."""

        def __init__(self, stream: TextIO) -> None:
            self._file = stream.fileno()
            self._before = termios.tcgetattr(self._file)

        def __enter__(self) -> Self:
            self._woken, self._waker = os.pipe()
            self.take()
            return self

        def __exit__(self, *error: object) -> None:
            self.give()
            os.close(self._woken)
            os.close(self._waker)

        def take(self) -> None:
            """Keys come singly and unseen from now on."""
            tty.setcbreak(self._file)

        def give(self) -> None:
            """The terminal is as it was; one that is gone needs nothing."""
            with suppress(termios.error):
                termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

        def wake(self) -> None:
            """Ends the wait of :meth:`read`."""
            os.write(self._waker, b"\0")

        def read(self) -> str | None:
            """What is pressed next, nothing once woken, None when the terminal is gone."""
            ready, _, _ = select.select([self._file, self._woken], [], [])
            if self._file not in ready:
                return ""
            try:
                typed = os.read(self._file, 64)
            except OSError:
                return None
            return typed.decode(errors="ignore") if typed else None
