"""Terms, points and traps with what was said: one row each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from interviewer.i18n import N_
from interviewer.models import PointHit, Term, TermHit, TrapHit
from interviewer.report.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.report.quote import find_term
from interviewer.report.text import clock, number
from interviewer.report.words import Says
from interviewer.score.spotted import CREDITED, CREDITED_ALONE

__all__ = ["Row", "point_row", "rows_lines", "term_notes", "term_row", "trap_row"]

_MARK = 2
_TIME = 7
_GAP = 2
_NAME_SHARE = 0.36
"""Of the width, for the names at most; longer ones put their quotes below."""
_QUOTE_MIN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One thing looked for in an answer, and the evidence."""

    mark: str
    mark_style: str
    start_s: float | None
    name: str
    name_style: str
    quote: str | None
    note: str
    """What there is to say of it, in the page's language; may be empty."""
    term: Term | None = None
    """To be emphasised in the quote."""


def term_row(page: Page, hit: TermHit) -> Row:
    """The row of a term; what was not asked for is quiet."""
    marks = {
        "hit": (page.glyphs.hit, GOOD),
        "partial": (page.glyphs.partial, UNSURE),
        "probable": (page.glyphs.probable, UNSURE),
        "missed": (page.glyphs.missed, BAD),
    }
    mark, style = marks[hit.status]
    if not hit.term.required:
        style = f"{QUIET} {style}" if hit.status != "missed" else QUIET
    return Row(
        mark=mark,
        mark_style=style,
        start_s=hit.start_s,
        name=hit.term.name,
        name_style=STRONG if hit.term.required else QUIET,
        quote=hit.quote,
        note=", ".join(term_notes(page, hit)),
        term=hit.term,
    )


def term_notes(page: Says, hit: TermHit) -> Iterator[str]:
    """What there is to say of a term: how it was recognised, how sure, how often."""
    if not hit.term.required:
        yield page.say(N_("optional"))
    if hit.status == "missed":
        yield page.say(N_("not heard"))
        return
    if hit.status == "probable":
        yield page.say(N_("probably said, not counted"))
    if hit.status == "partial":
        yield _count_note(page, hit)
    if hit.match == "inflected":
        yield page.say(N_("in another form"))
    elif hit.match == "variant":
        yield page.say(N_("by an equivalent"))
    elif hit.match == "sounds_like" and hit.found_by == "hint":
        yield page.say(N_("heard with the vocabulary's help"))
    elif hit.match == "sounds_like":
        yield page.say(N_("by its sound"))
    if hit.match == "sounds_like" and hit.confidence is not None:
        sure = number(100 * hit.confidence, 0, page.language)
        yield page.say(N_("{percent}%\u00a0sure"), percent=sure)
        if hit.status == "probable" and hit.confidence >= CREDITED:
            least = number(100 * CREDITED_ALONE, 0, page.language)
            yield page.say(N_("with no other term near it, it takes {percent}%"), percent=least)


def _count_note(page: Says, hit: TermHit) -> str:
    most = hit.term.max_count
    if most is not None and hit.count > most:
        return page.say(N_("said {count} times, at most {most} wanted"), count=hit.count, most=most)
    if hit.count < hit.term.min_count:
        least = hit.term.min_count
        return page.say(
            N_("said {count} of the {least} times wanted"), count=hit.count, least=least
        )
    return page.say(N_("said in part"))


def point_row(page: Page, hit: PointHit) -> Row:
    """The row of a point, step, move or rule."""
    if hit.status == "hit":
        mark, style, note = page.glyphs.hit, GOOD, ""
    elif hit.status == "out_of_order":
        mark, style, note = page.glyphs.partial, UNSURE, page.say(N_("out of order"))
    else:
        why = N_("said, but denied") if hit.denied else N_("not heard")
        mark, style, note = page.glyphs.missed, BAD, page.say(why)
    return Row(mark, style, hit.start_s, hit.point, "", hit.quote, note)


def trap_row(page: Page, hit: TrapHit) -> Row:
    """The row of a trap: what was said, then why it costs points."""
    quote = page.say(N_("“{quote}”"), quote=hit.quote)
    return Row(page.glyphs.trap, BAD, hit.start_s, quote, STRONG, None, hit.trap.why)


def rows_lines(page: Page, rows: list[Row], indent: int) -> Iterator[Text]:
    """Rows under each other: mark, time, name, and the quotes in a column if there is room."""
    room = page.width - indent - _MARK - _TIME
    longest = max((len(page.plain(row.name)) for row in rows), default=0)
    beside = longest <= int(room * _NAME_SHARE) and room - longest - _GAP >= _QUOTE_MIN
    for row in rows:
        lead = _lead(page, row, indent)
        if beside:
            yield from _beside(page, row, lead, longest)
        else:
            yield from _below(page, row, lead, room)


def _lead(page: Page, row: Row, indent: int) -> Text:
    time = "" if row.start_s is None else clock(row.start_s)
    return Text.assemble(
        " " * indent,
        page.text(row.mark.ljust(_MARK), row.mark_style),
        page.text(f"{time:>{_TIME - _GAP}}" + " " * _GAP, QUIET),
    )


def _beside(page: Page, row: Row, lead: Text, name_width: int) -> Iterator[Text]:
    name = page.text(page.plain(row.name).ljust(name_width + _GAP), row.name_style)
    column = lead.cell_len + name.cell_len
    room = page.width - column
    line = Text.assemble(lead, name)
    if row.quote is None:
        first, *rest = page.paragraph(row.note, column, QUIET) if row.note else [Text("")]
        yield line.append_text(first[column:] if row.note else first)
        yield from rest
        return
    quote = _quote(page, row, room)
    note = page.text(row.note, QUIET)
    if row.note and quote.cell_len + _GAP + note.cell_len <= room:
        yield Text.assemble(line, quote, " " * _GAP, note)
        return
    yield Text.assemble(line, quote)
    if row.note:
        yield from page.paragraph(row.note, column, QUIET)


def _below(page: Page, row: Row, lead: Text, room: int) -> Iterator[Text]:
    column = lead.cell_len
    first, *rest = page.paragraph(row.name, column, row.name_style)
    yield Text.assemble(lead, first[column:])
    yield from rest
    if row.quote is not None:
        yield Text(" " * column).append_text(_quote(page, row, room))
    if row.note:
        yield from page.paragraph(row.note, column, QUIET)


def _quote(page: Page, row: Row, room: int) -> Text:
    """The quote between its marks, clipped around the term, which stands out."""
    opening, closing = _marks(page)
    quote = page.plain(row.quote or "")
    found = find_term(quote, row.term) if row.term else None
    shown = page.cut(quote, room - len(opening) - len(closing), found)
    text = Text.assemble((opening, QUIET), shown, (closing, QUIET))
    again = find_term(shown, row.term) if row.term else None
    if again:
        start, end = again
        text.stylize(STRONG, len(opening) + start, len(opening) + end)
    return text


def _marks(page: Page) -> tuple[str, str]:
    """Opening and closing quotation marks with their spaces, as the language writes them."""
    opening, closing = page.say(N_("“{quote}”"), quote="\n").split("\n")
    return page.plain(opening), page.plain(closing)
