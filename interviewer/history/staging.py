"""What a zip file claims to hold of a history, checked before any of it is taken in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from sqlite3 import Connection, DatabaseError

from interviewer.errors import HistoryError
from interviewer.history.archive import DECK, SCHEMA, TABLES, insert
from interviewer.history.codec import Json, loads
from interviewer.history.database import scratch
from interviewer.history.problems import newer
from interviewer.history.reading import Reader
from interviewer.history.schema import MIGRATIONS, upgrade
from interviewer.i18n import N_

__all__ = ["Entries", "checked_entries", "no_archive", "staged"]

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
class Entries:
    """The entries of an archive, by what they are."""

    sessions: tuple[zipfile.ZipInfo, ...]
    deck: zipfile.ZipInfo | None
    audio: tuple[tuple[str, str, zipfile.ZipInfo], ...]
    """Session, name of the file, entry."""


def checked_entries(archive: zipfile.ZipFile, file: Path) -> Entries:
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
    return Entries(tuple(sessions), deck, tuple(audio))


def staged(archive: zipfile.ZipFile, entries: Entries, file: Path) -> Connection:
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
            raise no_archive(file, str(error)) from error
        broken_off.pop_all()
    return staging


def no_archive(file: Path, reason: object) -> HistoryError:
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
        raise no_archive(file, "manifest.json") from error
    version = manifest.get("version")
    if manifest.get("schema") != SCHEMA or type(version) is not int or version < 1:
        raise no_archive(file, "manifest.json")
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
