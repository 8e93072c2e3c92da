"""Candidates scored on a Dask cluster: its scheduler says which machine, a plugin keeps a recogniser on each.

Imported where ``--cluster`` is given only. What was given out and has not come back is known here: where
the scheduler goes and comes again, that is given out once more, and an outcome is taken once.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue

import dask
from distributed import Client, Future, KilledWorker, Security, Worker, WorkerPlugin
from distributed.comm import CommClosedError

from interviewer.audio.files import not_readable
from interviewer.batch.limit import LIMIT_S, getting_further
from interviewer.batch.local import Open
from interviewer.batch.work import Outcome, Work, failed, program_digest, score
from interviewer.domain import Notice
from interviewer.errors import EngineError, InternalError, MissingError
from interviewer.i18n import N_
from interviewer.session.ports import Transcriber

_A_THREAD = 2
"""Works given out for each thread of the cluster: the next one is there when one is done."""
_MOST_BYTES = 1 << 29
"""Of recordings that are given out at once: the scheduler holds them."""
_CONNECT_S = 10.0
_PATIENCE_S = 300.0
"""So long a scheduler may be gone."""
_LOOK_S = 5.0
"""The cluster is asked so often how large it is, and whether it is there."""
_RESULT_S = 60.0
"""An outcome that is there comes within that time, its page included."""
_RETRIES = 2
_LIBRARIES = ("distributed", "tornado")
_LOST = (CommClosedError, CancelledError, OSError)

Say = Callable[[Notice], None]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the scheduler is, and how it is talked to."""

    address: str
    """``tcp://host:port`` or ``tls://host:port``."""
    shared: bool = False
    """Its machines see the recordings under the same paths; else they are sent."""
    tls: tuple[str, str, str] | None = None
    """PEM files of the authority, the certificate and its key; None: not encrypted."""


def score_on_cluster(
    works: Iterable[Work], open_recogniser: Open, cluster: Cluster, say: Say
) -> Iterator[Outcome]:
    """Outcomes as they come; ``works`` is asked for the next one as the cluster gets room.

    Raises:
        MissingError: no scheduler is there, or a machine lacks the recogniser or has another program.
    """
    run = _Run(iter(works), open_recogniser, cluster.shared, say)
    met, gone_s = False, time.monotonic()
    while not run.over:
        try:
            with _connected(cluster) as client:
                met = True
                for outcome in run.outcomes(client):
                    yield outcome
                    gone_s = time.monotonic()
        except _LOST as error:
            if not met or time.monotonic() - gone_s > _PATIENCE_S:
                raise MissingError(
                    N_("The cluster at {address} cannot be reached."),
                    N_("Start its scheduler, or leave --cluster out."),
                    address=cluster.address,
                ) from error
            run.lost()
            time.sleep(1.0)


class _Run:
    """What is given out, over however many connections."""

    def __init__(
        self, coming: Iterator[Work], open_recogniser: Open, shared: bool, say: Say
    ) -> None:
        self._coming = coming
        self._plugin = Recogniser(open_recogniser, program_digest())
        self._shared = shared
        self._say = say
        self._owed: dict[str, Work] = {}
        """Taken out of ``coming``, no outcome yet."""
        self._out: dict[str, tuple[Future, int]] = {}
        """Of these, what the scheduler has now, with the bytes that it holds for it."""
        self._told_lost = self._told_empty = False
        self.over = False

    def lost(self) -> None:
        """The connection is gone, and with it what was given out."""
        self._out.clear()
        if not self._told_lost:
            self._told_lost = True
            self._say(
                Notice(N_("The connection to the cluster is lost: waiting for its scheduler."))
            )

    def outcomes(self, client: Client) -> Iterator[Outcome]:
        """Until all are there."""
        client.register_plugin(self._plugin)
        self._told_lost = False
        done: SimpleQueue[Future] = SimpleQueue()
        room, looked_s = self._look(client), time.monotonic()
        while True:
            yield from self._fill(client, room, done)
            if not self._out:
                self.over = True
                return
            try:
                future = done.get(timeout=_LOOK_S)
            except Empty:
                future = None
            if time.monotonic() - looked_s > _LOOK_S:
                room, looked_s = self._look(client), time.monotonic()
            if future is not None and (outcome := self._outcome(future)) is not None:
                yield outcome

    def _look(self, client: Client) -> int:
        """How many works the cluster takes at once."""
        threads = int(sum(client.nthreads().values()))
        if not threads and not self._told_empty:
            self._say(Notice(N_("The cluster has no worker: waiting for one.")))
        self._told_empty = not threads
        return max(1, threads) * _A_THREAD

    def _fill(self, client: Client, room: int, done: SimpleQueue[Future]) -> Iterator[Outcome]:
        """Gives out as much as there is room for; whose recordings are gone by now is an outcome."""
        again = [work for key, work in self._owed.items() if key not in self._out]
        while len(self._out) < room and sum(size for _, size in self._out.values()) < _MOST_BYTES:
            work = again.pop(0) if again else next(self._coming, None)
            if work is None:
                return
            self._owed[work.key] = work
            if not self._shared:
                try:
                    work = work.with_data()
                except OSError as error:
                    name = work.pieces[0].shown
                    yield failed(
                        self._owed.pop(work.key), not_readable(work.pieces[0].source, name, error)
                    )
                    continue
            size = sum(len(each.data or b"") for each in work.pieces)
            name = f"interviewer-{work.key}"
            future = client.submit(
                _score, work, self._plugin, LIMIT_S, key=name, retries=_RETRIES, pure=False
            )
            self._out[work.key] = future, size
            future.add_done_callback(done.put)

    def _outcome(self, future: Future) -> Outcome | None:
        """None where somebody else's future of the connection before came late."""
        key = future.key.removeprefix("interviewer-")
        if self._out.get(key, (None, 0))[0] is not future:
            return None
        try:
            outcome: Outcome = future.result(timeout=_RESULT_S)
        except KilledWorker:
            message = N_(
                "The machines that scored these recordings ended or got no further, and they are given up."
            )
            outcome = failed(self._owed[key], InternalError(message))
        del self._out[key], self._owed[key]
        return outcome


@contextmanager
def _connected(cluster: Cluster) -> Iterator[Client]:
    _quiet()
    security = None
    if cluster.tls is not None:
        ca, certificate, key = cluster.tls
        security = Security(
            tls_ca_file=ca,
            tls_client_cert=certificate,
            tls_client_key=key,
            require_encryption=True,
        )
    # Recordings in a task are meant: the scheduler has them, whichever machine ends.
    settings = {"distributed.admin.large-graph-warning-threshold": "1 GiB"}
    with (
        dask.config.set(settings),
        Client(
            cluster.address, timeout=_CONNECT_S, security=security, set_as_default=False
        ) as client,
    ):
        yield client


def _quiet() -> None:
    """What the library has to say goes into the program's log, where there is one, and not onto the screen."""
    kept = logging.getLogger("interviewer").handlers or [logging.NullHandler()]
    for name, logger in logging.Logger.manager.loggerDict.items():
        if name.partition(".")[0] in _LIBRARIES and isinstance(logger, logging.Logger):
            logger.handlers, logger.propagate = [], True
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = list(kept), False


# --------------------------------------------------------------------------- on a worker

_engines: dict[str, Transcriber] = {}
_opening = threading.Lock()


class Recogniser(WorkerPlugin):  # type: ignore[misc]
    """Keeps the recogniser of a batch loaded on each worker, those that join later included.

    Args:
        open_recogniser: how.
        program: :func:`program_digest` where the batch was begun.
    """

    idempotent = True

    def __init__(self, open_recogniser: Open, program: str) -> None:
        self._open, self._program = open_recogniser, program
        asked = hashlib.sha256(pickle.dumps((open_recogniser, program))).hexdigest()
        self.name = f"interviewer-{asked[:16]}"

    async def setup(self, worker: Worker) -> None:
        del worker
        # The worker goes on telling its scheduler that it lives.
        await asyncio.to_thread(self.recogniser)

    def teardown(self, worker: Worker) -> None:
        del worker
        _engines.pop(self.name, None)

    def recogniser(self) -> Transcriber:
        """Loaded the first time.

        Raises:
            MissingError: this machine lacks it, or has another version of the program.
        """
        if program_digest() != self._program:
            raise EngineError(
                N_(
                    "A worker of the cluster has another version of interviewer, whose scores may differ."
                ),
                N_("Install the same version everywhere."),
            )
        with _opening:
            if self.name not in _engines:
                _engines[self.name] = self._open()
            return _engines[self.name]


def _score(work: Work, plugin: Recogniser, limit_s: float) -> Outcome:
    try:
        transcriber = plugin.recogniser()
    except OSError as error:
        # Here that is what a connection says that is lost.
        raise EngineError(
            N_("A worker of the cluster cannot load the recogniser ({reason})."), reason=error
        ) from error
    with getting_further(limit_s, sys.stderr) as further:
        return score(work, transcriber, lambda *_: further())
