"""What came of a session in a few lines: the answers, one strength, what to work on, what to type next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from interviewer.domain import Scorecard
from interviewer.i18n import N_, Translate, translator
from interviewer.report.console import parts_text, step_lines, table_lines
from interviewer.report.console_answer import out_of_hundred
from interviewer.report.console_card import card_lines, good_lines
from interviewer.report.session import Session, session_view
from interviewer.scoring.advice import session_strength
from interviewer.ui.page import QUIET, STRONG, Page

_INDENT = 2
_TABLE_CELLS = 60
"""On a narrower screen the table has no room for a title."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands at the end besides what the scorer found."""

    command: str
    """To be typed next."""
    detail: str = ""
    """The command that shows everything; empty where that is ``--full``."""
    cards: bool = False
    """The answers were not shown yet."""
    unanswered: tuple[str, ...] = ()
    """Titles of the questions that got no answer."""


def render_result(
    card: Scorecard, ending: Ending, console: Console, *, translate: Translate | None = None
) -> None:
    """Prints the result.

    Args:
        card: what the scorer computed; one answer at least.
        ending: what else stands there.
        console: its width, encoding and colours are respected.
        translate: message id to text; None takes the language of the scenario.
    """
    language = card.scenario.language
    page = Page.of(console, language, translate or translator(language))
    _print(console, _result_lines(page, card, ending))


def render_ending(
    card: Scorecard, ending: Ending, console: Console, *, translate: Translate | None = None
) -> None:
    """Prints what stands at the end of the whole scorecard, which has what to work on."""
    language = card.scenario.language
    page = Page.of(console, language, translate or translator(language))
    _print(console, (*_strength_lines(page, card), *_next_lines(page, ending)))


def _print(console: Console, lines: Iterable[Text]) -> None:
    """Commands are not broken, so that they can be copied."""
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)


def _result_lines(page: Page, card: Scorecard, ending: Ending) -> Iterator[Text]:
    view = session_view(Session(card), page)
    several = len(card.answers) > 1
    yield Text("")
    if several and ending.cards:
        for answer in card.answers:
            yield from card_lines(page, answer)
            yield Text("")
    elif several and page.width < _TABLE_CELLS:
        for shown in view.answers:
            score = out_of_hundred(page, shown.score, shown.score_text)
            yield page.ends(
                page.text(page.cut(shown.title, page.width - score.cell_len - 2)), score
            )
        yield Text("")
    elif several:
        yield from table_lines(page, view)
        yield Text("")
    score = out_of_hundred(page, view.score, view.score_text)
    score = Text.assemble(page.text(page.say(N_("Total")), STRONG), "  ", score)
    title = page.cut(view.title, page.width - score.cell_len - 2)
    yield page.ends(page.text(title, STRONG), score)
    yield from page.paragraph(view.time, _INDENT)
    if view.score is not None:
        yield from page.paragraph(parts_text(view), _INDENT)
    if ending.unanswered:
        told = page.say(N_("Without an answer: {titles}."), titles=", ".join(ending.unanswered))
        yield from page.paragraph(told, _INDENT, QUIET)
    yield Text("")
    yield from _strength_lines(page, card)
    yield from step_lines(page, view)
    yield from _next_lines(page, ending)


def _strength_lines(page: Page, card: Scorecard) -> Iterator[Text]:
    strong = session_strength(card)
    if strong is None:
        return
    place, sentence = strong
    yield page.text(" " * _INDENT + page.say(N_("What was good")), STRONG)
    title = card.answers[place].title
    told = f"{title} – {sentence}" if len(card.answers) > 1 else sentence
    yield from good_lines(page, told, 2 * _INDENT)
    yield Text("")


def _next_lines(page: Page, ending: Ending) -> Iterator[Text]:
    """Commands stand on lines of their own, to be copied."""
    yield Text("")
    yield page.text(" " * _INDENT + page.say(N_("What to type next")), STRONG)
    yield page.text(" " * 2 * _INDENT + ending.command)
    if ending.detail:
        yield page.text(" " * _INDENT + page.say(N_("Everything else:")), QUIET)
        yield page.text(" " * 2 * _INDENT + ending.detail, QUIET)
    else:
        yield from page.paragraph(page.say(N_("Everything else: add --full.")), _INDENT, QUIET)
