"""One drill whose answers are spoken in a page: its cards are asked as a rehearsal, then those failed once more.

As in ``interviewer drill``, each answer is rated and kept as it is scored, and the person may rate it otherwise.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from interviewer.domain import AnswerCard, Phase, Scenario, Take, Task
from interviewer.drill.cards import drill_scenario
from interviewer.drill.run import (
    Answered,
    Drill,
    drawn,
    learnt,
    rated_anew,
    resumed_drill,
    score_aloud,
)
from interviewer.drill.schedule import Rating
from interviewer.history.deck import DeckRow, ReviewRow
from interviewer.history.store import Store
from interviewer.history.values import StoredSession
from interviewer.scenario.glossary import load_glossary
from interviewer.session.plan import Plan, make_plan

OpenStore = Callable[[], Store]


class _Deck:
    """Where reviews are kept: a history opened for each, as a card may be rated once the session's is closed."""

    def __init__(self, open_store: OpenStore) -> None:
        self._open = open_store

    def add_cards(self, cards: Sequence[DeckRow]) -> None:
        with self._open() as store:
            store.add_cards(cards)

    def keep_review(self, review: ReviewRow) -> None:
        with self._open() as store:
            store.keep_review(review)


class SpokenDrill:
    """A drill under way. One thread at a time gets in.

    Args:
        drill: its cards.
    """

    def __init__(self, drill: Drill) -> None:
        self._lock = threading.Lock()
        self._drill = drill
        self._again: Drill | None = None

    @property
    def now(self) -> datetime:
        """The moment that its reviews are given; UTC."""
        return self._drill.now

    @property
    def scenario(self) -> Scenario:
        return self._drill.scenario

    def plan(self) -> Plan:
        """A session that asks all cards."""
        return make_plan(drill_scenario(self._drill.scenario, self._drill.cards))

    def once_more(self, here: datetime) -> Plan | None:
        """A session that asks what was failed, once; None where nothing was, or it was asked already."""
        with self._lock:
            if self._again is not None:
                return None
            self._again = self._drill.once_more(here.astimezone(UTC))
            if self._again is None:
                return None
            return make_plan(drill_scenario(self.scenario, self._again.cards, again=True))

    def learnt(self) -> tuple[Answered, ...]:
        """How each card went in the end."""
        with self._lock:
            return learnt(self._drill, self._again)

    def rate(self, task_id: str, rating: Rating) -> None:
        """It went otherwise than the score says; nothing happens for a card that was not answered."""
        with self._lock:
            for drill in (self._again, self._drill):
                answered = () if drill is None else drill.answered
                if drill is not None and any(each.answer.task.id == task_id for each in answered):
                    drill.rate(task_id, rating)
                    return

    # ------------------------------------------------------------------ told by the session

    def score(self, scenario: Scenario, phase: Phase, task: Task, take: Take) -> AnswerCard:
        """The card of a take, which is rated by it."""
        with self._lock:
            return score_aloud(self._again or self._drill, scenario, phase, task, take)

    def told(self, card: AnswerCard) -> AnswerCard:
        """The same of a card that was scored anew for what the person says of it."""
        with self._lock:
            return rated_anew(self._again or self._drill, card)


def begun(open_store: OpenStore, scenario: Scenario, count: int, here: datetime) -> SpokenDrill:
    """A drill of the cards that need it most.

    Raises:
        InterviewerError: nothing in the scenario can be drilled, or the history cannot be used.
    """
    with open_store() as store:
        chosen = drawn(store, scenario, load_glossary(), here)
    cards = chosen.cards[:count]
    return SpokenDrill(Drill(_Deck(open_store), scenario, cards, here.astimezone(UTC)))


def gone_on_with(open_store: OpenStore, stored: StoredSession, here: datetime) -> SpokenDrill:
    """The drill ``stored``, which was cut off."""
    with open_store() as store:
        stored = replace(stored, scenario=store.phrasings.joined(stored.scenario))
        deck = store.deck(stored.summary.language)
    return SpokenDrill(resumed_drill(_Deck(open_store), deck, stored, here.astimezone(UTC)))
