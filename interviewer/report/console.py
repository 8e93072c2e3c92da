"""The scorecard on a terminal, or as plain text when piped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from interviewer.i18n import Translate, translator
from interviewer.models import AnswerCard, Language, Scorecard
from interviewer.report.answer import answer_lines
from interviewer.report.page import QUIET, STRONG, Page
from interviewer.report.totals import legend_lines, table_lines, total_lines

__all__ = ["render_answer", "render_scorecard"]


def render_scorecard(
    card: Scorecard, console: Console, *, translate: Translate | None = None
) -> None:
    """Prints the whole scorecard: its answers, the table, the total and how to read it.

    Args:
        card: what the scorer computed.
        console: its width, encoding and colours are respected.
        translate: message id to text; None takes the language of the scenario.

    Raises:
        FileNotFoundError: the package was built without the catalogue of that language.
    """
    language = card.scenario.language
    page = Page.of(console, language, translate or translator(language))
    _print(console, _scorecard_lines(page, card))


def render_answer(
    answer: AnswerCard,
    console: Console,
    language: Language,
    *,
    translate: Translate | None = None,
) -> None:
    """Prints one answer, as :func:`render_scorecard` does."""
    page = Page.of(console, language, translate or translator(language))
    _print(console, answer_lines(page, answer))


def _scorecard_lines(page: Page, card: Scorecard) -> Iterator[Text]:
    yield Text("")
    engine = page.text(f"{card.engine.name} · {card.engine.model}", QUIET)
    title = page.cut(card.scenario.title, page.width - engine.cell_len - 3)
    yield page.ends(page.text(title, STRONG), engine, 1)
    yield Text("")
    for ordinal, answer in enumerate(card.answers, start=1):
        yield Text("")
        yield from answer_lines(page, answer, ordinal)
        yield Text("")
    if len(card.answers) > 1:
        yield Text("")
        yield from table_lines(page, card)
        yield Text("")
    yield Text("")
    yield from total_lines(page, card)
    yield Text("")
    yield from legend_lines(page)


def _print(console: Console, lines: Iterable[Text]) -> None:
    for line in lines:
        line.rstrip()
        console.print(line)
