"""Writes the whole history to one zip file, of the form that :mod:`interviewer.history.archive` tells."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from interviewer.errors import HistoryError
from interviewer.history.archive import DECK, SCHEMA, TABLES, rows_of
from interviewer.history.codec import dumps
from interviewer.history.database import Database
from interviewer.history.paths import audio_folder, make_private_file
from interviewer.history.schema import version_of
from interviewer.i18n import N_

__all__ = ["Exported", "export_to"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    sessions: int
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


def _export(connection: Connection, folder: Path, archive: zipfile.ZipFile) -> Exported:
    manifest = {"schema": SCHEMA, "version": version_of(connection)}
    archive.writestr("manifest.json", dumps(manifest))
    ids = [row["id"] for row in connection.execute("SELECT id FROM sessions ORDER BY id")]
    recordings = 0
    for session_id in ids:
        rows = {table: list(rows_of(connection, table, session_id)) for table in TABLES}
        archive.writestr(f"sessions/{session_id}.json", dumps(rows))
        for path in _recorded(folder, session_id):
            archive.write(path, f"audio/{session_id}/{path.name}")
            recordings += 1
    deck = {table: list(rows_of(connection, table)) for table in DECK}
    archive.writestr("deck.json", dumps(deck))
    return Exported(len(ids), recordings)


def _recorded(folder: Path, session_id: str) -> list[Path]:
    own = audio_folder(folder, session_id)
    if not own.is_dir():
        return []
    return [path for path in sorted(own.iterdir()) if path.is_file() and path.name[0] != "."]
