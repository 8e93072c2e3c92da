"""Stores of other versions: brought forward with a copy left behind, or refused."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.domain import Phase, Scenario, SessionChoice, Task
from interviewer.errors import HistoryError
from interviewer.history.database import Database
from interviewer.history.folder import backup_file, database_file
from interviewer.history.schema import MIGRATIONS, upgrade, version_of
from interviewer.history.store import open_store
from interviewer.history.stored import Codec, dumps
from interviewer.scoring.hesitations import kind_of

SCENARIO = Scenario("s", "S", "fr", (Phase("a", "A", "pitch", 9.0, "?", Task("a", 9.0)),))
SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
ModeOf = Callable[[Path], int]


def base(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)")


def colour(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'red'")


def parts(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE parts (thing INTEGER REFERENCES things)")


def half(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE things SET name = 'lost'")
    raise ZeroDivisionError


def dangling(connection: sqlite3.Connection) -> None:
    parts(connection)
    connection.execute("INSERT INTO parts VALUES (99)")


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of version 1 with one thing in it."""
    file = tmp_path / "sessions.db"
    with closing(Database(file, (base,))) as database, database.writing() as connection:
        connection.execute("INSERT INTO things (name) VALUES ('one')")
    return file


def test_a_new_store_is_of_this_version_and_has_no_copy(tmp_path: Path) -> None:
    file = tmp_path / "sessions.db"
    with closing(Database(file)) as database:
        assert version_of(database.connection()) == len(MIGRATIONS)
    assert list(tmp_path.iterdir()) == [file]


def test_an_old_store_is_brought_forward(old: Path) -> None:
    Database(old, (base, colour, parts)).close()
    assert rows(old, "SELECT name, colour FROM things") == [("one", "red")]
    assert rows(old, "SELECT * FROM parts") == []
    assert rows(old, "PRAGMA user_version") == [(3,)]


def test_its_copy_is_left_behind(old: Path, mode_of: ModeOf) -> None:
    Database(old, (base, colour)).close()
    copy = backup_file(old, 1)
    assert copy.name == "sessions-v1.db"
    assert mode_of(copy) == 0o600
    assert rows(copy, "SELECT * FROM things") == [(1, "one")]
    assert rows(copy, "PRAGMA user_version") == [(1,)]
    Database(old, (base, colour, parts)).close()
    assert sorted(path.name for path in old.parent.iterdir()) == [
        "sessions-v1.db",
        "sessions-v2.db",
        "sessions.db",
    ]


def test_a_store_of_this_version_is_left_alone(old: Path) -> None:
    before = old.read_bytes()
    Database(old, (base,)).close()
    assert old.read_bytes() == before
    assert list(old.parent.iterdir()) == [old]


def test_a_session_of_an_older_program_began_in_utc(tmp_path: Path) -> None:
    values = ", ".join(
        f"'{each}'" for each in ("a", "timer", "s", "S", "fr", "2026-11-22T05:30:12+00:00")
    )
    with (
        closing(Database(database_file(tmp_path), MIGRATIONS[:2])) as database,
        database.writing() as connection,
    ):
        connection.execute(
            "INSERT INTO sessions (id, kind, scenario_id, title, language, started_at, scenario,"
            f" choice) VALUES ({values}, ?, ?)",
            [dumps(Codec(tmp_path).encode(each)) for each in (SCENARIO, SessionChoice())],
        )
    with open_store(tmp_path) as store:
        began_at = store.load("a").began_at
    assert began_at.isoformat() == "2026-11-22T05:30:12+00:00"


def test_the_figures_of_a_first_store_are_weighed_as_those_of_today() -> None:
    """Scores by the targets, the pace by the time spoken: old sessions stand in the same curves."""

    def card(target_s: float, spoken_s: float, score: float, pace: float) -> str:
        data = {
            "phase_id": "p",
            "title": "P",
            "task": {"target_s": target_s},
            "coverage": {"score": None, "terms": []},
            "timing": {"score": score, "spoken_s": spoken_s},
            "delivery": {"score": None, "words_per_minute": pace},
        }
        return json.dumps(data)

    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        upgrade(connection, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO sessions (id, kind, scenario_id, title, language, scenario, choice,"
            " started_at) VALUES ('s', 'rehearse', 'x', 'X', 'fr', '{}', '{}', '2026')"
        )
        answers = [
            ("s", 1, 1, card(180.0, 10.0, 0.0, 200.0)),
            ("s", 2, 1, card(20.0, 40.0, 100.0, 120.0)),
        ]
        aside = ("s", 3, 0, card(900.0, 900.0, 50.0, 10.0))
        connection.executemany(
            "INSERT INTO answers (session, n, task, best, card) VALUES (?, ?, 't', ?, ?)",
            [*answers, aside],
        )
        upgrade(connection)
        found = connection.execute(
            "SELECT answered, timing, pace, spoken_s, target_s, coverage FROM sessions"
        ).fetchone()
    assert found == (2, pytest.approx(10.0), pytest.approx(136.0), 50.0, 200.0, None)


@pytest.mark.parametrize("step", [half, dangling])
def test_a_step_that_fails_changes_nothing(
    old: Path, step: Callable[[sqlite3.Connection], None]
) -> None:
    with pytest.raises((ZeroDivisionError, sqlite3.IntegrityError)):
        Database(old, (base, colour, step))
    assert rows(old, "SELECT * FROM things") == [(1, "one")]
    assert rows(old, "PRAGMA user_version") == [(1,)]
    Database(old, (base, colour)).close()
    assert rows(old, "SELECT colour FROM things") == [("red",)]


def test_a_newer_store_is_refused_and_left_alone(old: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(HistoryError, match=r"newer interviewer \(version 1; this one knows 0\)"):
        Database(old, ())
    assert old.read_bytes() == before


def test_every_connection_is_safe(tmp_path: Path) -> None:
    """2 is FULL: what is committed survives a cut of the power. What is deleted is overwritten at
    once: another program may keep the file from being written anew.
    """
    with closing(Database(tmp_path / "sessions.db")) as database:
        connection = database.connection()
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS]
    assert settings == ["wal", 2, 1, 10_000, 1]


def test_rows_of_a_session_need_it(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "sessions.db")) as database:
        insert = "INSERT INTO events VALUES ('nobody', 1, 0.0, 'Next', '{}')"
        with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
            connection.execute(insert)


def test_words_that_filled_time_in_sessions_of_an_older_program_are_counted_by_name() -> None:
    """Without them the curve of « du coup » would begin at nothing; with its sounds, which it
    hardly heard, that of « euh » would.
    """
    sounds = ("euh", "heu", "hum", "um", "umm", "uhm", "uh", "uhh", "er", "erm", "hmm")
    assert {kind_of(name) for name in sounds} == {"sound"}
    card = json.dumps({"delivery": {"fillers": [*sounds, "du coup", "bah", "du coup"]}})
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        upgrade(connection, MIGRATIONS[:3])
        connection.execute(
            "INSERT INTO sessions (id, kind, scenario_id, title, language, scenario, choice,"
            " started_at) VALUES ('s', 'rehearse', 'x', 'X', 'fr', '{}', '{}', '2026')"
        )
        connection.executemany(
            "INSERT INTO answers (session, n, task, best, phase, title, target_s, card)"
            " VALUES ('s', ?, 't', ?, 'p', 'P', 30, ?)",
            [(1, 1, card), (2, 0, card)],
        )
        upgrade(connection)
        found = connection.execute("SELECT n, name, kind, count FROM tics ORDER BY name").fetchall()
    assert found == [(1, "bah", "word", 1), (1, "du coup", "word", 2)]
