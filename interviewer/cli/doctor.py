"""``interviewer doctor``: is this machine ready, and what to do where it is not."""

from __future__ import annotations

import math
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Self

import typer
from rich.console import Group
from rich.live import Live
from rich.text import Text

from interviewer.audio.watchdog import Level
from interviewer.cli.options import (
    EngineOption,
    EngineRequest,
    MicOption,
    ModelOption,
    TrustOption,
    screen_of,
)
from interviewer.doctor.checks import LOCAL_AI, TITLES, Check, Status, something_missing
from interviewer.doctor.examine import Wishes, examine
from interviewer.doctor.recogniser import Wanted
from interviewer.domain import Notice
from interviewer.errors import InterviewerError, MissingError
from interviewer.i18n import N_, translator
from interviewer.llm.server import LlmSettings
from interviewer.settings import load_settings
from interviewer.ui.bars import meter
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)

_STYLES: dict[Status, str] = {
    "ok": GOOD,
    "warning": UNSURE,
    "missing": BAD,
    "not_measured": QUIET,
}
_METER_CELLS = 30


@dataclass(frozen=True, slots=True)
class DoctorRequest:
    """What the command line asks for."""

    mic: str = ""
    """The device's name, a part of it or its number; empty for the default one."""
    mute: bool = False
    quick: bool = False
    """Nobody is asked to speak; neither are they where there is no terminal."""
    engine: EngineRequest = field(default_factory=EngineRequest)


@app.command()
def doctor(
    context: typer.Context,
    mic: MicOption = "",
    mute: Annotated[bool, typer.Option("--mute", help=N_("Play nothing."))] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help=N_("Do not ask me to speak: measure the room only."))
    ] = False,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer doctor``."""
    request = DoctorRequest(mic, mute, quick, EngineRequest(engine, model, trust_model))
    if not run(request, screen_of(context)):
        raise typer.Exit(MissingError.exit_code)


def run(request: DoctorRequest, screen: Screen) -> bool:
    """Makes every check and shows each as soon as it is done; False: something is missing."""
    page = Page.of(screen.out, screen.language, translator(screen.language))
    engine = request.engine
    attended = not request.quick and sys.stdin.isatty() and screen.err.is_terminal
    wishes = Wishes(
        screen.language,
        mic=request.mic,
        mute=request.mute,
        attended=attended,
        recogniser=Wanted(engine.engine, engine.model, engine.trust),
        llm=_settled(),
    )
    checks: list[Check] = []
    with _ScreenGuide(screen) as guide:
        for check in examine(wishes, guide):
            guide.clear()
            checks.append(check)
            for line in check_lines(check, page, screen):
                screen.out.print(line)
    screen.out.print()
    for line in page.paragraph(screen.tr(summary(checks), **_signs(page)), 0, STRONG):
        screen.out.print(line)
    return not something_missing(checks)


def _settled() -> LlmSettings | InterviewerError:
    """What is settled of a language model, or what is wrong with the settings."""
    try:
        return load_settings().llm
    except InterviewerError as error:
        return error


def check_lines(check: Check, page: Page, screen: Screen) -> Iterator[Text]:
    """Sign and title, what was found beside them, the remedy below."""
    titles = {title: page.plain(screen.tr(title)) for title in (*TITLES, LOCAL_AI)}
    style = _STYLES[check.status]
    head = Text.assemble((_signs(page)[check.status], style), " ", (titles[check.title], STRONG))
    indent = max(map(len, titles.values())) + 4
    for line in page.paragraph(_said(check.found, screen), indent):
        yield head.append_text(line[head.cell_len :]) if head.plain else line
        head = Text("")
    if check.fix is not None:
        yield from page.paragraph(_said(check.fix, screen), indent, style, mark=page.glyphs.bullet)


def summary(checks: Iterable[Check]) -> str:
    """The last line, as a gettext id."""
    found = {check.status for check in checks}
    if "missing" in found:
        return N_("Not ready yet. Put right what is marked {missing}, then run this again.")
    if "warning" in found:
        return N_("You can rehearse; what is marked {warning} is worth a look.")
    if "not_measured" in found:
        return N_("Nothing is missing; what is marked {not_measured} was not measured.")
    return N_("All is well. You can begin: interviewer rehearse pitch-3min")


def _signs(page: Page) -> dict[Status, str]:
    glyphs = page.glyphs
    return {
        "ok": glyphs.hit,
        "warning": glyphs.trap,
        "missing": glyphs.missed,
        "not_measured": glyphs.none,
    }


def _said(notice: Notice, screen: Screen) -> str:
    return screen.tr(notice.message, **notice.values)


class _ScreenGuide:
    """A :class:`interviewer.doctor.checks.Guide` on the last lines of a terminal; elsewhere, none.

    A context, so that the terminal is left as it was.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._page = Page.of(screen.err, screen.language, translator(screen.language))
        self._lines: tuple[Text, ...] = ()
        self._levels: deque[float] = deque(maxlen=_METER_CELLS)
        self._live: Live | None = None

    def now(self, notice: Notice) -> None:
        said = _said(notice, self._screen)
        self._lines = tuple(self._page.paragraph(said, 2, STRONG))
        self._show()

    def hears(self, level: Level, rest_s: float) -> None:
        self._levels.append(level.rms)
        bars = meter(self._page, tuple(self._levels), _METER_CELLS)
        self._show(Text.assemble("  ", (bars, GOOD), f"  {math.ceil(rest_s)} s"))

    def clear(self) -> None:
        """Nothing is shown until the next word."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def _show(self, *below: Text) -> None:
        if not self._screen.err.is_terminal:
            return
        if self._live is None:
            self._live = Live(console=self._screen.err, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(Group(*self._lines, *below), refresh=True)
