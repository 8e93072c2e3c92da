"""The tables of the store, as the steps that led to them.

``PRAGMA user_version`` counts the steps taken. A step that was released is never edited: what
comes later is another step at the end of :data:`MIGRATIONS`.

=============  ====================================================================================
sessions       one row a session; ``scenario``, ``choice`` and ``record`` are JSON of the values
               of :mod:`interviewer.domain`, the record without what has a place of its own; the
               figures of a finished session stand before them, so that lists read no JSON;
               the record of a run of the timer is a TimerRecord, whole; ``utc_offset_s`` is the
               offset of local time where the session began, null where no version kept it
events         what happened, in order; ``payload`` is JSON of the event without ``at_s`` and card
cards          the card that came with a Scored event, of one recording by itself
recordings     how far each recording got; ``take`` is JSON, null until it is transcribed
answers        the cards of a finished session: the best take of each task, and those set aside;
               the figures of each before its JSON
terms          what became of each required term in the best takes in which words were heard
tics           how often each sound and word that fills time was said in the best takes, by its name;
               a row without a name says that sounds were listened for, and how many bear none
phrasings      the sentence of each point that the person marked as said, which is found again in later
               answers to the same task
coaching       what a coach said of a session, by their name; ``said`` is JSON of a Coaching
deck           one row a drill card; ``state`` is JSON of the scheduler, null until it was answered
reviews        each answer to a drill card: rating 1 (again) to 4 (easy), and its score
=============  ====================================================================================

Times of day are ISO 8601 in UTC, all of one length, so that they sort; durations are seconds;
paths are relative to the data folder where they are below it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

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


# SQLite cannot change a CHECK, and columns behind a long text are slow to reach: made anew.
_SECOND = (
    """
    CREATE TABLE sessions_2 (
        id          TEXT PRIMARY KEY,
        kind        TEXT NOT NULL CHECK (kind IN ('rehearse', 'replay', 'timer', 'drill')),
        scenario_id TEXT NOT NULL,
        title       TEXT NOT NULL,
        language    TEXT NOT NULL,
        engine      TEXT,
        model       TEXT,
        started_at  TEXT NOT NULL,
        finished_at TEXT,
        reason      TEXT,
        answered    INTEGER NOT NULL DEFAULT 0,
        score       REAL,
        coverage    REAL,
        timing      REAL,
        delivery    REAL,
        pace        REAL,
        spoken_s    REAL,
        target_s    REAL,
        duration_s  REAL,
        scenario    TEXT NOT NULL,
        choice      TEXT NOT NULL,
        record      TEXT
    )
    """,
    """
    INSERT INTO sessions_2 (id, kind, scenario_id, title, language, engine, model, started_at,
        finished_at, reason, duration_s, scenario, choice, record)
    SELECT id, kind, scenario_id, title, language, engine, model, started_at,
        finished_at, reason, json_extract(record, '$.duration_s'), scenario, choice, record
    FROM sessions
    """,
    "DROP TABLE sessions",
    "ALTER TABLE sessions_2 RENAME TO sessions",
    "CREATE INDEX sessions_by_start ON sessions (started_at)",
    "CREATE INDEX sessions_by_scenario ON sessions (scenario_id, started_at)",
    """
    CREATE TABLE answers_2 (
        session  TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        n        INTEGER NOT NULL,
        task     TEXT NOT NULL,
        best     INTEGER NOT NULL,
        phase    TEXT NOT NULL,
        title    TEXT NOT NULL,
        score    REAL,
        coverage REAL,
        timing   REAL,
        delivery REAL,
        pace     REAL,
        spoken_s REAL,
        target_s REAL NOT NULL,
        card     TEXT NOT NULL,
        PRIMARY KEY (session, n)
    )
    """,
    """
    INSERT INTO answers_2
    SELECT session, n, task, best, json_extract(card, '$.phase_id'), json_extract(card, '$.title'),
        score, json_extract(card, '$.coverage.score'), json_extract(card, '$.timing.score'),
        json_extract(card, '$.delivery.score'), json_extract(card, '$.delivery.words_per_minute'),
        json_extract(card, '$.timing.spoken_s'), json_extract(card, '$.task.target_s'), card
    FROM answers
    """,
    "DROP TABLE answers",
    "ALTER TABLE answers_2 RENAME TO answers",
    """
    CREATE TABLE terms (
        session TEXT NOT NULL,
        n       INTEGER NOT NULL,
        place   INTEGER NOT NULL,
        term    TEXT NOT NULL,
        status  TEXT NOT NULL,
        PRIMARY KEY (session, n, place),
        FOREIGN KEY (session, n) REFERENCES answers ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO terms
    SELECT session, n, key, json_extract(value, '$.term.name'), json_extract(value, '$.status')
    FROM answers, json_each(card, '$.coverage.terms')
    WHERE best AND coverage IS NOT NULL AND json_extract(value, '$.term.required')
    """,
    """
    UPDATE sessions SET (answered, score, coverage, timing, delivery, pace, spoken_s, target_s) = (
        SELECT count(*),
            sum(score * target_s) / sum(iif(score IS NULL, 0, target_s)),
            sum(coverage * target_s) / sum(iif(coverage IS NULL, 0, target_s)),
            sum(timing * target_s) / sum(iif(timing IS NULL, 0, target_s)),
            sum(delivery * target_s) / sum(iif(delivery IS NULL, 0, target_s)),
            sum(pace * spoken_s) / sum(iif(pace IS NULL, 0, spoken_s)),
            sum(spoken_s), sum(target_s)
        FROM answers WHERE session = sessions.id AND best
    )
    """,
    """
    CREATE TABLE deck (
        card     TEXT PRIMARY KEY,
        language TEXT NOT NULL,
        scenario TEXT NOT NULL,
        task     TEXT NOT NULL,
        title    TEXT NOT NULL,
        added_at TEXT NOT NULL,
        due      TEXT,
        state    TEXT
    )
    """,
    """
    CREATE TABLE reviews (
        card   TEXT NOT NULL REFERENCES deck ON DELETE CASCADE,
        at     TEXT NOT NULL,
        rating INTEGER NOT NULL,
        score  REAL,
        PRIMARY KEY (card, at)
    )
    """,
)


# Behind the long texts: only what reads the whole session reads it.
_THIRD = "ALTER TABLE sessions ADD COLUMN utc_offset_s INTEGER"


# Earlier versions heard hardly any sound: their sessions must not stand in the curve of « euh » as
# better ones.
_FOURTH = (
    """
    CREATE TABLE tics (
        session TEXT NOT NULL,
        n       INTEGER NOT NULL,
        name    TEXT NOT NULL,
        kind    TEXT NOT NULL CHECK (kind IN ('sound', 'word')),
        count   INTEGER NOT NULL,
        PRIMARY KEY (session, n, name),
        FOREIGN KEY (session, n) REFERENCES answers ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO tics
    SELECT session, n, value, 'word', count(*) FROM answers, json_each(card, '$.delivery.fillers')
    WHERE best AND value NOT IN
        ('euh', 'heu', 'hum', 'um', 'umm', 'uhm', 'uh', 'uhh', 'er', 'erm', 'hmm')
    GROUP BY session, n, value
    """,
)


# The sentences by which people make a point that was not recognised; they go with their session.
_FIFTH = """
    CREATE TABLE phrasings (
        session  TEXT NOT NULL,
        n        INTEGER NOT NULL,
        task     TEXT NOT NULL,
        point    TEXT NOT NULL,
        sentence TEXT NOT NULL,
        PRIMARY KEY (session, n, point),
        FOREIGN KEY (session, n) REFERENCES answers ON DELETE CASCADE
    ) WITHOUT ROWID
"""


# What coaches say; it goes with its session.
_SIXTH = """
    CREATE TABLE coaching (
        session TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
        coach   TEXT NOT NULL,
        said    TEXT NOT NULL,
        PRIMARY KEY (session, coach)
    ) WITHOUT ROWID
"""


def _step(*statements: str) -> Migration:
    def take(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return take


MIGRATIONS: tuple[Migration, ...] = (
    _step(*_FIRST),
    _step(*_SECOND),
    _step(_THIRD),
    _step(*_FOURTH),
    _step(_FIFTH),
    _step(_SIXTH),
)


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
