"""The session's screen: its lines, redrawn four times a second on a terminal."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from interviewer.domain import AnswerCard, Language, ListenRequest, Notice, Phase, Task
from interviewer.errors import InterviewerError
from interviewer.i18n import N_, translator
from interviewer.live.ports import Hearing
from interviewer.live.scene import LEVELS, REREADING, View, view_lines
from interviewer.report.console_card import card_lines, claim_lines, model_lines
from interviewer.report.evidence import sentences
from interviewer.report.wording import heard_out
from interviewer.session.attempts import changed
from interviewer.session.requests import Offer
from interviewer.ui.page import QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import duration, safe

_PER_SECOND = 4
BY_MODEL = N_("Follow-up of the language model {model}:")
_STILL_OPEN = N_("Something to add? Just go on speaking.")


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """What is shown."""

    language: Language
    cue: bool = False
    """The cue of each task may be looked at."""
    sent_to: str = ""
    """The other machine to whose language model what is said is sent; empty: it stays on this one."""


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
        self._view = View(sent_to=settings.sent_to)
        self._notice: Notice | None = None
        self._asking = False
        self._levels: deque[float] = deque(maxlen=LEVELS)
        self._lively = console.is_terminal
        self._turn = threading.Lock()
        self._width = console.width
        self._card: tuple[Text, ...] = ()
        self._live: Live | None = None

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self._view.paused

    def ask_to_quit(self) -> bool:
        """Asks whether to leave, where that would leave something out; whether it was asked.

        From any thread, as :meth:`stay`.
        """
        self._asking = self._lively and any(each.does == "quit" for each in self._view.offers)
        return self._asking

    def stay(self) -> None:
        """Nobody is asked any more whether to leave."""
        self._asking = False

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """The screen is kept up to date inside; what was printed above it stays afterwards."""
        if not self._lively:
            yield
            return
        over = threading.Event()
        thread = threading.Thread(target=self._draw, args=(over,), name="screen", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _draw(self, over: threading.Event) -> None:
        """What is redrawn and what is printed take turns: else either would erase lines of the other."""
        with self._turn:
            live = self._live = self._begin()
        while not over.wait(1 / _PER_SECOND):
            with self._turn:
                if self._console.width != self._width:
                    live.stop()
                    live = self._live = self._begin_anew()
                live.refresh()
        with self._turn:
            self._live = None
            live.stop()

    def _begin(self) -> Live:
        self._width = self._console.width
        live = Live(
            console=self._console, get_renderable=self._render, auto_refresh=False, transient=True
        )
        live.start(refresh=True)
        return live

    def _begin_anew(self) -> Live:
        """The terminal has another width: where the lines that stood there are now, it alone knows."""
        self._console.clear()
        for line in self._card:
            self._console.print(line)
        return self._begin()

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        cue = task.cue if self._settings.cue else ""
        kept = replace(View(), offers=self._view.offers, sent_to=self._view.sent_to)
        self._view = replace(kept, title=phase.title, number=number, count=count, cue=cue)
        page = self._page()
        self._line(page.text(f"{number}/{count}  {phase.title}", STRONG))
        for line in cue.splitlines():
            self._line(page.text(line))

    def show_text(self, text: str, by: str = "") -> None:
        self._card = ()
        page = self._page()
        told = page.say(BY_MODEL, model=safe(by)) if by else ""
        shown = f"{told}\n{text}" if told else text
        self._view = replace(
            self._view, text=shown, target_s=None, carded=False, early=None, refusal=""
        )
        if told:
            self._line(page.text(told, QUIET))
        self._line(page.text(text))

    def show_listening(self, request: ListenRequest) -> None:
        self._card = ()
        self._show_turn(request)
        page = self._page()
        target = duration(request.target_s, self._settings.language)
        self._line(page.text(page.say(N_("Your turn: {target}."), target=target)))

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        """Drawn at once, and never printed: what comes takes its place."""
        shown = replace(self._view, text="", target_s=None, carded=True, refusal="")
        self._view = replace(shown, early=card, first=first, asks=asks)
        with self._turn:
            self._refresh()

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        early = self._view.early if self._lively else None
        self._view = replace(
            self._view, text="", target_s=None, carded=True, early=None, refusal=""
        )
        page = self._page()
        shown = list(card_lines(page, card, first))
        if early is not None and (told := heard_out(changed(early, card), page)):
            shown += page.paragraph(told, 2, UNSURE)
        shown += claim_lines(page, card)
        if still_open:
            shown.append(page.text(page.say(_STILL_OPEN), QUIET))
        self._card = (*shown, Text(""))
        self._print(self._card)

    def show_model(self, task: Task) -> None:
        self._view = replace(self._view, refusal="")
        page = self._page()
        shown = (*model_lines(page, sentences(task.model_answer)), Text(""))
        self._card += shown
        self._print(shown)

    def show_reopened(self, request: ListenRequest) -> None:
        self._show_turn(request)
        page = self._page()
        self._line(page.text(page.say(N_("Your answer goes on."))))

    def show_pause(self, paused: bool) -> None:
        self._view = replace(self._view, paused=paused, refusal="")
        page = self._page()
        said = N_("Paused: press p to go on.") if paused else N_("Going on.")
        self._line(page.text(page.say(said), QUIET))

    def show_rereading(self, left: int) -> None:
        first = not self._view.rereading
        self._view = replace(self._view, text="", rereading=left, refusal="")
        if first:
            page = self._page()
            self._line(page.text(page.say(REREADING, count=left), QUIET))

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self._view = replace(self._view, offers=tuple(offers))

    def show_refusal(self, error: InterviewerError) -> None:
        line = error.line(translator(self._settings.language))
        self._view = replace(self._view, refusal=line)
        self._line(self._page().text(line, QUIET))

    def show_microphone(self, notice: Notice | None) -> None:
        """What is wrong with the microphone; None when it is well. From any thread."""
        self._notice = notice
        if notice is not None and not self._lively:
            self.show_notice(notice)

    def show_near(self, left_s: float) -> None:
        """The limit is near: where nothing is redrawn, that is said once. From any thread."""
        if not self._lively:
            notice = Notice(
                N_("Time to conclude: {seconds} s left."), {"seconds": math.ceil(left_s)}
            )
            self.show_notice(notice)

    def show_notice(self, notice: Notice) -> None:
        """One line that stays. From any thread."""
        page = self._page()
        self._print(page.paragraph(page.say(notice.message, **notice.values), 0, UNSURE))

    def show_fault(self, error: InterviewerError) -> None:
        """What is gone on without, in a line that stays. From any thread."""
        line = error.line(translator(self._settings.language))
        self._print(self._page().paragraph(line, 0, UNSURE))

    def _show_turn(self, request: ListenRequest) -> None:
        target_s = request.target_s
        self._view = replace(self._view, target_s=target_s, carded=False, early=None, refusal="")

    def _line(self, line: Text) -> None:
        """What a redrawn screen shows anyway is printed where nothing can be redrawn."""
        if not self._lively:
            self._console.print(line, soft_wrap=True)

    def _print(self, lines: Iterable[Text]) -> None:
        with self._turn:
            self._refresh()
            for line in lines:
                self._console.print(line)

    def _refresh(self) -> None:
        """What is drawn is what was said last: else it would be drawn once more below what is printed."""
        if self._live is not None:
            self._live.refresh()

    def _page(self) -> Page:
        language = self._settings.language
        return Page.of(self._console, language, translator(language))

    def _render(self) -> Group:
        hearing = self._hearing()
        self._levels.append(hearing.level.rms)
        view = replace(
            self._view, notice=self._notice, asking=self._asking, levels=tuple(self._levels)
        )
        return Group(*view_lines(self._page(), view, hearing))
