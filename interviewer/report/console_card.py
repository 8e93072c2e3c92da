"""The card of one answer in a few lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from interviewer.domain import AnswerCard
from interviewer.i18n import N_
from interviewer.report.card import CardView, card_view, early_view
from interviewer.report.console_answer import VERDICT_STYLES, out_of_hundred
from interviewer.report.evidence import OWN
from interviewer.ui.page import GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import NO_BREAK

_INDENT = 2
_TREND_STYLES = {"better": GOOD, "worse": UNSURE, "same": QUIET}


def card_lines(page: Page, card: AnswerCard, first: float | None = None) -> Iterator[Text]:
    """What became of an answer; all the rest is in the whole scorecard.

    Args:
        page: where it stands.
        card: of the answer.
        first: the score of the first take, where this is another.
    """
    yield from _lines(page, card_view(page, card, first))


def early_lines(
    page: Page, card: AnswerCard, first: float | None = None, *, asks: bool = False
) -> Iterator[Text]:
    """The same of an answer that is still being listened to; ``asks`` as of :func:`early_view`."""
    yield from _lines(page, early_view(page, card, first, asks=asks))


def _lines(page: Page, view: CardView) -> Iterator[Text]:
    score = out_of_hundred(page, view.score, view.score_text)
    title = page.cut(view.title, page.width - score.cell_len - 2)
    yield page.ends(page.text(title, STRONG), score)
    if view.listening:
        yield from page.paragraph(view.listening, _INDENT, UNSURE)
    if view.since:
        yield page.text(" " * _INDENT + view.since, _TREND_STYLES[view.trend])
    if view.asked:
        yield from page.paragraph(view.asked, _INDENT, QUIET)
    if view.good:
        yield from good_lines(page, view.good)
    if view.change:
        yield from page.paragraph(view.change, _INDENT, mark=page.glyphs.next)
    if view.time:
        yield from _time_lines(page, view)


def _time_lines(page: Page, view: CardView) -> Iterator[Text]:
    """The time spoken, the verdict on it and when it began, side by side where there is room."""
    timing = view.timing
    line = Text(" " * _INDENT).append_text(page.text(view.time, QUIET))
    verdict = page.text(timing.text, VERDICT_STYLES[timing.verdict])
    for part in (verdict, page.text(timing.onset, QUIET)):
        if not part:
            continue
        if line.cell_len + 2 + part.cell_len <= page.width:
            line = Text.assemble(line, "  ", part)
        else:
            yield line
            line = Text(" " * _INDENT).append_text(part)
    yield line


def good_lines(page: Page, good: str, indent: int = _INDENT) -> Iterator[Text]:
    """What was good, in a sentence."""
    return page.paragraph(good, indent, GOOD, page.glyphs.hit)


def claim_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    """The ideas that the person may say they made, by the keys that say so."""
    ideas: list[str] = []
    for claim in card_view(page, card).claims:
        own = f"{page.glyphs.hit} {claim.idea} ({page.say(OWN)})" if claim.marked else claim.idea
        ideas.append(f"{claim.number}{NO_BREAK}{own}")
    if ideas:
        hint = N_("You said one of them? Press its number; once more takes it back: {ideas}")
        told = page.say(hint, ideas=f"{NO_BREAK}· ".join(ideas))
        yield from page.paragraph(told, _INDENT, QUIET)


def model_lines(page: Page, sentences: tuple[str, ...]) -> Iterator[Text]:
    """A way to answer."""
    yield page.text(page.say(N_("A model answer")), STRONG)
    for sentence in sentences:
        yield from page.paragraph(sentence, _INDENT)
