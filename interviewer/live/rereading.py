"""Closed recordings read whole, as a replay reads them, while the recogniser has nothing else to do."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial

from interviewer.domain import Take, Vocabulary
from interviewer.live.events import MakeEvent
from interviewer.recordings import read_whole
from interviewer.session.events import ReadWhole
from interviewer.session.ports import Transcriber

_log = logging.getLogger(__name__)


class CalledOffError(Exception):
    """A recording is not read to its end: the session is over, or its recogniser gone."""


class Rereadings:
    """The recordings that wait, and those that were read. Any thread may ask; one reads.

    Args:
        vocabulary: what is spoken, and what may be expected in it.
        post: takes a ReadWhole event of each recording asked for.
    """

    def __init__(self, vocabulary: Vocabulary, post: Callable[[MakeEvent], None]) -> None:
        self._vocabulary = vocabulary
        self._post = post
        self._lock = threading.Lock()
        self._waiting: deque[tuple[str, Take]] = deque()
        self._read: dict[str, Take] = {}
        self._over = False

    def ask(self, recording: str, heard: Take) -> None:
        """The recording of ``heard``, which is closed, is to be read after those asked for before."""
        with self._lock:
            if not self._over:
                self._waiting.append((recording, heard))
                return
        self._post(partial(_was_read, recording, True))

    def take(self, recording: str) -> Take | None:
        """What was read; None where it was not, or not yet."""
        return self._read.get(recording)

    def read_next(self, transcriber: Transcriber, others: Callable[[], None]) -> bool:
        """Reads the next one; False: none waits.

        Args:
            transcriber: speech to words.
            others: does what came meanwhile, called before each thing that the recogniser is asked;
                raises CalledOffError where nothing is to be read any more.
        """
        with self._lock:
            if not self._waiting:
                return False
            recording, heard = self._waiting.popleft()
        try:
            take = read_whole(heard, transcriber, self._vocabulary, others)
        except CalledOffError:
            pass
        except Exception:  # noqa: BLE001  what was heard at once stands, and the session goes on
            _log.exception("%s cannot be read whole", recording)
        else:
            self._read[recording] = take
        self._post(partial(_was_read, recording, recording not in self._read))
        return True

    def end(self) -> None:
        """There is no recogniser any more: none that waits can be read."""
        with self._lock:
            self._over = True
            names = [name for name, _ in self._waiting]
            self._waiting.clear()
        for name in names:
            self._post(partial(_was_read, name, True))


def _was_read(recording: str, failed: bool, at_s: float) -> ReadWhole:
    return ReadWhole(at_s, recording, failed)
