"""The session's screen: its lines, redrawn four times a second on a terminal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from interviewer.domain import AnswerCard, Language, ListenRequest, Notice, Phase, Task
from interviewer.errors import InterviewerError
from interviewer.i18n import N_, translator
from interviewer.live.ports import Hearing
from interviewer.report.answer import timing_view
from interviewer.report.console_answer import VERDICT_STYLES, score_cell
from interviewer.report.evidence import OWN
from interviewer.report.wording import score_words
from interviewer.scoring.total import tolerance_s
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page, big_digits
from interviewer.ui.text import duration

_LEVEL_CELLS = 30
_FLOOR_DB = -60.0
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class View:
    """What the session has said last."""

    title: str = ""
    number: int = 0
    count: int = 0
    text: str = ""
    """What the interviewer says."""
    cue: str = ""
    target_s: float | None = None
    """None while it is not the candidate's turn."""
    paused: bool = False
    rereading: int = 0
    """How many recordings are waited for that are being read whole."""
    refusal: str = ""
    """Why the last key did nothing."""
    notice: Notice | None = None
    """What is wrong with the microphone."""


def clock_style(spoken_s: float, target_s: float) -> str:
    """Green up to the target, amber while still on time, red beyond."""
    if spoken_s <= target_s:
        return GOOD
    return UNSURE if spoken_s <= target_s + tolerance_s(target_s) else BAD


_REREADING = N_("Reading your answers once more, whole; left: {count}. q does not wait for it.")


def level_cells(rms: float, cells: int) -> int:
    """A level from -60 dB to full scale as cells of a meter."""
    if rms <= 0:
        return 0
    share = 1 - 20 * math.log10(rms) / _FLOOR_DB
    return round(max(0.0, min(1.0, share)) * cells)


def view_lines(page: Page, view: View, hearing: Hearing) -> Iterator[Text]:
    """The screen at one moment, at most some 20 lines."""
    if view.count:
        where = page.text(f"{view.number}/{view.count}", QUIET)
        title = page.cut(view.title, page.width - where.cell_len - 2)
        yield page.ends(page.text(title, STRONG), where)
    if view.target_s is None:
        yield from _paragraph(page, view.text)
    else:
        yield from _turn(page, view.target_s, hearing)
    yield from _paragraph(page, view.cue)
    if view.paused:
        yield page.text(page.say(N_("Paused: press p to go on.")), STRONG)
    if view.rereading:
        yield from page.paragraph(page.say(_REREADING, count=view.rereading), 0)
    if view.notice is not None:
        yield page.text(page.say(view.notice.message, **view.notice.values), UNSURE)
    if view.refusal:
        yield page.text(view.refusal, QUIET)
    yield page.text(page.say(N_("Enter: next   r: redo   p: pause   s: skip   q: quit")), QUIET)


def card_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    """What became of an answer, in a few lines; the whole is in the scorecard."""
    score = score_cell(page, card.score, score_words(card.score, page))
    title = page.cut(card.title, page.width - score.cell_len - 2)
    yield page.ends(page.text(title, STRONG), score)
    timing = timing_view(card, page)
    if timing.spoken:
        verdict = page.text(timing.text, VERDICT_STYLES[timing.verdict])
        yield Text.assemble(_INDENT, page.text(timing.spoken), "  ", verdict)
    if timing.onset:
        yield page.text(_INDENT + timing.onset, QUIET)
    for advice in card.advice[:1]:
        yield from _paragraph(page, advice)
    yield from _disputable_lines(page, card)


_LAST_KEY = 9


def _disputable_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    """The ideas that the person may say they made, by the keys that say so."""
    marked = {hit.point for hit in card.coverage.disputed}
    shown = [(number, title) for number, title in card.disputable if number <= _LAST_KEY]
    for number, title in shown:
        own = title in marked
        note = page.say(OWN if own else N_("not recognised"))
        sign = page.glyphs.hit if own else page.glyphs.missed
        style = GOOD if own else QUIET
        text = f"{title} ({note})"
        yield from page.paragraph(text, len(_INDENT), style, f"{number} {sign}")
    if shown:
        hint = N_("You said one of them? Press its number; once more takes it back.")
        yield from page.paragraph(page.say(hint), len(_INDENT), QUIET)


def _turn(page: Page, target_s: float, hearing: Hearing) -> Iterator[Text]:
    first_s = hearing.first_word_s
    spoken_s = 0.0 if first_s is None else hearing.recorded_s - first_s
    style = clock_style(spoken_s, target_s)
    target = page.say(N_("of {target}"), target=duration(target_s, page.language))
    rows = big_digits(int(spoken_s), page.glyphs)
    yield Text("")
    for row in rows[:2]:
        yield Text(_INDENT + row, style)
    yield Text(_INDENT + rows[2], style).append_text(page.text(f"  {target}", QUIET))
    filled = level_cells(hearing.level.rms, _LEVEL_CELLS)
    rest = page.glyphs.bar_rest * (_LEVEL_CELLS - filled)
    yield Text.assemble(_INDENT, (page.glyphs.bar * filled, GOOD), (rest, QUIET))
    yield _time_line(page, hearing)


_COUNTDOWN_S = 5
"""The last seconds before a limit, which are counted aloud, as it were."""


def _time_line(page: Page, hearing: Hearing) -> Text:
    """What there is to say of the time: the limit that is near, the silence, the time to think."""
    spoken, left_s = hearing.first_word_s is not None, hearing.limit_left_s
    if left_s is not None:
        seconds = math.ceil(left_s)
        if not spoken:
            message, style = N_("Nothing said yet: the interview goes on in {seconds} s."), UNSURE
        elif seconds > _COUNTDOWN_S:
            message, style = N_("Time to conclude: {seconds} s left."), UNSURE
        else:
            message, style = N_("It ends in {seconds} s."), BAD
        return page.text(_INDENT + page.say(message, seconds=seconds), style)
    if hearing.countdown_s is not None:
        message = N_("Ends in {seconds} s unless you go on.")
        return page.text(_INDENT + page.say(message, seconds=math.ceil(hearing.countdown_s)))
    thought_s = hearing.recorded_s if hearing.first_word_s is None else hearing.first_word_s
    time = duration(int(thought_s), page.language)
    if not spoken:
        message = N_("Thinking: {time}. The clock starts at your first word.")
    elif thought_s >= 1:
        message = N_("Thinking: {time}")
    else:
        return Text("")
    return page.text(_INDENT + page.say(message, time=time), QUIET)


def _paragraph(page: Page, text: str) -> Iterator[Text]:
    for line in text.splitlines():
        yield from page.paragraph(line, 0)


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

    def show_rereading(self, left: int) -> None:
        first = not self._view.rereading
        self._view = replace(self._view, text="", rereading=left, refusal="")
        if first:
            page = self._page()
            self._line(page.text(page.say(_REREADING, count=left), QUIET))

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
