"""Progress over sessions as one HTML file, with the same figures as on the console."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.history.trends import PARTS, Part, Trend, figure, missed_terms
from interviewer.i18n import N_
from interviewer.report.html import render_page
from interviewer.report.plots import NARROW, WIDE, ProgressPoint, progress_svg
from interviewer.report.progress import LEGEND, PART_NAMES, Progress, span_text
from interviewer.report.sessions import day, full_day
from interviewer.report.text import number, safe
from interviewer.report.words import Words

__all__ = ["render_progress"]

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
class ProgressPage:
    """All that the page shows, in words."""

    language: str
    title: str
    about: str
    score: str
    wide: str
    narrow: str
    part_heads: tuple[str, ...]
    parts: tuple[Row, ...]
    task_heads: tuple[str, ...]
    tasks: tuple[Row, ...]
    terms: tuple[Row, ...]
    sessions: tuple[Row, ...]
    session_heads: tuple[str, ...]
    labels: dict[str, str]


def render_progress(progress: Progress, trend: Trend, words: Words) -> str:
    """The page of one scenario.

    Args:
        progress: its tasks and terms.
        trend: its scored sessions.
        words: the language of the page.
    """
    return render_page("progress.html.j2", _page(progress, trend, words))


def _page(progress: Progress, trend: Trend, words: Words) -> ProgressPage:
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
    return ProgressPage(
        language=words.language,
        title=safe(trend.last.title),
        about=span_text(words, trend),
        score=_whole(trend.last.figures.score, words),
        wide=progress_svg(points, words, WIDE),
        narrow=progress_svg(points, words, NARROW),
        part_heads=_say(words, N_("First"), N_("Last"), N_("Best"), N_("Change")),
        parts=tuple(_part(part, trend, words) for part in PARTS),
        task_heads=_say(words, N_("Takes"), N_("Last"), N_("Best")),
        tasks=tuple(
            Row(
                safe(task.title),
                (str(len(task.answers)), _whole(task.last, words), _whole(task.best, words)),
            )
            for task in progress.tasks
        ),
        terms=tuple(
            Row(
                safe(term.term),
                (
                    words.say(
                        N_("missed {missed} of {asked} times"),
                        missed=term.missed,
                        asked=term.asked,
                    ),
                ),
            )
            for term in missed_terms(progress.terms, _MOST_TERMS)
        ),
        sessions=tuple(
            Row(
                full_day(each.started_at, words),
                tuple(_whole(figure(each.figures, part), words) for part in PARTS),
            )
            for each in reversed(trend.sessions)
        ),
        session_heads=_say(words, *(PART_NAMES[part] for part in PARTS)),
        labels={
            "parts": words.say(N_("Total and parts")),
            "plot": words.say(N_("Total, session after session")),
            "answer": words.say(N_("Answer")),
            "answers": words.say(N_("Answer by answer")),
            "terms": words.say(N_("Terms most often missed")),
            "no_terms": words.say(N_("None: every term asked for was said.")),
            "sessions": words.say(N_("Sessions")),
            "date": words.say(N_("Date")),
            "legend": words.say(LEGEND),
            "private": words.say(
                N_("Made on your machine. Nothing in this file was sent anywhere.")
            ),
        },
    )


def _say(words: Words, *messages: str) -> tuple[str, ...]:
    return tuple(words.say(message) for message in messages)


def _part(part: Part, trend: Trend, words: Words) -> Row:
    values = trend.values(part)
    cells = [_whole(values[0], words), _whole(values[-1], words)]
    if part == "pace":  # A pace is right or wrong, not good or better.
        return Row(words.say(PART_NAMES[part]), (*cells, "", ""))
    change = trend.change(part)
    shown = "" if change is None else f"{'+' if change >= 0 else '−'}{_whole(abs(change), words)}"
    cells += [_whole(figure(trend.best.figures, part), words), shown]
    return Row(words.say(PART_NAMES[part]), tuple(cells), good=(change or 0.0) > 0)


def _whole(value: float | None, words: Words) -> str:
    return _NONE if value is None else number(value, 0, words.language)
