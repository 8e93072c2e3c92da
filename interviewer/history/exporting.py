"""The whole history written to one zip file.

::

    manifest.json                {"schema": "interviewer.history/1", "version": the store's}
    sessions/<session>.json      the session's rows, by table
    deck.json                    the drill cards and their reviews
    audio/<session>/<file>       its recordings, as they are

Rows are those of the store's schema at ``version``: an archive of an older program takes the
same steps on its way in as an old store does. Paths in rows are relative to the data folder, so
that an archive can be taken to another machine. :mod:`~interviewer.history.importing` reads it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from sqlite3 import Connection

from interviewer.errors import HistoryError
from interviewer.files import cause, replacing
from interviewer.history.archive import FILE_NAME, SESSION_ID
from interviewer.history.database import Database
from interviewer.history.folder import audio_folder
from interviewer.history.schema import version_of
from interviewer.history.stored import Json, dumps
from interviewer.i18n import N_

SCHEMA = "interviewer.history/1"

TABLES = (
    *("sessions", "events", "cards", "recordings"),
    *("answers", "terms", "tics", "phrasings", "coaching"),
)
"""Of one session, each after those it refers to; those that a version lacks are left out."""
DECK = ("deck", "reviews")


def rows_of(connection: Connection, table: str, session_id: str | None = None) -> Iterator[Json]:
    """The rows of one of the tables above, or those of one session in it, by column."""
    query = f"SELECT * FROM {table}"  # noqa: S608  the table is one of ours
    if session_id is not None:
        query += " WHERE id = ?1" if table == "sessions" else " WHERE session = ?1"
    values = () if session_id is None else (session_id,)
    for row in connection.execute(query, values):
        yield dict(zip(row.keys(), row, strict=True))


def insert(connection: Connection, table: str, row: Json) -> None:
    """Puts in one row, whose columns must be the table's own.

    Text goes in as bytes: names of files may be of any.

    Raises:
        ValueError: the table is unknown, or lacks a column; or a number is beyond all bounds.
    """
    known = {column["name"] for column in connection.execute(f"PRAGMA table_info({table})")}
    if not known or set(row) - known:
        raise ValueError(f"{table}: {', '.join(sorted(set(row) - known)) or '?'}")
    if any(isinstance(value, float) and not isfinite(value) for value in row.values()):
        raise ValueError(table)
    places = ", ".join("CAST(? AS TEXT)" if isinstance(row[name], str) else "?" for name in row)
    values = [
        value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
        for value in row.values()
    ]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})",  # noqa: S608  columns of ours
        values,
    )


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    sessions: int
    recordings: int
    left_out: tuple[str, ...] = ()
    """Sessions whose ids no import would take."""


def export_to(database: Database, folder: Path, file: Path) -> Exported:
    """Writes everything to ``file``, mode 0600, in one piece or not at all.

    Raises:
        HistoryError: the store cannot be read, or ``file`` not be written.
    """
    try:
        with (
            replacing(file) as whole,
            zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
            database.reading() as connection,
        ):
            return _export(connection, folder, archive)
    except OSError as error:
        raise HistoryError(
            N_("{file}: cannot be written ({reason})."),
            N_("Name another place for it."),
            file=file,
            reason=cause(error, file),
        ) from error


def _export(connection: Connection, folder: Path, archive: zipfile.ZipFile) -> Exported:
    def write(name: str, data: Json) -> None:
        # Without a date: the clock may stand before any that a zip file can have.
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, dumps(data))

    write("manifest.json", {"schema": SCHEMA, "version": version_of(connection)})
    ids = [row["id"] for row in connection.execute("SELECT id FROM sessions ORDER BY id")]
    fit = [each for each in ids if SESSION_ID.fullmatch(each)]
    recordings = 0
    for session_id in fit:
        rows = {table: list(rows_of(connection, table, session_id)) for table in TABLES}
        write(f"sessions/{session_id}.json", rows)
        for path in _recorded(folder, session_id):
            archive.write(path, f"audio/{session_id}/{path.name}")
            recordings += 1
    write("deck.json", {table: list(rows_of(connection, table)) for table in DECK})
    return Exported(len(fit), recordings, tuple(each for each in ids if each not in fit))


def _recorded(folder: Path, session_id: str) -> list[Path]:
    own = audio_folder(folder, session_id)
    if not own.is_dir():
        return []
    return [
        path
        for path in sorted(own.iterdir())
        if path.is_file() and not path.is_symlink() and FILE_NAME.fullmatch(path.name)
    ]
