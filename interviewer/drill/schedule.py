"""Which card comes first, and when each comes again: the FSRS scheduler, told the time. Pure.

FSRS (Free Spaced Repetition Scheduler, version 6, its default parameters) keeps a stability, the
days after which one answer in ten is forgotten, and a difficulty for each card. From drill to
drill there are no steps of minutes: a card rests a day at least, so that a drill has an end. Within
a drill, a card that was failed comes once more: FSRS's relearning step, of ten minutes by default.

Rating of an answer, from its score: the better half of what was asked for is the least that one
can build on, and what is nearly complete may rest longest.

======  =====================
rating  score
======  =====================
again   under 40, or nothing heard
hard    40 to under 60
good    60 to under 85
easy    85 and more
======  =====================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from interviewer.domain import Phase, Question

if TYPE_CHECKING:
    import fsrs


Rating = Literal["again", "hard", "good", "easy"]

HARD, GOOD, EASY = 40.0, 60.0, 85.0
"""The lowest score of each rating."""

_RETENTION = 0.9
"""A card is due when the chance of knowing it has fallen to this."""

_RELEARNING_STEP = timedelta(minutes=10)
"""FSRS's default. A drill has its end instead of a clock: what was failed comes again there."""
_LEAST_REST = timedelta(days=1)

_NUMBERS: dict[Rating, int] = {"again": 1, "hard": 2, "good": 3, "easy": 4}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of how well a card sits."""

    stability: float
    """Days until the chance of knowing it is :data:`_RETENTION`."""
    difficulty: float
    """1 to 10."""
    reviewed_at: datetime
    """UTC."""
    due: datetime
    """UTC."""


def rating_of(score: float | None) -> Rating:
    """The rating of an answer by its score of 0 to 100; None: nothing was heard."""
    if score is None or score < HARD:
        return "again"
    if score < GOOD:
        return "hard"
    return "good" if score < EASY else "easy"


def review(memory: Memory | None, rating: Rating, now: datetime) -> Memory:
    """The memory of a card after an answer.

    Args:
        memory: before; None for a card that was never answered.
        rating: how the answer was.
        now: UTC, not before the last review.
    """
    return _reviewed(_scheduler(), _card(memory, now), rating, now)


def relearn(memory: Memory, rating: Rating, now: datetime) -> Memory:
    """The memory of a card that was failed, after it was answered once more in the same drill.

    Rated good or easy it has passed the relearning step and rests as its stability says. Else it
    stays in the step, and comes again the next day.

    Args:
        memory: after the failed answer.
        rating: how the second answer was.
        now: UTC, not before the failed answer.
    """
    import fsrs

    card = _card(memory, now)
    card.state, card.step = fsrs.State.Relearning, 0
    after = _reviewed(_scheduler((_RELEARNING_STEP,)), card, rating, now)
    return replace(after, due=max(after.due, now + _LEAST_REST))


def _reviewed(scheduler: fsrs.Scheduler, card: fsrs.Card, rating: Rating, now: datetime) -> Memory:
    import fsrs

    after, _ = scheduler.review_card(card, fsrs.Rating(_NUMBERS[rating]), review_datetime=now)
    if after.stability is None or after.difficulty is None:
        raise AssertionError("a reviewed card has both")
    return Memory(after.stability, after.difficulty, now, after.due)


def recall(memory: Memory, now: datetime) -> float:
    """The chance of knowing a card, 0 to 1; whole days count."""
    return float(_scheduler().get_card_retrievability(_card(memory, now), now))


@cache
def _scheduler(relearning_steps: tuple[timedelta, ...] = ()) -> fsrs.Scheduler:
    import fsrs

    return fsrs.Scheduler(
        desired_retention=_RETENTION,
        learning_steps=(),
        relearning_steps=relearning_steps,
        enable_fuzzing=False,
    )


def _card(memory: Memory | None, now: datetime) -> fsrs.Card:
    """Named 0: without a number the library takes the time of day for one."""
    import fsrs

    if memory is None:
        return fsrs.Card(card_id=0, due=now)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.reviewed_at,
    )


# --------------------------------------------------------------------------- which comes first


Standing = Literal["missed", "due", "new", "resting"]

_RANK: dict[Standing, int] = {"missed": 0, "due": 1, "new": 2, "resting": 3}


@dataclass(frozen=True, slots=True)
class Card:
    """One question to answer aloud."""

    key: str
    """Unique in the deck: ``glossaire/rag``, ``term/fr/RAG``."""
    phase: Phase
    """Where the question comes from."""
    question: Question
    memory: Memory | None = None
    """None until it was answered."""
    missed_at: datetime | None = None
    """When its term was last missed in a rehearsal or replay; UTC."""
    misses: int = 0
    """How often."""

    @property
    def back(self) -> tuple[str, ...]:
        """What its back says, a line each: the definition, else a model answer."""
        text = self.question.definition or self.question.task.model_answer
        return tuple(line for line in text.splitlines() if line)


def standing(card: Card, now: datetime) -> Standing:
    """How things are with a card.

    ``missed``: its term was missed in a session since the card was last answered; ``due``: the
    scheduler wants it today, whatever the hour, so that what was failed in the evening is there
    the next morning; ``new``: never answered; ``resting``: known well enough for now.

    Args:
        card: with its memory.
        now: in the time zone of the person, whose days count.
    """
    memory = card.memory
    if card.missed_at is not None and (memory is None or card.missed_at > memory.reviewed_at):
        return "missed"
    if memory is None:
        return "new"
    return "due" if memory.due.astimezone(now.tzinfo).date() <= now.date() else "resting"


def in_order(cards: Sequence[Card], now: datetime) -> tuple[Card, ...]:
    """Terms missed in sessions first, the most often missed ones before the others; then what is
    due, the weakest first; new ones as given; at last those that rest, the weakest first.
    """

    def rank(card: Card) -> tuple[int, float]:
        where = standing(card, now)
        if where == "missed":
            return _RANK[where], -card.misses
        if card.memory is None:
            return _RANK[where], 0.0
        return _RANK[where], recall(card.memory, now)

    return tuple(sorted(cards, key=rank))
