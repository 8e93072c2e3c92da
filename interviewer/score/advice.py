"""What to do next, in one to four sentences, most valuable first.

Each sentence rests on something measured, and carries how many points of the answer's score
mending it would give back; sentences come in that order. What is wrong with the recording goes
first, praise only where there is nothing to mend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.i18n import N_, Translate, translator
from interviewer.models import AnswerCard, Language, Notice, Scenario, Scorecard
from interviewer.score.delivery_hints import delivery_hints
from interviewer.score.hints import Hint, coverage_hints, named, timing_hints, trap_hints

__all__ = ["NextStep", "advise", "format_number", "next_steps", "notices"]

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
    hints = sorted(_hints(card, scenario), key=lambda hint: -hint.gain)
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
    return translate(notice.message).format(**values)


def _nothing_heard(card: AnswerCard) -> Notice | None:
    if card.take.place is not None and card.take.place.span is None:
        return Notice(
            N_("Say this part too, or record it in a file of its own: it was not found here.")
        )
    if not card.take.speech:
        return Notice(
            N_("Nothing was heard: check that the right microphone is on, then answer again.")
        )
    if not card.take.transcript.words:
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
    yield from trap_hints(card)
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
