"""The whole history as one zip file, and back without loss.

::

    manifest.json                {"schema": "interviewer.history/1", "version": the store's}
    sessions/<session>.json      the session's rows, by table
    deck.json                    the drill cards and their reviews
    audio/<session>/<file>       its recordings, as they are

Rows are those of the store's schema at ``version``: an archive of an older program takes the
same steps on its way in as an old store does. Paths in rows are relative to the data folder, so
that an archive can be taken to another machine.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from sqlite3 import Connection, DatabaseError, Row

from interviewer.errors import HistoryError
from interviewer.history.codec import Json, dumps, loads
from interviewer.history.database import Database, scratch
from interviewer.history.paths import audio_folder, make_private_file, make_private_folder
from interviewer.history.problems import explained, newer
from interviewer.history.reading import Reader
from interviewer.history.schema import MIGRATIONS, upgrade, version_of
from interviewer.i18n import N_

__all__ = ["SCHEMA", "Exported", "Imported", "export_to", "import_from"]

SCHEMA = "interviewer.history/1"

_TABLES = ("sessions", "events", "cards", "recordings", "answers", "terms")
"""Of one session, each after those it refers to; those that a version lacks are left out."""
_DECK = ("deck", "reviews")

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
class Exported:
    """What was written."""

    sessions: int
    recordings: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read. Sessions by id."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    """Here already, and left as they are."""
    clashing: tuple[str, ...]
    """Left out: another session here has their id."""
    recordings: int


def export_to(database: Database, folder: Path, file: Path) -> Exported:
    """Writes everything to ``file``, mode 0600, in one piece or not at all.

    Raises:
        HistoryError: the store cannot be read, or ``file`` not be written.
    """
    unfinished = file.with_name(f".{file.name}.part")
    try:
        unfinished.unlink(missing_ok=True)
        make_private_file(unfinished)
        with (
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
            database.reading() as connection,
        ):
            exported = _export(connection, folder, archive)
        unfinished.replace(file)
    except OSError as error:
        raise HistoryError(
            N_("{file}: cannot be written ({reason})."),
            N_("Name another place for it."),
            file=file,
            reason=error.strerror or error,
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return exported


def import_from(database: Database, folder: Path, file: Path) -> Imported:
    """Takes in what ``file`` holds and this history lacks. Doing it twice changes nothing more.

    Everything is checked before anything is written.

    Raises:
        HistoryError: ``file`` is no such archive, is damaged, of a newer program, or holds what
            would be written elsewhere than in the history.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _checked(archive, file)
            with closing(_staged(archive, entries, file)) as staging:
                return _take_in(staging, archive, entries, database, folder)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _no_archive(file, reason) from error


# ------------------------------------------------------------------ out


def _export(connection: Connection, folder: Path, archive: zipfile.ZipFile) -> Exported:
    manifest = {"schema": SCHEMA, "version": version_of(connection)}
    archive.writestr("manifest.json", dumps(manifest))
    ids = [row["id"] for row in connection.execute("SELECT id FROM sessions ORDER BY id")]
    recordings = 0
    for session_id in ids:
        rows = {table: list(_rows(connection, table, session_id)) for table in _TABLES}
        archive.writestr(f"sessions/{session_id}.json", dumps(rows))
        for path in _recorded(folder, session_id):
            archive.write(path, f"audio/{session_id}/{path.name}")
            recordings += 1
    deck = {table: list(_rows(connection, table)) for table in _DECK}
    archive.writestr("deck.json", dumps(deck))
    return Exported(len(ids), recordings)


def _rows(connection: Connection, table: str, session_id: str | None = None) -> Iterator[Json]:
    """``table`` is one of ours."""
    query = f"SELECT * FROM {table}"  # noqa: S608  the table is one of ours
    if session_id is not None:
        query += " WHERE id = ?1" if table == "sessions" else " WHERE session = ?1"
    values = () if session_id is None else (session_id,)
    for row in connection.execute(query, values):
        yield dict(zip(row.keys(), row, strict=True))


def _recorded(folder: Path, session_id: str) -> list[Path]:
    own = audio_folder(folder, session_id)
    if not own.is_dir():
        return []
    return [path for path in sorted(own.iterdir()) if path.is_file() and path.name[0] != "."]


# ------------------------------------------------------------------ in


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of an archive, by what they are."""

    sessions: tuple[zipfile.ZipInfo, ...]
    deck: zipfile.ZipInfo | None
    audio: tuple[tuple[str, str, zipfile.ZipInfo], ...]
    """Session, name of the file, entry."""


def _checked(archive: zipfile.ZipFile, file: Path) -> _Entries:
    """Every entry is one that :func:`export_to` writes, and there only."""
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
    """The archive's rows in a scratch store, brought to this program's schema and read once."""
    version = _version(archive, file)
    staging = scratch(MIGRATIONS[:version])
    try:
        staging.execute("BEGIN")
        for info in entries.sessions:
            _stage(staging, _json(archive, info), _TABLES)
        if entries.deck is not None:
            _stage(staging, _json(archive, entries.deck), _DECK)
        upgrade(staging)
        _check_rows(staging)
        staging.execute("COMMIT")
    except (DatabaseError, ValueError, TypeError, AttributeError, UnicodeError) as error:
        staging.close()
        raise _no_archive(file, str(error)) from error
    except BaseException:
        staging.close()
        raise
    return staging


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
            _insert(staging, table, row)


def _insert(connection: Connection, table: str, row: Json) -> None:
    """Puts in one row, whose columns must be the table's own.

    Text goes in as bytes: names of files may be of any.
    """
    known = {column["name"] for column in connection.execute(f"PRAGMA table_info({table})")}
    if not known or set(row) - known:
        raise ValueError(f"{table}: {', '.join(sorted(set(row) - known)) or '?'}")
    places = ", ".join("CAST(? AS TEXT)" if isinstance(row[name], str) else "?" for name in row)
    values = [
        value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        for value in row.values()
    ]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608  columns of ours
        values,
    )


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
            for table in _TABLES:
                for row in _rows(staging, table, session_id):
                    _insert(connection, table, row)
        _merge_deck(staging, connection)
    return Imported(added, same, clashing, recordings)


def _begun(connection: Connection) -> dict[str, str]:
    rows: Iterator[Row] = connection.execute("SELECT id, started_at FROM sessions")
    return {row["id"]: row["started_at"] for row in rows}


def _merge_deck(staging: Connection, connection: Connection) -> None:
    """Of a card that is in both decks the state that was reviewed last stays."""
    for row in _rows(staging, "deck"):
        last = {
            at: place.execute(
                "SELECT max(at) FROM reviews WHERE card = ?", (row["card"],)
            ).fetchone()[0]
            or ""
            for at, place in (("there", staging), ("here", connection))
        }
        known = connection.execute("SELECT 1 FROM deck WHERE card = ?", (row["card"],)).fetchone()
        if known is None:
            _insert(connection, "deck", row)
        elif last["there"] > last["here"]:
            connection.execute(
                "UPDATE deck SET state = ?, due = ? WHERE card = ?",
                (row["state"], row["due"], row["card"]),
            )
    for row in _rows(staging, "reviews"):
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


def _no_archive(file: Path, reason: object) -> HistoryError:
    return HistoryError(
        N_("{file} is no history that can be imported ({reason})."),
        N_("Nothing was imported; take the file that interviewer export made."),
        file=file,
        reason=reason,
    )
