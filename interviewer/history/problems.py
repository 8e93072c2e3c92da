"""What SQLite and the disk say, in words a person can do something with."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import HistoryError
from interviewer.history.paths import DATA_VARIABLE
from interviewer.i18n import N_

__all__ = ["explained", "newer", "not_scrubbed", "still_running", "unreadable"]

_PRIMARY = 0xFF
"""The low byte of SQLite's extended result codes is the primary one."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


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
