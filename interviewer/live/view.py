"""What the candidate sees while a session goes on, as lines. Pure.

Little on purpose: the phase, the clock, the level. Coaching waits for the cards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from interviewer.i18n import N_
from interviewer.live.joints import Hearing
from interviewer.models import AnswerCard, Notice
from interviewer.report.answer import timing_view
from interviewer.report.console_answer import VERDICT_STYLES, score_cell
from interviewer.report.wording import score_words
from interviewer.score.timing import tolerance_s
from interviewer.ui.glyphs import big_digits
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import duration

__all__ = ["View", "card_lines", "clock_style", "level_cells", "view_lines"]

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
    refusal: str = ""
    """Why the last key did nothing."""
    notice: Notice | None = None
    """What is wrong with the microphone."""


def clock_style(spoken_s: float, target_s: float) -> str:
    """Green up to the target, amber while still on time, red beyond."""
    if spoken_s <= target_s:
        return GOOD
    return UNSURE if spoken_s <= target_s + tolerance_s(target_s) else BAD


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


def _turn(page: Page, target_s: float, hearing: Hearing) -> Iterator[Text]:
    style = clock_style(hearing.recorded_s, target_s)
    target = page.say(N_("of {target}"), target=duration(target_s, page.language))
    rows = big_digits(int(hearing.recorded_s), page.glyphs)
    yield Text("")
    for row in rows[:2]:
        yield Text(_INDENT + row, style)
    yield Text(_INDENT + rows[2], style).append_text(page.text(f"  {target}", QUIET))
    filled = level_cells(hearing.level.rms, _LEVEL_CELLS)
    rest = page.glyphs.bar_rest * (_LEVEL_CELLS - filled)
    yield Text.assemble(_INDENT, (page.glyphs.bar * filled, GOOD), (rest, QUIET))
    left_s = hearing.countdown_s
    if left_s is None:
        yield Text("")
        return
    message = page.say(N_("Ends in {seconds} s unless you go on."), seconds=math.ceil(left_s))
    yield page.text(f"{_INDENT}{message}")


def _paragraph(page: Page, text: str) -> Iterator[Text]:
    for line in text.splitlines():
        yield from page.paragraph(line, 0)
