"""The session's screen: redrawn four times a second on a terminal, lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from interviewer.errors import InterviewerError
from interviewer.i18n import N_, translator
from interviewer.live.joints import Hearing
from interviewer.live.view import View, card_lines, view_lines
from interviewer.models import AnswerCard, Language, ListenRequest, Notice, Phase, Task
from interviewer.ui.page import QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import duration

__all__ = ["LiveScreen", "ScreenSettings"]

_PER_SECOND = 4
_STILL_OPEN = N_("Something to add? Just go on speaking.")


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """What is shown."""

    language: Language
    cue: bool = False
    """The cue of each task may be looked at."""


class LiveScreen:
    """An :class:`interviewer.session.ports.Screen`. It shows inside :meth:`drawing`.

    Args:
        console: its width, encoding and colours are respected.
        hearing: what the microphone hears at the moment.
    """

    def __init__(
        self, console: Console, hearing: Callable[[], Hearing], settings: ScreenSettings
    ) -> None:
        self._console = console
        self._hearing = hearing
        self._settings = settings
        self._view = View()
        self._notice: Notice | None = None
        self._lively = console.is_terminal

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self._view.paused

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """The screen is kept up to date inside; what was printed above it stays afterwards."""
        if not self._lively:
            yield
            return
        with Live(
            console=self._console,
            get_renderable=self._render,
            refresh_per_second=_PER_SECOND,
            transient=True,
        ):
            yield

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        cue = task.cue if self._settings.cue else ""
        self._view = View(phase.title, number, count, cue=cue)
        page = self._page()
        self._line(page.text(f"{number}/{count}  {phase.title}", STRONG))
        for line in cue.splitlines():
            self._line(page.text(line))

    def show_text(self, text: str) -> None:
        self._view = replace(self._view, text=text, target_s=None, refusal="")
        self._line(self._page().text(text))

    def show_listening(self, request: ListenRequest) -> None:
        self._view = replace(self._view, target_s=request.target_s, refusal="")
        page = self._page()
        target = duration(request.target_s, self._settings.language)
        self._line(page.text(page.say(N_("Your turn: {target}."), target=target)))

    def show_card(self, card: AnswerCard, *, still_open: bool) -> None:
        self._view = replace(self._view, text="", target_s=None, refusal="")
        page = self._page()
        for line in card_lines(page, card):
            self._console.print(line)
        if still_open:
            self._console.print(page.text(page.say(_STILL_OPEN), QUIET))
        self._console.print()

    def show_reopened(self, request: ListenRequest) -> None:
        self._view = replace(self._view, target_s=request.target_s, refusal="")
        page = self._page()
        self._line(page.text(page.say(N_("Your answer goes on."))))

    def show_pause(self, paused: bool) -> None:
        self._view = replace(self._view, paused=paused, refusal="")
        page = self._page()
        said = N_("Paused: press p to go on.") if paused else N_("Going on.")
        self._line(page.text(page.say(said), QUIET))

    def show_refusal(self, error: InterviewerError) -> None:
        line = error.line(translator(self._settings.language))
        self._view = replace(self._view, refusal=line)
        self._line(self._page().text(line, QUIET))

    def show_microphone(self, notice: Notice | None) -> None:
        """What is wrong with the microphone; None when it is well. From any thread."""
        self._notice = notice
        if notice is not None and not self._lively:
            self.show_notice(notice)

    def show_notice(self, notice: Notice) -> None:
        """One line that stays. From any thread."""
        page = self._page()
        for line in page.paragraph(page.say(notice.message, **notice.values), 0, UNSURE):
            self._console.print(line)

    def _line(self, line: Text) -> None:
        """What a redrawn screen shows anyway is printed where nothing can be redrawn."""
        if not self._lively:
            self._console.print(line, soft_wrap=True)

    def _page(self) -> Page:
        language = self._settings.language
        return Page.of(self._console, language, translator(language))

    def _render(self) -> Group:
        view = replace(self._view, notice=self._notice)
        return Group(*view_lines(self._page(), view, self._hearing()))
