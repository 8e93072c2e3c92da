"""An end for a process that gets no further: a library that spins, a disk of the network that does not answer.

Nothing inside Python can interrupt either, the one may even keep the interpreter for itself. So a thread
outside of it ends the process, and the candidate goes the way of one whose process died.
"""

from __future__ import annotations

import faulthandler
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

LIMIT_S = 900.0
"""For each window of a recording, 30 s, and for what comes before and after: so the whole may take as much
longer as the recording is long. base needs 20 s a window at most; a model of ten times its size on a machine
that does as much beside still comes to an end."""

_ends_s: dict[int, float] = {}
"""When each thread that has a candidate ends the process; a worker of a cluster may have several."""
_counting = threading.Lock()


@contextmanager
def getting_further(within_s: float, told: TextIO) -> Iterator[Callable[[], None]]:
    """Ends this process, exit status 1, where the block does not end, nor call what it is given, within that time.

    Args:
        within_s: seconds, from the start and from each call.
        told: a file of the system, into which goes where every thread was then.
    """
    thread = threading.get_ident()

    def further() -> None:
        with _counting:
            _ends_s[thread] = time.monotonic() + within_s
            _arm(told)

    further()
    try:
        yield further
    finally:
        with _counting:
            del _ends_s[thread]
            _arm(told)


def _arm(told: TextIO) -> None:
    """For the first who gets no further; there is one such clock in a process."""
    if not _ends_s:
        faulthandler.cancel_dump_traceback_later()
        return
    left_s = max(0.001, min(_ends_s.values()) - time.monotonic())
    faulthandler.dump_traceback_later(left_s, exit=True, file=told)
