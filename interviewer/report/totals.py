"""The end of a scorecard: every answer in a line, the total, how it is made, how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Scorecard, Weights
from interviewer.report.glyphs import big_digits
from interviewer.report.labels import NOT_MEASURED, SHORT_VERDICTS, VERDICT_STYLES, score_text
from interviewer.report.page import QUIET, STRONG, Page
from interviewer.report.text import NO_BREAK, clock, duration, number
from interviewer.report.words import Says

__all__ = ["formula_text", "legend_lines", "table_lines", "time_text", "total_lines"]

_INDENT = 2
_GAP = 2


def table_lines(page: Page, card: Scorecard) -> Iterator[Text]:
    """A line an answer: target, spoken, verdict, content, score; questions under their phase.

    A title too long for its column has a line of its own above.
    """
    heads = [
        page.say(message)
        for message in (N_("Target"), N_("Spoken"), N_("Verdict"), N_("Content"), N_("Score"))
    ]
    verdicts = [page.say(SHORT_VERDICTS[answer.timing.verdict]) for answer in card.answers]
    widths = [max(len(head), 5) for head in heads]
    widths[2] = max(map(len, [heads[2], *verdicts]))
    titles = page.width - _INDENT - sum(widths) - _GAP * len(widths)
    cells = [page.text(head, QUIET) for head in heads]
    yield _table_line(Text(" " * titles), cells, widths)
    yield page.rule(_INDENT)
    for phase_id, group in groupby(card.answers, key=lambda answer: answer.phase_id):
        answers = list(group)
        phase = _phase_title(card, phase_id)
        nested = phase is not None and len(answers) > 1
        if phase is not None and nested:
            yield Text(" " * _INDENT).append_text(
                page.text(page.cut(phase, page.width - _INDENT), QUIET)
            )
        for answer in answers:
            title = ("  " if nested else "") + page.cut(answer.title, page.width - 2 * _INDENT)
            if len(title) > titles:
                yield Text(" " * _INDENT + title)
                title = ""
            yield _table_line(Text(title.ljust(titles)), _cells(page, answer), widths)


def _phase_title(card: Scorecard, phase_id: str) -> str | None:
    return next((phase.title for phase in card.scenario.phases if phase.id == phase_id), None)


def _cells(page: Page, answer: AnswerCard) -> list[Text]:
    timing = answer.timing
    spoken = page.glyphs.none if timing.spoken_s is None else clock(round(timing.spoken_s))
    verdict = page.say(SHORT_VERDICTS[timing.verdict])
    return [
        page.text(clock(round(timing.target_s))),
        page.text(spoken),
        page.text(verdict, VERDICT_STYLES[timing.verdict]),
        _whole(page, answer.coverage.score, ""),
        _whole(page, answer.score, STRONG),
    ]


def _whole(page: Page, score: float | None, style: str) -> Text:
    if score is None:
        return page.text(page.glyphs.none, QUIET)
    return page.text(number(score, 0, page.language), style)


def _table_line(title: Text, cells: list[Text], widths: list[int]) -> Text:
    line = Text(" " * _INDENT).append_text(title)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        padding = " " * (width - cell.cell_len)
        words = column == 2
        line.append(" " * _GAP)
        line.append_text(Text.assemble(cell, padding) if words else Text.assemble(padding, cell))
    return line


def total_lines(page: Page, card: Scorecard) -> Iterator[Text]:
    """The total in large digits, beside it the time, below it how the total is made."""
    label = page.text(page.say(N_("Total")), STRONG)
    score = score_text(page, card.score)
    if card.score is not None:
        score.append(" / 100", QUIET)
    beside = [Text.assemble(label, "  ", score), page.text(time_text(page, card)), Text("")]
    if card.score is None:
        yield from (Text(" " * _INDENT).append_text(line) for line in beside[:2])
    else:
        digits = big_digits(round(card.score), page.glyphs)
        for row, text in zip(digits, (Text(""), *beside[:2]), strict=True):
            yield Text.assemble(" " * _INDENT, (row, STRONG), "   ", text)
    yield Text("")
    yield from page.paragraph(formula_text(page, card.scenario.weights), _INDENT, QUIET)


def time_text(page: Says, card: Scorecard) -> str:
    """Time spoken against the target."""
    target = duration(card.target_s, page.language)
    if card.spoken_s is None:
        return page.say(N_("time not measured, target {target}"), target=target)
    spoken = duration(card.spoken_s, page.language)
    return page.say(N_("{spoken} spoken, target {target}"), spoken=spoken, target=target)


def formula_text(page: Says, weights: Weights) -> str:
    """How an answer's score and the total are made."""
    whole = weights.coverage + weights.timing + weights.delivery
    shares = {
        name: number(100 * weight / whole, 0, page.language)
        for name, weight in (
            ("content", weights.coverage),
            ("timing", weights.timing),
            ("delivery", weights.delivery),
        )
    }
    return page.say(
        N_(
            "Score of an answer: content {content}%, timing {timing}%, delivery {delivery}%, "
            "less its traps. Total: mean of the answers measured, each weighing its target time."
        ),
        **shares,
    )


def legend_lines(page: Page) -> Iterator[Text]:
    """Signs, abbreviations and units, once."""
    glyphs = page.glyphs
    signs = (
        (glyphs.hit, N_("said")),
        (glyphs.partial, N_("said in part or out of place")),
        (glyphs.probable, N_("probably said")),
        (glyphs.missed, N_("not heard")),
        (glyphs.none, NOT_MEASURED),
    )
    yield from page.paragraph(
        "   ".join(f"{sign} {page.say(message)}".replace(" ", NO_BREAK) for sign, message in signs),
        _INDENT,
        QUIET,
    )
    yield from page.paragraph(
        page.say(
            N_(
                "Scores run from 0 to 100. Times such as 1:05 are minutes:seconds from the start "
                "of the answer's recording. Pace is in words per minute and syllables per second. "
                "Hesitations are at least so many: speech recognition leaves some out."
            )
        ),
        _INDENT,
        QUIET,
    )
