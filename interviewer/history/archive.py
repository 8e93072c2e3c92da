"""The whole history as one zip file, and back without loss.

::

    manifest.json                {"schema": "interviewer.history/1", "version": the store's}
    sessions/<session>.json      the session's rows, by table
    deck.json                    the drill cards and their reviews
    audio/<session>/<file>       its recordings, as they are

Rows are those of the store's schema at ``version``: an archive of an older program takes the
same steps on its way in as an old store does. Paths in rows are relative to the data folder, so
that an archive can be taken to another machine.
This module holds what both ways share; see :mod:`~interviewer.history.exporting` and
:mod:`~interviewer.history.importing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection

from interviewer.history.codec import Json

__all__ = ["DECK", "SCHEMA", "TABLES", "insert", "rows_of"]

SCHEMA = "interviewer.history/1"

TABLES = ("sessions", "events", "cards", "recordings", "answers", "terms")
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
        ValueError: the table is unknown, or lacks a column.
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
