"""One answer on the page: time, content, delivery, traps, advice, each with its score."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Delivery, Place, Span, Timing
from interviewer.report.bar import time_bar, tolerance
from interviewer.report.delivery_text import (
    after_terms_text,
    hesitations_text,
    pace_text,
    pauses_text,
    sentences_text,
)
from interviewer.report.evidence import point_row, rows_lines, term_row, trap_row
from interviewer.report.labels import (
    VERDICT_STYLES,
    onset_text,
    score_text,
    verdict_text,
)
from interviewer.report.page import BAD, QUIET, STRONG, UNSURE, Page
from interviewer.report.text import NO_BREAK, clock, duration, number, seconds
from interviewer.report.words import Says

__all__ = ["answer_lines", "count_texts"]

_INDENT = 4
_LATENCY_S = 0.1
_INNER = 6


def answer_lines(page: Page, answer: AnswerCard, ordinal: int | None = None) -> Iterator[Text]:
    """The lines of one answer.

    Args:
        page: where it is shown.
        answer: what is shown.
        ordinal: its place in the session, from 1; None for an answer on its own.
    """
    yield from _title(page, answer, ordinal)
    place = answer.take.place
    if place is not None and place.span is not None:
        yield from page.paragraph(_place(page, place, place.span), _INDENT, QUIET)
    for notice in answer.take.notices:
        text = page.say(notice.message, **notice.values)
        yield from page.paragraph(text, _INDENT, UNSURE, page.glyphs.trap)
    yield Text("")
    yield from _timing(page, answer)
    yield Text("")
    yield from _content(page, answer)
    yield Text("")
    yield from _delivery(page, answer.delivery)
    if answer.traps:
        yield Text("")
        yield from _traps(page, answer)
    if answer.advice:
        yield Text("")
        yield Text(" " * _INDENT).append_text(page.text(page.say(N_("Advice")), STRONG))
        for advice in answer.advice:
            yield from page.paragraph(advice, _INNER, mark=page.glyphs.bullet)


def _title(page: Page, answer: AnswerCard, ordinal: int | None) -> Iterator[Text]:
    score = score_text(page, answer.score)
    if answer.score is not None:
        score.append_text(page.text(" / 100", QUIET))
    lead = " " if ordinal is None else f" {ordinal}  "
    room = page.width - len(lead) - score.cell_len - 2
    title = page.text(page.cut(answer.title, room), STRONG)
    file = page.text(answer.take.audio.name, QUIET)
    left = Text.assemble((lead, QUIET), title)
    if left.cell_len + 2 + file.cell_len + 2 + score.cell_len <= page.width:
        left = Text.assemble(left, "  ", file)
    yield page.ends(left, score)
    yield page.rule()


def _place(page: Page, place: Place, span: Span) -> str:
    """Where in a recording of several answers this one is, and what says so."""
    times = {"start": clock(span.start_s), "end": clock(span.end_s)}
    parts = [page.say(N_("Found from {start} to {end}"), **times)]
    if place.pause_s is not None:
        pause = seconds(place.pause_s, page.language)
        parts.append(page.say(N_("after a pause of {time}"), time=pause))
    if place.clues:
        parts.append(page.say(N_("by the words: {words}"), words=", ".join(place.clues)))
    return f"{NO_BREAK}· ".join(parts)


def _section(page: Page, title: str, summary: Text, score: Text) -> Text:
    """The heading of a part: what it is, the gist, and its score at the right."""
    name = page.text(page.say(title), STRONG)
    return page.ends(Text.assemble(name, "  ", summary), score, _INDENT)


def _timing(page: Page, answer: AnswerCard) -> Iterator[Text]:
    timing, place = answer.timing, answer.take.place
    score = score_text(page, timing.score)
    if timing.spoken_s is None:
        target = duration(timing.target_s, page.language)
        missing = place is not None and place.span is None
        message = (
            N_("not found in the recording, target {target}")
            if missing
            else N_("no speech found, target {target}")
        )
        silent = page.say(message, target=target)
        yield _section(page, N_("Timing"), page.text(silent, QUIET), score)
        return
    spoken = duration(timing.spoken_s, page.language)
    summary = page.text(spoken)
    summary.append_text(
        page.text(f"  {verdict_text(page, timing)}", VERDICT_STYLES[timing.verdict])
    )
    yield _section(page, N_("Timing"), summary, score)
    yield from _bar(page, timing, timing.spoken_s)
    # Nothing to tell of a file that begins with the answer.
    if timing.onset_s is not None and timing.onset_s >= _LATENCY_S:
        yield page.text(" " * _INDENT + onset_text(page, timing.onset_s), QUIET)


def _bar(page: Page, timing: Timing, spoken_s: float) -> Iterator[Text]:
    """The time spoken as a bar, and under it the zone that is on time."""
    glyphs = page.glyphs
    bar = time_bar(spoken_s, timing.target_s, page.width - _INDENT)
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
    caption = page.plain(
        page.say(
            N_("target {target} ± {slack}"),
            target=duration(timing.target_s, page.language),
            slack=seconds(tolerance(timing.target_s), page.language),
        )
    )
    left = f"{caption} ".rjust(bar.zone_start)
    yield Text(" " * _INDENT + left, QUIET).append(zone)


def _content(page: Page, answer: AnswerCard) -> Iterator[Text]:
    coverage = answer.coverage
    asked = [hit for hit in coverage.terms if hit.term.required]
    extra = [hit for hit in coverage.terms if not hit.term.required]
    heading = N_("Content")
    if not (coverage.terms or coverage.points):
        nothing = page.text(page.say(N_("nothing to place in this answer")), QUIET)
        yield _section(page, heading, nothing, Text(""))
        return
    score = score_text(page, coverage.score)
    if answer.timing.verdict == "not_measured":
        yield _section(page, heading, Text(""), score)
        names = [hit.term.name for hit in asked] + [hit.point for hit in coverage.points]
        if names:
            expected = page.say(N_("Expected: {names}"), names=", ".join(names))
            yield from page.paragraph(expected, _INNER, QUIET)
        return
    summary = "  ".join(count_texts(page, answer))
    yield _section(page, heading, page.text(summary), score)
    yield from rows_lines(page, [term_row(page, hit) for hit in (*asked, *extra)], _INNER)
    if coverage.points and coverage.terms:
        yield Text("")
    yield from rows_lines(page, [point_row(page, hit) for hit in coverage.points], _INNER)


def count_texts(page: Says, answer: AnswerCard) -> Iterator[str]:
    """How many of the required terms, and of the points, were said."""
    asked = [hit for hit in answer.coverage.terms if hit.term.required]
    points = answer.coverage.points
    if asked:
        hits = sum(hit.status == "hit" for hit in asked)
        yield page.say(N_("terms: {hits} of {asked}"), hits=hits, asked=len(asked))
    if points:
        made = sum(hit.status == "hit" for hit in points)
        yield page.say(N_("points: {hits} of {asked}"), hits=made, asked=len(points))


def _delivery(page: Page, delivery: Delivery) -> Iterator[Text]:
    score = score_text(page, delivery.score)
    heading = N_("Delivery")
    if delivery.speech_s == 0:
        yield _section(page, heading, Text(""), score)
        return
    yield _section(page, heading, Text(""), score)
    facts = [
        (page.say(N_("Pace")), pace_text(page, delivery)),
        (page.say(N_("Pauses")), pauses_text(page, delivery)),
        (page.say(N_("Hesitations")), hesitations_text(page, delivery)),
        (page.say(N_("Pause after a term")), after_terms_text(page, delivery)),
        (page.say(N_("Sentences")), sentences_text(page, delivery)),
    ]
    width = max(len(name) for name, _ in facts) + 2
    for name, fact in facts:
        label = Text.assemble(" " * _INNER, page.text(name.ljust(width), QUIET))
        first, *rest = page.paragraph(fact, label.cell_len)
        yield label.append_text(first[label.cell_len :])
        yield from rest


def _traps(page: Page, answer: AnswerCard) -> Iterator[Text]:
    lost = sum(hit.trap.penalty for hit in answer.traps)
    score = page.text(f"−{number(lost, 0, page.language)}", f"{STRONG} {BAD}")
    yield _section(page, N_("Traps"), Text(""), score)
    yield from rows_lines(page, [trap_row(page, hit) for hit in answer.traps], _INNER)
