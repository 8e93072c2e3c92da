"""The SQLite file: how it is opened, brought up to date, written and closed, and what can go wrong."""

from __future__ import annotations

import errno
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from interviewer.errors import HistoryError
from interviewer.history.folder import DATA_VARIABLE, backup_file, make_private_file
from interviewer.history.schema import MIGRATIONS, Migration, upgrade, version_of
from interviewer.i18n import N_

_PRIMARY = 0xFF
"""The low byte of SQLite's extended result codes is the primary one."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_BUSY_S = 10.0
"""How long to wait for another program that writes; one write takes milliseconds."""

_RETRY_S = 0.02


class _Local(threading.local):
    connection: sqlite3.Connection | None = None


class Database:
    """One store, for all threads: each gets a connection of its own, kept until :meth:`close`.

    Args:
        file: made when missing, readable by its owner only; its folder must be there.
        steps: the schema; another one than the program's is for tests of migrations.

    Raises:
        HistoryError: it cannot be opened, is damaged, or is of a newer program.
    """

    def __init__(self, file: Path, steps: Sequence[Migration] = MIGRATIONS) -> None:
        self.file = file
        self._local = _Local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        with explained(file):
            make_private_file(file)
            _bring_up_to_date(file, steps)

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, outside of any transaction. Foreign keys are enforced."""
        if self._local.connection is None:
            connection = _connect(self.file)
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
            with self._opening:
                self._opened.append(connection)
        return self._local.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes: on the disk once the block is left, undone if it raises.

        Raises:
            HistoryError: no space, damaged, in use by another program.
        """
        with self._transaction("IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that reads: every query in it sees the same moment.

        Raises:
            HistoryError: damaged, or in use by another program.
        """
        with self._transaction("DEFERRED") as connection:
            yield connection

    def scrub(self) -> None:
        """Writes the file anew without what was deleted from it, and empties the log beside it.

        Raises:
            HistoryError: another program is using the store: what was deleted is gone from its
                tables, and may still be found in its bytes.
        """
        with explained(self.file):
            connection = self.connection()
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise _not_scrubbed(self.file)

    def close(self) -> None:
        """Closes the connections of all threads, none of which may be using its own.

        Raises:
            HistoryError: the disk refuses what is left to write; nothing kept is lost by it.
        """
        with self._opening, explained(self.file):
            while self._opened:
                self._opened.pop().close()

    @contextmanager
    def _transaction(self, kind: Literal["IMMEDIATE", "DEFERRED"]) -> Iterator[sqlite3.Connection]:
        with explained(self.file):
            connection = self.connection()
            try:
                connection.execute(f"BEGIN {kind}")
                yield connection
                connection.execute("COMMIT")
            finally:
                # SQLite has rolled back by itself after some errors, a full disk among them.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


def _connect(file: Path) -> sqlite3.Connection:
    # mode=rw: a file that vanished is an error, not made anew with rights for everyone.
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,  # close() is called by one thread for all
    )
    _read_as_here(connection)
    try:
        # The first statement: what is no store is found here.
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten with zeros.
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def scratch(steps: Sequence[Migration]) -> sqlite3.Connection:
    """An empty store of the schema ``steps`` that no other program sees, gone when closed."""
    connection = sqlite3.connect("", isolation_level=None)
    _read_as_here(connection)
    upgrade(connection, steps)
    return connection


def _read_as_here(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text


def _text(raw: bytes) -> str:
    """File names may be of any bytes."""
    return raw.decode("utf-8", "surrogateescape")


def _bring_up_to_date(file: Path, steps: Sequence[Migration]) -> None:
    with closing(_connect(file)) as connection:
        version = version_of(connection)
        if version > len(steps):
            raise newer(file, version, len(steps))
        _write_ahead(connection)
        if version == len(steps):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another program may have come first, and may be a newer one.
            version = version_of(connection)
            if version > len(steps):
                raise newer(file, version, len(steps))
            if 0 < version < len(steps):
                _back_up(file, version)
            upgrade(connection, steps)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers do not wait for a writer; the setting is kept in the file.

    Where the file system cannot do it SQLite stays with its rollback journal, which is as safe.
    """
    give_up_s = time.monotonic() + _BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Two programs that begin one store: here, and only here, SQLite does not wait by itself.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_s:
                raise
        time.sleep(_RETRY_S)


def _back_up(file: Path, version: int) -> None:
    """Copies the store as last committed; a copy half made never takes the place of a whole one."""
    target = backup_file(file, version)
    unfinished = target.with_name(f"{target.name}.new")
    unfinished.unlink(missing_ok=True)
    make_private_file(unfinished)
    with closing(_connect(file)) as source, closing(_connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(target)


@contextmanager
def explained(file: Path) -> Iterator[None]:
    """Turns what goes wrong with the store ``file`` into :class:`HistoryError`.

    Faults of the program itself (a broken constraint, wrong SQL) pass as they are.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise _of_sqlite(error, file) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _full(file) from error
        raise _unusable(file, error.strerror or str(error)) from error


def newer(file: Path, found: int, known: int) -> HistoryError:
    """The store has schema version ``found``; this program knows up to ``known``."""
    return HistoryError(
        N_(
            "The history {file} was written by a newer interviewer "
            "(version {found}; this one knows {known})."
        ),
        N_("Update interviewer, or name another folder in {variable}."),
        file=file,
        found=found,
        known=known,
        variable=DATA_VARIABLE,
    )


def _not_scrubbed(file: Path) -> HistoryError:
    """Rows of ``file`` were deleted while another program kept the bytes of before."""
    return HistoryError(
        N_("The sessions are deleted, but another program holds {file} open with traces of them."),
        N_("Close that program, then run once more: interviewer history purge --older-than 3650d"),
        file=file,
    )


def still_running(session_id: str) -> HistoryError:
    """Another program is holding the session ``session_id``."""
    return HistoryError(
        N_("The session {session} is going on right now."),
        N_("End it first; nothing was deleted."),
        session=session_id,
    )


def unreadable(file: Path, session_id: str, audio: Path, reason: object) -> HistoryError:
    """A row of ``session_id`` holds what no version of the program wrote."""
    return HistoryError(
        N_("The history {file} holds a session that cannot be read: {session} ({reason})."),
        N_("The other sessions can; its recordings are in {audio}."),
        file=file,
        session=session_id,
        audio=audio,
        reason=reason,
    )


def _of_sqlite(error: sqlite3.DatabaseError, file: Path) -> HistoryError:
    code = error.sqlite_errorcode & _PRIMARY
    if code == sqlite3.SQLITE_FULL:
        return _full(file)
    if code in _DAMAGED:
        return HistoryError(
            N_("The history {file} is damaged ({reason})."),
            N_(
                "Move it to another folder with the files whose names begin like its own: "
                "the next session begins a new one, and recordings stay where they are."
            ),
            file=file,
            reason=error,
        )
    if code in _IN_USE:
        return HistoryError(
            N_("The history {file} is in use by another program."),
            N_("Close that program, then try again."),
            file=file,
        )
    return _unusable(file, str(error))


def _full(file: Path) -> HistoryError:
    return HistoryError(
        N_("No space is left for the history {file}."),
        N_("Free some space there, then try again; what was kept before is safe."),
        file=file,
    )


def _unusable(file: Path, reason: str) -> HistoryError:
    return HistoryError(
        N_("The history {file} cannot be used: {reason}."),
        N_("Check your rights to that folder, or name another one in {variable}."),
        file=file,
        reason=reason,
        variable=DATA_VARIABLE,
    )
