"""Progress over sessions to the one view of it that console and page read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.history.trends import (
    PARTS,
    Part,
    TaskTrend,
    TicTrend,
    Trend,
    figure,
    missed_terms,
    tic_trends,
)
from interviewer.history.values import (
    Coached,
    SessionKind,
    SessionSummary,
    TermCount,
    TicCount,
    VoiceSummary,
)
from interviewer.i18n import N_
from interviewer.report.coaching import criterion_rows
from interviewer.report.progress_rows import (
    Change,
    PartRow,
    ProgressPoint,
    ProgressView,
    SessionLine,
    TaskRow,
    TermRow,
    TicRow,
)
from interviewer.ui.bars import SCORES
from interviewer.ui.page import Words
from interviewer.ui.text import day, duration, full_day, moment, number, safe

PART_NAMES: dict[Part, str] = {
    "score": N_("Total"),
    "coverage": N_("Content"),
    "timing": N_("Timing"),
    "delivery": N_("Delivery"),
    "pace": N_("Words a minute"),
}

KINDS: dict[SessionKind, str] = {
    "rehearse": N_("live"),
    "replay": N_("files"),
    "timer": N_("timer"),
    "drill": N_("cards"),
}
"""How a session was held, in a word."""

LEGEND = N_(
    "Scores run from 0 to 100. Best: the session with the highest total. "
    "Terms are counted in the best take of each answer."
)

TICS_TITLE = N_("Hesitations a minute, at least")

NOTHING_MISSED = N_("None: every term asked for was said.")

_VOICE_TOP = 6.0
"""Of the highest bar, at least: semitones, decibels, hedges a minute."""
_MOST_TERMS = 20
_MOST_TICS = 6
_PACES = (60.0, 240.0)
"""Words a minute of the lowest and the highest bar."""
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Progress:
    """One scenario over time, held in one way: scored sessions, runs of the timer, or both."""

    trend: Trend | None
    """None where no session is scored."""
    tasks: tuple[TaskTrend, ...] = ()
    terms: tuple[TermCount, ...] | None = ()
    """None where they stand with another way of holding it."""
    runs: tuple[SessionSummary, ...] = ()
    """Of the timer, the latest first."""
    tics: tuple[TicCount, ...] = ()
    """What was said to fill time, by session."""
    voices: tuple[VoiceSummary, ...] = ()
    """How the voice moved in the sessions, the earliest first."""
    coached: tuple[Coached, ...] = ()
    """The sessions that coaches marked, the earliest first."""


def progress_view(progress: Progress, words: Words) -> ProgressView:
    """Everything there is to say of ``progress``."""
    trend, runs = progress.trend, _runs(progress.runs, words)
    if trend is None:
        last = progress.runs[0]
        none = N_("No session of it is scored yet: interviewer rehearse {scenario}")
        about = words.say(none, scenario=last.scenario_id)
        return ProgressView(last.scenario_id, safe(last.title), about, runs)
    compare, pair = _compare(trend, words)
    return ProgressView(
        scenario_id=trend.last.scenario_id,
        title=safe(trend.last.title),
        about=_about(trend, words),
        runs=runs,
        kind=_kind(trend.last, words),
        scored=len(trend.sessions),
        parts=(
            *(_part(part, trend, words) for part in PARTS),
            *_voice_parts(progress.voices, words),
        ),
        tasks=tuple(_task(task, words) for task in progress.tasks),
        terms=None if progress.terms is None else term_rows(progress.terms, words),
        criteria=tuple(criterion_rows(progress.coached, trend.sessions, words)),
        tics=_tics(tic_trends(trend, progress.tics, _MOST_TICS), words),
        sessions=tuple(_session(each, trend, words) for each in reversed(trend.sessions)),
        points=tuple(_point(each, trend, words) for each in trend.sessions),
        ends=(_when(trend.sessions[0], trend, words), _when(trend.last, trend, words)),
        compare=compare,
        pair=pair,
    )


def _kind(session: SessionSummary, words: Words) -> str:
    kind = words.say(KINDS[session.kind])
    return kind if session.phase is None else f"{kind}, {safe(session.phase)}"


def _alone(session: SessionSummary, trend: Trend) -> bool:
    """Whether no other session of the trend was held that day."""
    days = [each.started_at.astimezone().date() for each in trend.sessions]
    return days.count(session.started_at.astimezone().date()) == 1


def _when(session: SessionSummary, trend: Trend, words: Words) -> str:
    """The day of a session, with its time where others were held that day."""
    written = full_day(session.started_at, words.language)
    if _alone(session, trend):
        return written
    return f"{written} {session.started_at.astimezone():%H:%M}"


def term_rows(terms: Sequence[TermCount], words: Words) -> tuple[TermRow, ...]:
    """The terms missed most often, the worst first."""
    message = N_("missed {missed} of {asked} times")
    return tuple(
        TermRow(safe(each.term), words.say(message, missed=each.missed, asked=each.asked))
        for each in missed_terms(terms, _MOST_TERMS)
    )


def _tics(trends: Sequence[TicTrend], words: Words) -> tuple[TicRow, ...]:
    """On one scale, so that the bars of one can be held against those of another."""
    most = max((rate or 0.0 for each in trends for rate in each.per_minute), default=0.0)
    return tuple(
        TicRow(
            name=safe(each.name),
            first=_rate(each.per_minute[0], words),
            last=_rate(each.per_minute[-1], words),
            change=_rate_change(each.change, words),
            values=each.per_minute,
            span=(0.0, most),
        )
        for each in trends
    )


def _rate(value: float | None, words: Words) -> str:
    return _NONE if value is None else number(value, 1, words.language)


def _rate_change(change: float | None, words: Words) -> Change:
    """Less is better."""
    if change is None:
        return Change()
    size = number(abs(change), 1, words.language)
    if size == number(0.0, 1, words.language):
        return Change("=")
    return Change(f"−{size}", better=True) if change < 0 else Change(f"+{size}", better=False)


def change_view(change: float | None, words: Words) -> Change:
    """A difference as a whole number, and whether that is for the better."""
    if change is None:
        return Change()
    size = number(abs(change), 0, words.language)
    if size == "0":
        return Change("=")
    return Change(f"+{size}", better=True) if change > 0 else Change(f"−{size}", better=False)


def whole(value: float | None, words: Words) -> str:
    """A figure as a whole number; a dash where it was not measured."""
    return _NONE if value is None else number(value, 0, words.language)


def _runs(runs: Sequence[SessionSummary], words: Words) -> str:
    if not runs:
        return ""
    figures = runs[0].figures
    if figures.spoken_s is None or figures.target_s is None:
        return words.say(N_("Runs of the timer: {count}."), count=len(runs))
    return words.say(
        N_("Runs of the timer: {count}. The last one took {taken} for {target}."),
        count=len(runs),
        taken=duration(figures.spoken_s, words.language),
        target=duration(figures.target_s, words.language),
    )


def _about(trend: Trend, words: Words) -> str:
    """How many sessions, from when to when, and which is the best."""
    last = _when(trend.last, trend, words)
    if len(trend.sessions) == 1:
        message = N_("One scored session, of {day}: the trend begins with the next.")
        return words.say(message, day=last)
    return words.say(
        N_("{count} scored sessions from {first} to {last}. The best: {best}."),
        count=len(trend.sessions),
        first=_when(trend.sessions[0], trend, words),
        last=last,
        best=trend.best.id,
    )


def _part(part: Part, trend: Trend, words: Words) -> PartRow:
    values = trend.values(part)
    pace = part == "pace"  # A pace is right or wrong, not good or better.
    return PartRow(
        title=words.say(PART_NAMES[part]),
        first=whole(values[0], words),
        last=whole(values[-1], words),
        best="" if pace else whole(figure(trend.best.figures, part), words),
        change=Change() if pace else change_view(trend.change(part), words),
        values=values,
        span=_PACES if pace else SCORES,
    )


def _voice_parts(voices: Sequence[VoiceSummary], words: Words) -> Iterator[PartRow]:
    """Melody, loudness and hedges over the sessions in which they were measured."""
    rows = (
        (N_("Melody, semitones"), [each.pitch_semitones for each in voices]),
        (N_("Loudness, dB"), [each.loudness_db for each in voices]),
        (N_("Hedges a minute"), [each.hedges_per_minute for each in voices]),
    )
    for title, values in rows:
        measured = [value for value in values if value is not None]
        if measured:
            first, last = (
                number(value, 1, words.language) for value in (measured[0], measured[-1])
            )
            span = (0.0, max(_VOICE_TOP, *measured))
            yield PartRow(words.say(title), first, last, "", Change(), tuple(values), span)


def _task(task: TaskTrend, words: Words) -> TaskRow:
    last, best = whole(task.last, words), whole(task.best, words)
    return TaskRow(safe(task.title), str(len(task.answers)), last, best, task.values)


def _session(session: SessionSummary, trend: Trend, words: Words) -> SessionLine:
    cells = tuple(whole(figure(session.figures, part), words) for part in PARTS)
    return SessionLine(_when(session, trend, words), cells)


def _point(session: SessionSummary, trend: Trend, words: Words) -> ProgressPoint:
    figures = session.figures
    written = day if _alone(session, trend) else moment
    return ProgressPoint(
        label=written(session.started_at, words.language),
        total=figures.score,
        coverage=figures.coverage,
        timing=figures.timing,
        delivery=figures.delivery,
    )


def _compare(trend: Trend, words: Words) -> tuple[str, tuple[str, str]]:
    """Two sessions worth comparing, and why."""
    if len(trend.sessions) == 1:
        return "", ("", "")
    other, message = trend.sessions[-2], N_("The last one is the best. What made it better:")
    if trend.best.id != trend.last.id:
        other, message = trend.best, N_("What changed since the best one:")
    elif round(other.figures.score or 0.0) == round(trend.last.figures.score or 0.0):
        message = N_("The last two are equal in total. What differs:")
    return words.say(message), (other.id, trend.last.id)
