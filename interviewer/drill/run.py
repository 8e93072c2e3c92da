"""One drill: which cards it asks, how each went, and what comes once more.

The time is an argument; what is rated goes to a :class:`DeckKeeper` at once. What was failed is
asked once more at the drill's end, as a drill of its own: :meth:`Drill.once_more`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from interviewer.domain import AnswerCard, EngineInfo, Phase, Scenario, Take, Task
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
from interviewer.drill.schedule import Card, Memory, Rating, in_order, rating_of, relearn, review
from interviewer.errors import UsageError
from interviewer.history.deck import DeckRow, ReviewRow
from interviewer.history.store import Store
from interviewer.history.values import SessionSummary, StoredSession, TermCount
from interviewer.i18n import N_
from interviewer.scenario.glossary import Glossary
from interviewer.scoring.answer import score_take

TYPED = EngineInfo("keyboard", "typed")
"""Who wrote the transcripts of typed answers."""

_NUMBERS: dict[Rating, int] = {"again": 1, "hard": 2, "good": 3, "easy": 4}


class DeckKeeper(Protocol):
    """Where reviews are kept; :class:`interviewer.history.store.Store` is one."""

    def add_cards(self, cards: Sequence[DeckRow]) -> None:
        """Cards that are there stay as they are."""
        ...

    def keep_review(self, review: ReviewRow) -> None:
        """A card was rated."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """One card of a drill, answered."""

    card: Card
    """As it was before."""
    answer: AnswerCard
    rating: Rating | None
    """None: the answer is in another language, and says nothing of what is known."""
    memory: Memory | None
    """Afterwards."""
    once_more: bool = False
    """It comes again at the end of the same drill."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cards that a drill may ask."""

    cards: tuple[Card, ...]
    """Those to ask first in front."""
    joined: tuple[Card, ...]
    """Missed terms that are cards only now: to be added to the deck."""


def choose_cards(
    scenario: Scenario,
    deck: Sequence[DeckRow],
    counts: Sequence[TermCount],
    glossary: Glossary,
    now: datetime,
) -> Chosen:
    """All cards of a drill of ``scenario``, as they stand at ``now``.

    Args:
        scenario: what is drilled.
        deck: every card that is kept in its language.
        counts: how its language's terms went outside drills.
        glossary: defines the terms.
        now: in the time zone of the person.

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
    joined: tuple[Card, ...] = ()
    if has_definitions(scenario):
        missed = [each for each in counts if each.missed]
        kept = [row.task_id for row in deck if not row.scenario_id]
        names = [*kept, *(each.term for each in missed)]
        own = term_cards(names, cards, glossary, scenario.language)
        keys = {row.card for row in deck}
        joined = tuple(card for card in own if card.key not in keys)
        cards = with_misses((*own, *cards), missed, glossary)
    memories = {row.card: memory_from(row.state) for row in deck if row.state is not None}
    remembered = [replace(card, memory=memories.get(card.key)) for card in cards]
    return Chosen(in_order(remembered, now), joined)


def drawn(store: Store, scenario: Scenario, glossary: Glossary, here: datetime) -> Chosen:
    """The same by what the history knows, to which the terms that became cards are added.

    Raises:
        InterviewerError: the scenario asks no questions, or the history cannot be used.
    """
    deck = store.deck(scenario.language)
    counts = store.terms(language=scenario.language, drills=False)
    chosen = choose_cards(scenario, deck, counts, glossary, here)
    now = here.astimezone(UTC)
    store.add_cards([deck_row(card, scenario, now) for card in chosen.joined])
    return chosen


class Drill:
    """The cards of one drill under way. Answers may come more than once: the best one counts.

    Args:
        keeper: keeps every review at once.
        scenario: where the cards come from.
        cards: those to be asked.
        now: the moment that all reviews of this drill are given; UTC.
        again: they were failed just before, and come once more.
        rated: ids of the questions whose answers were rated before; that rating stays.
    """

    def __init__(
        self,
        keeper: DeckKeeper,
        scenario: Scenario,
        cards: Sequence[Card],
        now: datetime,
        *,
        again: bool = False,
        rated: Collection[str] = (),
    ) -> None:
        self.scenario = scenario
        self.now = now
        self._keeper = keeper
        self._again = again
        self._rated = frozenset(rated)
        self._cards = {card.question.id: card for card in cards}
        self._readings: dict[str, dict[Path, AnswerCard]] = {}
        """By question, then by recording: what is known of it last."""
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
        return Drill(self._keeper, self.scenario, failed, now, again=True) if failed else None

    @property
    def cards(self) -> tuple[Card, ...]:
        """Those to be asked, in order."""
        return tuple(self._cards.values())

    def answer(self, answer: AnswerCard) -> Answered:
        """A card was answered: rates it by its score and keeps that.

        Of a recording that comes again, read whole meanwhile, only the last score counts.

        Raises:
            HistoryError: it cannot be kept.
        """
        card = self._cards[answer.task.id]
        if answer.task.id in self._rated and card.memory is not None:
            return Answered(card, answer, rating_of(answer.score), card.memory)
        readings = self._readings.setdefault(answer.task.id, {})
        readings[answer.take.audio] = answer
        best = max(
            readings.values(), key=lambda each: (each.other_language is None, each.score or 0.0)
        )
        before = self._answered.get(answer.task.id)
        if before is not None and before.answer is best:
            return before
        if best.other_language is not None:
            unrated = Answered(card, best, None, card.memory)
            return before or self._answered.setdefault(answer.task.id, unrated)
        return self._keep(best, rating_of(best.score))

    def rate(self, task_id: str, rating: Rating) -> Answered:
        """The person rates an answered card differently.

        Raises:
            HistoryError: it cannot be kept.
        """
        return self._keep(self._answered[task_id].answer, rating)

    def _keep(self, answer: AnswerCard, rating: Rating) -> Answered:
        card = self._cards[answer.task.id]
        if self._again and card.memory is not None:
            memory = relearn(card.memory, rating, self.now)
        else:
            memory = review(card.memory, rating, self.now)
        self._keeper.add_cards([deck_row(card, self.scenario, self.now)])
        self._keeper.keep_review(
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


def better_answers(
    first: Drill, second: Drill | None
) -> tuple[tuple[AnswerCard, ...], tuple[AnswerCard, ...]]:
    """The better answer to each card, and the other one of those that were answered twice.

    Of two that are equal the first counts.
    """
    again = {} if second is None else {each.answer.task.id: each.answer for each in second.answered}
    best: list[AnswerCard] = []
    set_aside: list[AnswerCard] = []
    for each in first.answered:
        answers = [each.answer]
        if each.answer.task.id in again:
            answers.append(again[each.answer.task.id])
        # The sort is stable.
        answers.sort(key=lambda answer: answer.score or 0.0, reverse=True)
        best.append(answers[0])
        set_aside += answers[1:]
    return tuple(best), tuple(set_aside)


def score_aloud(
    drill: Drill, scenario: Scenario, phase: Phase, task: Task, take: Take
) -> AnswerCard:
    """The scorer's card; its first advice is the card's back, which the screen shows."""
    card = score_take(scenario, phase, task, take)
    answered = drill.answer(card)
    return replace(card, advice=(*answered.card.back[:1], *card.advice))


def rated_anew(drill: Drill, card: AnswerCard) -> AnswerCard:
    """The same of a card that was scored anew for what the person says of it."""
    answered = drill.answer(card)
    return replace(card, advice=(*answered.card.back[:1], *card.advice))


def is_spoken(session: SessionSummary) -> bool:
    """Whether it is held aloud, by questions: one that is cut off can be gone on with."""
    typed = session.engine is not None and session.engine.name == TYPED.name
    return session.kind == "rehearse" or (session.kind == "drill" and not typed)


def resumed_drill(
    keeper: DeckKeeper, deck: Sequence[DeckRow], stored: StoredSession, now: datetime
) -> Drill:
    """A drill that was cut off, to be gone on with.

    An answer is rated before its score is kept: what has a score has its rating.

    Args:
        keeper: keeps every review at once.
        deck: every card that is kept in its language.
        stored: the drill as it was cut off.
        now: UTC.
    """
    rated = {recording.task_id for recording in stored.recordings if recording.name in stored.cards}
    return Drill(keeper, stored.scenario, kept_cards(stored.scenario, deck), now, rated=rated)
