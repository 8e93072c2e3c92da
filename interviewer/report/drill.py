"""A drill on a terminal: the card asked, what became of it, and at the end what was learnt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from interviewer.drill.run import Answered
from interviewer.drill.schedule import Card, Memory, Rating, Standing
from interviewer.drill.today import Step, What
from interviewer.i18n import N_
from interviewer.report import evidence
from interviewer.report.console_answer import EVIDENCE_STYLES
from interviewer.report.wording import score_words
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page, Words
from interviewer.ui.text import full_day

UNRATED = N_("not rated")
RATINGS: dict[Rating, str] = {
    "again": N_("again"),
    "hard": N_("hard"),
    "good": N_("good"),
    "easy": N_("easy"),
}

_STYLES: dict[Rating, str] = {"again": BAD, "hard": UNSURE, "good": GOOD, "easy": GOOD}

_STANDINGS: dict[Standing, str] = {
    "missed": N_("missed in a session"),
    "due": N_("due"),
    "new": N_("new"),
    "resting": N_("known, not due yet"),
}

_STEPS: dict[What, str] = {
    "due": N_("The cards that are due: {count}"),
    "asked": N_("Two questions, drawn for today"),
    "missed": N_("What went worst of late: {title}"),
    "timed": N_("A phase against the clock: {title}"),
}

_INDENT = 2
_NAMED = 6
"""Terms in one sentence."""


def step_title(step: Step, words: Words) -> str:
    """What a step of a day is, in a line."""
    message = _STEPS[step.what]
    if step.what == "due" and not step.count:
        message = N_("Six new cards")
    return words.say(message, count=step.count, title=step.title)


def intro_lines(
    page: Page, title: str, standings: Sequence[Standing], joined: Sequence[str]
) -> Iterator[Text]:
    """How many cards, of which kind, and which missed terms joined the deck just now."""
    count = page.say(N_("cards: {count}"), count=len(standings))
    yield page.text(f"{title} · {count}", STRONG)
    kinds = [
        page.say(N_("{kind}: {count}"), kind=page.say(name), count=standings.count(each))
        for each, name in _STANDINGS.items()
        if each in standings
    ]
    yield from page.paragraph(", ".join(kinds), 0, QUIET)
    if joined:
        terms = ", ".join(joined[:_NAMED])
        message = N_("Terms you missed in sessions are cards now: {terms}.")
        if len(joined) > _NAMED:
            message = N_("Terms you missed in sessions are cards now: {terms} and {more} more.")
        said = page.say(message, terms=terms, more=len(joined) - _NAMED)
        yield from page.paragraph(said, 0, QUIET)


def asked_lines(page: Page, card: Card, number: int, count: int) -> Iterator[Text]:
    """The question of a card."""
    yield Text("")
    where = page.text(f"{number}/{count}", QUIET)
    theme = page.cut(card.question.theme or card.phase.title, page.width - where.cell_len - 2)
    yield page.ends(page.text(theme, QUIET), where)
    for line in page.paragraph(card.question.ask, 0):
        line.stylize(STRONG)
        yield line


def answered_lines(page: Page, answered: Answered, now: datetime) -> Iterator[Text]:
    """The score of an answer, what was missed, the card's back, the rating and what it means."""
    answer = answered.answer
    for row in (*evidence.terms(answer, page), *evidence.points(answer, page)):
        if not row.optional:
            note = f" ({row.note})" if row.quote is not None and row.note else ""
            style = EVIDENCE_STYLES[row.status]
            yield from page.paragraph(f"{row.name}{note}", _INDENT, style, row.sign(page.glyphs))
    for trap in evidence.traps(answer, page):
        yield from page.paragraph(trap.note, _INDENT, BAD, trap.sign(page.glyphs))
    for text in answered.card.back:
        yield from page.paragraph(text, _INDENT)
    yield _rating_line(page, answered, now)


def disputable_lines(page: Page, answered: Answered) -> Iterator[Text]:
    """What to type to say that an idea was made which was not recognised, or to take that back."""
    choices = answered.answer.disputable
    if choices:
        hint = N_("You said one of them? Type d and its number; once more takes it back: {ideas}")
        ideas = "; ".join(f"d{number} {title}" for number, title in choices)
        yield from page.paragraph(page.say(hint, ideas=ideas), _INDENT, QUIET)


def end_lines(page: Page, answered: Sequence[Answered], now: datetime) -> Iterator[Text]:
    """Each card with its rating and its next day, then when to come back."""
    yield Text("")
    if not answered:
        yield from page.paragraph(page.say(N_("No card was answered: all stay as they were.")), 0)
        return
    yield page.text(page.say(N_("What was learnt")), STRONG)
    yield page.rule()
    for each in sorted(answered, key=lambda each: each.memory.due if each.memory else now):
        right = Text.assemble(
            _rating(page, each),
            page.text(f"  {next_day(page, each.memory, now)}", QUIET),
        )
        title = page.cut(card_name(each.card), page.width - right.cell_len - 2)
        yield page.ends(page.text(title), right)
    yield Text("")
    yield from page.paragraph(learnt_words(page, answered, now), 0, STRONG)


def learnt_words(words: Words, answered: Sequence[Answered], now: datetime) -> str:
    """How many cards are known, and when to come back."""
    days = [each.memory.due for each in answered if each.memory is not None]
    known = sum(each.rating in ("good", "easy") for each in answered)
    summary = N_("Known: {known} of {count}. Come back {when}; due by then: {due}.")
    first = min(days, default=now)
    due = sum(day.astimezone().date() == first.astimezone().date() for day in days)
    when = _when(words, first, now)
    return words.say(summary, known=known, count=len(answered), when=when, due=due)


def _rating_line(page: Page, answered: Answered, now: datetime) -> Text:
    score = answered.answer.score
    text = page.say(N_("no answer")) if score is None else score_words(score, page)
    line = Text(" " * _INDENT).append_text(page.text(text, "" if score is None else STRONG))
    line.append_text(page.text(" · ", QUIET)).append_text(_rating(page, answered))
    if answered.once_more:
        when = page.say(N_("comes once more at the end"))
    else:
        when = next_day(page, answered.memory, now)
    return line.append_text(page.text(f" · {when}", QUIET))


def _rating(page: Page, answered: Answered) -> Text:
    if answered.rating is None:
        return page.text(page.say(UNRATED), QUIET)
    return page.text(page.say(RATINGS[answered.rating]), _STYLES[answered.rating])


def next_day(page: Words, memory: Memory | None, now: datetime) -> str:
    """When a card comes back, in words."""
    if memory is None:
        return page.say(N_("stays as it was"))
    return page.say(N_("back {when}"), when=_when(page, memory.due, now))


def _when(page: Words, due: datetime, now: datetime) -> str:
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days <= 0:
        return page.say(N_("today"))
    if days == 1:
        return page.say(N_("tomorrow"))
    if days <= 30:
        return page.say(N_("in {days} days"), days=days)
    return page.say(N_("on {day}"), day=full_day(due, page.language))


def card_name(card: Card) -> str:
    """A term where the card defines one, else its question."""
    terms = card.question.task.terms
    return terms[0].name if card.question.definition and terms else card.question.ask
