"""Sessions and recordings taken out of the history so that nothing of them is left.

Rows are overwritten and the file is written anew, its log is emptied, copies from before a
migration go with them, and so does whatever lies in the folders of their recordings. Recordings
that lie elsewhere, as those of a replay do, belong to the person and are never touched.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from interviewer.history.database import Database, explained, still_running
from interviewer.history.folder import audio_folder, backup_files, is_running, lock_file
from interviewer.history.writing import utc_text


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out."""

    sessions: int
    files: int
    """Recordings, and whatever else lay in their folders."""
    bytes: int
    """Of these files."""


def remove_sessions(database: Database, folder: Path, ids: Sequence[str]) -> Removed:
    """Takes out the sessions ``ids``; rows and files go together, or neither.

    The copies of the store from before a migration hold other sessions too: they go as a whole.

    Raises:
        HistoryError: one of them is going on right now, the store is in use, or a file cannot be
            removed; see :meth:`Database.scrub`
            for what may be left where another program holds it.
    """
    _refuse_running(database, folder, ids)
    with database.writing() as connection:
        count = 0
        for session_id in ids:
            found = connection.execute("DELETE FROM sessions WHERE id = ?", (session_id,))
            count += found.rowcount
        files, size = _remove_folders(audio_folder(folder, each) for each in ids)
        for session_id in ids:
            lock_file(folder, session_id).unlink(missing_ok=True)
        for copy in backup_files(database.file):
            copy.unlink()
    database.scrub()
    with suppress(OSError):
        audio_folder(folder).rmdir()  # Refused while a recording is left.
    return Removed(count, files, size)


def remove_everything(database: Database, folder: Path) -> Removed:
    """Takes out all sessions, the drill cards, and recordings that no session knows.

    Raises:
        HistoryError: as :func:`remove_sessions`.
    """
    with database.reading() as connection:
        ids = {row["id"] for row in connection.execute("SELECT id FROM sessions")}
    _refuse_running(database, folder, ids)
    with database.writing() as connection:
        connection.execute("DELETE FROM deck")
    with explained(database.file):
        strays = {path.name for path in _subfolders(audio_folder(folder))}
    return remove_sessions(database, folder, sorted(ids | strays))


def remove_audio(database: Database, folder: Path, ids: Sequence[str]) -> Removed:
    """Removes the recordings of the sessions ``ids``; what was heard in them stays.

    Raises:
        HistoryError: a file cannot be removed.
    """
    with explained(database.file):
        files, size = _remove_folders(audio_folder(folder, each) for each in ids)
    return Removed(0, files, size)


def with_old_audio(database: Database, folder: Path, before: datetime) -> tuple[str, ...]:
    """Finished sessions begun ``before`` whose recordings are still here, in order.

    The recordings of a session that was cut off stay: it may be finished yet.
    """
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT id FROM sessions WHERE started_at < ? AND finished_at IS NOT NULL ORDER BY id",
            (utc_text(before),),
        )
        old = {row["id"] for row in rows}
    if not old:
        return ()
    with explained(database.file):
        here = {path.name for path in _subfolders(audio_folder(folder))}
    return tuple(sorted(old & here))


def audio_bytes(folder: Path, session_id: str) -> int:
    """Bytes of the recordings of a session that are in its folder."""
    return sum(size for _, size in _files(audio_folder(folder, session_id)))


def _refuse_running(database: Database, folder: Path, ids: Iterable[str]) -> None:
    for session_id in ids:
        with explained(database.file):
            running = is_running(lock_file(folder, session_id))
        if running:
            raise still_running(session_id)


def _remove_folders(folders: Iterable[Path]) -> tuple[int, int]:
    count = size = 0
    for path in folders:
        for _, file_size in _files(path):
            count, size = count + 1, size + file_size
        if path.is_dir():
            shutil.rmtree(path)
    return count, size


def _files(folder: Path) -> Iterator[tuple[Path, int]]:
    if folder.is_dir():
        for path in folder.rglob("*"):
            if path.is_file():
                yield path, path.stat().st_size


def _subfolders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_dir())
