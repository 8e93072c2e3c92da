"""Terms, points and traps of an answer as evidence to show, with a line that would have done."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.i18n import N_
from interviewer.models import AnswerCard, PointHit, PointStatus, TermHit, TrapHit
from interviewer.report.evidence import term_notes
from interviewer.report.glyphs import UNICODE
from interviewer.report.model_line import idea_line, term_line
from interviewer.report.quote import find_term
from interviewer.report.spoken import MATCH_LABELS
from interviewer.report.text import clock, safe
from interviewer.report.view import Evidence, Quote
from interviewer.report.words import Says

__all__ = ["point_evidence", "term_evidence", "trap_evidence"]

_SIGNS = {
    "hit": UNICODE.hit,
    "partial": UNICODE.partial,
    "probable": UNICODE.probable,
    "missed": UNICODE.missed,
}


def term_evidence(hit: TermHit, answer: AnswerCard, words: Says) -> Evidence:
    """A term: how it was said, or a line of the model answer that says it."""
    missed = hit.status == "missed"
    if missed and answer.timing.verdict == "not_measured":
        return _expected(safe(hit.term.name), term_line(hit.term, answer.task))
    return Evidence(
        status=hit.status,
        sign=_SIGNS[hit.status],
        name=safe(hit.term.name),
        note=", ".join(_notes(hit, words)),
        optional=not hit.term.required,
        quote=_term_quote(hit),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
        model=term_line(hit.term, answer.task) if missed else None,
    )


def _notes(hit: TermHit, words: Says) -> Iterator[str]:
    if hit.match == "exact" and hit.status != "probable":
        yield words.say(MATCH_LABELS["exact"])
    yield from term_notes(words, hit)


def _term_quote(hit: TermHit) -> Quote | None:
    if hit.quote is None:
        return None
    quote = safe(hit.quote)
    start, end = find_term(quote, hit.term) or (len(quote), len(quote))
    return Quote(quote[:start], quote[start:end], quote[end:])


def point_evidence(hit: PointHit, answer: AnswerCard, words: Says) -> Evidence:
    """A point, step, move or rule."""
    if hit.status == "missed" and answer.timing.verdict == "not_measured":
        return _expected(safe(hit.point), idea_line(hit.point, answer.task))
    notes: dict[PointStatus, str] = {
        "hit": "",
        "out_of_order": words.say(N_("out of order")),
        "missed": words.say(N_("not heard")),
    }
    return Evidence(
        status="partial" if hit.status == "out_of_order" else hit.status,
        sign=_SIGNS["partial" if hit.status == "out_of_order" else hit.status],
        name=safe(hit.point),
        note=notes[hit.status],
        quote=None if hit.quote is None else Quote(safe(hit.quote)),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
        model=idea_line(hit.point, answer.task) if hit.status == "missed" else None,
    )


def _expected(name: str, model: Quote | None) -> Evidence:
    """Of a silent answer: what was asked for."""
    return Evidence("expected", UNICODE.bullet, name, "", model=model)


def trap_evidence(hit: TrapHit, words: Says) -> Evidence:
    """A trap: what was said, and why it costs points."""
    points = f"{hit.trap.penalty:g}"
    return Evidence(
        status="trap",
        sign=UNICODE.trap,
        name=words.say(
            N_("1 point off") if points == "1" else N_("{points} points off"), points=points
        ),
        note=safe(hit.trap.why),
        quote=Quote(safe(hit.quote)),
        start_s=hit.start_s,
        clock=_clock(hit.start_s),
    )


def _clock(start_s: float | None) -> str:
    return "" if start_s is None else clock(start_s)
