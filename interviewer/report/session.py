"""A session to the one view of it that console, HTML and Markdown read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from interviewer.domain import AnswerCard, Scorecard
from interviewer.history.values import session_figures
from interviewer.i18n import N_
from interviewer.report.answer import AnswerPlace, answer_view
from interviewer.report.coaching import coach_views, comments_on, desk_of
from interviewer.report.view import (
    AnswerView,
    CoverageRow,
    Part,
    SessionView,
    Sound,
    StepView,
    TimelineRow,
)
from interviewer.report.wording import explanations, formula, labels, score_words, shares
from interviewer.scoring.advice import next_steps
from interviewer.ui.page import Words
from interviewer.ui.text import duration, number, safe

SoundOf = Callable[[Path], Sound]
"""What a report has of a recording."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a report is made of."""

    scorecard: Scorecard
    sound_of: SoundOf = lambda _: Sound("left_out")
    began_at: datetime | None = None
    """In the time zone where it was held, which is shown, so that the same session gives the same
    page anywhere; None for recordings scored without a session."""
    notes: Sequence[str] = ()
    """What is not in the total, and why; in the reader's language."""
    id: str = ""
    """In the history; empty where it is in none."""
    for_coach: bool = False
    """Made to be sent to a coach: without what only the person can do or need know."""
    who: str = ""
    """Whose answers they are, where they are one's of several."""


def session_view(session: Session, words: Words) -> SessionView:
    """Everything there is to say of ``session``."""
    card = session.scorecard
    places = [
        AnswerPlace(
            number,
            card.scenario,
            sound,
            card.usual,
            "" if session.for_coach else session.id,
            comments_on(answer.task.id, card, words),
        )
        for number, (answer, sound) in enumerate(
            zip(card.answers, _sounds(session), strict=True), start=1
        )
    ]
    answers = tuple(
        answer_view(answer, place, words)
        for answer, place in zip(card.answers, places, strict=True)
    )
    timeline = tuple(_timeline_row(answer, words) for answer in answers)
    coverage = tuple(_coverage_rows(card.answers, words))
    return SessionView(
        language=words.language,
        title=safe(card.scenario.title),
        about=tuple(_about(session, words)),
        score=card.score,
        score_text=score_words(card.score, words),
        time=_time(card, words),
        parts=_parts(card, words),
        steps=tuple(_steps(card, answers, words)),
        timeline=timeline,
        timeline_text=words.say(N_("Answers against their targets: {rows}"), rows=_told(timeline)),
        coverage=coverage,
        coverage_text=words.say(N_("Terms and points placed: {rows}"), rows=_told(coverage)),
        answers=answers,
        notes=tuple(safe(note) for note in session.notes),
        formula=formula(card.scenario, words),
        explanations=explanations(card.scenario, words),
        coaches=tuple(coach_views(card, session_figures(card.answers), words)),
        desk=desk_of(session.id, card.scenario, words, opened=session.for_coach)
        if session.id
        else None,
        labels=labels(words),
    )


def _sounds(session: Session) -> Iterator[Sound]:
    """The recording of each answer; the page carries one that holds several answers once."""
    first: dict[Path, int] = {}
    for position, answer in enumerate(session.scorecard.answers, start=1):
        audio = answer.take.audio
        sound = Sound("here") if audio in first else session.sound_of(audio)
        like = first.get(audio, 0)
        if sound.state == "here":
            first.setdefault(audio, position)
        yield replace(sound, like=like)


def _about(session: Session, words: Words) -> Iterator[str]:
    if session.who:
        yield safe(session.who)
    if session.began_at is not None:
        form = "%d/%m/%Y %H:%M" if words.language == "fr" else "%Y-%m-%d %H:%M"
        yield f"{session.began_at:{form}} {_zone(session.began_at)}"
    engine = session.scorecard.engine
    yield safe(f"{engine.name} · {engine.model}")


def _zone(moment: datetime) -> str:
    """``UTC``, ``UTC+1``, ``UTC−3:30``."""
    offset = moment.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def _time(card: Scorecard, words: Words) -> str:
    """Time spoken against the target."""
    target = duration(card.target_s, words.language)
    if card.spoken_s is None:
        return words.say(N_("time not measured, target {target}"), target=target)
    spoken = duration(card.spoken_s, words.language)
    return words.say(N_("{spoken} spoken, target {target}"), spoken=spoken, target=target)


def _parts(card: Scorecard, words: Words) -> tuple[Part, ...]:
    """The session's parts: means of the answers', by their targets, as the total is."""
    figures = session_figures(card.answers)
    rows = (
        (N_("Content"), figures.coverage),
        (N_("Timing"), figures.timing),
        (N_("Delivery"), figures.delivery),
    )
    return tuple(
        Part(words.say(title), score, score_words(score, words), weight)
        for (title, score), weight in zip(rows, shares(card.scenario, words), strict=True)
    )


def _steps(card: Scorecard, answers: Sequence[AnswerView], words: Words) -> Iterator[StepView]:
    for step in next_steps(card):
        answer = answers[step.answer]
        gain = _gain(step.gain, words)
        yield StepView(answer.anchor, answer.title, safe(step.sentence), gain)


def _gain(points: float | None, words: Words) -> str:
    """What a step may bring; less than half a point rounds to a promise of nothing."""
    if points is None or round(points) < 1:
        return ""
    if round(points) == 1:
        return words.say(N_("up to 1 point of the total"))
    shown = number(points, 0, words.language)
    return words.say(N_("up to {points} points of the total"), points=shown)


def _timeline_row(answer: AnswerView, words: Words) -> TimelineRow:
    timing, caption = answer.timing, answer.timing.short
    if timing.spoken_s is not None:
        caption = words.say(
            N_("{spoken} of {target}, {verdict}"),
            spoken=duration(round(timing.spoken_s), words.language),
            target=timing.target,
            verdict=timing.short,
        )
    return TimelineRow(
        title=answer.title,
        caption=caption,
        verdict=timing.verdict,
        spoken_s=timing.spoken_s,
        target_s=timing.target_s,
        slack_s=timing.slack_s,
    )


def _coverage_rows(answers: Sequence[AnswerCard], words: Words) -> Iterator[CoverageRow]:
    """What each answer asks for and became of it, but for those that were silent."""
    for answer in answers:
        if answer.coverage.score is None:
            continue
        required = (hit for hit in answer.coverage.terms if hit.term.required)
        statuses: list[str] = [hit.outcome if hit.idea is None else "partial" for hit in required]
        statuses += [hit.status for hit in answer.coverage.points]
        said, missed = statuses.count("hit"), sum(map(statuses.count, ("missed", "contradicted")))
        yield CoverageRow(
            title=safe(answer.title),
            caption=words.say(N_("{hits} of {asked}"), hits=said, asked=len(statuses)),
            said=said,
            partly=len(statuses) - said - missed,
            missed=missed,
        )


def _told(rows: Sequence[TimelineRow] | Sequence[CoverageRow]) -> str:
    return "; ".join(f"{row.title}: {row.caption}" for row in rows)
