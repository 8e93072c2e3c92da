"""The SQLite file: how it is opened, brought up to date, written and closed.

A disk that is full, and one that can only be read, must not keep a person from reading what is
theirs, nor from deleting it. What cannot be had in the usual way is tried in ways that need no room:

* reading where nothing can be written: SQLite is told that the file will not change; where a log is
  beside it that was never taken over, a copy of both is read elsewhere;
* on a full disk: the file for this program alone, which keeps the log's index and, for deleting, what
  is needed to undo a step in memory. Only a cut of the power in that instant could damage the file.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Literal

from interviewer.history.faults import (
    FullError,
    ReadOnlyError,
    explained,
    full,
    newer,
    not_scrubbed,
)
from interviewer.history.folder import backup_file, make_private_file
from interviewer.history.schema import MIGRATIONS, Migration, upgrade, version_of

_BUSY_S = 10.0
"""How long to wait for another program that writes; one write takes milliseconds."""

_RETRY_S = 0.02

Purpose = Literal["writing", "reading", "deleting"]
"""What a store is opened for: the last two work where nothing more can be written."""


class _Local(threading.local):
    connection: sqlite3.Connection | None = None


class Database:
    """One store, for all threads: each gets a connection of its own, kept until :meth:`close`.

    Args:
        file: made when missing, readable by its owner only; its folder must be there.
        steps: the schema; another one than the program's is for tests of migrations.
        purpose: for reading, a file that is missing is an empty store, and none is made where
            nothing can be written.

    Raises:
        HistoryError: it cannot be opened, is damaged, or is of a newer program.
    """

    def __init__(
        self,
        file: Path,
        steps: Sequence[Migration] = MIGRATIONS,
        purpose: Purpose = "writing",
    ) -> None:
        self.file = file
        self._steps = steps
        self._purpose = purpose
        self._local = _Local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()
        self._connect: Callable[[], sqlite3.Connection] = partial(connect, file)
        if purpose == "reading" and not file.parent.exists():
            self._open_unwritable()
            return
        try:
            self._open_as_usual()
        except FullError:
            if purpose == "writing":
                raise
            self._open_cramped()
        except ReadOnlyError:
            if purpose != "reading":
                raise
            self._open_unwritable()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, outside of any transaction. Foreign keys are enforced."""
        if self._local.connection is None:
            connection = self._connect()
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

    def delete(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """``work`` in a transaction that deletes; on a full disk in one that needs no room.

        Args:
            work: done once more where the first time nothing more fitted.

        Raises:
            HistoryError: as :meth:`writing`.
        """
        try:
            with self.writing() as connection:
                work(connection)
        except FullError:
            self._open_cramped()
            with self.writing() as connection:
                work(connection)

    def begin_anew(self) -> None:
        """An empty store in the place of this one, all of whose rows were to be deleted anyway."""
        self.close()
        self._local = _Local()
        with explained(self.file):
            for suffix in ("-wal", "-shm", ""):
                self.file.with_name(f"{self.file.name}{suffix}").unlink(missing_ok=True)
        self._open_as_usual()

    def scrub(self) -> bool:
        """Writes the file anew without what was deleted from it, and empties the log beside it.

        Returns:
            Whether there was room for that. If not, what was deleted is overwritten where it was,
            and the file stays as large as it is.

        Raises:
            HistoryError: another program is using the store: what was deleted is gone from its
                tables, and may still be found in its bytes.
        """
        anew = True
        with explained(self.file):
            connection = self.connection()
            connection.execute("PRAGMA temp_store = MEMORY")
            try:
                with explained(self.file):
                    connection.execute("VACUUM")
            except FullError:
                anew = False
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise not_scrubbed(self.file)
        return anew

    def close(self) -> None:
        """Closes the connections of all threads, none of which may be using its own.

        Raises:
            HistoryError: the disk refuses what is left to write; nothing kept is lost by it.
        """
        with self._opening, explained(self.file):
            while self._opened:
                self._opened.pop().close()

    def _open_as_usual(self) -> None:
        with explained(self.file):
            make_private_file(self.file)
            _bring_up_to_date(self.file, self._steps)
            if self._purpose != "writing":
                # Now, not at the first question: another way can still be taken.
                version_of(self.connection())

    def _open_cramped(self) -> None:
        """For this program alone, on a disk on which nothing more fits."""
        self.close()
        self._local = _Local()
        with explained(self.file):
            connection = connect(self.file, alone=True)
            self._opened.append(connection)
            if self._purpose != "reading":
                # Refused where the log finds no room in the file; once recordings have gone, it does.
                with suppress(FullError), explained(self.file):
                    connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA foreign_keys = ON")
            self._read_from(connection)

    def _open_unwritable(self) -> None:
        """A file that does not change, with what its log has that it has not."""
        self.close()
        self._local = _Local()
        log = self.file.with_name(f"{self.file.name}-wal")
        with explained(self.file):
            if not self.file.exists():
                self._read_from(scratch(self._steps))
            elif log.exists() and log.stat().st_size:
                self._read_from(_merged_copy(self.file, log))
            else:
                connection = connect(self.file, "immutable=1")
                self._opened.append(connection)
                self._read_from(connection)

    def _read_from(self, connection: sqlite3.Connection) -> None:
        """``connection`` is this thread's, brought up to date in memory where it is an older one."""
        version = version_of(connection)
        if version > len(self._steps):
            raise newer(self.file, version, len(self._steps))
        if version < len(self._steps):
            if self._purpose != "reading":
                raise full(self.file)
            older, connection = connection, scratch(())
            older.backup(connection)
            upgrade(connection, self._steps)
        if connection not in self._opened:
            self._opened.append(connection)
        self._local.connection = connection

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


def connect(file: Path, how: str = "mode=rw", *, alone: bool = False) -> sqlite3.Connection:
    """The store ``file``, opened as SQLite's URI parameters ``how`` say; for this program alone or not."""
    # mode=rw: a file that vanished is an error, not made anew with rights for everyone.
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?{how}",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,  # close() is called by one thread for all
    )
    _read_as_here(connection)
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # The first statement: what is no store is found here.
        connection.execute("PRAGMA synchronous = FULL")
        # What is deleted is overwritten with zeros.
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def scratch(steps: Sequence[Migration], place: str = ":memory:") -> sqlite3.Connection:
    """An empty store of the schema ``steps``, in memory or in the new file ``place``."""
    connection = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
    _read_as_here(connection)
    upgrade(connection, steps)
    return connection


def _read_as_here(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text


def _text(raw: bytes) -> str:
    """File names may be of any bytes."""
    return raw.decode("utf-8", "surrogateescape")


def _merged_copy(file: Path, log: Path) -> sqlite3.Connection:
    """The store with what is in its log only, in memory; neither can be touched where it is."""
    merged = scratch(())
    with tempfile.TemporaryDirectory() as name:
        for each in (file, log):
            shutil.copyfile(each, Path(name, each.name))
        with closing(connect(Path(name, file.name))) as copy:
            copy.backup(merged)
    return merged


def _bring_up_to_date(file: Path, steps: Sequence[Migration]) -> None:
    with closing(connect(file)) as connection:
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
    with closing(connect(file)) as source, closing(connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(target)
