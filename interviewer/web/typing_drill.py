"""One drill whose answers are typed in a page: where it stands, and what becomes of it.

As in ``interviewer drill --typed``, every answer is rated and kept at once; what was failed comes once more at
the end, and the better answer to each card counts.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from interviewer.domain import Scenario
from interviewer.drill.cards import drill_scenario
from interviewer.drill.run import TYPED, Answered, Drill, better_answers, drawn, learnt
from interviewer.drill.schedule import Card, Rating
from interviewer.history.record import finished_record
from interviewer.history.store import open_store
from interviewer.scenario.glossary import load_glossary
from interviewer.scoring.answer import AnswerScorer, score_typed
from interviewer.session.plan import make_plan


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page has to show."""

    step: int
    """Counts what was done: a page that was looked at earlier is told apart by it."""
    card: Card | None
    """None: it is over."""
    number: int
    count: int
    answered: Answered | None
    """The card's answer; None while it is asked."""
    again: bool
    """The cards that were failed come once more."""


class TypedDrill:
    """A drill under way. One thread at a time gets in; the history is open until :meth:`close`.

    Args:
        scenario: where the cards come from.
        count: how many at most.
        here: the moment it begins, in the time zone of the person.

    Raises:
        InterviewerError: nothing in the scenario can be drilled, or the history cannot be used.
    """

    def __init__(self, scenario: Scenario, count: int, here: datetime) -> None:
        self._lock = threading.RLock()
        self._store = open_store()
        try:
            now = here.astimezone(UTC)
            chosen = drawn(self._store, scenario, load_glossary(), here)
            self._drill = Drill(self._store, scenario, chosen.cards[:count], now)
            self._asked = drill_scenario(scenario, self._drill.cards)
            plan = make_plan(self._asked)
            self._log = self._store.begin("drill", plan.scenario, plan.choice, TYPED, now=here)
        except BaseException:
            self._store.close()
            raise
        self.scenario = scenario
        self.now = now
        self._began_s = time.monotonic()
        self._again: Drill | None = None
        self._at = 0
        self._step = 0
        self._answered: Answered | None = None
        self._over = False

    @property
    def _on(self) -> Drill:
        return self._again or self._drill

    def standing(self) -> Standing:
        """Where it stands."""
        with self._lock:
            cards = self._on.cards
            card = None if self._over else cards[self._at]
            again = self._again is not None
            return Standing(self._step, card, self._at + 1, len(cards), self._answered, again=again)

    def learnt(self) -> tuple[Answered, ...]:
        """How each card went in the end."""
        with self._lock:
            return learnt(self._drill, self._again)

    # ------------------------------------------------------------------ what the person does

    def answer(self, step: int, text: str) -> None:
        """The card that is asked is answered, or given up by nothing."""
        with self._lock:
            if self._is_past(step) or self._answered is not None:
                return
            card, nowhere = self._on.cards[self._at], self._log.audio_folder / "typed"
            typed = score_typed(self.scenario, card.phase, card.question.task, text, nowhere)
            self._answered = self._on.answer(typed)
            self._step += 1

    def rate(self, step: int, rating: Rating) -> None:
        """It went otherwise than the score says."""
        with self._lock:
            if not self._is_past(step) and self._answered is not None:
                self._answered = self._on.rate(self._answered.answer.task.id, rating)
                self._step += 1

    def mark(self, step: int, number: int) -> None:
        """An idea was made that was not recognised; once more takes it back."""
        with self._lock:
            if self._is_past(step) or self._answered is None:
                return
            answer = self._answered.answer
            point = dict(answer.disputable).get(number)
            if point is not None:
                said = AnswerScorer().said(self.scenario, answer, point)
                self._answered = self._on.answer(said)
                self._step += 1

    def next(self, step: int, here: datetime) -> None:
        """The next card; after the last one what was failed, and after that the end."""
        with self._lock:
            if self._is_past(step) or self._answered is None:
                return
            self._answered = None
            self._at += 1
            self._step += 1
            if self._at < len(self._on.cards):
                return
            if self._again is None:
                self._again = self._drill.once_more(here.astimezone(UTC))
                self._at = 0
                if self._again is not None:
                    return
            self.close(here)

    def close(self, here: datetime) -> None:
        """It is over, wherever it stands: what was answered is kept."""
        with self._lock:
            if self._over:
                return
            self._over = True
            best, set_aside = better_answers(self._drill, self._again)
            lasted_s = time.monotonic() - self._began_s
            try:
                record = finished_record(self._asked, best, lasted_s, set_aside=set_aside)
                self._log.finish(record, now=here)
            finally:
                self._store.close()

    def _is_past(self, step: int) -> bool:
        return self._over or step != self._step
