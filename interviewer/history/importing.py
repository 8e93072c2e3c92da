"""Takes in what a zip file of :mod:`~interviewer.history.exporting` holds and this history lacks.

All of it is unpacked into a folder of its own and checked there before any of it is taken in::

    incoming/rows.db             the rows, brought to this program's schema
    incoming/audio/<session>/    the recordings

Then the rows go into the store in one step, and the folders are moved to where recordings are. What a
program that was cut off in between left there, the next import settles.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from sqlite3 import SQLITE_FULL, SQLITE_IOERR, Connection, DatabaseError, Row
from typing import get_args

from interviewer.domain import Language
from interviewer.errors import HistoryError
from interviewer.history.archive import (
    FILE_NAME,
    SESSION_ID,
    Entries,
    checked_entries,
    no_archive,
    opened,
    read_json,
    unpack,
)
from interviewer.history.database import Database, scratch
from interviewer.history.deck import deck_rows
from interviewer.history.exporting import DECK, SCHEMA, TABLES, insert, rows_of
from interviewer.history.faults import explained, newer
from interviewer.history.folder import (
    SessionLock,
    audio_folder,
    audio_root,
    incoming_folder,
    is_plain_part,
    make_private_file,
    make_private_folder,
    remove_folder,
    shown,
    subfolders,
)
from interviewer.history.reading import Reader
from interviewer.history.schema import MIGRATIONS, upgrade
from interviewer.history.stored import Codec, Json, dumps
from interviewer.history.values import StoredSession
from interviewer.history.writing import utc_text
from interviewer.i18n import N_
from interviewer.session.events import Confirmed, Scored

_NOWHERE = Path("/").absolute()
"""What paths of an archive's rows are relative to while they are checked."""


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

    Everything is checked before anything is taken in, and nothing is left of what cannot be.

    Raises:
        HistoryError: ``file`` is no such archive, is damaged, of a newer program, too large, or
            holds what would be written elsewhere than in the history; or it cannot be written.
    """
    with _incoming(database, folder) as place, opened(file) as archive:
        entries = checked_entries(archive, file, folder)
        with closing(_staged(archive, entries, file, place)) as staging:
            return _take_in(staging, archive, entries, database, folder)


@contextmanager
def _incoming(database: Database, folder: Path) -> Iterator[Path]:
    """The folder that an import stages in, one import at a time; nothing of it stays."""
    place = incoming_folder(folder)
    lock = SessionLock(folder / "incoming.lock")
    with explained(database.file):
        if not lock.acquire():
            raise HistoryError(
                N_("Another program is taking in an archive right now."),
                N_("Wait for its end, then try again."),
            )
    try:
        with explained(database.file):
            _settle(database, folder)
            make_private_folder(place)
        try:
            yield place
        finally:
            with explained(database.file):
                remove_folder(place, folder)
    finally:
        lock.remove()


def _settle(database: Database, folder: Path) -> None:
    """Moves what an import that was cut off had taken in; what it had not goes."""
    with database.reading() as connection:
        known = _begun(connection)
    for path in subfolders(incoming_folder(folder) / "audio"):
        if path.name in known and not audio_folder(folder, path.name).exists():
            _move(path, folder)
    remove_folder(incoming_folder(folder), folder)


def _move(path: Path, folder: Path) -> None:
    """Recordings of a session to where they belong; what nobody knows there stays beside them."""
    target = audio_folder(folder, path.name)
    make_private_folder(audio_root(folder))
    with suppress(OSError):
        target.rmdir()
    if not target.exists():
        path.replace(target)
        return
    for each in path.iterdir():
        each.replace(target / each.name)


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
    place = incoming_folder(folder) / "audio"
    wanted = [each for each in entries.audio if each[0] in added]
    for session_id, name, info in wanted:
        with explained(database.file):
            unpack(archive, info, place / session_id / name)
    with database.writing() as connection:
        for session_id in added:
            for table in TABLES:
                for row in rows_of(staging, table, session_id):
                    insert(connection, table, row)
        _merge_deck(staging, connection)
    with explained(database.file):
        for path in subfolders(place):
            _move(path, folder)
    return Imported(added, same, clashing, len(wanted))


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


def _staged(archive: zipfile.ZipFile, entries: Entries, file: Path, place: Path) -> Connection:
    """The archive's rows in a store of their own, brought to this program's schema and read once.

    Raises:
        HistoryError: they are damaged, or of a newer program.
    """
    version = _version(archive, entries, file)
    rows = place / "rows.db"
    with explained(rows):
        make_private_file(rows)
    staging = scratch(MIGRATIONS[:version], str(rows))
    try:
        # A copy that is thrown away: nothing of it must outlive the power.
        staging.execute("PRAGMA synchronous = OFF")
        staging.execute("BEGIN")
        for session_id, info in entries.sessions:
            data = read_json(archive, info)
            _check_owner(data, session_id)
            _stage(staging, data, TABLES)
        if entries.deck is not None:
            _stage(staging, read_json(archive, entries.deck), DECK)
        upgrade(staging)
        staging.execute("COMMIT")
        _check_rows(staging)
    except DatabaseError as error:
        staging.close()
        with explained(rows):
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (SQLITE_FULL, SQLITE_IOERR):
                raise
        raise no_archive(file, shown(str(error))) from error
    except BaseException:
        staging.close()
        raise
    return staging


def _version(archive: zipfile.ZipFile, entries: Entries, file: Path) -> int:
    try:
        manifest = read_json(archive, entries.manifest)
    except ValueError as error:
        raise no_archive(file, "manifest.json") from error
    version = manifest.get("version")
    if manifest.get("schema") != SCHEMA or type(version) is not int or version < 1:
        raise no_archive(file, "manifest.json")
    if version > len(MIGRATIONS):
        raise newer(file, version, len(MIGRATIONS))
    return version


def _check_owner(rows: Json, session_id: str) -> None:
    """Rows of an entry are those of the session that it is called after.

    Raises:
        ValueError: one is another's.
    """
    owners = {row["id"] for row in rows["sessions"]}
    for table in TABLES[1:]:
        owners |= {row["session"] for row in rows.get(table, ())}
    if owners != {session_id}:
        raise ValueError(f"{session_id}: rows of others")


def _stage(staging: Connection, rows: Json, tables: Sequence[str]) -> None:
    for table in tables:
        for row in rows.get(table, ()):
            insert(staging, table, row)


def _check_rows(staging: Connection) -> None:
    """Every session can be read, and names no file that is not its own.

    Raises:
        ValueError: it cannot, or does.
    """
    _check_figures(staging)
    for language in get_args(Language):
        for card in deck_rows(staging, language):
            utc_text(card.added_at)
    reader = Reader(_NOWHERE)
    for row in staging.execute("SELECT id, kind FROM sessions").fetchall():
        session_id = row["id"]
        try:
            session = reader.session(staging, session_id)
        except HistoryError as error:
            raise ValueError(f"{session_id}: {error.__cause__}") from error
        if session is None or SESSION_ID.fullmatch(session_id) is None:
            raise ValueError(session_id)
        _check_names(session)
        _check_values(session)
        written = staging.execute("SELECT path FROM recordings WHERE session = ?", (session_id,))
        for recording in written.fetchall():
            path = PurePosixPath(recording["path"])
            own = path.parts[:-1] == ("audio", session_id) and FILE_NAME.fullmatch(path.name)
            if not own and (row["kind"] != "replay" or not path.is_absolute()):
                raise ValueError(f"{session_id}: {path}")


def _check_figures(staging: Connection) -> None:
    """SQLite keeps a word in a column of numbers, and every list would stumble over it.

    Raises:
        ValueError: there is one.
    """
    for table in (*TABLES, *DECK):
        for column in staging.execute(f"PRAGMA table_info({table})").fetchall():
            if column["type"] in ("REAL", "INTEGER"):
                (wrong,) = staging.execute(
                    f"SELECT count(*) FROM {table} WHERE typeof({column['name']}) = 'text'"  # noqa: S608  names of ours
                ).fetchone()
                if wrong:
                    raise ValueError(f"{table}.{column['name']}")


def _check_values(session: StoredSession) -> None:
    """What was read can be written again: no figure is beyond all bounds, no moment without a place.

    Raises:
        ValueError: one is.
    """
    codec, summary = Codec(_NOWHERE), session.summary
    values = (session.scenario, *session.events, session.record, session.timer)
    for value in (*values, *session.coaching):
        if value is not None:
            dumps(codec.encode(value))
    for moment in (summary.started_at, summary.finished_at):
        if moment is not None:
            utc_text(moment)
    if (summary.language, summary.scenario_id) != (session.scenario.language, session.scenario.id):
        raise ValueError(f"{summary.id}: {summary.scenario_id}")


def _check_names(session: StoredSession) -> None:
    """Nothing of the session can lead out of its folder: what it names files by, and the files.

    Raises:
        ValueError: something can.
    """
    scenario, summary = session.scenario, session.summary
    names = [scenario.id, summary.scenario_id]
    names += [phase.id for phase in scenario.phases]
    names += [task.id for _, task in scenario.tasks()]
    names += [question.task.id for phase in scenario.phases for question in phase.questions]
    names += [recording.name for recording in session.recordings]
    for name in names:
        if not is_plain_part(name):
            raise ValueError(f"{summary.id}: {name!r}")
    own, record = audio_folder(_NOWHERE, summary.id), session.record
    cards = () if record is None else (*record.answers, *record.set_aside)
    # Of every event, not of the last alone: from one of them a recording may be read whole.
    told = [event.card for event in session.events if isinstance(event, Scored | Confirmed)]
    takes = [card.take for card in (*told, *cards)]
    for take in (*session.takes.values(), *takes):
        if summary.kind != "replay" and take.audio.parent != own:
            raise ValueError(f"{summary.id}: {take.audio}")
