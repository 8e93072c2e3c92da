"""Progress over sessions as one HTML file, with the same figures as on the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.history.trends import PARTS, Part, TaskTrend, Trend, figure, missed_terms
from interviewer.history.values import TermCount
from interviewer.i18n import N_
from interviewer.report.curves import NARROW, WIDE, ProgressPoint, progress_svg
from interviewer.report.html import render_page
from interviewer.report.progress import LEGEND, PART_NAMES, Progress, span_text
from interviewer.report.sessions import day, full_day
from interviewer.report.text import number, safe
from interviewer.report.words import Words

__all__ = ["Scored", "render_progress"]

_NONE = "–"
_MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its title, then its cells."""

    title: str
    cells: tuple[str, ...]
    good: bool = False
    """What changed is for the better."""


@dataclass(frozen=True, slots=True)
class Section:
    """One scenario, in words."""

    anchor: str
    title: str
    about: str
    score: str
    """The last total."""
    wide: str
    narrow: str
    parts: tuple[Row, ...]
    tasks: tuple[Row, ...]
    terms: tuple[Row, ...]
    sessions: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """All that the page shows, in words."""

    language: str
    title: str
    about: str
    overview: tuple[Row, ...]
    """A row a section; none where there is but one."""
    overview_heads: tuple[str, ...]
    sections: tuple[Section, ...]
    part_heads: tuple[str, ...]
    task_heads: tuple[str, ...]
    session_heads: tuple[str, ...]
    labels: dict[str, str]


Scored = tuple[Progress, Trend]
"""A scenario's tasks and terms, with its scored sessions."""


def render_progress(scenarios: Sequence[Scored], words: Words) -> str:
    """The page of one scenario, or of several with a section each.

    Args:
        scenarios: at least one, in the order shown.
        words: the language of the page.
    """
    return render_page("progress.html.j2", _page(scenarios, words))


def _page(scenarios: Sequence[Scored], words: Words) -> ProgressPage:
    several = len(scenarios) > 1
    sections = tuple(
        _section(progress, trend, number, words)
        for number, (progress, trend) in enumerate(scenarios, 1)
    )
    count = words.say(N_("Scenarios: {count}."), count=len(scenarios))
    return ProgressPage(
        language=words.language,
        title=words.say(N_("How you get on")) if several else sections[0].title,
        about=count if several else sections[0].about,
        overview=tuple(_overview(trend, words) for _, trend in scenarios) if several else (),
        overview_heads=_say(words, N_("Sessions"), N_("Last"), N_("Best"), N_("Change")),
        sections=sections,
        part_heads=_say(words, N_("First"), N_("Last"), N_("Best"), N_("Change")),
        task_heads=_say(words, N_("Takes"), N_("Last"), N_("Best")),
        session_heads=_say(words, *(PART_NAMES[part] for part in PARTS)),
        labels={
            "scenario": words.say(N_("Scenario")),
            "scenarios": words.say(N_("Scenarios")),
            "parts": words.say(N_("Total and parts")),
            "part": words.say(N_("Part")),
            "plot": words.say(N_("Total, session after session")),
            "answer": words.say(N_("Answer")),
            "answers": words.say(N_("Answer by answer")),
            "term": words.say(N_("Term")),
            "terms": words.say(N_("Terms most often missed")),
            "missed": words.say(N_("Missed")),
            "no_terms": words.say(N_("None: every term asked for was said.")),
            "sessions": words.say(N_("Sessions")),
            "date": words.say(N_("Date")),
            "legend": words.say(LEGEND),
            "private": words.say(
                N_("Made on your machine. Nothing in this file was sent anywhere.")
            ),
        },
    )


def _overview(trend: Trend, words: Words) -> Row:
    cells = (
        str(len(trend.sessions)),
        _whole(trend.last.figures.score, words),
        _whole(trend.best.figures.score, words),
        _change(trend.change("score"), words),
    )
    return Row(safe(trend.last.title), cells, good=(trend.change("score") or 0.0) > 0)


def _section(progress: Progress, trend: Trend, number: int, words: Words) -> Section:
    points = [
        ProgressPoint(
            label=day(each.started_at, words),
            total=each.figures.score,
            coverage=each.figures.coverage,
            timing=each.figures.timing,
            delivery=each.figures.delivery,
        )
        for each in trend.sessions
    ]
    name = f"scenario{number}x"
    return Section(
        anchor=f"scenario-{number}",
        title=safe(trend.last.title),
        about=span_text(words, trend),
        score=_whole(trend.last.figures.score, words),
        wide=progress_svg(points, words, WIDE, name),
        narrow=progress_svg(points, words, NARROW, name),
        parts=tuple(_part(part, trend, words) for part in PARTS),
        tasks=tuple(_task(task, words) for task in progress.tasks),
        terms=tuple(_term(term, words) for term in missed_terms(progress.terms, _MOST_TERMS)),
        sessions=tuple(
            Row(
                full_day(each.started_at, words),
                tuple(_whole(figure(each.figures, part), words) for part in PARTS),
            )
            for each in reversed(trend.sessions)
        ),
    )


def _task(task: TaskTrend, words: Words) -> Row:
    values = _whole(task.last, words), _whole(task.best, words)
    return Row(safe(task.title), (str(len(task.answers)), *values))


def _term(term: TermCount, words: Words) -> Row:
    said = N_("missed {missed} of {asked} times")
    return Row(safe(term.term), (words.say(said, missed=term.missed, asked=term.asked),))


def _say(words: Words, *messages: str) -> tuple[str, ...]:
    return tuple(words.say(message) for message in messages)


def _part(part: Part, trend: Trend, words: Words) -> Row:
    values = trend.values(part)
    cells = [_whole(values[0], words), _whole(values[-1], words)]
    if part == "pace":  # A pace is right or wrong, not good or better.
        return Row(words.say(PART_NAMES[part]), (*cells, "", ""))
    change = trend.change(part)
    cells += [_whole(figure(trend.best.figures, part), words), _change(change, words)]
    return Row(words.say(PART_NAMES[part]), tuple(cells), good=(change or 0.0) > 0)


def _change(change: float | None, words: Words) -> str:
    if change is None:
        return ""
    return f"{'+' if change >= 0 else '−'}{_whole(abs(change), words)}"


def _whole(value: float | None, words: Words) -> str:
    return _NONE if value is None else number(value, 0, words.language)
