"""The history on a terminal: sessions in a table, one of them from its head to its recordings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from interviewer.history.values import Recording, SessionKind, SessionSummary, StoredSession
from interviewer.i18n import N_
from interviewer.ui.page import QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import clock, duration, megabytes, moment, number

__all__ = ["KINDS", "SessionRow", "head_lines", "recording_lines", "session_lines"]

KINDS: dict[SessionKind, str] = {
    "rehearse": N_("live"),
    "replay": N_("files"),
    "timer": N_("timer"),
    "drill": N_("cards"),
}
"""How a session was held, in a word."""

_INDENT = 2
_GAP = 2
_HANDLE = len("20261122-053012")
"""Cells of a session's id up to its scenario: enough to name it."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with what its folder holds."""

    summary: SessionSummary
    audio_bytes: int


def session_lines(page: Page, rows: Sequence[SessionRow]) -> Iterator[Text]:
    """A line a session; an id is cut where it still names the session alone."""
    heads = [
        page.say(message)
        for message in (
            N_("Session"),
            N_("Date"),
            N_("Kind"),
            N_("Scenario"),
            N_("Score"),
            N_("Length"),
            N_("Audio"),
        )
    ]
    starts = [row.summary.id[:_HANDLE] for row in rows]
    table = [_cells(page, row, unique=starts.count(row.summary.id[:_HANDLE]) == 1) for row in rows]
    widths = [
        max(len(head), *(len(cells[column]) for cells in table))
        for column, head in enumerate(heads)
    ]
    spare = page.width - sum(widths) - _GAP * (len(widths) - 1)
    widths[3] = max(len(heads[3]), widths[3] + min(0, spare))
    yield _line(page, heads, widths, QUIET)
    yield page.rule()
    for row, cells in zip(rows, table, strict=True):
        yield _line(page, cells, widths, "" if row.summary.finished_at else UNSURE)


def _cells(page: Page, row: SessionRow, *, unique: bool) -> list[str]:
    summary = row.summary
    score, none = summary.figures.score, page.glyphs.none
    if summary.finished_at is None:
        length = page.say(N_("cut off"))
    else:
        length = none if summary.duration_s is None else clock(round(summary.duration_s))
    return [
        summary.id[:_HANDLE] if unique else summary.id,
        moment(summary.started_at, page.language),
        page.plain(page.say(KINDS[summary.kind])),
        page.plain(summary.scenario_id),
        none if score is None else number(score, 0, page.language),
        page.plain(length),
        page.plain(megabytes(row.audio_bytes, page.language)) if row.audio_bytes else none,
    ]


def _line(page: Page, cells: Sequence[str], widths: Sequence[int], style: str) -> Text:
    line = Text(style=style)
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        text = page.cut(cell, width)
        line.append(" " * _GAP if column else "")
        line.append(text.rjust(width) if column >= 4 else text.ljust(width))
    return line


def head_lines(page: Page, session: StoredSession) -> Iterator[Text]:
    """What a session was: scenario, when, how, how long."""
    summary = session.summary
    yield page.text(summary.title, STRONG)
    facts = [moment(summary.started_at, page.language), page.say(KINDS[summary.kind])]
    if summary.duration_s is not None:
        facts.append(duration(summary.duration_s, page.language))
    if summary.engine is not None:
        facts.append(f"{summary.engine.name} {summary.engine.model}")
    yield page.text(" · ".join(facts), QUIET)
    yield page.text(page.say(N_("Session {id}"), id=summary.id), QUIET)
    if summary.finished_at is None:
        yield page.text(page.say(N_("Cut off: it has no end yet.")), UNSURE)
    elif summary.reason == "quit":
        yield page.text(page.say(N_("Ended before its last question.")), UNSURE)


def recording_lines(page: Page, recordings: Sequence[Recording]) -> Iterator[Text]:
    """Where each recording is, or that it was removed."""
    yield page.text(page.say(N_("Recordings")), STRONG)
    for recording in recordings:
        none = page.glyphs.none
        length = none if recording.duration_s is None else clock(round(recording.duration_s))
        where = str(recording.path) if recording.on_disk else page.say(N_("removed"))
        style = "" if recording.on_disk else QUIET
        yield page.text(f"{' ' * _INDENT}{length:>5}  {recording.name}  {where}", style)
