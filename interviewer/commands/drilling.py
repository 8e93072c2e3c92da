"""One drill: which cards it asks, and how each went, kept as soon as it is known.

What was failed is asked once more at its end, as a drill of its own: :meth:`Drill.once_more`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from interviewer.drill.cards import (
    deck_row,
    has_definitions,
    kept_cards,
    memory_from,
    memory_json,
    question_cards,
    term_cards,
    with_misses,
)
from interviewer.drill.deck import Card, in_order
from interviewer.drill.schedule import Memory, Rating, rating_of, relearn, review
from interviewer.errors import UsageError
from interviewer.history.deck import ReviewRow
from interviewer.history.store import Store
from interviewer.history.values import StoredSession
from interviewer.i18n import N_
from interviewer.models import AnswerCard, Phase, Scenario, Take, Task
from interviewer.report.drill import Answered, back_of
from interviewer.scenario.glossary import Glossary
from interviewer.score.card import score_take

__all__ = ["KEYBOARD", "Drill", "choose_cards", "learnt", "resumed_drill", "score_aloud"]

KEYBOARD = "keyboard"
"""The engine of drills that are typed."""

_NUMBERS: dict[Rating, int] = {"again": 1, "hard": 2, "good": 3, "easy": 4}


def choose_cards(
    store: Store, scenario: Scenario, glossary: Glossary, now: datetime
) -> tuple[tuple[Card, ...], tuple[str, ...]]:
    """All cards of a drill, those to ask first in front; and the terms that joined just now.

    Raises:
        UsageError: the scenario asks no questions.
    """
    cards = question_cards(scenario)
    if not cards:
        raise UsageError(
            N_("{scenario} has no questions to drill."),
            N_("Take one that has: interviewer scenarios"),
            scenario=scenario.id,
        )
    known = store.deck(scenario.language)
    joined: tuple[Card, ...] = ()
    if has_definitions(scenario):
        counts = store.terms(language=scenario.language, drills=False)
        terms = [each for each in counts if each.missed]
        kept = [row.task_id for row in known if not row.scenario_id]
        names = [*kept, *(each.term for each in terms)]
        own = term_cards(names, cards, glossary, scenario.language)
        keys = {row.card for row in known}
        joined = tuple(card for card in own if card.key not in keys)
        store.add_cards([deck_row(card, scenario, now) for card in joined])
        cards = with_misses((*own, *cards), terms, glossary)
    memories = {row.card: memory_from(row.state) for row in known if row.state is not None}
    cards = tuple(_remembered(card, memories) for card in cards)
    return in_order(cards, now), tuple(each.question.task.terms[0].name for each in joined)


def _remembered(card: Card, memories: dict[str, Memory]) -> Card:
    return replace(card, memory=memories.get(card.key))


class Drill:
    """The cards of one drill under way. Answers may come more than once: the best one counts.

    Args:
        store: keeps every review at once.
        scenario: where the cards come from.
        cards: those to be asked.
        now: the moment that all reviews of this drill are given; UTC.
        again: they were failed just before, and come once more.
        rated: ids of the questions whose answers were rated before; that rating stays.
    """

    def __init__(
        self,
        store: Store,
        scenario: Scenario,
        cards: Sequence[Card],
        now: datetime,
        *,
        again: bool = False,
        rated: Collection[str] = (),
    ) -> None:
        self.scenario = scenario
        self.now = now
        self._store = store
        self._again = again
        self._rated = frozenset(rated)
        self._cards = {card.question.id: card for card in cards}
        self._answered: dict[str, Answered] = {}

    @property
    def answered(self) -> tuple[Answered, ...]:
        """The cards answered so far, in the order they were first answered."""
        return tuple(self._answered.values())

    def once_more(self, now: datetime) -> Drill | None:
        """The cards that were failed, to be asked again at ``now``; None where there are none."""
        failed = [
            replace(each.card, memory=each.memory)
            for each in self.answered
            if each.rating == "again"
        ]
        return Drill(self._store, self.scenario, failed, now, again=True) if failed else None

    @property
    def cards(self) -> tuple[Card, ...]:
        """Those to be asked, in order."""
        return tuple(self._cards.values())

    def answer(self, answer: AnswerCard) -> Answered:
        """A card was answered: rates it by its score and keeps that.

        Raises:
            HistoryError: it cannot be kept.
        """
        card = self._cards[answer.task.id]
        if answer.task.id in self._rated and card.memory is not None:
            return Answered(card, answer, rating_of(answer.score), card.memory)
        before = self._answered.get(answer.task.id)
        if before is not None and (before.answer.score or 0.0) >= (answer.score or 0.0):
            return before
        return self._keep(answer, rating_of(answer.score))

    def rate(self, task_id: str, rating: Rating) -> Answered:
        """The person rates an answered card differently.

        Raises:
            HistoryError: it cannot be kept.
        """
        return self._keep(self._answered[task_id].answer, rating)

    def _after(self, card: Card, rating: Rating) -> Memory:
        if self._again and card.memory is not None:
            return relearn(card.memory, rating, self.now)
        return review(card.memory, rating, self.now)

    def _keep(self, answer: AnswerCard, rating: Rating) -> Answered:
        card = self._cards[answer.task.id]
        memory = self._after(card, rating)
        self._store.add_cards([deck_row(card, self.scenario, self.now)])
        self._store.keep_review(
            ReviewRow(
                card=card.key,
                at=self.now,
                rating=_NUMBERS[rating],
                score=answer.score,
                due=memory.due,
                state=memory_json(memory),
            )
        )
        answered = Answered(card, answer, rating, memory, not self._again and rating == "again")
        self._answered[answer.task.id] = answered
        return answered


def learnt(first: Drill, second: Drill | None) -> tuple[Answered, ...]:
    """How each card went in the end: what came once more went as it did then."""
    later = {} if second is None else {each.answer.task.id: each for each in second.answered}
    return tuple(later.get(each.answer.task.id, each) for each in first.answered)


def score_aloud(
    drill: Drill, scenario: Scenario, phase: Phase, task: Task, take: Take
) -> AnswerCard:
    """The scorer's card; its first advice is the card's back, which the screen shows."""
    card = score_take(scenario, phase, task, take)
    answered = drill.answer(card)
    return replace(card, advice=(*back_of(answered.card)[:1], *card.advice))


def resumed_drill(store: Store, stored: StoredSession, now: datetime) -> Drill:
    """A drill that was cut off, to be gone on with.

    An answer is rated before its score is kept: what has a score has its rating.
    """
    rated = {recording.task_id for recording in stored.recordings if recording.name in stored.cards}
    cards = kept_cards(stored.scenario, store.deck(stored.summary.language))
    return Drill(store, stored.scenario, cards, now, rated=rated)
