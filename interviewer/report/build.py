"""A session to the view of it that HTML, Markdown and CSV share, computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Scorecard
from interviewer.report.answer_view import AnswerPlace, answer_view, score_words, shares
from interviewer.report.bar import tolerance
from interviewer.report.explain import explanations
from interviewer.report.labels import NOT_MEASURED, SHORT_VERDICTS
from interviewer.report.plots import (
    NARROW,
    WIDE,
    CoverageRow,
    TimelineRow,
    coverage_svg,
    timeline_svg,
)
from interviewer.report.text import duration, number, safe
from interviewer.report.totals import time_text
from interviewer.report.view import Part, Plot, ReportView, Sound, StepView
from interviewer.report.words import Says
from interviewer.score.advice import next_steps
from interviewer.score.total import weighted_mean

__all__ = ["LABELS", "Session", "SoundOf", "build_report"]

SoundOf = Callable[[Path], Sound]
"""What a report has of a recording."""

LABELS = {
    "skip": N_("Skip to the answers"),
    "score": N_("Score"),
    "next": N_("To work on next"),
    "nothing_next": N_("Nothing to mend here: try a harder scenario, or a shorter one."),
    "timeline": N_("The session on the clock"),
    "timeline_help": N_(
        "Bar: what was spoken. Line: the target. Pale band: what still counts as on time."
    ),
    "coverage": N_("What was placed"),
    "said": N_("said"),
    "partly": N_("in part or probably"),
    "missing": N_("not heard"),
    "answers": N_("Answer by answer"),
    "answer": N_("Answer"),
    "target": N_("Target"),
    "spoken": N_("Spoken"),
    "verdict": N_("Verdict"),
    "transcript": N_("What was heard"),
    "no_words": N_("No word was recognised."),
    "transcript_help": N_(
        "Click a word to hear it. With the keyboard: arrows to move, Enter to listen."
    ),
    "listen": N_("Listen"),
    "pause": N_("Pause"),
    "position": N_("Position in the recording"),
    "recording": N_("Recording of answer"),
    "left_out": N_("The recording is not part of this report."),
    "gone": N_("The recording is no longer on this machine:"),
    "terms": N_("Terms"),
    "points": N_("Points"),
    "traps": N_("Traps"),
    "optional": N_("optional"),
    "model": N_("For example:"),
    "model_answer": N_("A model answer"),
    "delivery": N_("Delivery"),
    "pace": N_("Pace, words per minute"),
    "pace_help": N_("Green band: a comfortable pace. Grey marks: pauses over 1 s."),
    "advice": N_("Advice"),
    "not_counted": N_("Not counted"),
    "formulas": N_("How the scores are made, and from which sources"),
    "long_pause": N_("pause"),
    "marks": N_("Marked in the text:"),
    "exact": N_("term as it is"),
    "inflected": N_("in another form"),
    "variant": N_("by an equivalent"),
    "sounds_like": N_("by its sound"),
    "probable": N_("probable, not counted"),
    "trap": N_("trap"),
    "private": N_("Made on your machine. Nothing in this file was sent anywhere."),
}
"""Words of the page that belong to no answer."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a report is made of."""

    scorecard: Scorecard
    sound_of: SoundOf
    began_at: datetime | None = None
    """In the time zone where it was held, which is shown, so that the same session gives the same
    page anywhere; None for recordings scored without a session."""
    notes: Sequence[str] = ()
    """What is not in the total, and why; in the reader's language."""


def build_report(session: Session, words: Says) -> ReportView:
    """Everything that a report of ``session`` shows."""
    card = session.scorecard
    sounds = _sounds(session)
    places = [
        AnswerPlace(number, card.scenario, sound) for number, sound in enumerate(sounds, start=1)
    ]
    return ReportView(
        language=words.language,
        title=safe(card.scenario.title),
        about=tuple(_about(session, words)),
        score=card.score,
        score_text=score_words(card.score, words),
        time=time_text(words, card),
        parts=_parts(card, words),
        steps=tuple(_steps(card, places, words)),
        timeline=_timeline(card, words),
        coverage=_coverage(card, words),
        answers=tuple(
            answer_view(answer, place, words)
            for answer, place in zip(card.answers, places, strict=True)
        ),
        notes=tuple(safe(note) for note in session.notes),
        explanations=explanations(card.scenario, words),
        labels=_labels(words),
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


def _labels(words: Says) -> dict[str, str]:
    opening, closing = words.say(N_("“{quote}”"), quote="\n").split("\n")
    own = {name: words.say(message) for name, message in LABELS.items()}
    return {**own, "opening": opening, "closing": closing}


def _about(session: Session, words: Says) -> Iterator[str]:
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


def _parts(card: Scorecard, words: Says) -> tuple[Part, ...]:
    """The session's parts: means of the answers', by their targets, as the total is."""
    content, timing, delivery = shares(card.scenario, words)
    scores = (
        (N_("Content"), content, [answer.coverage.score for answer in card.answers]),
        (N_("Timing"), timing, [answer.timing.score for answer in card.answers]),
        (N_("Delivery"), delivery, [answer.delivery.score for answer in card.answers]),
    )
    targets = [answer.task.target_s for answer in card.answers]
    parts: list[Part] = []
    for title, weight, measured in scores:
        mean = weighted_mean(zip(measured, targets, strict=True))
        parts.append(Part(words.say(title), mean, score_words(mean, words), weight))
    return tuple(parts)


def _steps(card: Scorecard, places: Sequence[AnswerPlace], words: Says) -> Iterator[StepView]:
    for step in next_steps(card):
        yield StepView(
            anchor=places[step.answer].anchor,
            title=safe(card.answers[step.answer].title),
            text=safe(step.sentence),
            gain=_gain(step.gain, words),
        )


def _gain(points: float | None, words: Says) -> str:
    """What a step may bring; less than half a point rounds to a promise of nothing."""
    if points is None or round(points) < 1:
        return ""
    if round(points) == 1:
        return words.say(N_("up to 1 point of the total"))
    shown = number(points, 0, words.language)
    return words.say(N_("up to {points} points of the total"), points=shown)


def _timeline(card: Scorecard, words: Says) -> Plot:
    rows = [_timeline_row(answer, words) for answer in card.answers]
    label = words.say(
        N_("Answers against their targets: {rows}"),
        rows="; ".join(f"{row.title}: {row.caption}" for row in rows),
    )
    return Plot(timeline_svg(rows, label, WIDE), timeline_svg(rows, label, NARROW))


def _timeline_row(answer: AnswerCard, words: Says) -> TimelineRow:
    timing = answer.timing
    caption = words.say(NOT_MEASURED)
    if timing.spoken_s is not None:
        spoken = duration(round(timing.spoken_s), words.language)
        target = duration(timing.target_s, words.language)
        verdict = words.say(SHORT_VERDICTS[timing.verdict])
        caption = words.say(
            N_("{spoken} of {target}, {verdict}"), spoken=spoken, target=target, verdict=verdict
        )
    return TimelineRow(
        title=safe(answer.title),
        caption=caption,
        verdict=timing.verdict,
        spoken_s=timing.spoken_s,
        target_s=timing.target_s,
        slack_s=tolerance(timing.target_s),
    )


def _coverage(card: Scorecard, words: Says) -> Plot | None:
    rows = [row for answer in card.answers if (row := _coverage_row(answer, words)) is not None]
    if not rows:
        return None
    label = words.say(
        N_("Terms and points placed: {rows}"),
        rows="; ".join(f"{row.title}: {row.caption}" for row in rows),
    )
    return Plot(coverage_svg(rows, label, WIDE), coverage_svg(rows, label, NARROW))


def _coverage_row(answer: AnswerCard, words: Says) -> CoverageRow | None:
    """What an answer asks for and became of it; None where it asks for nothing or was silent."""
    if answer.coverage.score is None:
        return None
    statuses: list[str] = [hit.status for hit in answer.coverage.terms if hit.term.required]
    statuses += [hit.status for hit in answer.coverage.points]
    said, missed = statuses.count("hit"), statuses.count("missed")
    return CoverageRow(
        title=safe(answer.title),
        caption=words.say(N_("{hits} of {asked}"), hits=said, asked=len(statuses)),
        said=said,
        partly=len(statuses) - said - missed,
        missed=missed,
    )
