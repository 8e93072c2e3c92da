"""Sound waiting to be played: filled by one thread, emptied by the sound card's."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

from interviewer.models import Samples

__all__ = ["Tape"]


class Tape:
    """Mono sound in order. Runs dry in silence, and goes on when there is more."""

    def __init__(self) -> None:
        self._parts: deque[Samples] = deque()
        self._waiting = 0
        self._ended = False
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """Samples not yet taken."""
        return self._waiting

    @property
    def played_out(self) -> bool:
        """All of it was taken, and no more will come."""
        return self._ended and self._waiting == 0

    def add(self, samples: Samples) -> None:
        """Appends ``samples``, shape ``(n,)``."""
        with self._lock:
            self._parts.append(samples)
            self._waiting += len(samples)

    def end(self, silence: int) -> None:
        """Nothing more comes but ``silence`` samples of it."""
        self.add(np.zeros(silence, dtype=np.float32))
        self._ended = True

    def take(self, count: int) -> Samples:
        """The next ``count`` samples, silence where there are none."""
        out = np.zeros(count, dtype=np.float32)
        filled = 0
        with self._lock:
            while self._parts and filled < count:
                part = self._parts.popleft()
                used = min(len(part), count - filled)
                out[filled : filled + used] = part[:used]
                if used < len(part):
                    self._parts.appendleft(part[used:])
                filled += used
            self._waiting -= filled
        return out
