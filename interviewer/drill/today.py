"""A quarter of an hour for today, and the days up to the interview: what to do, in which order. Pure.

Three things make a day: the cards that are due, the answer that went worst of late, or two questions
where none did, and one phase of the pitch against the clock, the one rehearsed longest ago. Minutes are meant, not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from interviewer.domain import Phase
from interviewer.drill.schedule import Memory
from interviewer.history.values import AnswerSummary

What = Literal["due", "missed", "asked", "timed", "whole", "rest"]

_MOST_CARDS, _NEW_CARDS = 10, 6
_CARDS_A_MINUTE = 2
_MISSED_MINUTES = 5
_GOOD = 85.0
"""From this score on an answer went well: the rating « easy » of a drill."""
_WHOLE_BEFORE = (2, 5, 9, 13)
"""Days before the interview on which the whole is rehearsed."""
_MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things to do."""

    what: What
    minutes: int
    command: tuple[str, ...]
    """What to type behind ``interviewer``."""
    title: str = ""
    """Of the answer or phase; empty for cards."""
    count: int = 0
    """Of cards; 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a day up to the interview is for."""

    day: date
    what: What
    cards: int
    """Due that day, as far as is known today."""
    title: str = ""
    """Of the phase to be timed."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person's rehearsals, in one language."""

    pitch: str
    """Id of the scenario whose phases are timed."""
    phases: tuple[Phase, ...]
    """Its phases, in order."""
    cards: str
    """Id of the scenario whose cards are asked."""
    questions: str
    """Id of the one whose questions are asked where no answer went badly."""
    memories: tuple[Memory, ...] = ()
    """Of the cards answered so far."""
    answers: tuple[tuple[str, AnswerSummary], ...] = ()
    """Each with the id of its scenario, the earliest first."""


def today(known: Known, now: datetime, *, typed: bool = False) -> tuple[Step, ...]:
    """What to do on the day of ``now``, a quarter of an hour in all.

    Args:
        known: of the person's rehearsals.
        now: in the time zone of the person, whose days count.
        typed: without a microphone: cards are typed, phases timed only.
    """
    due = sum(due_on(memory, now) <= now.date() for memory in known.memories)
    count = min(due, _MOST_CARDS) or _NEW_CARDS
    keys = ("--typed",) if typed else ()
    cards = ("drill", known.cards, "--count", str(count), *keys)
    steps = [Step("due", max(1, count // _CARDS_A_MINUTE), cards, count=due and count)]
    worst = _worst(known.answers)
    if worst is not None and not typed:
        scenario, answer = worst
        command: tuple[str, ...] = ("rehearse", scenario, "--phase", answer.phase_id)
        if answer.task_id != answer.phase_id:
            command = (*command, "--questions", "2")
        steps.append(Step("missed", _MISSED_MINUTES, command, answer.title))
    else:
        steps.append(Step("asked", _MISSED_MINUTES, _asked(known, now, typed=typed), count=2))
    besides = worst[1].phase_id if worst is not None and not typed else ""
    (phase, *_) = in_turn(known, besides)
    timed = ("timer", known.pitch) if typed else ("rehearse", known.pitch, "--phase", phase.id)
    steps.append(Step("timed", 3 if typed else 4, timed, phase.title))
    return tuple(steps)


def up_to(known: Known, interview: date, now: datetime) -> tuple[Day, ...]:
    """The days from that of ``now`` to the interview, two weeks of them at most.

    The whole is rehearsed on some days before; the day before is for one phase and no more.
    """
    first, left = now.date(), (interview - now.date()).days
    phases = in_turn(known)
    days: list[Day] = []
    for number in range(min(left, _MOST_DAYS - 1) + 1):
        day = first + timedelta(days=number)
        dues = [due_on(memory, now) for memory in known.memories]
        cards = sum(due <= day if number == 0 else due == day for due in dues)
        before = left - number
        if before == 0:
            days.append(Day(day, "rest", 0, known.phases[0].title))
        elif before in _WHOLE_BEFORE:
            days.append(Day(day, "whole", cards))
        else:
            title = known.phases[0].title if before == 1 else phases[number % len(phases)].title
            days.append(Day(day, "timed", cards, title))
    return tuple(days)


def due_on(memory: Memory, now: datetime) -> date:
    """The day on which a card is due, where the person is."""
    return memory.due.astimezone(now.tzinfo).date()


def in_turn(known: Known, besides: str = "") -> Sequence[Phase]:
    """The phases of the pitch: those never rehearsed, then the one rehearsed longest ago first."""
    last = {
        answer.phase_id: answer.started_at
        for scenario, answer in known.answers
        if scenario == known.pitch
    }
    order = [*(each for each in known.phases if each.id not in last)]
    order += sorted(
        (each for each in known.phases if each.id in last), key=lambda each: last[each.id]
    )
    return [each for each in order if each.id != besides] or order


def _asked(known: Known, now: datetime, *, typed: bool) -> tuple[str, ...]:
    """Two questions, the same ones all day."""
    if typed:
        return "drill", known.questions, "--typed", "--count", "2"
    return "rehearse", known.questions, "--questions", "2", "--seed", str(now.toordinal())


def _worst(
    answers: Sequence[tuple[str, AnswerSummary]],
) -> tuple[str, AnswerSummary] | None:
    """Of the last answer to each task the worst one; None where all went well."""
    last = {(scenario, answer.task_id): (scenario, answer) for scenario, answer in answers}
    measured = [
        (each[1].figures.score, each) for each in last.values() if each[1].figures.score is not None
    ]
    score, worst = min(measured, key=lambda each: each[0], default=(_GOOD, None))
    return worst if score < _GOOD else None
