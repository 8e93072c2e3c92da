"""Progress on a terminal: all scenarios at a glance, or one of them in detail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from interviewer.history.trends import PARTS, Part, TaskTrend, Trend, figure, missed_terms
from interviewer.history.values import SessionSummary, TermCount
from interviewer.i18n import N_
from interviewer.report.page import BAD, GOOD, QUIET, STRONG, Page
from interviewer.report.sessions import full_day
from interviewer.report.spark import SCORES, plot_lines, sparkline
from interviewer.report.text import duration, number
from interviewer.report.words import Says

__all__ = [
    "LEGEND",
    "PART_NAMES",
    "Progress",
    "all_lines",
    "change_text",
    "scenario_lines",
    "span_text",
]

PART_NAMES: dict[Part, str] = {
    "score": N_("Total"),
    "coverage": N_("Content"),
    "timing": N_("Timing"),
    "delivery": N_("Delivery"),
    "pace": N_("Words a minute"),
}

LEGEND = N_(
    "Scores run from 0 to 100. Best: the session with the highest total. "
    "Terms are counted in the best take of each answer."
)

_PACES = (60.0, 240.0)
"""Words a minute at which the pace scores nothing."""
_INDENT = 2
_SPARK = 24
_MOST_TERMS = 10
_NUMBER = 9
"""Cells of a column of figures."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One scenario over time: scored sessions, runs of the timer, or both."""

    trend: Trend | None
    """None where no session is scored."""
    tasks: tuple[TaskTrend, ...] = ()
    terms: tuple[TermCount, ...] = ()
    runs: tuple[SessionSummary, ...] = ()
    """Of the timer, the latest first."""


def scenario_lines(page: Page, progress: Progress) -> Iterator[Text]:
    """The total and its parts, each phase, the terms missed, and the total as a plot."""
    last = progress.runs[0] if progress.trend is None else progress.trend.last
    yield page.text(f"{last.title} · {last.scenario_id}", STRONG)
    if progress.runs:
        yield from page.paragraph(_runs(page, progress.runs), 0, QUIET)
    if progress.trend is None:
        none = N_("No session of it is scored yet: interviewer rehearse {scenario}")
        yield from page.paragraph(page.say(none, scenario=last.scenario_id), 0)
        return
    yield from _trend_lines(page, progress.trend, progress)


def _trend_lines(page: Page, trend: Trend, progress: Progress) -> Iterator[Text]:
    yield from page.paragraph(span_text(page, trend), 0, QUIET)
    yield Text("")
    yield from _part_lines(page, trend)
    if len(progress.tasks) > 1:
        yield Text("")
        yield from _task_lines(page, progress.tasks)
    yield Text("")
    yield from _term_lines(page, progress.terms)
    yield Text("")
    yield from _plot(page, trend)
    yield Text("")
    if len(trend.sessions) > 1:
        yield from _next(page, trend)
    yield from page.paragraph(page.say(LEGEND), 0, QUIET)


def _runs(page: Page, runs: Sequence[SessionSummary]) -> str:
    figures = runs[0].figures
    if figures.spoken_s is None or figures.target_s is None:
        return page.say(N_("Runs of the timer: {count}."), count=len(runs))
    return page.say(
        N_("Runs of the timer: {count}. The last one took {taken} for {target}."),
        count=len(runs),
        taken=duration(figures.spoken_s, page.language),
        target=duration(figures.target_s, page.language),
    )


def all_lines(
    page: Page, found: Sequence[Trend], terms: Sequence[TermCount], recent: Trend
) -> Iterator[Text]:
    """A line a scenario, the terms missed anywhere, and all totals as a plot."""
    heads = [page.say(N_("Sessions")), page.say(N_("Last")), page.say(N_("Best"))]
    heads.append(page.say(N_("Change")))
    titles = page.width - 4 * _NUMBER - _SPARK - 2
    yield page.text(page.say(N_("Scenario")).ljust(titles) + _heads(heads), QUIET)
    yield page.rule()
    for trend in found:
        line = page.text(page.cut(trend.last.scenario_id, titles - 1).ljust(titles))
        line.append(f"{len(trend.sessions):>{_NUMBER}}")
        line.append(_cell(page, trend.last.figures.score), STRONG)
        line.append(_cell(page, trend.best.figures.score))
        line.append_text(change_text(page, trend.change("score")))
        yield line.append("  " + sparkline(page, trend.values("score"), _SPARK))
    yield Text("")
    yield from _term_lines(page, terms)
    yield Text("")
    yield from _plot(page, recent)
    yield Text("")
    yield from page.paragraph(
        page.say(N_("One scenario in detail: interviewer progress SCENARIO")), 0, QUIET
    )


def change_text(page: Page, change: float | None, width: int = _NUMBER) -> Text:
    """``+12`` in green, ``-3`` in red; blank where there is nothing to compare."""
    if change is None:
        return Text(" " * width)
    whole = number(abs(change), 0, page.language)
    if whole == "0":
        return Text(f"{'=':>{width}}", QUIET)
    sign, style = ("+", GOOD) if change > 0 else (page.plain("−"), BAD)
    return Text(f"{sign + whole:>{width}}", style)


def span_text(words: Says, trend: Trend) -> str:
    """How many sessions, from when to when, and which is the best."""
    first, last = (
        full_day(trend.sessions[0].started_at, words),
        full_day(trend.last.started_at, words),
    )
    if len(trend.sessions) == 1:
        return words.say(
            N_("One scored session, of {day}: the trend begins with the next."), day=last
        )
    return words.say(
        N_("{count} scored sessions from {first} to {last}. The best: {best}."),
        count=len(trend.sessions),
        first=first,
        last=last,
        best=trend.best.id,
    )


def _heads(heads: Sequence[str]) -> str:
    return "".join(f"{head:>{_NUMBER}}" for head in heads)


def _cell(page: Page, value: float | None) -> str:
    shown = page.glyphs.none if value is None else number(value, 0, page.language)
    return f"{shown:>{_NUMBER}}"


def _part_lines(page: Page, trend: Trend) -> Iterator[Text]:
    names = page.width - 4 * _NUMBER - _SPARK - 2
    heads = [page.say(head) for head in (N_("First"), N_("Last"), N_("Best"), N_("Change"))]
    yield page.text(" " * names + _heads(heads), QUIET)
    yield page.rule()
    for part in PARTS:
        values = trend.values(part)
        line = page.text(page.cut(page.say(PART_NAMES[part]), names).ljust(names))
        line.append(_cell(page, values[0]))
        line.append(_cell(page, values[-1]), STRONG)
        if part == "pace":  # A pace is right or wrong, not good or better.
            line.append(" " * (2 * _NUMBER))
        else:
            line.append(_cell(page, figure(trend.best.figures, part)))
            line.append_text(change_text(page, trend.change(part)))
        span = _PACES if part == "pace" else SCORES
        yield line.append("  " + sparkline(page, values, _SPARK, span))


def _task_lines(page: Page, tasks: Sequence[TaskTrend]) -> Iterator[Text]:
    titles = page.width - 3 * _NUMBER - _SPARK - 2
    heads = [page.say(N_("Takes")), page.say(N_("Last")), page.say(N_("Best"))]
    yield page.text(page.say(N_("Answer")).ljust(titles) + _heads(heads), QUIET)
    yield page.rule()
    for task in tasks:
        line = page.text(page.cut(task.title, titles - 1).ljust(titles))
        line.append(f"{len(task.answers):>{_NUMBER}}")
        line.append(_cell(page, task.last), STRONG)
        line.append(_cell(page, task.best))
        yield line.append("  " + sparkline(page, task.values, _SPARK))


def _term_lines(page: Page, terms: Sequence[TermCount]) -> Iterator[Text]:
    yield page.text(page.say(N_("Terms most often missed")), STRONG)
    missed = missed_terms(terms, _MOST_TERMS)
    if not missed:
        yield from page.paragraph(page.say(N_("None: every term asked for was said.")), _INDENT)
        return
    width = max(len(page.plain(each.term)) for each in missed)
    for each in missed:
        said = page.say(
            N_("missed {missed} of {asked} times"), missed=each.missed, asked=each.asked
        )
        yield page.text(f"{' ' * _INDENT}{page.plain(each.term).ljust(width)}  {said}")


def _plot(page: Page, trend: Trend) -> Iterator[Text]:
    yield page.text(page.say(N_("Total, session after session")), STRONG)
    ends = full_day(trend.sessions[0].started_at, page), full_day(trend.last.started_at, page)
    yield from plot_lines(page, trend.values("score"), ends)


def _next(page: Page, trend: Trend) -> Iterator[Text]:
    if trend.best.id != trend.last.id:
        other, message = trend.best, N_("What changed since the best one:")
    else:
        other, message = trend.sessions[-2], N_("The last one is the best. What made it better:")
    yield page.text(page.say(message), QUIET)
    yield page.text(f"  interviewer compare {other.id} {trend.last.id}", QUIET)
