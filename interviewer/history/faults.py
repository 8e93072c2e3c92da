"""What can go wrong with the store, each in one line: what, where, on which disk, and what to do."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import HistoryError
from interviewer.files import FULL, cause, disk_of
from interviewer.history.folder import DATA_VARIABLE, shown
from interviewer.i18n import N_

_PRIMARY = 0xFF
"""The low byte of SQLite's extended result codes is the primary one."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# What SQLite says where it finds no room for its own log, or may make none.
_NO_ROOM = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
_NOT_WRITABLE = {*_NO_ROOM, sqlite3.SQLITE_READONLY}

_ROOM = 256 * 1024
"""Bytes free on a disk that is not full: the log's index alone takes 32 KiB, and grows in such steps."""


class FullError(HistoryError):
    """Nothing more fits on the disk; what is there can be read, and deleted."""


class ReadOnlyError(HistoryError):
    """The disk or the folder takes nothing; what is there can be read."""


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
        if error.errno in FULL:
            raise full(file) from error
        if error.errno == errno.EROFS:
            raise _read_only(file) from error
        raise _unusable(file, cause(error, file)) from error


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


def not_scrubbed(file: Path) -> HistoryError:
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
        session=shown(session_id),
    )


def unreadable(file: Path, session_id: str, audio: Path, reason: object) -> HistoryError:
    """A row of ``session_id`` holds what no version of the program wrote."""
    return HistoryError(
        N_("The history {file} holds a session that cannot be read: {session} ({reason})."),
        N_("The other sessions can; its recordings are in {audio}."),
        file=file,
        session=shown(session_id),
        audio=audio,
        reason=reason,
    )


def _of_sqlite(error: sqlite3.DatabaseError, file: Path) -> HistoryError:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_FULL or (code in _NO_ROOM and _is_full(file.parent)):
        return full(file)
    if code in _NOT_WRITABLE and _cannot_be_written(file):
        return _read_only(file)
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


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


def _cannot_be_written(file: Path) -> bool:
    """Whether the file is there and may be read, and it or its folder not be written."""
    return os.access(file, os.R_OK) and not (
        os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    )


def full(file: Path) -> FullError:
    """Nothing more fits on the disk of the store ``file``."""
    return FullError(
        N_("No space is left on the disk {disk} for the history {file}."),
        N_(
            "Free some space there, by interviewer history delete for instance, then try again; "
            "what was kept before is safe."
        ),
        disk=disk_of(file),
        file=file,
    )


def _read_only(file: Path) -> ReadOnlyError:
    return ReadOnlyError(
        N_("The history {file} can only be read: the disk {disk} or the folder takes no writing."),
        N_("Make it writable, or name another folder in {variable}."),
        disk=disk_of(file),
        file=file,
        variable=DATA_VARIABLE,
    )


def _unusable(file: Path, reason: str) -> HistoryError:
    return HistoryError(
        N_("The history {file} cannot be used: {reason}."),
        N_("Check your rights to that folder, or name another one in {variable}."),
        file=file,
        reason=reason,
        variable=DATA_VARIABLE,
    )
