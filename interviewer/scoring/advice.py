"""What to do next, in one to four sentences, with the points each would give back.

What matters most comes first: an answer that is about something else, what is false, an idea that was not
recognised, words, then time and delivery; among equals, what gives back most. What was good comes last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain import AnswerCard, Delivery, Language, Notice, Scenario, Scorecard, Span
from interviewer.errors import filled
from interviewer.i18n import N_, Translate, translator
from interviewer.scoring.content_advice import MAX_NAMES, Hint, asks, content_hints
from interviewer.scoring.delivery import delivery_parts, find_pauses, hesitation_count
from interviewer.scoring.meaning import ideas_of, title_of
from interviewer.scoring.pace_advice import hedged_notice, pace_notice, rushed_notice
from interviewer.scoring.spoken_language import OTHER_LANGUAGE
from interviewer.scoring.story_advice import is_whole
from interviewer.scoring.text import LONG_SENTENCE_WORDS, read
from interviewer.scoring.unclear import take_notices


def timing_hints(card: AnswerCard, scenario: Scenario, points: float) -> Iterator[Hint]:
    """More or less to say in an answer that was not on time; all of its timing gives ``points``."""
    timing = card.timing
    if timing.spoken_s is None or timing.score is None or timing.verdict == "on_time":
        return
    values: dict[str, str | int | float] = {
        "seconds": round(abs(timing.spoken_s - timing.target_s), 1),
        "target": timing.target_s,
    }
    question = asks(card, scenario)
    if timing.verdict == "long" and question:
        message = N_(
            "{seconds} s over the target of {target} s: ask one thing, then let the other answer."
        )
    elif question:
        message = N_("{seconds} s short of the target of {target} s: say what makes you ask.")
    elif timing.verdict == "long":
        message = N_("{seconds} s over the target of {target} s: cut a detail or an example.")
    elif card.coverage.score is None or card.coverage.score >= 100:
        message = N_(
            "{seconds} s short of the target of {target} s: add a concrete example and its result."
        )
    else:
        message = N_("{seconds} s short of the target of {target} s: room for what is missing.")
    yield Hint(points * (1 - timing.score / 100), Notice(message, values))


_MIN_FOLLOWED = 3
"""Terms followed by speech before their pauses say something of a habit."""
_FEW_PAUSED = 0.5


def delivery_hints(card: AnswerCard, scenario: Scenario, points: float) -> Iterator[Hint]:
    """Pace, hesitations and pauses by what they cost; what costs nothing comes last."""
    delivery, language = card.delivery, scenario.language
    parts = delivery_parts(delivery, card.take, language)
    measured = sum(weight for score, weight in parts.values() if score is not None)
    lost = {
        name: points * weight / measured * (1 - score / 100)
        for name, (score, weight) in parts.items()
        if score is not None and score < 100
    }
    if "pace" in lost:
        yield Hint(lost["pace"], pace_notice(delivery, language))
    if "hesitations" in lost:
        yield Hint(lost["hesitations"], _hesitations(delivery))
    if "pauses" in lost:
        yield Hint(lost["pauses"], _pause(find_pauses(card.take.speech)))
    for notice in (rushed_notice(delivery, language), hedged_notice(delivery)):
        if notice is not None:
            yield Hint(0.0, notice)
    if not asks(card, scenario):
        yield from _long_sentences(delivery)
        yield from _after_terms(delivery)


def _hesitations(delivery: Delivery) -> Notice:
    count = hesitation_count(delivery)
    said = [tic.name for tic in delivery.tics or () if tic.name] or delivery.fillers
    named = Counter((*said, *delivery.repeats)).most_common(MAX_NAMES)
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
    about_take = take_notices(card.take)[: _MAX_SENTENCES - 1]
    silent = _nothing_heard(card)
    if silent is not None:
        return (*about_take, silent)
    # sorted() is stable: equal gains keep the order in which they are written below.
    hints = sorted(_hints(card, scenario), key=lambda hint: (hint.rank, -hint.gain))
    if not hints:
        return (*about_take, _praise(card, scenario))
    room = _MAX_SENTENCES - len(about_take)
    strong = strength(card) if room > 1 else None
    kept = () if strong is None else (strong,)
    return (*about_take, *(hint.notice for hint in hints[: room - len(kept)]), *kept)


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


def session_strength(scorecard: Scorecard) -> tuple[int, str] | None:
    """What was good in a session: place of the answer and a sentence; None where nothing was.

    Of what weighs most; among equals, of the answer with the best score.
    """
    found: list[tuple[bool, float, int, str]] = []
    for index, card in enumerate(scorecard.answers):
        good, _ = good_and_change(card)
        if good:
            found.append((strength(card) is not None, card.score or 0.0, -index, good))
    if not found:
        return None
    _, _, place, good = max(found)
    return -place, good


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
    yield from content_hints(card, scenario, points["coverage"])
    yield from timing_hints(card, scenario, points["timing"])
    if round(card.delivery.score or 0.0) < 100:
        # Nobody is shown a full score beside what is wrong with it.
        yield from delivery_hints(card, scenario, points["delivery"])


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


_EVEN = 95.0
"""A delivery from which on there is nothing to hear but the answer."""


def strength(card: AnswerCard) -> Notice | None:
    """What was good, the weightiest thing of it; None where nothing measured is."""
    titles = {title_of(idea) for idea in ideas_of(card.task)}
    ideas = [hit for hit in card.coverage.points if hit.point in titles]
    made = [hit for hit in ideas if hit.status == "hit"]
    required = [hit for hit in card.coverage.terms if hit.term.required]
    if len(ideas) > 1 and len(made) == len(ideas):
        return Notice(N_("Well done: every idea that was expected is there."))
    if card.coverage.story is not None and is_whole(card.coverage.story):
        return Notice(N_("Well done: situation, task, action and result are all there."))
    if made and 2 * len(made) >= len(ideas):
        return Notice(N_("Well done: “{point}” comes across."), {"point": made[0].point})
    if len(required) > 1 and all(hit.outcome == "hit" for hit in required):
        return Notice(N_("Well done: every word that was expected is there."))
    if card.timing.verdict == "on_time":
        return Notice(N_("Well done: you keep to your time."))
    delivery = card.delivery
    if (delivery.score or 0.0) >= _EVEN and delivery.tics == () and delivery.speech_rate:
        return Notice(N_("Well done: an even pace, and no hesitation was heard."))
    return None


_GOOD_PART = 85.0
"""A part of the delivery from which on it may be called good."""


def good_and_change(card: AnswerCard) -> tuple[str, str]:
    """What was good and the one thing to change, a sentence each; empty where there is none of it."""
    language = card.take.transcript.language
    translate = translator(language)
    praises = [_sentence(notice, translate, language) for notice in _praises(card)]
    strong = strength(card) or _lesser_strength(card, language)
    good = "" if strong is None else _sentence(strong, translate, language)
    if len(card.advice) == 1 and card.advice[0] in praises:
        return card.advice[0], ""
    change = (text for text in card.advice if text != good and text not in praises)
    return good, next(change, "")


def _lesser_strength(card: AnswerCard, language: Language) -> Notice | None:
    """What was good of an answer that has no :func:`strength`, if anything was."""
    said = [
        hit.term.name for hit in card.coverage.terms if hit.term.required and hit.outcome == "hit"
    ]
    if said:
        message = N_("Well done: you placed {names}.")
        return Notice(message, {"names": ", ".join(said[:MAX_NAMES])})
    if card.coverage.score is None and card.other_language is not None:
        return None
    parts = delivery_parts(card.delivery, card.take, language)
    good = [name for name, (score, _) in parts.items() if (score or 0.0) >= _GOOD_PART]
    if "pace" in good:
        return Notice(N_("Well done: a pace that is easy to follow."))
    if "hesitations" in good:
        return Notice(N_("Well done: hardly a hesitation."))
    return None


def _praise(card: AnswerCard, scenario: Scenario) -> Notice:
    asking, whole, timed = _praises(card)
    if asks(card, scenario):
        return asking
    if card.coverage.points or any(hit.term.required for hit in card.coverage.terms):
        return whole
    return timed


def _praises(card: AnswerCard) -> tuple[Notice, Notice, Notice]:
    """What is said where there is nothing to mend: of a question, of content, of time alone."""
    return (
        Notice(N_("On time, and a question that opens the talk: keep it.")),
        Notice(N_("On time, and all that was expected is there: keep this answer.")),
        Notice(
            N_("On time, {spoken} s for {target} s, and nothing to mend: keep this answer."),
            {"spoken": round(card.timing.spoken_s or 0.0, 1), "target": card.timing.target_s},
        ),
    )
