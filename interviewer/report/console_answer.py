"""One answer on a terminal: time, content, delivery, traps, advice, each with its score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.text import Text

from interviewer.domain import Verdict
from interviewer.i18n import N_
from interviewer.report.evidence import DISPUTE
from interviewer.report.view import AnswerView, Evidence, Fact, Fragment, Part, Quote, TimingView
from interviewer.ui.bars import time_bar
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page

VERDICT_STYLES: dict[Verdict, str] = {
    "on_time": GOOD,
    "short": UNSURE,
    "long": UNSURE,
    "not_measured": QUIET,
}

EVIDENCE_STYLES = {
    "hit": GOOD,
    "partial": UNSURE,
    "probable": UNSURE,
    "missed": BAD,
    "contradicted": BAD,
    "trap": BAD,
    "expected": QUIET,
}

_INDENT = 4
_INNER = 6
_MARK = 2
_TIME = 7
_GAP = 2
_NAME_SHARE = 0.36
"""Of the width, for the names at most; longer ones put their quotes below."""
_QUOTE_MIN = 20


def answer_lines(page: Page, answer: AnswerView) -> Iterator[Text]:
    """The lines of one answer."""
    yield from _title(page, answer)
    for text in (answer.place, answer.follow_up):
        if text:
            yield from page.paragraph(text, _INDENT, QUIET)
    for notice in answer.notices:
        yield from page.paragraph(notice, _INDENT, UNSURE, page.glyphs.trap)
    content, timing, delivery = answer.parts
    yield Text("")
    yield from _timing(page, answer.timing, timing)
    yield Text("")
    yield from _content(page, answer, content)
    if answer.story:
        yield Text("")
        yield Text(" " * _INDENT).append_text(page.text(page.say(N_("Story")), STRONG))
        yield from _facts(page, answer.story)
    yield Text("")
    yield _section(page, delivery.title, Text(""), score_cell(page, delivery.score, delivery.text))
    yield from _facts(page, answer.facts)
    if answer.traps:
        yield Text("")
        off = page.text(answer.traps_off, f"{STRONG} {BAD}")
        yield _section(page, page.say(N_("Traps")), Text(""), off)
        yield from _trap_lines(page, answer.traps)
    if answer.advice:
        yield Text("")
        yield Text(" " * _INDENT).append_text(page.text(page.say(N_("Advice")), STRONG))
        for advice in answer.advice:
            yield from page.paragraph(advice, _INNER, mark=page.glyphs.bullet)
    if answer.comments:
        yield Text("")
        yield Text(" " * _INDENT).append_text(page.text(page.say(N_("What a coach says")), STRONG))
        for comment in answer.comments:
            lead = f"{comment.clock} " if comment.clock else ""
            text = f"{lead}{comment.text} ({comment.coach})"
            yield from page.paragraph(text, _INNER, mark=page.glyphs.bullet)


def score_cell(page: Page, score: float | None, text: str, style: str = STRONG) -> Text:
    """A score as its view writes it; quiet where nothing was measured."""
    return page.text(text, QUIET if score is None else style)


def out_of_hundred(page: Page, score: float | None, text: str) -> Text:
    """:func:`score_cell` with the scale behind it."""
    shown = score_cell(page, score, text)
    return shown if score is None else shown.append_text(page.text(" / 100", QUIET))


def _title(page: Page, answer: AnswerView) -> Iterator[Text]:
    score = out_of_hundred(page, answer.score, answer.score_text)
    lead = f" {answer.number}  "
    room = page.width - len(lead) - score.cell_len - 2
    title = page.text(page.cut(answer.title, room), STRONG)
    file = page.text(answer.file, QUIET)
    left = Text.assemble((lead, QUIET), title)
    if left.cell_len + 2 + file.cell_len + 2 + score.cell_len <= page.width:
        left = Text.assemble(left, "  ", file)
    yield page.ends(left, score)
    yield page.rule()


def _section(page: Page, title: str, summary: Text, score: Text) -> Text:
    """The heading of a part: what it is, the gist, and its score at the right."""
    name = page.text(title, STRONG)
    return page.ends(Text.assemble(name, "  ", summary), score, _INDENT)


def _timing(page: Page, timing: TimingView, part: Part) -> Iterator[Text]:
    score = score_cell(page, part.score, part.text)
    if timing.spoken_s is None:
        yield _section(page, part.title, page.text(timing.wanted, QUIET), score)
        return
    style = VERDICT_STYLES[timing.verdict]
    summary = page.text(timing.spoken).append_text(page.text(f"  {timing.text}", style))
    yield _section(page, part.title, summary, score)
    yield from _bar(page, timing, timing.spoken_s)
    if timing.onset:
        yield page.text(" " * _INDENT + timing.onset, QUIET)


def _bar(page: Page, timing: TimingView, spoken_s: float) -> Iterator[Text]:
    """The time spoken as a bar, and under it the zone that is on time."""
    glyphs = page.glyphs
    width = page.width - _INDENT
    bar = time_bar(spoken_s, timing.target_s, timing.slack_s, timing.zero_s, width)
    filled = glyphs.bar * bar.filled
    if bar.overflow:
        filled = filled[:-1] + glyphs.bar_over
    yield Text.assemble(
        " " * _INDENT,
        (filled, VERDICT_STYLES[timing.verdict]),
        (glyphs.bar_rest * (bar.width - bar.filled), QUIET),
    )
    zone = (
        glyphs.zone_start
        + glyphs.zone_line * (bar.target - bar.zone_start - 1)
        + glyphs.zone_target
        + glyphs.zone_line * (bar.zone_end - bar.target - 1)
        + glyphs.zone_end
    )
    left = f"{page.plain(timing.wanted)} ".rjust(bar.zone_start)
    yield Text(" " * _INDENT + left, QUIET).append(zone)


def _content(page: Page, answer: AnswerView, part: Part) -> Iterator[Text]:
    rows = (*answer.terms, *answer.points)
    if not rows:
        yield _section(page, part.title, page.text(part.detail, QUIET), Text(""))
        return
    score = score_cell(page, part.score, part.text)
    yield _section(page, part.title, page.text("  ".join(answer.counts)), score)
    expected = ", ".join(row.name for row in rows if row.status == "expected")
    if expected:
        said = page.say(N_("Expected: {names}"), names=expected)
        yield from page.paragraph(said, _INNER, QUIET)
        return
    yield from _rows(page, answer.terms, STRONG)
    if answer.points and answer.terms:
        yield Text("")
    yield from _rows(page, answer.points, "")
    unheard = (row.command for row in answer.points if row.status in ("missed", "contradicted"))
    command = next(filter(None, unheard), "")
    if command:  # On a line of its own, to be copied.
        yield from page.paragraph(page.say(DISPUTE), _INNER, QUIET)
        yield page.text(" " * _INNER + command, QUIET)


def _facts(page: Page, facts: Sequence[Fact]) -> Iterator[Text]:
    width = max((len(fact.title) for fact in facts), default=0) + 2
    for fact in facts:
        label = Text.assemble(" " * _INNER, page.text(fact.title.ljust(width), QUIET))
        first, *rest = page.paragraph(fact.text, label.cell_len)
        yield label.append_text(first[label.cell_len :])
        yield from rest


def _trap_lines(page: Page, rows: Sequence[Evidence]) -> Iterator[Text]:
    """What was said, then what it costs and why."""
    opening, closing = _marks(page)
    for row in rows:
        lead = _lead(page, row)
        quote = "" if row.quote is None else opening + row.quote.text + closing
        first, *rest = page.paragraph(quote, lead.cell_len, STRONG)
        yield Text.assemble(lead, first[lead.cell_len :])
        yield from rest
        yield from page.paragraph(f"{row.name} – {row.note}", lead.cell_len, QUIET)


def _rows(page: Page, rows: Sequence[Evidence], style: str) -> Iterator[Text]:
    """Rows under each other: mark, time, name, and the quotes in a column if there is room."""
    room = page.width - _INNER - _MARK - _TIME
    longest = max((len(page.plain(row.name)) for row in rows), default=0)
    beside = longest <= int(room * _NAME_SHARE) and room - longest - _GAP >= _QUOTE_MIN
    for row in rows:
        name_style = QUIET if row.optional else style
        if beside:
            yield from _beside(
                page, row, Text(page.plain(row.name).ljust(longest + _GAP), name_style)
            )
        else:
            yield from _below(page, row, room, name_style)


def _lead(page: Page, row: Evidence) -> Text:
    style = EVIDENCE_STYLES[row.status]
    if row.optional:
        style = QUIET if row.status == "missed" else f"{QUIET} {style}"
    return Text.assemble(
        " " * _INNER,
        page.text(row.sign(page.glyphs).ljust(_MARK), style),
        page.text(f"{row.clock:>{_TIME - _GAP}}" + " " * _GAP, QUIET),
    )


def _beside(page: Page, row: Evidence, name: Text) -> Iterator[Text]:
    line = Text.assemble(_lead(page, row), name)
    column = line.cell_len
    room = page.width - column
    if row.quote is None:
        first, *rest = page.paragraph(row.note, column, QUIET) if row.note else [Text("")]
        yield line.append_text(first[column:])
        yield from rest
        return
    quote = _quote(page, row.quote, room)
    note = page.text(row.note, QUIET)
    if row.note and quote.cell_len + _GAP + note.cell_len <= room:
        yield Text.assemble(line, quote, " " * _GAP, note)
        return
    yield Text.assemble(line, quote)
    yield from _unshown(page, row.quote, quote, column)
    if row.note:
        yield from page.paragraph(row.note, column, QUIET)


def _below(page: Page, row: Evidence, room: int, name_style: str) -> Iterator[Text]:
    lead = _lead(page, row)
    column = lead.cell_len
    first, *rest = page.paragraph(row.name, column, name_style)
    yield Text.assemble(lead, first[column:])
    yield from rest
    if row.quote is not None:
        quote = _quote(page, row.quote, room)
        yield Text(" " * column).append_text(quote)
        yield from _unshown(page, row.quote, quote, column)
    if row.note:
        yield from page.paragraph(row.note, column, QUIET)


def _quote(page: Page, quote: Quote, room: int) -> Text:
    """The quote between its marks, clipped around what matters in it, which stands out."""
    opening, closing = _marks(page)
    strong = page.plain(quote.strong)
    shown = _cut(page, quote, room - len(opening) - len(closing))
    text = Text.assemble((opening, QUIET), shown, (closing, QUIET))
    found = re.search(rf"(?<!\w){re.escape(strong)}(?!\w)", shown) if strong else None
    if found:
        text.stylize(STRONG, len(opening) + found.start(), len(opening) + found.end())
    for each in quote.fragments:
        heard = page.plain(each.text)
        if each.kind == "heard" and heard in shown:
            start = len(opening) + shown.index(heard)
            text.stylize(QUIET, start, start + len(heard))
    return text


def _cut(page: Page, quote: Quote, width: int) -> str:
    """``quote`` clipped around what matters in it; what was written for a name is there whole, or
    not at all."""
    kept = list(quote.fragments)
    while True:
        texts = [page.plain(each.text) for each in kept]
        shown = page.cut("".join(texts), width, _kept(kept, texts))
        lost = (
            at for at, each in enumerate(kept) if each.kind == "heard" and texts[at] not in shown
        )
        cut = next(lost, None)
        if cut is None:
            return shown
        kept[cut - 1 : cut + 1] = [replace(kept[cut - 1], text=kept[cut - 1].text.rstrip(" "))]


def _kept(fragments: Sequence[Fragment], texts: Sequence[str]) -> tuple[int, int] | None:
    """Start and end of the strong words with what was written for them; None where none are."""
    kinds = [each.kind for each in fragments]
    if "strong" not in kinds:
        return None
    first = kinds.index("strong")
    last = first + 2 if kinds[first + 2 : first + 3] == ["heard"] else first
    start = sum(map(len, texts[:first]))
    return start, start + sum(map(len, texts[first : last + 1]))


def _unshown(page: Page, quote: Quote, shown: Text, column: int) -> Iterator[Text]:
    """What was written for the strong words, below them where the line had no room for it."""
    kinds = [each.kind for each in quote.fragments]
    at = kinds.index("strong") + 2 if "strong" in kinds else len(kinds)
    if kinds[at : at + 1] == ["heard"] and page.plain(quote.fragments[at].text) not in shown.plain:
        yield from page.paragraph(quote.fragments[at].text, column, QUIET)


def _marks(page: Page) -> tuple[str, str]:
    """Opening and closing quotation marks with their spaces, as the language writes them."""
    opening, closing = page.say(N_("“{quote}”"), quote="\n").split("\n")
    return page.plain(opening), page.plain(closing)
