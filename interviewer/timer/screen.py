"""Where a run is shown: the whole terminal, redrawn four times a second, or a line a phase."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.text import Text

from interviewer.domain import Language, Notice
from interviewer.errors import filled
from interviewer.i18n import N_, translator
from interviewer.timer.machine import Timer
from interviewer.timer.scene import scene_of
from interviewer.timer.view import Look, screen_lines
from interviewer.ui.keys import KeyReader
from interviewer.ui.page import Page, glyphs_for
from interviewer.ui.text import clock, duration

_STEP_S = 0.25
_WIDEST = 112
"""Cells; beyond, the eye has too far to go from the clock to the bars' figures."""
_FRAMED = 64
"""Cells from which two are left free at either side."""
_FRAME = 2
_NARROWEST = 24


class FullScreen:
    """A terminal, all of it. It shows inside :meth:`drawing`, and leaves no trace.

    Args:
        console: its size is asked for at each drawing.
        language: of the words.
        prompt: the text scrolls.
    """

    step_s = _STEP_S

    def __init__(self, console: Console, language: Language, *, prompt: bool) -> None:
        self._console = console
        self._language = language
        self._prompt = prompt
        self._notice = ""
        self._live: Live | None = None

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """The terminal belongs to the timer inside."""
        self.take()
        try:
            yield
        finally:
            self.give()

    def take(self) -> None:
        """Takes the terminal; nothing is seen on it until the next drawing."""
        self.give()
        self._live = Live(
            Text(""), console=self._console, screen=True, auto_refresh=False, transient=True
        )
        self._live.start()

    def give(self) -> None:
        """Gives the terminal back as it was."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def notice(self, notice: Notice) -> None:
        """One line that stays; from any thread."""
        self._notice = filled(translator(self._language)(notice.message), notice.values)

    def draw(self, state: Timer, now_s: float) -> None:
        if self._live is not None:
            self._live.update(self._rendered(state, now_s), refresh=True)

    def _rendered(self, state: Timer, now_s: float) -> RenderableType:
        width, height = self._console.size
        frame = _FRAME if width >= _FRAMED else 0
        inner = max(_NARROWEST, min(_WIDEST, width - 2 * frame))
        encoding = self._console.encoding
        page = Page(
            self._language, translator(self._language), inner, encoding, glyphs_for(encoding)
        )
        look = Look(self._prompt, self._notice)
        lines = screen_lines(page, height, scene_of(state, now_s), look)
        return Padding(Group(*lines), (0, 0, 0, max(0, (width - inner) // 2)), expand=False)


class LineScreen:
    """A pipe, or a file: one line as each phase begins."""

    step_s = math.inf

    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._page = Page.of(console, language, translator(language))
        self._shown = -1

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Lines are printed inside."""
        yield

    def take(self) -> None:
        """Nothing was taken."""

    def give(self) -> None:
        """Nothing is to be given back."""

    def notice(self, notice: Notice) -> None:
        """One line; from any thread."""
        text = self._page.say(notice.message, **notice.values)
        self._console.print(self._page.text(text), soft_wrap=True)

    def draw(self, state: Timer, now_s: float) -> None:
        if self._shown == len(state.tries) or state.reason is not None:
            return
        self._shown = len(state.tries)
        page, phase = self._page, state.phase
        number = f"{state.index + 1}/{len(state.plan.phases)}"
        target = duration(state.target_s, page.language)
        line = page.say(
            N_("{time}  {number}  {title}, {target}"),
            time=clock(now_s),
            number=number,
            title=phase.title,
            target=target,
        )
        self._console.print(page.text(line), soft_wrap=True)


class OwnTerminal:
    """What the timer has taken: the screen and the keys.

    Args:
        screen: either of the above.
        keys: read inside their own context.
    """

    def __init__(self, screen: FullScreen | LineScreen, keys: KeyReader) -> None:
        self._screen = screen
        self._keys = keys

    def suspend(self) -> None:
        """Gives it back as it was, and stops the program until it is told to go on."""
        self._screen.give()
        self._keys.give_terminal()
        os.kill(os.getpid(), signal.SIGSTOP)

    def resume(self) -> None:
        """Takes it again."""
        self._keys.take_terminal()
        self._screen.take()
