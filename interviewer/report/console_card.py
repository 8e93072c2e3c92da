"""The card of one answer in a few lines: the score, what was good, the one thing to change."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from interviewer.domain import AnswerCard
from interviewer.i18n import N_
from interviewer.report.answer import MODEL_ASKED, timing_view
from interviewer.report.console_answer import VERDICT_STYLES, out_of_hundred
from interviewer.report.evidence import OWN
from interviewer.report.wording import score_words
from interviewer.scoring.advice import good_and_change
from interviewer.ui.page import GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import NO_BREAK, number, safe

_INDENT = 2
_LAST_KEY = 9
_SAME = 0.5
"""Points of the score: less is not seen in whole numbers."""


def card_lines(page: Page, card: AnswerCard, first: float | None = None) -> Iterator[Text]:
    """What became of an answer; all the rest is in the whole scorecard.

    Args:
        page: where it stands.
        card: of the answer.
        first: the score of the first take, where this is another.
    """
    score = out_of_hundred(page, card.score, score_words(card.score, page))
    title = page.cut(card.title, page.width - score.cell_len - 2)
    yield page.ends(page.text(title, STRONG), score)
    if first is not None and card.score is not None:
        yield _since(page, card.score - first)
    if card.follow_up_by:
        asked = safe(card.follow_up_asked)
        told = page.say(MODEL_ASKED, model=safe(card.follow_up_by), question=asked)
        yield from page.paragraph(told, _INDENT, QUIET)
    yield from _said_lines(page, card)
    yield from _time_lines(page, card)


def _time_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    """The time spoken, the verdict on it and when it began, side by side where there is room."""
    timing = timing_view(card, page)
    if not timing.spoken:
        return
    told = page.say(N_("{spoken} for {target}"), spoken=timing.spoken, target=timing.target)
    line = Text(" " * _INDENT).append_text(page.text(told, QUIET))
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


def _said_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    good, change = good_and_change(card)
    if good:
        yield from good_lines(page, good)
    if change:
        yield from page.paragraph(change, _INDENT, mark=page.glyphs.next)


def _since(page: Page, gain: float) -> Text:
    """« +12 depuis la première prise »."""
    if abs(gain) < _SAME:
        return page.text(" " * _INDENT + page.say(N_("the same as your first take")), QUIET)
    sign, style = ("+", GOOD) if gain > 0 else ("−", UNSURE)
    points = sign + number(abs(gain), 0, page.language)
    told = page.say(N_("{points} since your first take"), points=points)
    return page.text(" " * _INDENT + told, style)


def claim_lines(page: Page, card: AnswerCard) -> Iterator[Text]:
    """The ideas that the person may say they made, by the keys that say so."""
    marked = {hit.point for hit in card.coverage.disputed}
    ideas: list[str] = []
    for at, title in card.disputable:
        if at > _LAST_KEY:
            continue
        own = f"{page.glyphs.hit} {title} ({page.say(OWN)})" if title in marked else title
        ideas.append(f"{at}{NO_BREAK}{own}")
    if ideas:
        hint = N_("You said one of them? Press its number; once more takes it back: {ideas}")
        told = page.say(hint, ideas=f"{NO_BREAK}· ".join(ideas))
        yield from page.paragraph(told, _INDENT, QUIET)


def model_lines(page: Page, sentences: tuple[str, ...]) -> Iterator[Text]:
    """A way to answer."""
    yield page.text(page.say(N_("A model answer")), STRONG)
    for sentence in sentences:
        yield from page.paragraph(sentence, _INDENT)
