"""Candidates scored by processes of this machine, each with a recogniser of its own.

A process has one candidate at a time, so that one which dies, or gets no further and is ended, tells
whose recordings it had: they are tried once more, in a new process, and then given up; the others are
not concerned.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from interviewer.asr.catalog import EngineName
from interviewer.asr.engine import obtain_weights, open_engine
from interviewer.batch.limit import LIMIT_S, getting_further
from interviewer.batch.work import Outcome, Work, failed, score
from interviewer.errors import EngineError, InternalError
from interviewer.i18n import N_
from interviewer.openmp import openmp
from interviewer.session.ports import Transcriber

_log = logging.getLogger(__name__)

Open = Callable[[], Transcriber]
"""Loads the recogniser; goes to other processes, and so is a function of a module, or a part of one."""

_MOST_TRIES = 2
_MOST_DEATHS = 6
"""In a row, without one outcome in between: it is not the recordings."""
WORKER_BYTES = 1_500_000_000
"""What a worker with base takes at its peak, rounded up; docs/performance.md."""


def open_there(engine: EngineName, model: str, trust: bool) -> Transcriber:
    """The recogniser on another machine, whose own weights are checked, or pulled in silence."""

    def nobody(*_: object) -> None:
        """Waits for the download."""

    weights = obtain_weights(engine, model, trust=trust, progress=nobody, say=nobody)
    return open_engine(weights, 1)


def default_workers() -> int:
    """As many as there are cores, and as fit into the memory that is free."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, _free_bytes() // WORKER_BYTES))


def _free_bytes() -> int:
    """Memory that can be had without taking it from anybody; half of all where nothing tells."""
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):
        return 4 * WORKER_BYTES


@dataclass(frozen=True, slots=True)
class _Hand:
    """A process, and the file that says where it stood when it got no further."""

    pool: ProcessPoolExecutor
    stood: Path


@dataclass(frozen=True, slots=True)
class _Trial:
    work: Work
    hand: _Hand
    number: int


def score_locally(works: Iterable[Work], open_recogniser: Open, workers: int) -> Iterator[Outcome]:
    """Outcomes as they come, in whatever order; ``works`` is asked for the next one when a process is free.

    Left early, or by an error, it ends the processes at once.

    Raises:
        MissingError: the recogniser cannot be opened.
    """
    with TemporaryDirectory(prefix="interviewer-") as scratch:
        pool = _Pool(iter(works), open_recogniser, workers, Path(scratch))
        before, whole = set(multiprocessing.active_children()), False
        try:
            with openmp("OMP_NUM_THREADS", "1"):
                while pool.fill():
                    # Filled again before anybody looks at what came.
                    done = pool.wait()
                    pool.fill()
                    yield from done
            whole = True
        finally:
            if not whole:
                for process in set(multiprocessing.active_children()) - before:
                    process.kill()
            pool.close()


class _Pool:
    """The processes, and who is tried in which."""

    def __init__(
        self, coming: Iterator[Work], open_recogniser: Open, workers: int, scratch: Path
    ) -> None:
        self._coming = coming
        self._open = open_recogniser
        self._scratch = scratch
        self._hands = 0
        self._again: list[tuple[Work, int]] = []
        self._idle = [self._hand() for _ in range(workers)]
        self._busy: dict[Future[Outcome], _Trial] = {}
        self._deaths = 0

    def fill(self) -> bool:
        """Gives each idle process a candidate; False: nobody is left."""
        while self._idle:
            if self._again:
                work, number = self._again.pop()
            elif (following := next(self._coming, None)) is not None:
                work, number = following, 1
            else:
                break
            hand = self._idle.pop()
            self._busy[hand.pool.submit(_score, work)] = _Trial(work, hand, number)
        return bool(self._busy)

    def wait(self) -> list[Outcome]:
        """What came next; nothing where a process died and its candidate is tried again."""
        outcomes: list[Outcome] = []
        for future in wait(self._busy, return_when=FIRST_COMPLETED).done:
            trial = self._busy.pop(future)
            self._idle.append(trial.hand)
            try:
                outcomes.append(future.result())
            except BrokenProcessPool:
                self._idle.pop().pool.shutdown(wait=False)
                self._idle.append(self._hand())
                stood = trial.hand.stood.read_text("utf-8", "replace")
                if stood:
                    _log.warning("%s: no further, the process was ended\n%s", trial.work.key, stood)
                self._deaths += 1
                if self._deaths >= _MOST_DEATHS:
                    raise _vain() from None
                if trial.number < _MOST_TRIES:
                    self._again.append((trial.work, trial.number + 1))
                else:
                    fault = _no_further() if stood else _killed()
                    outcomes.append(failed(trial.work, fault))
            else:
                self._deaths = 0
        return outcomes

    def close(self) -> None:
        for hand in [*self._idle, *(each.hand for each in self._busy.values())]:
            hand.pool.shutdown(wait=True, cancel_futures=True)

    def _hand(self) -> _Hand:
        self._hands += 1
        stood = self._scratch / f"{self._hands}.txt"
        stood.touch()
        # Not by fork: the libraries have threads.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(1, context, _begin, (self._open, stood, LIMIT_S))
        return _Hand(pool, stood)


def _vain() -> EngineError:
    return EngineError(
        N_("The processes that score end again and again before they give anything."),
        N_("Where memory is short, ask for fewer: --workers 1."),
    )


def _killed() -> InternalError:
    return InternalError(
        N_("The process that scored these recordings ended twice, and they are given up.")
    )


def _no_further() -> InternalError:
    return InternalError(
        N_(
            "These recordings are given up: twice, nothing more came of them for {minutes} min,"
            " and the process was ended."
        ),
        minutes=round(LIMIT_S / 60),
    )


# --------------------------------------------------------------------------- in the process


@dataclass(frozen=True, slots=True)
class _Here:
    """What this process was begun with."""

    open_recogniser: Open
    stood: TextIO
    limit_s: float


_here: _Here | None = None
_transcriber: Transcriber | None = None


def _begin(open_recogniser: Open, stood: Path, limit_s: float) -> None:
    global _here
    _here = _Here(open_recogniser, stood.open("w", encoding="utf-8"), limit_s)
    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _score(work: Work) -> Outcome:
    global _transcriber
    if _here is None:
        raise RuntimeError("a process begins before it scores")
    with getting_further(_here.limit_s, _here.stood) as further:
        if _transcriber is None:
            _transcriber = _here.open_recogniser()
            further()
        return score(work, _transcriber, lambda *_: further())
