"""What came of many sessions, on a terminal: their list, progress, two of them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from interviewer.history.trends import PARTS, Comparison, TaskChange, Trend
from interviewer.history.values import (
    Recording,
    SessionSummary,
    StoredSession,
    TermCount,
)
from interviewer.i18n import N_
from interviewer.report.coaching import COACH_TITLE
from interviewer.report.progress import (
    KINDS,
    LEGEND,
    NOTHING_MISSED,
    PART_NAMES,
    TICS_TITLE,
    Progress,
    change_view,
    progress_view,
    term_rows,
    whole,
)
from interviewer.report.progress_rows import Change, CriterionRow, ProgressView, TermRow, TicRow
from interviewer.ui.bars import plot_lines, sparkline
from interviewer.ui.page import BAD, GOOD, QUIET, STRONG, UNSURE, Page
from interviewer.ui.text import clock, duration, megabytes, moment, number

_INDENT = 2
_SPARK = 24
_SHORT_SPARK = 12
"""Where a scenario and how it was held stand in front of it."""
_NUMBER = 9
"""Cells of a column of figures."""
_BESIDE = 8
"""The same where two sessions are side by side."""

_GAP = 2
_HANDLE = len("20261122-053012")
"""Cells of a session's id up to its scenario: enough to name it."""


# --------------------------------------------------------------------------- sessions kept


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


# --------------------------------------------------------------------------- progress


def scenario_lines(page: Page, progress: Progress) -> Iterator[Text]:
    """The total and its parts, each phase, the terms missed, and the total as a plot."""
    view = progress_view(progress, page)
    names = (view.title, view.scenario_id, view.kind)
    yield page.text(" · ".join(name for name in names if name), STRONG)
    if view.runs:
        yield from page.paragraph(view.runs, 0, QUIET)
    yield from page.paragraph(view.about, 0, QUIET if view.scored else "")
    if not view.scored:
        return
    yield Text("")
    yield from _part_lines(page, view)
    if len(view.tasks) > 1:
        yield Text("")
        yield from _task_lines(page, view)
    if view.terms is not None:
        yield Text("")
        yield from _term_lines(page, view.terms)
    for title, rows in ((TICS_TITLE, view.tics), (COACH_TITLE, view.criteria)):
        if rows:
            yield Text("")
            yield from _row_lines(page, title, rows)
    yield Text("")
    yield from _plot(page, view)
    if view.compare:
        yield Text("")
        yield page.text(view.compare, QUIET)
        yield page.text(f"  interviewer compare {' '.join(view.pair)}", QUIET)


def legend_lines(page: Page) -> Iterator[Text]:
    """How what :func:`scenario_lines` shows is to be read."""
    yield Text("")
    yield from page.paragraph(page.say(LEGEND), 0, QUIET)


def all_lines(page: Page, found: Sequence[Trend], terms: Sequence[TermCount]) -> Iterator[Text]:
    """A line for each scenario and way of holding it, and the terms missed anywhere."""
    heads = [page.say(N_("Sessions")), page.say(N_("Last")), page.say(N_("Best"))]
    heads.append(page.say(N_("Change")))
    titles = page.width - 4 * _NUMBER - _SHORT_SPARK - 2
    yield page.text(page.say(N_("Scenario")).ljust(titles) + _heads(heads), QUIET)
    yield page.rule()
    for each in found:
        view = progress_view(Progress(each), page)
        total = view.parts[0]
        title = f"{view.scenario_id} · {view.kind}"
        line = page.text(page.cut(title, titles - 1).ljust(titles))
        line.append(f"{view.scored:>{_NUMBER}}")
        line.append(_cell(page, total.last), STRONG)
        line.append(_cell(page, total.best))
        line.append_text(_change(page, total.change))
        yield line.append("  " + sparkline(page, total.values, _SHORT_SPARK, total.span))
    yield Text("")
    yield from _term_lines(page, term_rows(terms, page))
    yield Text("")
    yield from page.paragraph(
        page.say(N_("One scenario in detail: interviewer progress SCENARIO")), 0, QUIET
    )


def _heads(heads: Sequence[str], width: int = _NUMBER) -> str:
    return "".join(f"{head:>{width}}" for head in heads)


def _cell(page: Page, text: str, width: int = _NUMBER) -> str:
    return f"{page.plain(text):>{width}}"


def _change(page: Page, change: Change, width: int = _NUMBER) -> Text:
    """Green for the better, red for the worse."""
    style = QUIET if change.better is None else GOOD if change.better else BAD
    return Text(_cell(page, change.text, width), style)


def _part_lines(page: Page, view: ProgressView) -> Iterator[Text]:
    names = page.width - 4 * _NUMBER - _SPARK - 2
    heads = [page.say(head) for head in (N_("First"), N_("Last"), N_("Best"), N_("Change"))]
    yield page.text(" " * names + _heads(heads), QUIET)
    yield page.rule()
    for part in view.parts:
        line = page.text(page.cut(part.title, names).ljust(names))
        line.append(_cell(page, part.first))
        line.append(_cell(page, part.last), STRONG)
        line.append(_cell(page, part.best))
        line.append_text(_change(page, part.change))
        yield line.append("  " + sparkline(page, part.values, _SPARK, part.span))


def _task_lines(page: Page, view: ProgressView) -> Iterator[Text]:
    titles = page.width - 3 * _NUMBER - _SPARK - 2
    heads = [page.say(N_("Takes")), page.say(N_("Last")), page.say(N_("Best"))]
    yield page.text(page.say(N_("Answer")).ljust(titles) + _heads(heads), QUIET)
    yield page.rule()
    for task in view.tasks:
        line = page.text(page.cut(task.title, titles - 1).ljust(titles))
        line.append(_cell(page, task.takes))
        line.append(_cell(page, task.last), STRONG)
        line.append(_cell(page, task.best))
        yield line.append("  " + sparkline(page, task.values, _SPARK))


def _term_lines(page: Page, terms: Sequence[TermRow]) -> Iterator[Text]:
    yield page.text(page.say(N_("Terms most often missed")), STRONG)
    if not terms:
        yield from page.paragraph(page.say(NOTHING_MISSED), _INDENT)
        return
    width = max(len(page.plain(each.term)) for each in terms)
    for each in terms:
        yield page.text(f"{' ' * _INDENT}{page.plain(each.term).ljust(width)}  {each.missed}")


def _row_lines(
    page: Page, title: str, rows: Sequence[TicRow] | Sequence[CriterionRow]
) -> Iterator[Text]:
    """A line a sound, word or criterion: the first figure, the last, and those between as bars."""
    names = page.width - 3 * _NUMBER - _SPARK - 2
    heads = [page.say(head) for head in (N_("First"), N_("Last"), N_("Change"))]
    yield page.text(page.say(title), STRONG)
    yield page.text(" " * names + _heads(heads), QUIET)
    yield page.rule()
    for row in rows:
        line = page.text(page.cut(row.name, names - 1).ljust(names))
        line.append(_cell(page, row.first))
        line.append(_cell(page, row.last), STRONG)
        line.append_text(_change(page, row.change))
        yield line.append("  " + sparkline(page, row.values, _SPARK, row.span))
        if isinstance(row, CriterionRow) and row.parted:
            yield from page.paragraph(row.beside, _INDENT, UNSURE)


def _plot(page: Page, view: ProgressView) -> Iterator[Text]:
    yield page.text(page.say(N_("Total, session after session")), STRONG)
    yield from plot_lines(page, view.parts[0].values, view.ends)


# --------------------------------------------------------------------------- side by side


def comparison_lines(page: Page, comparison: Comparison) -> Iterator[Text]:
    """The figures of both sides, then each answer: what was gained, what was lost."""
    for letter, side in (("A", comparison.before), ("B", comparison.after)):
        yield page.text(f"{letter}  {side.name}", STRONG)
    yield Text("")
    if not comparison.same_scenario:
        warning = N_(
            "These are two scenarios, {a} and {b}: their scores do not measure the same thing, "
            "and their answers are not matched."
        )
        said = page.say(warning, a=comparison.before.scenario_id, b=comparison.after.scenario_id)
        yield from page.paragraph(said, 0, UNSURE)
        yield Text("")
    names = page.width - 3 * _BESIDE
    yield page.text(" " * names + _heads(("A", "B", page.say(N_("Change"))), _BESIDE), QUIET)
    yield page.rule()
    for part in PARTS:
        change = comparison.parts[part]
        # A pace is right or wrong, not good or better.
        gain = None if part == "pace" else change.gain
        title = page.text(page.cut(page.say(PART_NAMES[part]), names).ljust(names))
        yield _beside(page, title, (change.before, change.after), gain)
    for task in comparison.tasks:
        yield Text("")
        yield from _task_change(page, task)
    for message, titles in (
        (N_("Answered in A only"), comparison.only_before),
        (N_("Answered in B only"), comparison.only_after),
    ):
        if titles:
            yield Text("")
            yield page.text(page.say(message), QUIET)
        for each in titles:
            yield from page.paragraph(each, _INDENT, "", page.glyphs.bullet)


def _beside(
    page: Page, title: Text, values: tuple[float | None, float | None], gain: float | None
) -> Text:
    before, after = (_cell(page, whole(value, page), _BESIDE) for value in values)
    line = title.append(before).append(after, STRONG)
    return line.append_text(_change(page, change_view(gain, page), _BESIDE))


def _task_change(page: Page, task: TaskChange) -> Iterator[Text]:
    names = page.width - 3 * _BESIDE
    title = page.text(page.cut(task.title, names).ljust(names), STRONG)
    yield _beside(page, title, (task.score.before, task.score.after), task.score.gain)
    for said, mark, style in ((task.gained, "+", GOOD), (task.lost, "−", BAD)):
        for name in said:
            yield from page.paragraph(name, _INDENT, style, page.plain(mark))
    if not task.gained and not task.lost:
        yield from page.paragraph(page.say(N_("the same terms and points")), _INDENT, QUIET)
