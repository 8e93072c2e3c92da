"""The history: sessions begun, gone on with, listed and read.

::

    with open_store() as store:
        log = store.begin("rehearse", scenario, plan.choice, engine, now=datetime.now(UTC))
        log.recording_opened(request, log.audio_folder / "intro-take1.wav")
        log.event(event)
        ...
        log.finish(record, now=datetime.now(UTC))
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Self

from interviewer.errors import UsageError
from interviewer.history.codec import Codec, dumps
from interviewer.history.database import Database
from interviewer.history.log import SessionLog, utc_text
from interviewer.history.paths import (
    audio_folder,
    data_folder,
    database_file,
    make_private_folder,
)
from interviewer.history.problems import explained
from interviewer.history.reading import Reader
from interviewer.history.values import (
    SessionKind,
    SessionSummary,
    StoredSession,
    UnfinishedSession,
)
from interviewer.i18n import N_
from interviewer.models import EngineInfo, Scenario, SessionChoice

__all__ = ["Store", "open_store"]

_NAMED_IN_ERRORS = 5


def open_store(folder: Path | None = None) -> Store:
    """The history in ``folder``, by default the user's own; begun when there is none.

    Raises:
        HistoryError: it cannot be used, is damaged, or was written by a newer program.
    """
    return Store(data_folder() if folder is None else folder.absolute())


class Store:
    """One history, for all threads of the program; other programs may use it at the same time.

    A context manager that closes itself. Every method raises HistoryError where the file is
    damaged, the disk full, or another program keeps it busy for ten seconds.
    """

    def __init__(self, folder: Path) -> None:
        file = database_file(folder)
        with explained(file):
            make_private_folder(folder)
            make_private_folder(audio_folder(folder))
        self.folder = folder
        self._database = Database(file)
        self._reader = Reader(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; no thread may be using the store."""
        self._database.close()

    def begin(
        self,
        kind: SessionKind,
        scenario: Scenario,
        choice: SessionChoice,
        engine: EngineInfo | None,
        *,
        now: datetime,
    ) -> SessionLog:
        """A new session, and the folder for its recordings.

        Args:
            kind: what is done.
            scenario: kept whole, so that the session can be scored whatever becomes of its file.
            choice: what was asked for of it; with the scenario it gives the same plan again.
            engine: who transcribes; None where nothing is.
            now: a moment with its time zone.
        """
        started_at = utc_text(now)
        codec = Codec(self.folder)
        with self._database.writing() as connection:
            session_id = self._claim(connection, scenario.id, now)
            connection.execute(
                "INSERT INTO sessions (id, kind, scenario_id, title, language, scenario, choice,"
                " engine, model, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    session_id,
                    kind,
                    scenario.id,
                    scenario.title,
                    scenario.language,
                    dumps(codec.encode(scenario)),
                    dumps(codec.encode(choice)),
                    engine.name if engine else None,
                    engine.model if engine else None,
                    started_at,
                ),
            )
        return SessionLog(self._database, self.folder, session_id)

    def resume(self, session_id: str) -> SessionLog:
        """Goes on writing a session that was cut off.

        Raises:
            UsageError: no such session, or it is finished.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT finished_at FROM sessions WHERE id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise self._unknown(session_id)
        if row["finished_at"] is not None:
            raise UsageError(
                N_("The session {session} is finished."),
                N_("Begin a new one: interviewer rehearse SCENARIO."),
                session=session_id,
            )
        log = SessionLog(self._database, self.folder, session_id)
        with explained(self._database.file):
            make_private_folder(log.audio_folder)
        return log

    def unfinished(self) -> tuple[UnfinishedSession, ...]:
        """Sessions without an end, the latest first: cut off, or still going on elsewhere."""
        with self._database.reading() as connection:
            return tuple(self._reader.unfinished(connection))

    def sessions(self, limit: int) -> tuple[SessionSummary, ...]:
        """The last ``limit`` sessions, the latest first."""
        with self._database.reading() as connection:
            return tuple(self._reader.summaries(connection, limit))

    def load(self, session_id: str) -> StoredSession:
        """All that is kept of a session.

        Raises:
            UsageError: no such session.
        """
        with self._database.reading() as connection:
            session = self._reader.session(connection, session_id)
        if session is None:
            raise self._unknown(session_id)
        return session

    def stray_folders(self) -> tuple[Path, ...]:
        """Folders of recordings whose session the store does not know, by name.

        Left over where the store was moved away; nothing but their files is known of them.
        """
        with self._database.reading() as connection:
            known = {row["id"] for row in connection.execute("SELECT id FROM sessions")}
        with explained(self._database.file):
            folders = sorted(audio_folder(self.folder).iterdir())
        return tuple(path for path in folders if path.is_dir() and path.name not in known)

    def _claim(self, connection: Connection, scenario_id: str, now: datetime) -> str:
        """An id that neither a session nor a folder of recordings has, and its folder, made."""
        first = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{scenario_id}"
        session_id, count = first, 1
        while (
            audio_folder(self.folder, session_id).exists()
            or connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone()
        ):
            count += 1
            session_id = f"{first}-{count}"
        make_private_folder(audio_folder(self.folder, session_id))
        return session_id

    def _unknown(self, session_id: str) -> UsageError:
        last = self.sessions(_NAMED_IN_ERRORS)
        if not last:
            return UsageError(N_("The history has no sessions yet."))
        return UsageError(
            N_("The history has no session {session}."),
            N_("The last ones are: {ids}."),
            session=session_id,
            ids=", ".join(each.id for each in last),
        )
