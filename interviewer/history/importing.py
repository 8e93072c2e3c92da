"""Takes in what a zip file holds of a history and this one lacks."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection, Row

from interviewer.history.archive import TABLES, insert, rows_of
from interviewer.history.database import Database
from interviewer.history.paths import audio_folder, make_private_file, make_private_folder
from interviewer.history.problems import explained
from interviewer.history.staging import Entries, checked_entries, no_archive, staged

__all__ = ["Imported", "import_from"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read. Sessions by id."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    """Here already, and left as they are."""
    clashing: tuple[str, ...]
    """Left out: another session here has their id."""
    recordings: int


def import_from(database: Database, folder: Path, file: Path) -> Imported:
    """Takes in what ``file`` holds and this history lacks. Doing it twice changes nothing more.

    Everything is checked before anything is written.

    Raises:
        HistoryError: ``file`` is no such archive, is damaged, of a newer program, or holds what
            would be written elsewhere than in the history.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = checked_entries(archive, file)
            with closing(staged(archive, entries, file)) as staging:
                return _take_in(staging, archive, entries, database, folder)
    # All that zipfile raises: damaged, cut short, packed as it cannot unpack, encrypted.
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise no_archive(file, reason) from error


def _take_in(
    staging: Connection,
    archive: zipfile.ZipFile,
    entries: Entries,
    database: Database,
    folder: Path,
) -> Imported:
    there = _begun(staging)
    with database.reading() as connection:
        here = _begun(connection)
    added = tuple(sorted(there.keys() - here.keys()))
    same = tuple(sorted(id_ for id_ in there.keys() & here.keys() if there[id_] == here[id_]))
    clashing = tuple(sorted(there.keys() & here.keys() - set(same)))
    recordings = 0
    with explained(database.file):
        for session_id, name, info in entries.audio:
            if session_id in added:
                _extract(archive, info, audio_folder(folder, session_id) / name)
                recordings += 1
    with database.writing() as connection:
        for session_id in added:
            for table in TABLES:
                for row in rows_of(staging, table, session_id):
                    insert(connection, table, row)
        _merge_deck(staging, connection)
    return Imported(added, same, clashing, recordings)


def _begun(connection: Connection) -> dict[str, str]:
    rows: Iterator[Row] = connection.execute("SELECT id, started_at FROM sessions")
    return {row["id"]: row["started_at"] for row in rows}


def _merge_deck(staging: Connection, connection: Connection) -> None:
    """Of a card that is in both decks the state that was reviewed last stays."""
    for row in rows_of(staging, "deck"):
        last = {
            at: place.execute(
                "SELECT max(at) FROM reviews WHERE card = ?", (row["card"],)
            ).fetchone()[0]
            or ""
            for at, place in (("there", staging), ("here", connection))
        }
        known = connection.execute("SELECT 1 FROM deck WHERE card = ?", (row["card"],)).fetchone()
        if known is None:
            insert(connection, "deck", row)
        elif last["there"] > last["here"]:
            connection.execute(
                "UPDATE deck SET state = ?, due = ? WHERE card = ?",
                (row["state"], row["due"], row["card"]),
            )
    for row in rows_of(staging, "reviews"):
        connection.execute(
            "INSERT OR IGNORE INTO reviews (card, at, rating, score) VALUES (?, ?, ?, ?)",
            (row["card"], row["at"], row["rating"], row["score"]),
        )


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    """Writes one recording, whole or not at all."""
    make_private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.unlink(missing_ok=True)
    make_private_file(unfinished)
    with archive.open(info) as source, unfinished.open("wb") as target:
        shutil.copyfileobj(source, target)
    unfinished.replace(path)
