"""One answer to the view of it: time, parts, where it was found, and its words with their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from interviewer.domain import AnswerCard, Match, Place, Scenario, Span, TermHit, Timing, Verdict
from interviewer.i18n import N_
from interviewer.report import evidence
from interviewer.report.delivery import NOT_MEASURED, facts
from interviewer.report.evidence import MATCH_LABELS, PROBABLE, penalty, sentences
from interviewer.report.view import AnswerView, Mark, PaceView, Part, Run, Said, Sound, TimingView
from interviewer.report.wording import score_words, shares
from interviewer.scoring.coverage import occurrences
from interviewer.scoring.delivery import LONG_PAUSE_S, find_pauses
from interviewer.scoring.pace import PACE_RANGE, pace_curve
from interviewer.scoring.patterns import Found, earliest
from interviewer.scoring.text import APOSTROPHES, Text, read
from interviewer.scoring.total import tolerance_s, zero_s
from interviewer.scoring.unclear import take_notices
from interviewer.ui.page import Words
from interviewer.ui.text import NO_BREAK, clock, duration, safe, seconds

_SHORT_VERDICTS: dict[Verdict, str] = {
    "on_time": N_("on time"),
    "short": N_("too short"),
    "long": N_("too long"),
    "not_measured": NOT_MEASURED,
}

_LATENCY_S = 0.1
"""A first word before that was not waited for: the file begins with the answer."""


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


def answer_view(answer: AnswerCard, place: AnswerPlace, words: Words) -> AnswerView:
    """Everything there is to say of ``answer``."""
    phases = {phase.id: phase.title for phase in place.scenario.phases}
    found = answer.take.place
    span = None if found is None else found.span
    timing, counts = timing_view(answer, words), tuple(_counts(answer, words))
    lost = sum(hit.trap.penalty for hit in answer.traps)
    return AnswerView(
        anchor=place.anchor,
        number=place.number,
        duration_s=answer.take.duration_s,
        start_s=0.0 if span is None else span.start_s,
        phase=safe(phases.get(answer.phase_id, "")) if answer.question_id else "",
        title=safe(answer.title),
        file=safe(answer.take.audio.name),
        score=answer.score,
        score_text=score_words(answer.score, words),
        timing=timing,
        parts=_parts(answer, place.scenario, (timing, counts), words),
        counts=counts,
        place="" if found is None or span is None else safe(_place(found, span, words)),
        follow_up=_follow_up(answer, words),
        sound=place.sound,
        notices=tuple(
            safe(words.say(notice.message, **notice.values)) for notice in take_notices(answer.take)
        ),
        runs=_runs(answer, words),
        terms=evidence.terms(answer, words),
        points=evidence.points(answer, words),
        traps=evidence.traps(answer, words),
        traps_off=f"−{penalty(lost, words)}" if answer.traps else "",
        facts=facts(answer.delivery, words),
        pace=_pace(answer, place.scenario, words),
        advice=tuple(safe(sentence) for sentence in answer.advice),
        model_answer=sentences(answer.task.model_answer),
    )


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
        onset=words.say(N_("first word after {time}"), time=onset) if waited else "",
        spoken_s=timing.spoken_s,
        target_s=timing.target_s,
        slack_s=slack_s,
        zero_s=zero_s(timing.target_s),
    )


def _verdict(timing: Timing, words: Words) -> str:
    """« à l'heure », or by how many seconds the target was missed, to the second."""
    if timing.spoken_s is None or timing.verdict in ("on_time", "not_measured"):
        return words.say(_SHORT_VERDICTS[timing.verdict])
    off = duration(round(abs(timing.spoken_s - timing.target_s)), words.language)
    if timing.verdict == "short":
        return words.say(N_("too short by {time}"), time=off)
    return words.say(N_("too long by {time}"), time=off)


def _counts(answer: AnswerCard, words: Words) -> Iterator[str]:
    """How many of the required terms, and of the points, were said."""
    asked = [hit for hit in answer.coverage.terms if hit.term.required]
    points = answer.coverage.points
    if answer.timing.verdict == "not_measured":
        return
    if asked:
        hits = sum(hit.status == "hit" for hit in asked)
        yield words.say(N_("terms: {hits} of {asked}"), hits=hits, asked=len(asked))
    if points:
        made = sum(hit.status == "hit" for hit in points)
        yield words.say(N_("points: {hits} of {asked}"), hits=made, asked=len(points))


def _parts(
    answer: AnswerCard, scenario: Scenario, said: tuple[TimingView, tuple[str, ...]], words: Words
) -> tuple[Part, ...]:
    """Content, timing and delivery: score, weight, and what each rests on."""
    timing, counts = said
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


def _place(place: Place, span: Span, words: Words) -> str:
    """Where in a recording of several answers this one is, and what says so."""
    times = {"start": clock(span.start_s), "end": clock(span.end_s)}
    parts = [words.say(N_("Found from {start} to {end}"), **times)]
    if place.pause_s is not None:
        pause = seconds(place.pause_s, words.language)
        parts.append(words.say(N_("after a pause of {time}"), time=pause))
    if place.clues:
        parts.append(words.say(N_("by the words: {words}"), words=", ".join(place.clues)))
    return f"{NO_BREAK}· ".join(parts)


def _follow_up(answer: AnswerCard, words: Words) -> str:
    asked = answer.task.follow_up
    if answer.follow_up_word is None or asked is None:
        return ""
    return words.say(N_("Follow-up: “{question}”"), question=safe(asked.ask))


def _pace(answer: AnswerCard, scenario: Scenario, words: Words) -> PaceView | None:
    curve = pace_curve(answer.take)
    if not curve:
        return None
    low, high = PACE_RANGE[scenario.language]
    paces = [point.words_per_minute for point in curve]
    text = words.say(
        N_("From {slowest} to {fastest} words per minute; comfortable: {low} to {high}."),
        slowest=f"{min(paces):.0f}",
        fastest=f"{max(paces):.0f}",
        low=f"{low:.0f}",
        high=f"{high:.0f}",
    )
    return PaceView(curve, (low, high), _long_pauses(answer), answer.take.duration_s, text)


# --------------------------------------------------------------------------- the transcript


def _runs(answer: AnswerCard, words: Words) -> tuple[Run, ...]:
    """The words of ``answer`` in order, each in one run; where marks meet, the longest stays."""
    said = answer.take.transcript.words
    marks = _marks(answer, words)
    pauses = _pauses_by_word(answer)
    found: list[Run] = []
    group: list[Said] = []
    for index, word in enumerate(said):
        spaced = index > 0 and not (len(word.text) > 1 and word.text[0] in APOSTROPHES + "-")
        group.append(Said(safe(word.text), word.start_s, word.end_s, spaced))
        pause = pauses.get(index)
        ends = index + 1 in (len(said), answer.follow_up_word)
        if ends or pause is not None or marks.get(index) is not marks.get(index + 1):
            text = "" if pause is None else seconds(pause.duration_s, words.language)
            first = index + 1 - len(group)
            found.append(
                Run(
                    tuple(group),
                    marks.get(index),
                    text,
                    opens_follow_up=first == answer.follow_up_word,
                    follow_up=answer.follow_up_word is not None and first >= answer.follow_up_word,
                )
            )
            group = []
    return tuple(found)


def _marks(answer: AnswerCard, words: Words) -> dict[int, Mark]:
    """The mark of each marked word, by its index; one object for the words of one place."""
    text = read(answer.take.transcript)
    marks: dict[int, Mark] = {}
    terms = sorted(_term_marks(answer, text, words), key=lambda each: -len(each[0]))
    for span, mark in (*_trap_marks(answer, text, words), *terms):
        if marks.keys().isdisjoint(span):
            marks |= dict.fromkeys(span, mark)
    return marks


def _trap_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    for hit in answer.traps:
        found = earliest(hit.trap.any, text)
        if found is not None:
            label = words.say(N_("Trap: {why}"), why=safe(hit.trap.why))
            yield _words(found, text), Mark("trap", label)


def _term_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    for hit in answer.coverage.terms:
        if hit.status == "missed":
            continue
        said = occurrences(hit.term, text)
        if hit.status == "probable" or not said:
            yield from _timed_marks(hit, text, words)
            continue
        matches = {_words(each.found, text): each.match for each in said}
        # Where the scorer saw it; a card made before it said where has all places.
        seen = [range(first, last + 1) for first, last in hit.places] or list(matches)
        for span in seen:
            yield span, _mark(hit, matches.get(span, hit.match), words)


def _timed_marks(hit: TermHit, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    """Of a term that its letters do not show: the words that stand at its time."""
    if hit.start_s is None or hit.end_s is None:
        return
    inside = [
        index
        for index, word in enumerate(text.words)
        if word.end_s > hit.start_s and word.start_s < hit.end_s
    ]
    for _, group in groupby(enumerate(inside), key=lambda each: each[1] - each[0]):
        indexes = [index for _, index in group]
        yield range(indexes[0], indexes[-1] + 1), _mark(hit, hit.match, words)


def _mark(hit: TermHit, match: Match | None, words: Words) -> Mark:
    name = safe(hit.term.name)
    if hit.status == "probable" or match is None:
        note = words.say(PROBABLE)
        return Mark("probable", words.say(N_("{term}: {how}"), term=name, how=note))
    how = words.say(MATCH_LABELS[match])
    return Mark(match, words.say(N_("{term}: {how}"), term=name, how=how))


def _words(found: Found, text: Text) -> range:
    return range(text.tokens[found.first].word, text.tokens[found.last].word + 1)


def _long_pauses(answer: AnswerCard) -> tuple[Span, ...]:
    """Those over a second."""
    gaps = find_pauses(answer.take.speech)
    return tuple(gap for gap in gaps if gap.duration_s > LONG_PAUSE_S)


def _pauses_by_word(answer: AnswerCard) -> dict[int, Span]:
    """Long pauses, by the index of the last word that begins before them."""
    said: Sequence[float] = [word.start_s for word in answer.take.transcript.words]
    found: dict[int, Span] = {}
    for pause in _long_pauses(answer):
        before = sum(start_s < pause.start_s for start_s in said)
        if 0 < before < len(said):
            found[before - 1] = pause
    return found
