"""One answer as a report shows it."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.i18n import N_
from interviewer.models import AnswerCard, PacePoint, Scenario
from interviewer.report.answer import count_texts
from interviewer.report.bar import tolerance
from interviewer.report.delivery_text import (
    after_terms_text,
    hesitations_text,
    pace_text,
    pauses_text,
    sentences_text,
)
from interviewer.report.labels import NOT_MEASURED, verdict_text
from interviewer.report.model_line import sentences
from interviewer.report.plots import PacePlot, pace_frame, pace_svg
from interviewer.report.rows import point_evidence, term_evidence, trap_evidence
from interviewer.report.spoken import runs
from interviewer.report.text import duration, number, safe, seconds
from interviewer.report.view import AnswerView, Fact, Pace, Part, Sound
from interviewer.report.words import Says
from interviewer.score.delivery import LONG_PAUSE_S, PACE_RANGE, find_pauses
from interviewer.score.pace import pace_curve

__all__ = ["AnswerPlace", "answer_view", "score_words", "shares"]


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer stands in the report."""

    number: int
    """From 1."""
    scenario: Scenario
    sound: Sound

    @property
    def anchor(self) -> str:
        return f"answer-{self.number}"


def answer_view(answer: AnswerCard, place: AnswerPlace, words: Says) -> AnswerView:
    """Everything there is to show of ``answer``."""
    language = words.language
    timing, coverage = answer.timing, answer.coverage
    phases = {phase.id: phase.title for phase in place.scenario.phases}
    return AnswerView(
        anchor=place.anchor,
        number=place.number,
        duration_s=answer.take.duration_s,
        start_s=_start_s(answer),
        phase=safe(phases.get(answer.phase_id, "")) if answer.question_id else "",
        title=safe(answer.title),
        file=safe(answer.take.audio.name),
        score=answer.score,
        score_text=score_words(answer.score, words),
        verdict=verdict_text(words, timing),
        on_time=timing.verdict == "on_time",
        spoken="" if timing.spoken_s is None else duration(timing.spoken_s, language),
        target=duration(timing.target_s, language),
        parts=_parts(answer, place.scenario, words),
        sound=place.sound,
        notices=tuple(
            safe(words.say(notice.message, **notice.values)) for notice in answer.take.notices
        ),
        runs=runs(answer, words),
        terms=tuple(term_evidence(hit, answer, words) for hit in coverage.terms),
        points=tuple(point_evidence(hit, answer, words) for hit in coverage.points),
        traps=tuple(trap_evidence(hit, words) for hit in answer.traps),
        facts=_facts(answer, words),
        pace=_pace(answer, place, words),
        advice=tuple(safe(sentence) for sentence in answer.advice),
        model_answer=sentences(answer.task.model_answer),
    )


def _start_s(answer: AnswerCard) -> float:
    place = answer.take.place
    return 0.0 if place is None or place.span is None else place.span.start_s


def score_words(score: float | None, words: Says) -> str:
    """A score as a whole number, or that it was not measured."""
    return words.say(NOT_MEASURED) if score is None else number(score, 0, words.language)


def shares(scenario: Scenario, words: Says) -> tuple[str, str, str]:
    """The weights of content, timing and delivery as parts of a hundred."""
    weights = scenario.weights
    whole = weights.coverage + weights.timing + weights.delivery
    content, timing, delivery = (
        words.say(N_("{percent}%"), percent=number(100 * weight / whole, 0, words.language))
        for weight in (weights.coverage, weights.timing, weights.delivery)
    )
    return content, timing, delivery


def _parts(answer: AnswerCard, scenario: Scenario, words: Says) -> tuple[Part, ...]:
    content, timing, delivery = shares(scenario, words)
    silent = answer.timing.verdict == "not_measured"
    counts = "" if silent else ", ".join(count_texts(words, answer))
    rows = (
        (N_("Content"), answer.coverage.score, content, counts),
        (N_("Timing"), answer.timing.score, timing, _time_detail(answer, words)),
        (N_("Delivery"), answer.delivery.score, delivery, _delivery_detail(answer, words)),
    )
    return tuple(
        Part(words.say(title), score, score_words(score, words), weight, detail)
        for title, score, weight, detail in rows
    )


def _time_detail(answer: AnswerCard, words: Says) -> str:
    target = duration(answer.timing.target_s, words.language)
    slack = seconds(tolerance(answer.timing.target_s), words.language)
    if answer.timing.spoken_s is None:
        return words.say(N_("no speech found, target {target}"), target=target)
    spoken = duration(answer.timing.spoken_s, words.language)
    wanted = words.say(N_("target {target} ± {slack}"), target=target, slack=slack)
    return f"{spoken}, {wanted}"


def _delivery_detail(answer: AnswerCard, words: Says) -> str:
    return "" if answer.delivery.speech_s == 0 else pace_text(words, answer.delivery)


def _facts(answer: AnswerCard, words: Says) -> tuple[Fact, ...]:
    delivery = answer.delivery
    if delivery.speech_s == 0:
        return ()
    return (
        Fact(words.say(N_("Pace")), pace_text(words, delivery)),
        Fact(words.say(N_("Pauses")), pauses_text(words, delivery)),
        Fact(words.say(N_("Hesitations")), safe(hesitations_text(words, delivery))),
        Fact(words.say(N_("Pause after a term")), after_terms_text(words, delivery)),
        Fact(words.say(N_("Sentences")), sentences_text(words, delivery)),
    )


def _pace(answer: AnswerCard, place: AnswerPlace, words: Says) -> Pace | None:
    curve = pace_curve(answer.take)
    if not curve:
        return None
    pauses = [gap for gap in find_pauses(answer.take.speech) if gap.duration_s > LONG_PAUSE_S]
    comfortable = PACE_RANGE[place.scenario.language]
    plot = PacePlot(curve, comfortable, pauses, answer.take.duration_s)
    text = _pace_words(curve, comfortable, words)
    frame = pace_frame()
    svg = pace_svg(plot, text, f"pace{place.number}")
    return Pace(svg, text, frame.left, frame.right, answer.take.duration_s)


def _pace_words(curve: tuple[PacePoint, ...], comfortable: tuple[float, float], words: Says) -> str:
    paces = [point.words_per_minute for point in curve]
    return words.say(
        N_("From {slowest} to {fastest} words per minute; comfortable: {low} to {high}."),
        slowest=f"{min(paces):.0f}",
        fastest=f"{max(paces):.0f}",
        low=f"{comfortable[0]:.0f}",
        high=f"{comfortable[1]:.0f}",
    )
