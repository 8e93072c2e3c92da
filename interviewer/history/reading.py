"""Rows of the store to values; lists over many sessions read columns and decode no JSON.

The transaction is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta, timezone
from pathlib import Path
from sqlite3 import Connection, Row

from interviewer.domain import (
    AnswerCard,
    Coaching,
    EngineInfo,
    Language,
    Scenario,
    SessionChoice,
    SessionRecord,
    Take,
    TimerRecord,
)
from interviewer.history.faults import unreadable
from interviewer.history.folder import (
    audio_folder,
    audio_root,
    database_file,
    is_plain_part,
    is_running,
    lock_file,
)
from interviewer.history.stored import Codec, Json, event_type, loads
from interviewer.history.values import (
    AnswerSummary,
    Figures,
    Recording,
    SessionSummary,
    StoredSession,
    TermCount,
    TicCount,
    UnfinishedSession,
)
from interviewer.session.events import KeptEvent

_FIGURES = "score, coverage, timing, delivery, pace, spoken_s, target_s"

_ONLY_PHASE = "CASE WHEN json_valid(choice) THEN json_extract(choice, '$.phase') END AS only_phase"

_SUMMARY = (
    "id, kind, scenario_id, title, language, engine, model, started_at, finished_at, reason,"
    f" answered, duration_s, {_FIGURES},"
    f" {_ONLY_PHASE}"
)


class Reader:
    """Reads the rows of one store.

    Every method raises HistoryError where a row holds what no version of the program wrote.

    Args:
        folder: the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codec = Codec(folder)

    def summaries(
        self, connection: Connection, limit: int | None = None, scenario_id: str | None = None
    ) -> Iterator[SessionSummary]:
        """The last ``limit`` sessions, of one scenario or of all, the latest first."""
        rows = connection.execute(
            f"SELECT {_SUMMARY} FROM sessions WHERE ?1 IS NULL OR scenario_id = ?1"  # noqa: S608  columns of ours
            " ORDER BY started_at DESC, id DESC LIMIT ?2",
            (scenario_id, -1 if limit is None else limit),
        )
        for row in rows:
            with self.readable(row["id"]):
                yield self._summary(row)

    def unfinished(self, connection: Connection) -> Iterator[UnfinishedSession]:
        """Sessions without an end, the latest first."""
        rows = connection.execute(
            f"SELECT {_SUMMARY} FROM sessions WHERE finished_at IS NULL"  # noqa: S608  columns of ours
            " ORDER BY started_at DESC, id DESC"
        )
        for row in rows:
            with self.readable(row["id"]):
                summary = self._summary(row)
                recordings = tuple(self._recordings(connection, summary.id))
                running = is_plain_part(summary.id) and is_running(
                    lock_file(self._folder, summary.id)
                )
                yield UnfinishedSession(summary, recordings, running)

    def session(self, connection: Connection, session_id: str) -> StoredSession | None:
        """All that is kept of one session; None: there is no such session."""
        found = connection.execute(
            f"SELECT *, {_ONLY_PHASE} FROM sessions"  # noqa: S608  an expression of ours
            " WHERE id = CAST(? AS TEXT)",
            (key(session_id),),
        )
        row: Row | None = found.fetchone()
        if row is None:
            return None
        finished, timed = row["record"] is not None, row["kind"] == "timer"
        with self.readable(session_id):
            return StoredSession(
                summary=self._summary(row),
                scenario=self._codec.decode(Scenario, loads(row["scenario"])),
                choice=self._codec.decode(SessionChoice, loads(row["choice"])),
                began_at=_began_at(row),
                events=tuple(self._events(connection, session_id)),
                recordings=tuple(self._recordings(connection, session_id)),
                takes=self._takes(connection, session_id),
                cards=self._cards(connection, session_id),
                record=self._record(connection, row) if finished and not timed else None,
                timer=self._timer(row) if finished and timed else None,
                coaching=coaching_of(connection, session_id),
            )

    def _summary(self, row: Row) -> SessionSummary:
        engine = None if row["engine"] is None else EngineInfo(row["engine"], row["model"])
        finished_at = row["finished_at"]
        return SessionSummary(
            id=row["id"],
            kind=row["kind"],
            scenario_id=row["scenario_id"],
            title=row["title"],
            language=row["language"],
            engine=engine,
            started_at=datetime.fromisoformat(row["started_at"]),
            finished_at=None if finished_at is None else datetime.fromisoformat(finished_at),
            reason=row["reason"],
            answered=row["answered"],
            duration_s=row["duration_s"],
            figures=_figures_of(row),
            phase=row["only_phase"],
        )

    def _events(self, connection: Connection, session_id: str) -> Iterator[KeptEvent]:
        rows = connection.execute(
            "SELECT at_s, kind, payload, card FROM events LEFT JOIN cards USING (session, n)"
            " WHERE session = CAST(? AS TEXT) ORDER BY n",
            (key(session_id),),
        )
        for row in rows:
            data: Json = {"at_s": row["at_s"], **loads(row["payload"])}
            if row["card"] is not None:
                data["card"] = loads(row["card"])
            yield self._codec.decode(event_type(row["kind"]), data)

    def _recordings(self, connection: Connection, session_id: str) -> Iterator[Recording]:
        rows = connection.execute(
            "SELECT name, phase, task, follow_up, path, state, duration_s FROM recordings"
            " WHERE session = CAST(? AS TEXT) ORDER BY n",
            (key(session_id),),
        )
        for row in rows:
            path = self._codec.path(row["path"])
            yield Recording(
                name=row["name"],
                phase_id=row["phase"],
                task_id=row["task"],
                follow_up=bool(row["follow_up"]),
                path=path,
                state=row["state"],
                duration_s=row["duration_s"],
                on_disk=_is_here(path),
            )

    def _takes(self, connection: Connection, session_id: str) -> dict[str, Take]:
        rows = connection.execute(
            "SELECT name, take FROM recordings"
            " WHERE session = CAST(? AS TEXT) AND take IS NOT NULL ORDER BY n",
            (key(session_id),),
        )
        return {row["name"]: self._codec.decode(Take, loads(row["take"])) for row in rows}

    def _cards(self, connection: Connection, session_id: str) -> dict[str, AnswerCard]:
        """The latest card of each recording."""
        rows = connection.execute(
            "SELECT recording, card FROM cards WHERE session = CAST(? AS TEXT) ORDER BY n",
            (key(session_id),),
        )
        return {
            row["recording"]: self._codec.decode(AnswerCard, loads(row["card"])) for row in rows
        }

    def _record(self, connection: Connection, session: Row) -> SessionRecord:
        rows = connection.execute(
            "SELECT best, card FROM answers WHERE session = CAST(? AS TEXT) ORDER BY n",
            (key(session["id"]),),
        ).fetchall()
        data: Json = {
            **loads(session["record"]),
            "scenario": loads(session["scenario"]),
            "choice": loads(session["choice"]),
            "answers": [loads(row["card"]) for row in rows if row["best"]],
            "set_aside": [loads(row["card"]) for row in rows if not row["best"]],
        }
        return self._codec.decode(SessionRecord, data)

    def _timer(self, session: Row) -> TimerRecord:
        return self._codec.decode(TimerRecord, loads(session["record"]))

    @contextmanager
    def readable(self, session_id: str) -> Iterator[None]:
        """What is no value of ours in the block is a HistoryError that names the session."""
        try:
            yield
        except (ValueError, OverflowError) as error:
            audio = audio_root(self._folder)
            if is_plain_part(session_id):
                audio = audio_folder(self._folder, session_id)
            raise unreadable(database_file(self._folder), session_id, audio, error) from error


def coaching_of(connection: Connection, session_id: str) -> tuple[Coaching, ...]:
    """What coaches say of a session, by their names.

    Raises:
        ValueError: a row holds what no version of the program wrote.
    """
    rows = connection.execute(
        "SELECT said FROM coaching WHERE session = CAST(? AS TEXT) ORDER BY coach",
        (key(session_id),),
    )
    return tuple(Codec(Path("/")).decode(Coaching, loads(row["said"])) for row in rows)


def key(session_id: str) -> bytes:
    """An id as it is in the store, whatever its bytes; SQLite takes it by ``CAST(? AS TEXT)``."""
    return session_id.encode("utf-8", "surrogateescape")


def _is_here(path: Path) -> bool:
    """Whether there is such a file; none has a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _figures_of(row: Row) -> Figures:
    """The figures of a row that has their columns."""
    return Figures(*(row[field.name] for field in fields(Figures)))


def _began_at(row: Row) -> datetime:
    at = datetime.fromisoformat(row["started_at"])
    if row["utc_offset_s"] is None:
        return at
    return at.astimezone(timezone(timedelta(seconds=row["utc_offset_s"])))


def last_session(connection: Connection, *, scored: bool) -> str | None:
    """The id of the last session that has something to show; None: none has.

    Args:
        connection: inside a transaction.
        scored: only answers with a score count, of a session that was cut off as well; else
            recordings and finished runs of the timer, too.
    """
    row = connection.execute(
        "SELECT id FROM sessions WHERE"
        " EXISTS (SELECT 1 FROM answers WHERE session = id AND score IS NOT NULL)"
        " OR (finished_at IS NULL AND EXISTS (SELECT 1 FROM cards WHERE session = id))"
        " OR (NOT ?1 AND (EXISTS (SELECT 1 FROM recordings WHERE session = id)"
        "  OR EXISTS (SELECT 1 FROM answers WHERE session = id)"
        "  OR (kind = 'timer' AND answered > 0)))"
        " ORDER BY started_at DESC, id DESC LIMIT 1",
        (scored,),
    ).fetchone()
    return None if row is None else str(row["id"])


def best_answers(connection: Connection, scenario_id: str) -> Iterator[AnswerSummary]:
    """The best take of each task in the finished sessions of a scenario, the earliest first."""
    rows = connection.execute(
        "SELECT session, started_at, phase, task, answers.title, answers.score, answers.coverage,"
        " answers.timing, answers.delivery, answers.pace, answers.spoken_s, answers.target_s"
        " FROM sessions JOIN answers ON session = id"
        " WHERE scenario_id = ? AND best ORDER BY started_at, id, n",
        (scenario_id,),
    )
    for row in rows:
        yield AnswerSummary(
            session_id=row["session"],
            started_at=datetime.fromisoformat(row["started_at"]),
            phase_id=row["phase"],
            task_id=row["task"],
            title=row["title"],
            figures=_figures_of(row),
        )


def term_counts(
    connection: Connection,
    scenario_id: str | None,
    language: Language | None,
    *,
    drills: bool,
) -> Iterator[TermCount]:
    """Every required term that was asked for, the most often missed first.

    Args:
        connection: inside a transaction.
        scenario_id: of this scenario's sessions only; None for all.
        language: of sessions in this language only; None for both.
        drills: those of drills count, too.
    """
    rows = connection.execute(
        "SELECT term, count(*) AS asked, sum(status = 'missed') AS missed,"
        " max(iif(status = 'missed', started_at, NULL)) AS last_missed_at"
        " FROM terms JOIN sessions ON session = id"
        " WHERE (?1 IS NULL OR scenario_id = ?1) AND (?2 IS NULL OR language = ?2)"
        " AND (?3 OR kind != 'drill')"
        " GROUP BY term ORDER BY missed DESC, asked, term",
        (scenario_id, language, drills),
    )
    for row in rows:
        last = row["last_missed_at"]
        yield TermCount(
            term=row["term"],
            asked=row["asked"],
            missed=row["missed"],
            last_missed_at=None if last is None else datetime.fromisoformat(last),
        )


def tic_counts(connection: Connection, scenario_id: str) -> Iterator[TicCount]:
    """What was said to fill time in each finished session of a scenario."""
    rows = connection.execute(
        "SELECT session, name, tics.kind, sum(count) AS said FROM tics JOIN sessions ON session = id"
        " WHERE scenario_id = ? GROUP BY session, name, tics.kind ORDER BY started_at, id, name",
        (scenario_id,),
    )
    for row in rows:
        yield TicCount(row["session"], row["name"], row["kind"], row["said"])
