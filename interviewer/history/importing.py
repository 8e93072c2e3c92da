"""Takes in what a zip file of :mod:`~interviewer.history.exporting` holds and this history lacks.

What it claims to hold is checked before any of it is taken in.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from sqlite3 import Connection, DatabaseError, Row

from interviewer.errors import HistoryError
from interviewer.history.database import Database, explained, newer, scratch
from interviewer.history.exporting import DECK, SCHEMA, TABLES, insert, rows_of
from interviewer.history.folder import audio_folder, make_private_file, make_private_folder
from interviewer.history.reading import Reader
from interviewer.history.schema import MIGRATIONS, upgrade
from interviewer.history.stored import Json, loads
from interviewer.i18n import N_

_ENTRY = re.compile(
    r"(?P<manifest>manifest\.json)|(?P<deck>deck\.json)"
    r"|sessions/(?P<session>[0-9A-Za-z][\w.-]{0,199})\.json"
    r"|audio/(?P<owner>[0-9A-Za-z][\w.-]{0,199})/(?P<file>[^./\\:\0-\x1f][^/\\:\0-\x1f]{0,250})",
    re.ASCII,
)

_MOST_JSON = 256 * 1024 * 1024
"""Bytes of one JSON entry: a session of hours takes some ten million."""

_SYMLINK = 0o12


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
            entries = _checked_entries(archive, file)
            with closing(_staged(archive, entries, file)) as staging:
                return _take_in(staging, archive, entries, database, folder)
    # All that zipfile raises: damaged, cut short, packed as it cannot unpack, encrypted.
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _no_archive(file, reason) from error


def _take_in(
    staging: Connection,
    archive: zipfile.ZipFile,
    entries: _Entries,
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


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of an archive, by what they are."""

    sessions: tuple[zipfile.ZipInfo, ...]
    deck: zipfile.ZipInfo | None
    audio: tuple[tuple[str, str, zipfile.ZipInfo], ...]
    """Session, name of the file, entry."""


def _checked_entries(archive: zipfile.ZipFile, file: Path) -> _Entries:
    """The entries, each one that an export writes, and there only.

    Raises:
        HistoryError: there is another.
    """
    sessions: list[zipfile.ZipInfo] = []
    audio: list[tuple[str, str, zipfile.ZipInfo]] = []
    deck = None
    for info in archive.infolist():
        found = _ENTRY.fullmatch(info.filename)
        if found is None or info.external_attr >> 28 == _SYMLINK:
            raise HistoryError(
                N_("{file} holds {entry}, which no export of interviewer writes."),
                N_("Nothing was imported; take the file that interviewer export made."),
                file=file,
                entry=info.filename,
            )
        if found["session"]:
            sessions.append(info)
        elif found["owner"]:
            audio.append((found["owner"], found["file"], info))
        elif found["deck"]:
            deck = info
    return _Entries(tuple(sessions), deck, tuple(audio))


def _staged(archive: zipfile.ZipFile, entries: _Entries, file: Path) -> Connection:
    """The archive's rows in a scratch store, brought to this program's schema and read once.

    Raises:
        HistoryError: they are damaged, or of a newer program.
    """
    version = _version(archive, file)
    staging = scratch(MIGRATIONS[:version])
    with ExitStack() as broken_off:
        broken_off.callback(staging.close)
        try:
            staging.execute("BEGIN")
            for info in entries.sessions:
                _stage(staging, _json(archive, info), TABLES)
            if entries.deck is not None:
                _stage(staging, _json(archive, entries.deck), DECK)
            upgrade(staging)
            _check_rows(staging)
            staging.execute("COMMIT")
        # What comes of JSON of any shape on its way into a table, and of a table's own constraints.
        except (DatabaseError, ValueError, TypeError, AttributeError) as error:
            raise _no_archive(file, str(error)) from error
        broken_off.pop_all()
    return staging


def _no_archive(file: Path, reason: object) -> HistoryError:
    """The error of a ``file`` that cannot be taken in, and why."""
    return HistoryError(
        N_("{file} is no history that can be imported ({reason})."),
        N_("Nothing was imported; take the file that interviewer export made."),
        file=file,
        reason=reason,
    )


def _version(archive: zipfile.ZipFile, file: Path) -> int:
    try:
        manifest = _json(archive, archive.getinfo("manifest.json"))
    except (KeyError, ValueError) as error:
        raise _no_archive(file, "manifest.json") from error
    version = manifest.get("version")
    if manifest.get("schema") != SCHEMA or type(version) is not int or version < 1:
        raise _no_archive(file, "manifest.json")
    if version > len(MIGRATIONS):
        raise newer(file, version, len(MIGRATIONS))
    return version


def _json(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Json:
    if info.file_size > _MOST_JSON:
        raise ValueError(f"{info.filename}: {info.file_size} bytes")
    return loads(archive.read(info).decode("ascii"))


def _stage(staging: Connection, rows: Json, tables: Sequence[str]) -> None:
    for table in tables:
        for row in rows.get(table, ()):
            insert(staging, table, row)


def _check_rows(staging: Connection) -> None:
    """Every session can be read, and names no file that is not its own.

    Raises:
        ValueError: it cannot, or does.
    """
    reader = Reader(Path("/"))
    for row in staging.execute("SELECT id, kind FROM sessions").fetchall():
        try:
            reader.session(staging, row["id"])
        except HistoryError as error:
            raise ValueError(f"{row['id']}: {error.__cause__}") from error
        for recording in staging.execute(
            "SELECT path FROM recordings WHERE session = ?", (row["id"],)
        ):
            path = PurePosixPath(recording["path"])
            own = path.parts[:-1] == ("audio", row["id"])
            if not own and (row["kind"] != "replay" or not path.is_absolute()):
                raise ValueError(f"{row['id']}: {path}")
