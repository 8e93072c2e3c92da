"""A session written as it happens, from its id and row to its record."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    ListenRequest,
    Scenario,
    SessionChoice,
    SessionRecord,
    Take,
    TimerRecord,
)
from interviewer.history.database import Database
from interviewer.history.folder import SessionLock, audio_folder, bin_folder, subfolders
from interviewer.history.phrasings import keep_phrasings
from interviewer.history.stored import RECORD_ELSEWHERE, Codec, Json, dumps, event_type_string
from interviewer.history.values import (
    Figures,
    SessionKind,
    answer_figures,
    session_figures,
    timer_figures,
)
from interviewer.session.events import KeptEvent


class SessionLog:
    """Writes one session. What a method returned from is on the disk.

    Every method may be called from any thread, and raises HistoryError where the store cannot
    take what it is given: nothing of that call is kept then, and everything before it is. States
    of a recording only go forward, in whichever order two threads report them.
    """

    def __init__(
        self, database: Database, folder: Path, session_id: str, lock: SessionLock
    ) -> None:
        self.id = session_id
        self.audio_folder = audio_folder(folder, session_id)
        """Where the recordings of this session go; there for a kind of session that makes any."""
        self._database = database
        self._codec = Codec(folder)
        self._lock = lock

    def event(self, event: KeptEvent) -> int:
        """Keeps ``event``, and its card where it brings one; gives its number in the session."""
        payload = self._codec.encode(event)
        at_s, card = payload.pop("at_s"), payload.pop("card", None)
        with self._database.writing() as connection:
            n = _next_number(connection, "events", self.id)
            connection.execute(
                "INSERT INTO events (session, n, at_s, kind, payload) VALUES (?, ?, ?, ?, ?)",
                (self.id, n, at_s, event_type_string(event), dumps(payload)),
            )
            if card is not None:
                self._keep_card(connection, n, payload["recording"], card)
        return n

    def recording_opened(self, request: ListenRequest, path: Path) -> None:
        """A recording begins; its file may be made after this."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO recordings (session, name, n, phase, task, follow_up, path, state)"
                " VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), 'open')",
                (
                    self.id,
                    request.recording,
                    _next_number(connection, "recordings", self.id),
                    request.phase.id,
                    request.task.id,
                    request.follow_up,
                    self._codec.path_text(path).encode("utf-8", "surrogateescape"),
                ),
            )

    def recording_closed(self, name: str, duration_s: float) -> None:
        """The file of the recording ``name`` is whole."""
        self._update(
            "UPDATE recordings SET duration_s = ?,"
            " state = CASE state WHEN 'open' THEN 'closed' ELSE state END"
            " WHERE session = ? AND name = ?",
            (float(duration_s), self.id, name),
        )

    def recording_transcribed(self, name: str, take: Take) -> None:
        """What was heard in the recording ``name``, which need not be transcribed again."""
        self._update(
            "UPDATE recordings SET duration_s = ?, take = ?,"
            " state = CASE state WHEN 'scored' THEN 'scored' ELSE 'transcribed' END"
            " WHERE session = ? AND name = ?",
            (float(take.duration_s), dumps(self._codec.encode(take)), self.id, name),
        )

    def choose_audio(self, choice: SessionChoice) -> None:
        """What is to become of the recordings was decided anew: ``choice`` takes the other's place."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE sessions SET choice = ? WHERE id = ?",
                (dumps(self._codec.encode(choice)), self.id),
            )

    def finish(self, record: SessionRecord, *, now: datetime) -> None:
        """The session is over; ``now`` knows its time zone."""
        rest = self._codec.encode(record)
        for key in RECORD_ELSEWHERE:
            del rest[key]
        cards = [(card, True) for card in record.answers]
        cards += [(card, False) for card in record.set_aside]
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE sessions SET finished_at = ?, reason = ?, record = ?, duration_s = ?,"
                " answered = ?, score = ?, coverage = ?, timing = ?, delivery = ?, pace = ?,"
                " spoken_s = ?, target_s = ? WHERE id = ?",
                (
                    _end(connection, self.id, record.duration_s, now),
                    record.reason,
                    dumps(rest),
                    float(record.duration_s),
                    len(record.answers),
                    *_floats(session_figures(record.answers)),
                    self.id,
                ),
            )
            for n, (card, best) in enumerate(cards, 1):
                self._keep_answer(connection, n, card, best=best)
        self._lock.remove()
        self._drop_empty_folder()

    def finish_timer(self, record: TimerRecord, *, now: datetime) -> None:
        """The run of the timer is over; ``now`` knows its time zone."""
        timed, figures = timer_figures(record)
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE sessions SET finished_at = ?, reason = ?, record = ?, duration_s = ?,"
                " answered = ?, spoken_s = ?, target_s = ? WHERE id = ?",
                (
                    _end(connection, self.id, record.duration_s, now),
                    record.reason,
                    dumps(self._codec.encode(record)),
                    float(record.duration_s),
                    timed,
                    figures.spoken_s,
                    figures.target_s,
                    self.id,
                ),
            )
        self._lock.remove()
        self._drop_empty_folder()

    def _keep_card(self, connection: Connection, n: int, recording: str, card: Json) -> None:
        connection.execute(
            "INSERT INTO cards (session, n, recording, score, card) VALUES (?, ?, ?, ?, ?)",
            (self.id, n, recording, card["score"], dumps(card)),
        )
        connection.execute(
            "UPDATE recordings SET state = 'scored' WHERE session = ? AND name = ?",
            (self.id, recording),
        )

    def _keep_answer(self, connection: Connection, n: int, card: AnswerCard, *, best: bool) -> None:
        connection.execute(
            "INSERT INTO answers (session, n, task, best, phase, title, card, score, coverage,"
            " timing, delivery, pace, spoken_s, target_s)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.id,
                n,
                card.task.id,
                best,
                card.phase_id,
                card.title,
                dumps(self._codec.encode(card)),
                *_floats(answer_figures(card)),
            ),
        )
        if best and card.coverage.score is not None:
            connection.executemany(
                "INSERT INTO terms (session, n, place, term, status) VALUES (?, ?, ?, ?, ?)",
                [
                    # Said to no credit, it is as much to be learnt as what was not said.
                    (self.id, n, place, hit.term.name, "missed" if hit.contradicted else hit.status)
                    for place, hit in enumerate(card.coverage.terms)
                    if hit.term.required
                ],
            )
        if best:
            said = Counter((tic.name, tic.kind) for tic in card.delivery.tics or ())
            if card.delivery.hesitations is not None:
                said["", "sound"] += 0
            connection.executemany(
                "INSERT INTO tics (session, n, name, kind, count) VALUES (?, ?, ?, ?, ?)",
                [(self.id, n, name, kind, count) for (name, kind), count in said.items()],
            )
        keep_phrasings(connection, self.id, n, card)

    def _drop_empty_folder(self) -> None:
        """Of a session that recorded nothing, as a typed drill."""
        with suppress(OSError):  # refused where recordings are in it
            self.audio_folder.rmdir()

    def _update(self, statement: str, values: tuple[object, ...]) -> None:
        with self._database.writing() as connection:
            if connection.execute(statement, values).rowcount != 1:
                raise KeyError(f"session {self.id} has no recording {values[-1]}")


def _floats(figures: Figures) -> tuple[float | None, ...]:
    """In the order of the fields; numpy's numbers are none for SQLite."""
    return tuple(None if value is None else float(value) for value in astuple(figures))


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond: texts of one length, which sort as the moments do.

    Raises:
        ValueError: ``moment`` does not know its time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone is none")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _end(connection: Connection, session_id: str, duration_s: float, now: datetime) -> str:
    """When a session ends: now; where the clock was set back meanwhile, what it lasted tells."""
    (text,) = connection.execute(
        "SELECT started_at FROM sessions WHERE id = ?", (session_id,)
    ).fetchone()
    started = datetime.fromisoformat(text)
    return utc_text(now if now >= started else started + timedelta(seconds=float(duration_s)))


def offset_s(moment: datetime) -> int:
    """Seconds that local time is ahead of UTC in the time zone of ``moment``.

    Raises:
        ValueError: ``moment`` does not know its time zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a moment without a time zone is none")
    return round(offset.total_seconds())


def _next_number(connection: Connection, table: str, session_id: str) -> int:
    """``table`` is a name of ours; the transaction keeps others from taking the same number."""
    query = f"SELECT coalesce(max(n), 0) + 1 FROM {table} WHERE session = ?"  # noqa: S608  the table is one of ours
    (number,) = connection.execute(query, (session_id,)).fetchone()
    return int(number)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a session before anything is said."""

    kind: SessionKind
    scenario: Scenario
    choice: SessionChoice
    engine: EngineInfo | None
    """Who transcribes; None where nothing is."""
    started_at: str
    """UTC, as the store writes moments."""
    utc_offset_s: int
    """Seconds that local time was ahead of it."""


def claim(connection: Connection, folder: Path, scenario_id: str, now: datetime) -> str:
    """An id that neither a session nor a folder of recordings has, the bin's included."""
    first = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{scenario_id}"
    session_id, count = first, 1
    while (
        audio_folder(folder, session_id).exists()
        or any((stamp / session_id).exists() for stamp in subfolders(bin_folder(folder)))
        or connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone()
    ):
        count += 1
        session_id = f"{first}-{count}"
    return session_id


def keep_beginning(
    connection: Connection, folder: Path, session_id: str, beginning: Beginning
) -> None:
    """Writes the row of a session that begins; ``folder`` is that of the history."""
    codec = Codec(folder)
    # What was marked in other sessions stays with them, and goes with them.
    scenario, engine = replace(beginning.scenario, own=()), beginning.engine
    connection.execute(
        "INSERT INTO sessions (id, kind, scenario_id, title, language, scenario, choice,"
        " engine, model, started_at, utc_offset_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session_id,
            beginning.kind,
            scenario.id,
            scenario.title,
            scenario.language,
            dumps(codec.encode(scenario)),
            dumps(codec.encode(beginning.choice)),
            engine.name if engine else None,
            engine.model if engine else None,
            beginning.started_at,
            beginning.utc_offset_s,
        ),
    )
