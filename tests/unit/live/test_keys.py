from __future__ import annotations

import io
import os
import pty
import queue
import termios
from typing import Any

import pytest

from interviewer.engine.events import Next, Pause, Quit, Redo, Resume, Skip
from interviewer.live.keys import Keyboard, event_of


@pytest.mark.parametrize(
    ("key", "running", "paused"),
    [
        ("\n", Next, Next),
        ("\r", Next, Next),
        ("", Next, Next),
        ("r", Redo, Redo),
        ("R", Redo, Redo),
        ("p", Pause, Resume),
        ("s", Skip, Skip),
        ("q", Quit, Quit),
        ("x", None, None),
        (" ", None, None),
    ],
)
def test_keys(key: str, running: Any, paused: Any) -> None:
    assert event_of(key, paused=False) is running
    assert event_of(key, paused=True) is paused


def test_lines_from_elsewhere() -> None:
    posted: queue.Queue[Any] = queue.Queue()
    with Keyboard(posted.put, lambda: False, io.StringIO("\nskip\n?\nQ\n")).listening():
        assert [posted.get(timeout=10) for _ in range(3)] == [Next, Skip, Quit]
    assert posted.empty()


def test_single_presses_on_a_terminal_that_is_given_back() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8") as stream:
        before = termios.tcgetattr(theirs)
        posted: queue.Queue[Any] = queue.Queue()
        with Keyboard(posted.put, lambda: False, stream).listening():
            assert not termios.tcgetattr(theirs)[3] & (termios.ICANON | termios.ECHO)
            assert termios.tcgetattr(theirs)[3] & termios.ISIG
            os.write(ours, b"\x1b[A")
            os.write(ours, b"r")
            assert posted.get(timeout=10) is Redo
            os.write(ours, b"\r")
            assert posted.get(timeout=10) is Next
        assert termios.tcgetattr(theirs) == before
    os.close(ours)
