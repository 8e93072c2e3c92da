"""What to do next, in one to four sentences, most valuable first, with the points each would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain import (
    AnswerCard,
    Delivery,
    Language,
    Notice,
    Scenario,
    Scorecard,
    Span,
    TermHit,
)
from interviewer.errors import filled
from interviewer.i18n import N_, Translate, translator
from interviewer.scoring.coverage import CREDIT, required_weights
from interviewer.scoring.delivery import delivery_parts, find_pauses, hesitation_count
from interviewer.scoring.pace import PACE_RANGE
from interviewer.scoring.readable import quoted, readable
from interviewer.scoring.spoken_language import OTHER_LANGUAGE
from interviewer.scoring.text import LONG_SENTENCE_WORDS, read
from interviewer.scoring.total import CONTRARY_PENALTY

_MAX_NAMES = 5
"""Names in one sentence: more is no advice but a list, which the scorecard shows anyway."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One sentence and the points that following it would give back."""

    gain: float
    notice: Notice
    urgent: bool = False
    """Comes before all that is not: something false was said."""


def timing_hints(card: AnswerCard, points: float) -> Iterator[Hint]:
    """More or less to say in an answer that was not on time; all of its timing gives ``points``."""
    timing = card.timing
    if timing.spoken_s is None or timing.score is None or timing.verdict == "on_time":
        return
    values: dict[str, str | int | float] = {
        "seconds": round(abs(timing.spoken_s - timing.target_s), 1),
        "target": timing.target_s,
    }
    if timing.verdict == "long":
        message = N_("{seconds} s over the target of {target} s: cut a detail or an example.")
    elif card.coverage.score is None or card.coverage.score >= 100:
        message = N_(
            "{seconds} s short of the target of {target} s: add a concrete example and its result."
        )
    else:
        message = N_("{seconds} s short of the target of {target} s: room for what is missing.")
    yield Hint(points * (1 - timing.score / 100), Notice(message, values))


def coverage_hints(card: AnswerCard, points: float) -> Iterator[Hint]:
    """Terms and points that are missing or misplaced; all of them together give ``points``."""
    coverage = card.coverage
    total = required_weights(coverage)
    share = points / total if total else 0.0
    required = [hit for hit in coverage.terms if hit.term.required]
    missing = [hit for hit in required if hit.status == "missed"]
    if missing:
        yield Hint(
            share * sum(hit.term.weight for hit in missing),
            named(N_("Place these terms too: {names}."), [hit.term.name for hit in missing]),
        )
    partial = next((hit for hit in required if hit.status == "partial"), None)
    if partial is not None:
        lost = share * partial.term.weight * (1 - CREDIT["partial"])
        yield Hint(lost, _partial(partial))
    unsaid = [hit.point for hit in coverage.points if hit.status == "missed"]
    if unsaid:
        yield Hint(share * len(unsaid), named(N_("Say this too: {names}."), unsaid))
    misplaced = [hit.point for hit in coverage.points if hit.status == "out_of_order"]
    if misplaced:
        lost = share * len(misplaced) * (1 - CREDIT["out_of_order"])
        yield Hint(lost, named(N_("Put this back in its order: {names}."), misplaced))


def trap_hints(card: AnswerCard, points: float) -> Iterator[Hint]:
    """Contraries and traps; each gives back what it cost, a contrary its share of ``points`` besides."""
    total = required_weights(card.coverage)
    for said in card.coverage.points:
        if said.status == "contradicted" and said.quote is not None:
            values: dict[str, str | int | float] = {
                "quote": readable(quoted(card, said.quote, said.start_s or 0.0)),
                "point": said.point,
            }
            contrary = N_("You said the contrary: “{quote}”. What is expected: {point}.")
            yield Hint(CONTRARY_PENALTY + points / total, Notice(contrary, values), urgent=True)
    for hit in card.traps:
        quote = readable(quoted(card, hit.quote, hit.start_s))
        notice = Notice(N_("Avoid “{quote}”: {why}"), {"quote": quote, "why": hit.trap.why})
        yield Hint(hit.trap.penalty, notice, urgent=True)


def named(message: str, names: Iterable[str]) -> Notice:
    """``message`` with its first names; commas alone join them, in every language."""
    return Notice(message, {"names": ", ".join(list(names)[:_MAX_NAMES])})


def _partial(hit: TermHit) -> Notice:
    values: dict[str, str | int | float] = {
        "term": hit.term.name,
        "count": hit.count,
        "min": hit.term.min_count,
    }
    if hit.term.max_count is None:
        return Notice(N_("“{term}” was said {count}×, at least {min}× is asked for."), values)
    values["max"] = hit.term.max_count
    if hit.term.min_count == hit.term.max_count:
        return Notice(N_("“{term}” was said {count}×, {max}× is asked for."), values)
    return Notice(N_("“{term}” was said {count}×, {min} to {max}× is asked for."), values)


_MIN_FOLLOWED = 3
"""Terms followed by speech before their pauses say something of a habit."""
_FEW_PAUSED = 0.5
_RUSHED = 1.15
"""A tenth over the range for ten seconds is within what one more word or two makes."""


def delivery_hints(card: AnswerCard, language: Language, points: float) -> Iterator[Hint]:
    """Pace, hesitations and pauses by what they cost; what costs nothing comes last."""
    delivery, pace = card.delivery, card.delivery.words_per_minute
    parts = delivery_parts(delivery, card.take, language)
    measured = sum(weight for score, weight in parts.values() if score is not None)
    lost = {
        name: points * weight / measured * (1 - score / 100)
        for name, (score, weight) in parts.items()
        if score is not None and score < 100
    }
    if pace is not None and "pace" in lost:
        yield Hint(lost["pace"], _pace(pace, language))
    if "hesitations" in lost:
        yield Hint(lost["hesitations"], _hesitations(delivery))
    if "pauses" in lost:
        yield Hint(lost["pauses"], _pause(find_pauses(card.take.speech)))
    yield from _rushed(delivery, language)
    yield from _long_sentences(delivery)
    yield from _after_terms(delivery)


def _pace(words_per_minute: float, language: Language) -> Notice:
    low, high = PACE_RANGE[language]
    values: dict[str, str | int | float] = {
        "pace": round(words_per_minute),
        "low": low,
        "high": high,
    }
    if words_per_minute > high:
        return Notice(
            N_("Slow down: {pace} words a minute, where {low} to {high} are easy to follow."),
            values,
        )
    return Notice(
        N_("Speak a little faster: {pace} words a minute, where {low} to {high} hold attention."),
        values,
    )


def _hesitations(delivery: Delivery) -> Notice:
    count = hesitation_count(delivery)
    named = Counter((*delivery.fillers, *delivery.repeats)).most_common(_MAX_NAMES)
    if not named:
        return Notice(N_("At least {count} hesitations: a silence does better."), {"count": count})
    return Notice(
        N_("At least {count} hesitations ({names}): a silence does better."),
        {"count": count, "names": ", ".join(f"{name} {times}×" for name, times in named)},
    )


def _pause(gaps: Sequence[Span]) -> Notice:
    longest = max(gaps, key=lambda gap: gap.duration_s)
    return Notice(
        N_("A pause of {length} s at second {start}: prepare the sentence that comes next."),
        {"length": round(longest.duration_s, 1), "start": round(longest.start_s)},
    )


def _rushed(delivery: Delivery, language: Language) -> Iterator[Hint]:
    """Ten seconds that are hard to follow in an answer whose mean is not."""
    pace, fastest = delivery.words_per_minute, delivery.fastest
    high = PACE_RANGE[language][1]
    if pace is None or fastest is None or pace > high:
        return
    if fastest.words_per_minute > _RUSHED * high:
        values: dict[str, str | int | float] = {
            "pace": round(fastest.words_per_minute),
            "start": round(fastest.at_s),
        }
        message = N_("You hurry around second {start}: {pace} words a minute there.")
        yield Hint(0.0, Notice(message, values))


def _long_sentences(delivery: Delivery) -> Iterator[Hint]:
    sentences = delivery.sentences
    if sentences is not None and sentences.mean_words > LONG_SENTENCE_WORDS:
        message = N_("Shorter sentences: {mean} words on average, the longest {longest}.")
        values: dict[str, str | int | float] = {
            "mean": round(sentences.mean_words),
            "longest": sentences.longest_words,
        }
        yield Hint(0.0, Notice(message, values))


def _after_terms(delivery: Delivery) -> Iterator[Hint]:
    followed, paused = delivery.terms_followed, delivery.terms_paused
    if followed >= _MIN_FOLLOWED and paused < _FEW_PAUSED * followed:
        notice = Notice(
            N_("Pause after a technical term, so that it sinks in: {paused} of {terms} had one."),
            {"paused": paused, "terms": followed},
        )
        yield Hint(0.0, notice)


_MAX_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to work on after a session."""

    answer: int
    """Place in the scorecard's answers, from 0."""
    sentence: str
    """In the scenario's language."""
    gain: float | None
    """Points of the session's total that it would give back; None where nothing was heard."""


def advise(card: AnswerCard, scenario: Scenario) -> tuple[str, ...]:
    """Advice on ``card`` in the scenario's language; the card's own ``advice`` is not read.

    Raises:
        FileNotFoundError: the package was built without its French catalogue.
    """
    translate = translator(scenario.language)
    return tuple(
        _sentence(notice, translate, scenario.language) for notice in notices(card, scenario)
    )


def notices(card: AnswerCard, scenario: Scenario) -> tuple[Notice, ...]:
    """The advice as gettext ids and raw values, between one and four."""
    about_take = card.take.notices[: _MAX_SENTENCES - 1]
    silent = _nothing_heard(card)
    if silent is not None:
        return (*about_take, silent)
    # sorted() is stable: equal gains keep the order in which they are written below.
    hints = sorted(_hints(card, scenario), key=lambda hint: (not hint.urgent, -hint.gain))
    chosen = tuple(hint.notice for hint in hints[: _MAX_SENTENCES - len(about_take)])
    return (*about_take, *(chosen or (_praise(card),)))


def next_steps(scorecard: Scorecard, count: int = 2) -> tuple[NextStep, ...]:
    """The ``count`` things that would give back most of the session's total, most first.

    An answer in which nothing was heard comes before all others: it is missing from the total.
    What costs no points (a pause after a term) is no next step.
    """
    scenario = scorecard.scenario
    translate = translator(scenario.language)
    whole = sum(card.task.target_s for card in scorecard.answers if card.score is not None)
    silent: list[NextStep] = []
    steps: list[NextStep] = []
    for index, card in enumerate(scorecard.answers):
        nothing = _nothing_heard(card)
        if nothing is not None:
            silent.append(NextStep(index, _sentence(nothing, translate, scenario.language), None))
        elif card.score is not None:
            share = card.task.target_s / whole
            steps.extend(
                NextStep(
                    index, _sentence(hint.notice, translate, scenario.language), hint.gain * share
                )
                for hint in _hints(card, scenario)
                if hint.gain > 0
            )
    steps.sort(key=lambda step: -(step.gain or 0.0))
    return (*silent, *steps)[:count]


def format_number(value: float, language: Language) -> str:
    """Whole from 10 on, else with one decimal where there is one: « 12 », « 4,5 », « 3 »."""
    rounded = f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}".removesuffix(".0")
    return rounded.replace(".", ",") if language == "fr" else rounded


def _sentence(notice: Notice, translate: Translate, language: Language) -> str:
    values = {
        name: value if isinstance(value, str) else format_number(value, language)
        for name, value in notice.values.items()
    }
    return filled(translate(notice.message), values)


def _nothing_heard(card: AnswerCard) -> Notice | None:
    if card.take.place is not None and card.take.place.span is None:
        return Notice(
            N_("Say this part too, or record it in a file of its own: it was not found here.")
        )
    if not card.take.speech:
        return Notice(
            N_("Nothing was heard: check that the right microphone is on, then answer again.")
        )
    if card.other_language is not None:
        return Notice(OTHER_LANGUAGE[card.take.transcript.language])
    if not read(card.take.transcript).tokens:
        return Notice(
            N_(
                "There was sound but no word could be made out: "
                "come closer to the microphone, then answer again."
            )
        )
    return None


def _hints(card: AnswerCard, scenario: Scenario) -> Iterator[Hint]:
    points = _part_points(card, scenario)
    yield from timing_hints(card, points["timing"])
    yield from coverage_hints(card, points["coverage"])
    yield from trap_hints(card, points["coverage"])
    yield from delivery_hints(card, scenario.language, points["delivery"])


def _part_points(card: AnswerCard, scenario: Scenario) -> dict[str, float]:
    """How many points of the answer's score each part can give, out of 100."""
    weights = scenario.weights
    parts = {
        "coverage": (card.coverage.score, weights.coverage),
        "timing": (card.timing.score, weights.timing),
        "delivery": (card.delivery.score, weights.delivery),
    }
    total = sum(weight for score, weight in parts.values() if score is not None)
    return {
        name: 100 * weight / total if score is not None and total else 0.0
        for name, (score, weight) in parts.items()
    }


def _praise(card: AnswerCard) -> Notice:
    said = [hit.term.name for hit in card.coverage.terms if hit.term.required]
    said += [hit.point for hit in card.coverage.points]
    if said:
        message = N_("On time, and all that was expected is there ({names}): keep this answer.")
        return named(message, said)
    return Notice(
        N_("On time, {spoken} s for {target} s, and nothing to mend: keep this answer."),
        {"spoken": round(card.timing.spoken_s or 0.0, 1), "target": card.timing.target_s},
    )
