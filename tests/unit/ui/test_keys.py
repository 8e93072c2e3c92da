from __future__ import annotations

import io
import os
import pty
import queue
import termios
from typing import Any

import pytest

from interviewer.live.events import Keyboard, event_of
from interviewer.session.events import Next, Pause, Quit, Redo, Resume, Skip
from interviewer.session.requests import AskAgain, AskModel
from interviewer.ui.keys import DOWN, ENTER, UP, KeyReader, split_keys


@pytest.mark.parametrize(
    ("key", "running", "paused"),
    [
        (ENTER, Next, Next),
        ("r", Redo, Redo),
        ("R", Redo, Redo),
        ("p", Pause, Resume),
        ("s", Skip, Skip),
        ("q", Quit, Quit),
        ("a", AskAgain, AskAgain),
        ("m", AskModel, AskModel),
        ("x", None, None),
        (" ", None, None),
        (UP, None, None),
    ],
)
def test_keys(key: str, running: Any, paused: Any) -> None:
    assert event_of(key, paused=False) is running
    assert event_of(key, paused=True) is paused


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", []),
        ("b +é", ["b", " ", "+", "é"]),
        ("\r\n", [ENTER, ENTER]),
        ("\x1b[A\x1bOBr", [UP, DOWN, "r"]),
        ("\x1b\x1b[15~\x1b[1;5Cq", ["q"]),
    ],
)
def test_what_a_terminal_sends(typed: str, keys: list[str]) -> None:
    assert list(split_keys(typed)) == keys


def test_the_end_of_the_input_is_told() -> None:
    told: queue.Queue[str] = queue.Queue()
    with KeyReader(told.put, lambda: told.put("over"), io.StringIO("b\n\n")).listening():
        assert [told.get(timeout=10) for _ in range(3)] == ["b", ENTER, "over"]


def test_a_terminal_that_is_taken_away_is_told() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8") as stream:
        told: queue.Queue[str] = queue.Queue()
        reader = KeyReader(told.put, lambda: told.put("over"), stream)
        with reader.listening():
            os.close(ours)
            assert told.get(timeout=10) == "over"


def test_the_terminal_is_given_back_for_a_while() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8") as stream:
        before = termios.tcgetattr(theirs)
        reader = KeyReader(lambda key: None, stream=stream)
        with reader.listening():
            reader.give_terminal()
            assert termios.tcgetattr(theirs) == before
            reader.take_terminal()
            assert not termios.tcgetattr(theirs)[3] & termios.ICANON
        assert termios.tcgetattr(theirs) == before
    os.close(ours)


class Screen:
    """Asks whether to leave, unless it is told that there is nobody to ask."""

    paused = False

    def __init__(self, *, asks: bool) -> None:
        self.asks = asks
        self.asked: queue.Queue[bool] = queue.Queue()

    def ask_to_quit(self) -> bool:
        self.asked.put(self.asks)
        return self.asks

    def stay(self) -> None:
        self.asked.put(False)


@pytest.mark.parametrize(("second", "left"), [(b"q", [Quit]), (b"\r", []), (b"r", [])])
def test_leaving_is_asked_once_and_any_other_key_stays(second: bytes, left: list[Any]) -> None:
    ours, theirs = pty.openpty()
    screen, posted, now_s = Screen(asks=True), queue.Queue[Any](), [0.0]
    stream = os.fdopen(theirs, "r", encoding="utf-8")
    with stream, Keyboard(posted.put, screen, stream, lambda: now_s[0]).listening():
        os.write(ours, b"q")
        assert screen.asked.get(timeout=10)
        now_s[0] += 1.0  # a key that is held down comes sooner, and answers nothing
        os.write(ours, second + b"p")
        assert [posted.get(timeout=10) for _ in (*left, "p")] == [*left, Pause]
    assert not screen.asked.get(timeout=10)
    os.close(ours)


def test_a_key_that_is_held_down_counts_once() -> None:
    ours, theirs = pty.openpty()
    posted: queue.Queue[Any] = queue.Queue()
    stream = os.fdopen(theirs, "r", encoding="utf-8")
    with stream, Keyboard(posted.put, Screen(asks=False), stream, lambda: 0.0).listening():
        os.write(ours, b"\r\r\rp")
        assert [posted.get(timeout=10) for _ in range(2)] == [Next, Pause]
    os.close(ours)


def test_lines_from_elsewhere() -> None:
    posted: queue.Queue[Any] = queue.Queue()
    with Keyboard(posted.put, Screen(asks=False), io.StringIO("\nskip\n?\nQ\n")).listening():
        assert [posted.get(timeout=10) for _ in range(3)] == [Next, Skip, Quit]
    assert posted.empty()


def test_single_presses_on_a_terminal_that_is_given_back() -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8") as stream:
        before = termios.tcgetattr(theirs)
        posted: queue.Queue[Any] = queue.Queue()
        with Keyboard(posted.put, Screen(asks=False), stream).listening():
            assert not termios.tcgetattr(theirs)[3] & (termios.ICANON | termios.ECHO)
            assert termios.tcgetattr(theirs)[3] & termios.ISIG
            os.write(ours, b"\x1b[A")
            os.write(ours, b"r")
            assert posted.get(timeout=10) is Redo
            os.write(ours, b"\r")
            assert posted.get(timeout=10) is Next
        assert termios.tcgetattr(theirs) == before
    os.close(ours)
