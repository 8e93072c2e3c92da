"""The history: sessions begun, gone on with, listed and read.
::

    with open_store() as store:
        log = store.begin("rehearse", scenario, plan.choice, engine, now=datetime.now().astimezone())
        log.event(event)
        ...
        log.finish(record, now=datetime.now(UTC))
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from interviewer.domain import EngineInfo, Language, Scenario, SessionChoice, Usual
from interviewer.errors import UsageError
from interviewer.history.coaching import Coachings
from interviewer.history.database import Database, Purpose
from interviewer.history.deck import DeckRow, ReviewRow, add_cards, deck_rows, keep_review
from interviewer.history.exporting import Exported, export_to
from interviewer.history.faults import FullError, ReadOnlyError, explained
from interviewer.history.folder import (
    SessionLock,
    audio_folder,
    audio_root,
    data_folder,
    database_file,
    lock_file,
    make_private_folder,
)
from interviewer.history.importing import Imported, import_from
from interviewer.history.naming import MOST_NAMED, named, unknown
from interviewer.history.phrasings import Phrasings
from interviewer.history.reading import (
    Reader,
    best_answers,
    last_session,
    term_counts,
    tic_counts,
)
from interviewer.history.removal import (
    Removed,
    audio_bytes,
    remove_audio,
    remove_everything,
    remove_sessions,
)
from interviewer.history.sweep import Swept, forget, in_bin, restore, sweep
from interviewer.history.values import (
    AnswerSummary,
    SessionKind,
    SessionSummary,
    StoredSession,
    TermCount,
    TicCount,
    UnfinishedSession,
    VoiceSummary,
)
from interviewer.history.voices import usual_before, voice_summaries
from interviewer.history.writing import (
    Beginning,
    SessionLog,
    claim,
    keep_beginning,
    offset_s,
    utc_text,
)
from interviewer.i18n import N_

_log = logging.getLogger(__name__)

_RECORDED: frozenset[SessionKind] = frozenset(("rehearse", "drill"))
"""What is recorded here. A replay's recordings stay where they are; the timer makes none."""


def open_store(folder: Path | None = None, purpose: Purpose = "writing") -> Store:
    """The history in ``folder``, by default the user's own; begun when there is none.

    Args:
        folder: the data folder.
        purpose: ``reading`` and ``deleting`` work on a full disk, too, ``reading`` also where nothing
            can be written.

    Raises:
        HistoryError: it cannot be used, is damaged, or was written by a newer program.
    """
    return Store(data_folder() if folder is None else folder.absolute(), purpose)


class Store:
    """One history, for all threads of the program; other programs may use it at the same time.

    A context manager that closes itself. Every method raises HistoryError where the file is
    damaged, the disk full, or another program keeps it busy for ten seconds.
    """

    def __init__(self, folder: Path, purpose: Purpose = "writing") -> None:
        file = database_file(folder)
        try:
            with explained(file):
                make_private_folder(folder)
                make_private_folder(audio_root(folder))
        except (FullError, ReadOnlyError):
            if purpose == "writing":
                raise
        self.folder = folder
        self._database = Database(file, purpose=purpose)
        self._reader = Reader(folder)
        self.phrasings = Phrasings(self._database, folder)
        self.coachings = Coachings(self._database, self._reader, self.load)
        self._locks: list[SessionLock] = []
        _log.info("history opened: %s", file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file and lets go of its sessions; no thread may be using the store."""
        while self._locks:
            self._locks.pop().release()
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
        """A new session, which goes on here, and the folder for its recordings if it makes any.

        Args:
            kind: what is done.
            scenario: kept whole, so that the session can be scored whatever becomes of its file.
            choice: what was asked for of it; with the scenario it gives the same plan again.
            engine: who transcribes; None where nothing is.
            now: a moment in the time zone of the place, whose offset is kept.
        """
        beginning = Beginning(kind, scenario, choice, engine, utc_text(now), offset_s(now))
        with self._database.writing() as connection:
            session_id = claim(connection, self.folder, scenario.id, now)
            lock = self._held(session_id)
            if kind in _RECORDED:
                make_private_folder(audio_folder(self.folder, session_id))
            keep_beginning(connection, self.folder, session_id, beginning)
        _log.info("%s session %s begun with %s", kind, session_id, engine)
        return SessionLog(self._database, self.folder, session_id, lock)

    def resume(self, session_id: str) -> SessionLog:
        """Goes on writing a session that was cut off.

        Raises:
            UsageError: no such session, it is finished, or it is still going on.
        """
        self._check_unfinished(session_id)
        with explained(self._database.file):
            lock = self._held(session_id)
            make_private_folder(audio_folder(self.folder, session_id))
        # It may have come to its end while it was held elsewhere.
        self._check_unfinished(session_id)
        _log.info("session %s gone on with", session_id)
        return SessionLog(self._database, self.folder, session_id, lock)

    def unfinished(self) -> tuple[UnfinishedSession, ...]:
        """Sessions without an end, the latest first: cut off, or still going on."""
        with self._database.reading() as connection:
            return tuple(self._reader.unfinished(connection))

    def sessions(
        self, limit: int | None = None, scenario_id: str | None = None
    ) -> tuple[SessionSummary, ...]:
        """The last ``limit`` sessions, of one scenario or of all, the latest first."""
        with self._database.reading() as connection:
            return tuple(self._reader.summaries(connection, limit, scenario_id))

    def begun_before(self, moment: datetime) -> tuple[SessionSummary, ...]:
        """Sessions begun before ``moment``, the latest first."""
        return tuple(each for each in self.sessions() if each.started_at < moment)

    def find(self, text: str, *, scored: bool = False) -> SessionSummary:
        """The session whose id is ``text`` or alone begins with it, or the ``last`` one.

        Args:
            text: what the person wrote.
            scored: ``last`` is the last one with scored answers, not just with something to show.

        Raises:
            UsageError: there is none, or several begin so.
        """
        sessions = self.sessions()
        if text == "last" and sessions:
            with self._database.reading() as connection:
                last = last_session(connection, scored=scored)
            if last is None and scored:
                raise UsageError(
                    N_("No session has scored answers yet."),
                    N_("Begin one: interviewer rehearse SCENARIO."),
                )
            text = last or sessions[0].id
        return named(text, sessions)

    def best_answers(self, scenario_id: str) -> tuple[AnswerSummary, ...]:
        """The best take of each task in the finished sessions of a scenario, earliest first."""
        with self._database.reading() as connection:
            return tuple(best_answers(connection, scenario_id))

    def voices(self, language: Language) -> tuple[VoiceSummary, ...]:
        """How the voice moved in the last sessions in ``language``, the earliest first."""
        with self._database.reading() as connection:
            return tuple(voice_summaries(connection, language))

    def usual(self, language: Language, besides: str = "") -> Usual | None:
        """How the voice moves as a rule, in ``language``; None without an earlier session.

        Args:
            language: of the sessions.
            besides: a session; those before it count, or all where it is not kept.
        """
        return usual_before(self.voices(language), besides)

    def terms(
        self,
        scenario_id: str | None = None,
        language: Language | None = None,
        *,
        drills: bool = True,
    ) -> tuple[TermCount, ...]:
        """Every required term that was asked for, in drills too or not, most often missed first."""
        with self._database.reading() as connection:
            return tuple(term_counts(connection, scenario_id, language, drills=drills))

    def tics(self, scenario_id: str) -> tuple[TicCount, ...]:
        """What was said to fill time in each finished session of a scenario, earliest first."""
        with self._database.reading() as connection:
            return tuple(tic_counts(connection, scenario_id))

    def deck(self, language: Language) -> tuple[DeckRow, ...]:
        """The drill cards in ``language``, in the order they were added."""
        with self._database.reading() as connection:
            return tuple(deck_rows(connection, language))

    def add_cards(self, cards: Sequence[DeckRow]) -> None:
        """Puts cards in the drill deck; those that are there stay as they are."""
        with self._database.writing() as connection:
            add_cards(connection, cards)

    def keep_review(self, review: ReviewRow) -> None:
        """Keeps how a drill card went."""
        with self._database.writing() as connection:
            keep_review(connection, review)

    def audio_bytes(self, session_id: str) -> int:
        """Bytes of the recordings of a session that are kept here."""
        with explained(self._database.file):
            return audio_bytes(self.folder, session_id)

    def remove(self, ids: Sequence[str]) -> Removed:
        """Takes out sessions with all that is kept of them; nothing of them is left here.

        Copies of the store from before a migration go as well.
        """
        removed = remove_sessions(self._database, self.folder, ids)
        with explained(self._database.file):
            forget(self.folder, ids, left=bool(self.sessions(1)))
        return removed

    def remove_everything(self) -> Removed:
        """Takes out all sessions, recordings and drill cards."""
        return remove_everything(self._database, self.folder)

    def remove_audio(self, session_id: str) -> Removed:
        """Removes the recordings of a session; what was heard in them stays."""
        return remove_audio(self._database, self.folder, (session_id,))

    def sweep(self, before: datetime | None, now: datetime, besides: str = "") -> Swept:
        """Puts recordings of sessions begun ``before`` into the bin, and removes what was there long.

        See :mod:`interviewer.history.sweep`; ``besides`` is the session that ends now.
        """
        return sweep(self._database, self.folder, before, now, besides)

    def restore(self, now: datetime) -> tuple[str, ...]:
        """Takes everything out of the bin; the sessions whose recordings are back."""
        with explained(self._database.file):
            return restore(self.folder, now)

    def in_bin(self, session_id: str) -> bool:
        """Whether recordings of the session are in the bin."""
        with explained(self._database.file):
            return in_bin(self.folder, session_id)

    def export_to(self, file: Path) -> Exported:
        """Writes everything to one zip file."""
        return export_to(self._database, self.folder, file)

    def import_from(self, file: Path) -> Imported:
        """Takes in what a file of :meth:`export_to` holds and is lacking here."""
        return import_from(self._database, self.folder, file)

    def load(self, session_id: str) -> StoredSession:
        """All that is kept of a session.

        Raises:
            UsageError: no such session.
        """
        with self._database.reading() as connection:
            session = self._reader.session(connection, session_id)
        if session is None:
            raise unknown(session_id, self.sessions(MOST_NAMED))
        return session

    def _held(self, session_id: str) -> SessionLock:
        """The lock of a session, held until the session is finished or the store closed."""
        lock = SessionLock(lock_file(self.folder, session_id))
        if not lock.acquire():
            raise UsageError(
                N_("The session {session} is still going on in another window."),
                N_("Finish it there, or close that window and try again."),
                session=session_id,
            )
        self._locks.append(lock)
        return lock

    def _check_unfinished(self, session_id: str) -> None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT finished_at FROM sessions WHERE id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise unknown(session_id, self.sessions(MOST_NAMED))
        if row["finished_at"] is not None:
            raise UsageError(
                N_("The session {session} is finished."),
                N_("Begin a new one: interviewer rehearse SCENARIO."),
                session=session_id,
            )
