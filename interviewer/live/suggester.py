"""A language model that thinks of a follow-up while an answer is weighed and its card is shown."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial

from interviewer.domain import AnswerCard
from interviewer.errors import InterviewerError
from interviewer.live.events import MakeEvent
from interviewer.llm.follow_up import follow_up
from interviewer.llm.server import Model
from interviewer.session.requests import Suggested

_log = logging.getLogger(__name__)

_MOST_FAULTS = 2
"""A model may be slow the first time, while it is loaded."""

Begin = Callable[[Callable[[], None]], None]


def in_background(work: Callable[[], None]) -> None:
    """``work`` on a thread that nobody waits for: what comes too late is of no interest."""
    threading.Thread(target=work, name="language model", daemon=True).start()


class LiveSuggester:
    """An :class:`interviewer.session.ports.Suggester`.

    A first fault is told; after a second one it is done for the session.

    Args:
        model: thinks.
        post: takes the events.
        tell: told what is wrong, from any thread.
        begin: sets to work.
    """

    def __init__(
        self,
        model: Model,
        post: Callable[[MakeEvent], None],
        tell: Callable[[InterviewerError], None],
        begin: Begin = in_background,
    ) -> None:
        self._model, self.sent_to = model, model.sent_to
        self._post, self._tell, self._begin = post, tell, begin
        self._lock = threading.Lock()
        self._latest = 0
        self._faults = 0
        self._told = False

    @property
    def faulty(self) -> bool:
        return self._told

    def suggest(self, recording: str, asked: str, card: AnswerCard) -> bool:
        if (
            self._faults >= _MOST_FAULTS
            or not card.take.transcript.words
            or card.other_language is not None
        ):
            return False
        with self._lock:
            self._latest += 1
            number = self._latest
        self._begin(lambda: self._think(number, recording, asked, card))
        return True

    def close(self) -> None:
        """What is still thought of is not told any more."""
        with self._lock:
            self._latest, self._faults = -1, _MOST_FAULTS

    def _think(self, number: int, recording: str, asked: str, card: AnswerCard) -> None:
        question, fault = "", None
        try:
            question = follow_up(asked, card, self._model)
        except InterviewerError as error:
            fault = error
        except Exception:  # noqa: BLE001  the session goes on without
            _log.exception("no follow-up can be thought of")
        with self._lock:
            if number != self._latest:
                return
            self._faults += fault is not None
        if fault is not None:
            _log.warning("the language model: %s", fault)
            if not self._told:
                self._told = True
                self._tell(fault)
        self._post(
            partial(Suggested, recording=recording, question=question, model=self._model.name)
        )
