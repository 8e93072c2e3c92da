"""What the session's screen shows at one moment, as lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from interviewer.domain import AnswerCard, Notice
from interviewer.i18n import N_
from interviewer.live.ports import Hearing
from interviewer.report.console_card import early_lines
from interviewer.report.wording import SENT_TO
from interviewer.scoring.total import tolerance_s
from interviewer.session.requests import Deed, Offer
from interviewer.ui.bars import meter
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page, Words, big_digits
from interviewer.ui.text import NO_BREAK, duration

_INDENT = "  "
LEVELS = 16
"""Levels that the meter shows, the last one at its right end: four seconds."""
REREADING = N_("Reading your answers once more, whole; left: {count}. q does not wait for it.")


@dataclass(frozen=True, slots=True)
class View:
    """What the session has said last."""

    title: str = ""
    number: int = 0
    count: int = 0
    text: str = ""
    """What the interviewer says, or has said last."""
    cue: str = ""
    target_s: float | None = None
    """None while it is not the candidate's turn."""
    carded: bool = False
    """A card is what was shown last."""
    early: AnswerCard | None = None
    """The card of an answer that is still being listened to."""
    first: float | None = None
    """The score of its first take, where that is another."""
    asks: bool = False
    """A follow-up to it may come."""
    paused: bool = False
    rereading: int = 0
    """How many recordings are waited for that are being read whole."""
    refusal: str = ""
    """Why the last key did nothing."""
    notice: Notice | None = None
    """What is wrong with the microphone."""
    asking: bool = False
    """The person is asked whether to leave."""
    offers: tuple[Offer, ...] = ()
    """What the keys do."""
    levels: tuple[float, ...] = ()
    """How loud the microphone was; 1 is full scale."""
    sent_to: str = ""
    """The other machine to whose language model what is said is sent; empty: it stays on this one."""


def view_lines(page: Page, view: View, hearing: Hearing) -> Iterator[Text]:
    """The screen at one moment, at most some 20 lines."""
    if view.count and not view.carded:
        where = page.text(f"{view.number}/{view.count}", QUIET)
        title = page.cut(view.title, page.width - where.cell_len - 2)
        yield page.ends(page.text(title, STRONG), where)
    if view.early is not None:
        yield from early_lines(page, view.early, view.first, asks=view.asks)
        yield Text("")
    yield from _paragraphs(page, view.text, "" if view.target_s is None else QUIET)
    if view.target_s is not None:
        yield from _turn(page, view.target_s, view, hearing)
    yield from _paragraphs(page, view.cue)
    if view.paused:
        yield page.text(page.say(N_("Paused: press p to go on.")), STRONG)
    if view.rereading:
        yield from page.paragraph(page.say(REREADING, count=view.rereading), 0)
    if view.notice is not None:
        yield from page.paragraph(page.say(view.notice.message, **view.notice.values), 0, UNSURE)
    if view.sent_to:
        yield from page.paragraph(page.say(SENT_TO, host=view.sent_to), 0, UNSURE)
    if view.refusal:
        yield from page.paragraph(view.refusal, 0, QUIET)
    if view.asking:
        yield from page.paragraph(page.say(_LEAVE), 0, STRONG)
    else:
        yield from _keys(page, view.offers)


_LEAVE = N_(
    "Leave? q once more leaves; what you said is kept, and “interviewer resume” goes on from here. "
    "Any other key: stay."
)


def clock_style(spoken_s: float, target_s: float) -> str:
    """Green up to the target, amber while still on time, red beyond."""
    if spoken_s <= target_s:
        return GOOD
    return UNSURE if spoken_s <= target_s + tolerance_s(target_s) else BAD


def _turn(page: Page, target_s: float, view: View, hearing: Hearing) -> Iterator[Text]:
    first_s = hearing.first_word_s
    spoken_s = 0.0 if first_s is None else hearing.recorded_s - first_s
    style = clock_style(spoken_s, target_s)
    target = page.say(N_("of {target}"), target=duration(target_s, page.language))
    rows = big_digits(int(spoken_s), page.glyphs)
    turn = page.text("  " + page.say(N_("Your turn")), f"{STRONG} {GOOD}")
    yield Text("")
    yield Text(_INDENT + rows[0], style).append_text(turn)
    yield Text(_INDENT + rows[1], style)
    yield Text(_INDENT + rows[2], style).append_text(page.text(f"  {target}", QUIET))
    yield _meter(page, view, hearing)
    message, values, time_style = of_time(page, hearing)
    told = page.say(message, **values) if message else ""
    yield from page.paragraph(told, len(_INDENT), time_style)


_COUNTDOWN_S = 5
"""The last seconds before a limit, which are counted aloud, as it were."""


def of_time(words: Words, hearing: Hearing) -> tuple[str, dict[str, object], str]:
    """What there is to say of the time: the limit that is near, the silence, the time to think."""
    spoken, left_s = hearing.first_word_s is not None, hearing.limit_left_s
    if left_s is not None:
        left = {"seconds": math.ceil(left_s)}
        if not spoken:
            return N_("Nothing said yet: the interview goes on in {seconds} s."), {**left}, UNSURE
        if math.ceil(left_s) > _COUNTDOWN_S:
            return N_("Time to conclude: {seconds} s left."), {**left}, UNSURE
        return N_("It ends in {seconds} s."), {**left}, BAD
    if hearing.countdown_s is not None:
        countdown = {"seconds": math.ceil(hearing.countdown_s)}
        return N_("Ends in {seconds} s unless you go on."), {**countdown}, ""
    thought_s = hearing.recorded_s if hearing.first_word_s is None else hearing.first_word_s
    time = {"time": duration(int(thought_s), words.language)}
    if not spoken:
        return N_("Thinking: {time}. The clock starts at your first word."), {**time}, QUIET
    return (N_("Thinking: {time}"), {**time}, QUIET) if thought_s >= 1 else ("", {}, "")


def _meter(page: Page, view: View, hearing: Hearing) -> Text:
    """How loud it was lately, and in words whether that is a voice."""
    heard = hearing.state == "speaking"
    words = N_("your voice is heard") if heard else N_("listening")
    return Text.assemble(
        _INDENT,
        page.text(page.say(N_("Microphone")) + "  ", QUIET),
        (meter(page, view.levels, LEVELS), GOOD if heard else QUIET),
        "  ",
        page.text(page.say(words), GOOD if heard else QUIET),
    )


DEEDS: dict[Deed, str] = {
    "begin": N_("skip the greeting"),
    "answer": N_("answer right away"),
    "go_on": N_("go on with your answer"),
    "done": N_("done"),
    "pass": N_("leave it unanswered"),
    "next": N_("go on"),
    "ask_on": N_("go on"),
    "end": N_("end"),
    "again": N_("say the question again"),
    "redo": N_("redo"),
    "redo_last": N_("redo the answer before"),
    "model": N_("model answer"),
    "pause": N_("pause"),
    "resume": N_("go on"),
    "skip_question": N_("skip the question"),
    "skip_rest": N_("skip"),
    "quit": N_("leave"),
    "no_wait": N_("do not wait"),
}


def _keys(page: Page, offers: tuple[Offer, ...]) -> Iterator[Text]:
    """What each key does now; those that do the same, together."""
    keys: dict[str, list[str]] = {}
    for offer in offers:
        name = page.say(N_("Enter")) if offer.key == "enter" else offer.key
        keys.setdefault(page.say(DEEDS[offer.does]), []).append(name)
    items = (
        page.say(N_("{keys}: {deed}"), keys="/".join(names), deed=deed)
        for deed, names in keys.items()
    )
    text = "   ".join(item.replace(" ", NO_BREAK) for item in items)
    if text:
        yield from page.paragraph(text, 0, QUIET)


def _paragraphs(page: Page, text: str, style: str = "") -> Iterator[Text]:
    for line in text.splitlines():
        yield from page.paragraph(line, 0, style)
