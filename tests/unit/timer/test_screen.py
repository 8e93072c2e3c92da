from __future__ import annotations

import io
import os
import signal

import pytest
from rich.console import Console

from interviewer.domain import Notice, TimerPlan
from interviewer.timer.loop import Happening, Redraw, Resumed, Suspend
from interviewer.timer.machine import Next, Quit, Restart, advance, begin
from interviewer.timer.runner import Interrupts
from interviewer.timer.screen import FullScreen, LineScreen, OwnTerminal
from interviewer.ui.keys import KeyReader


def full(
    width: int = 80, height: int = 24, *, prompt: bool = False
) -> tuple[FullScreen, io.StringIO]:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, height=height, color_system=None)
    return FullScreen(console, "fr", prompt=prompt), out


def test_the_terminal_is_taken_and_given_back(plan: TimerPlan) -> None:
    screen, out = full()
    state = begin(plan, auto=False)
    screen.draw(state, 1.0)
    assert out.getvalue() == ""
    with screen.drawing():
        screen.draw(state, 1.0)
        assert "\x1b[?1049h" in out.getvalue()
        assert "Intro" in out.getvalue()
    assert out.getvalue().rstrip().endswith("\x1b[?1049l")


def test_a_notice_stays_on_the_screen(plan: TimerPlan) -> None:
    screen, out = full()
    with screen.drawing():
        screen.notice(Notice("Stopped."))
        screen.draw(begin(plan, auto=False), 1.0)
    assert "Arrêté." in out.getvalue()


def test_lines_elsewhere(plan: TimerPlan) -> None:
    out = io.StringIO()
    screen = LineScreen(Console(file=out, width=80), "fr")
    state = begin(plan, auto=False)
    with screen.drawing():
        screen.draw(state, 0.1)
        screen.draw(state, 5.0)
        state = advance(state, Next(31.0))
        screen.draw(state, 31.0)
        screen.notice(Notice("Stopped."))
        state = advance(state, Restart(75.0))
        screen.draw(state, 75.0)
        screen.draw(advance(state, Quit(80.0)), 80.0)
    assert out.getvalue().replace("\u00a0", " ").splitlines() == [
        "0:00  1/3  Intro, 30 s",
        "0:31  2/3  Anecdote, 1 min",
        "Arrêté.",
        "1:15  2/3  Anecdote, 1 min",
    ]


def test_the_terminal_is_given_back_before_the_program_stops(
    plan: TimerPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, out = full()
    keys = KeyReader(lambda key: None, stream=io.StringIO())
    stopped: list[tuple[int, bool]] = []

    def stop(pid: int, number: int) -> None:
        stopped.append((number, out.getvalue().rstrip().endswith("\x1b[?1049l")))

    monkeypatch.setattr(os, "kill", stop)
    terminal = OwnTerminal(screen, keys)
    with screen.drawing():
        terminal.suspend()
        assert stopped == [(signal.SIGSTOP, True)]
        screen.draw(begin(plan, auto=False), 1.0)
        assert "Intro" not in out.getvalue()
        terminal.resume()
        screen.draw(begin(plan, auto=False), 1.0)
        assert "Intro" in out.getvalue()


@pytest.mark.parametrize(
    ("number", "event", "stopped"),
    [
        (signal.SIGINT, Quit, True),
        (signal.SIGTERM, Quit, True),
        (signal.SIGHUP, Quit, True),
        (signal.SIGTSTP, Suspend, False),
        (signal.SIGCONT, Resumed, False),
        (signal.SIGWINCH, Redraw, False),
    ],
)
def test_signals_come_as_events(number: int, event: type[Happening], stopped: bool) -> None:
    posted: list[object] = []
    before = signal.getsignal(number)
    interrupts = Interrupts(posted.append)
    with interrupts.watched():
        signal.raise_signal(number)
    assert posted == [event]
    assert interrupts.stopped is stopped
    assert signal.getsignal(number) is before
