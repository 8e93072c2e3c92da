"""Sessions and recordings taken out of the history so that nothing of them is left.

Rows are overwritten and the file is written anew, its log is emptied, copies from before a
migration go with them, and so does whatever lies in the folders of their recordings. Recordings
that lie elsewhere, as those of a replay do, belong to the person and are never touched.

What is asked to be deleted goes at once, on a full disk too: recordings first, for they make the room
that the rows need to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from interviewer.history.database import Database
from interviewer.history.faults import FullError, explained, still_running
from interviewer.history.folder import (
    audio_folder,
    audio_root,
    backup_files,
    bin_folder,
    files_below,
    incoming_folder,
    is_plain_part,
    is_running,
    lock_file,
    recorded_folder,
    remove_folder,
    subfolders,
    sweep_file,
)
from interviewer.history.reading import key


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out."""

    sessions: int
    files: int
    """Recordings, and whatever else lay in their folders."""
    bytes: int
    """Of these files."""
    refused: tuple[str, ...] = ()
    """Sessions whose ids are no names of folders: their rows are gone, no file was touched."""
    anew: bool = True
    """There was room to write the store anew; if not, what was deleted is overwritten in it."""


def remove_sessions(database: Database, folder: Path, ids: Sequence[str]) -> Removed:
    """Takes out the sessions ``ids`` with all their files.

    The copies of the store from before a migration hold other sessions too: they go as a whole.

    Raises:
        HistoryError: one of them is going on right now, the store is in use, or a file cannot be
            removed, and the rows of all stay then; see :meth:`Database.scrub`
            for what may be left where another program holds it.
    """
    plain = [each for each in ids if is_plain_part(each)]
    _refuse_running(database, folder, plain)
    sizes: list[int] = []
    count = 0

    def take_out(connection: Connection) -> None:
        nonlocal count
        sizes.extend(_remove_files(folder, plain))
        for copy in backup_files(database.file):
            copy.unlink()
        count = 0
        for session_id in ids:
            found = connection.execute(
                "DELETE FROM sessions WHERE id = CAST(? AS TEXT)", (key(session_id),)
            )
            count += found.rowcount

    database.delete(take_out)
    anew = database.scrub()
    with suppress(OSError):
        audio_root(folder).rmdir()  # Refused while a recording is left.
    refused = tuple(each for each in ids if not is_plain_part(each))
    return Removed(count, len(sizes), sum(sizes), refused, anew)


def remove_everything(database: Database, folder: Path) -> Removed:
    """Takes out all sessions, the drill cards, and recordings that no session knows.

    Raises:
        HistoryError: as :func:`remove_sessions`.
    """
    with database.reading() as connection:
        ids = {row["id"] for row in connection.execute("SELECT id FROM sessions")}
    _refuse_running(database, folder, filter(is_plain_part, ids))
    with explained(database.file):
        others = (bin_folder(folder), incoming_folder(folder), recorded_folder(folder))
        sizes = [size for own in others for size in _gone(own)]
        sweep_file(folder).unlink(missing_ok=True)
        strays = {path.name for path in subfolders(audio_root(folder))}
    known = filter(is_plain_part, sorted(ids | strays))
    files = [size for each in known for _, size in files_below(audio_folder(folder, each))]
    try:
        # Recordings go first, and make the room that the rows need to go.
        removed = remove_sessions(database, folder, sorted(ids | strays))
        database.delete(lambda connection: connection.execute("DELETE FROM deck"))
    except FullError:
        # The log beside the file finds no room in it even so; nothing in either is wanted.
        database.begin_anew()
        removed = Removed(len(ids), len(files), sum(files))
    return Removed(
        removed.sessions,
        removed.files + len(sizes),
        removed.bytes + sum(sizes),
        removed.refused,
        removed.anew,
    )


def remove_audio(database: Database, folder: Path, ids: Iterable[str]) -> Removed:
    """Removes the recordings of the sessions ``ids``; what was heard in them stays.

    Raises:
        HistoryError: an id is no name of a folder, or a file cannot be removed.
    """
    with explained(database.file):
        sizes = [size for each in ids for size in _gone(audio_folder(folder, each))]
    return Removed(0, len(sizes), sum(sizes))


def audio_bytes(folder: Path, session_id: str) -> int:
    """Bytes of the recordings of a session that are in its folder."""
    if not is_plain_part(session_id):
        return 0
    return sum(size for _, size in files_below(audio_folder(folder, session_id)))


def _refuse_running(database: Database, folder: Path, ids: Iterable[str]) -> None:
    for session_id in ids:
        with explained(database.file):
            running = is_running(lock_file(folder, session_id))
        if running:
            raise still_running(session_id)


def _remove_files(folder: Path, ids: Iterable[str]) -> Iterator[int]:
    """Removes all that is kept of sessions in files; gives the bytes of each recording."""
    places = [audio_root(folder), *subfolders(bin_folder(folder)), incoming_folder(folder)]
    for session_id in ids:
        for place in places:
            yield from _gone(place / session_id)
        lock_file(folder, session_id).unlink(missing_ok=True)


def _gone(path: Path) -> list[int]:
    """Removes the folder ``path`` of ours; the bytes of each file that was in it."""
    return remove_folder(path, path.parent)
