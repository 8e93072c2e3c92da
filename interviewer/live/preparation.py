"""What an answer will be compared with by its meaning, made ready while the session is under way."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Event, Thread

from interviewer.domain import Language, Task
from interviewer.scoring.meaning import prepare

_log = logging.getLogger(__name__)


class Preparation:
    """Loads the sentence encoder and reads the ideas of each task, in order, on a thread of its own.

    Nobody waits for it: a card that is due before makes ready what it needs itself.
    """

    def __init__(self, tasks: Iterable[Task], language: Language) -> None:
        self._tasks, self._language = tuple(tasks), language
        self._closed = Event()
        self._thread = Thread(target=self._run, name="meaning", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it, after the task under way."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            for task in self._tasks:
                if self._closed.is_set():
                    return
                prepare(task, self._language)
        except Exception:  # noqa: BLE001  a rehearsal goes on without
            # The card that needs it says what is wrong, if it still is.
            _log.warning("The sentence encoder cannot be made ready.", exc_info=True)
