"""The tables of the store, as the steps that led to them.

``PRAGMA user_version`` counts the steps taken. A step that was released is never edited: what
comes later is another step at the end of :data:`MIGRATIONS`.

=============  ====================================================================================
sessions       one row a session; ``scenario``, ``choice`` and ``record`` are JSON of the values
               of :mod:`interviewer.models`, the record without what has a place of its own;
               the record of a run of the timer is a TimerRecord, whole
events         what happened, in order; ``payload`` is JSON of the event without ``at_s`` and card
cards          the card that came with a Scored event, of one recording by itself
recordings     how far each recording got; ``take`` is JSON, null until it is transcribed
answers        the cards of a finished session: the best take of each task, and those set aside
=============  ====================================================================================

Times of day are ISO 8601 in UTC, all of one length, so that they sort; durations are seconds;
paths are relative to the data folder where they are below it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

__all__ = ["MIGRATIONS", "Migration", "upgrade", "version_of"]

Migration = Callable[[sqlite3.Connection], None]
"""One step, inside a transaction that it neither begins nor ends, foreign keys not enforced."""

_FIRST = (
    """
    CREATE TABLE sessions (
        id          TEXT PRIMARY KEY,
        kind        TEXT NOT NULL CHECK (kind IN ('rehearse', 'replay', 'timer')),
        scenario_id TEXT NOT NULL,
        title       TEXT NOT NULL,
        language    TEXT NOT NULL,
        scenario    TEXT NOT NULL,
        choice      TEXT NOT NULL,
        engine      TEXT,
        model       TEXT,
        started_at  TEXT NOT NULL,
        finished_at TEXT,
        reason      TEXT,
        record      TEXT
    )
    """,
    "CREATE INDEX sessions_by_start ON sessions (started_at)",
    """
    CREATE TABLE events (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        n       INTEGER NOT NULL,
        at_s    REAL NOT NULL,
        kind    TEXT NOT NULL,
        payload TEXT NOT NULL,
        PRIMARY KEY (session, n)
    )
    """,
    """
    CREATE TABLE cards (
        session   TEXT NOT NULL,
        n         INTEGER NOT NULL,
        recording TEXT NOT NULL,
        score     REAL,
        card      TEXT NOT NULL,
        PRIMARY KEY (session, n),
        FOREIGN KEY (session, n) REFERENCES events ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE recordings (
        session    TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        name       TEXT NOT NULL,
        n          INTEGER NOT NULL,
        phase      TEXT NOT NULL,
        task       TEXT NOT NULL,
        follow_up  INTEGER NOT NULL,
        path       TEXT NOT NULL,
        state      TEXT NOT NULL CHECK (state IN ('open', 'closed', 'transcribed', 'scored')),
        duration_s REAL,
        take       TEXT,
        PRIMARY KEY (session, name)
    )
    """,
    """
    CREATE TABLE answers (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        n       INTEGER NOT NULL,
        task    TEXT NOT NULL,
        best    INTEGER NOT NULL,
        score   REAL,
        card    TEXT NOT NULL,
        PRIMARY KEY (session, n)
    )
    """,
)


def _first(connection: sqlite3.Connection) -> None:
    for statement in _FIRST:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (_first,)


def version_of(connection: sqlite3.Connection) -> int:
    """How many steps the store has taken; 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def upgrade(connection: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Takes the steps that are missing. The transaction is the caller's.

    Raises:
        sqlite3.IntegrityError: a step left a row that points nowhere.
    """
    for step in steps[version_of(connection) :]:
        step(connection)
    connection.execute(f"PRAGMA user_version = {len(steps)}")
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise sqlite3.IntegrityError(f"{len(broken)} rows point nowhere after the migration")
