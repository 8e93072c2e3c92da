"""What was acknowledged is there after a kill; several programs share one store."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from interviewer.history.folder import database_file
from interviewer.history.store import open_store

WRITER = Path(__file__).with_name("writer.py")
STATES = ("open", "closed", "transcribed", "scored")
KILLS = 20
TOGETHER = 4


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_after(folder: Path, lines: int) -> list[str]:
    """What a writer acknowledged until it was killed, some time after that many lines.

    The writer does not wait for its reader: the kill meets it wherever it is.
    """
    with start(folder) as writer:
        assert writer.stdout is not None
        read = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        read += writer.stdout.readlines()
    # The last line may have been cut; what it acknowledges was not read then.
    return [line.strip() for line in read if line.endswith("\n")]


def lost(connection: sqlite3.Connection, acknowledged: Iterable[str]) -> list[str]:
    return [line for line in acknowledged if not found(connection, *line.split())]


def found(connection: sqlite3.Connection, kind: str, session: str, *rest: str) -> bool:
    if kind == "session":
        row = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session,)).fetchone()
        return row is not None
    if kind == "event":
        row = connection.execute(
            "SELECT events.kind, card FROM events LEFT JOIN cards USING (session, n)"
            " WHERE session = ? AND n = ?",
            (session, rest[0]),
        ).fetchone()
        return row is not None and (row[0] == "Scored") == (row[1] is not None)
    row = connection.execute(
        "SELECT state FROM recordings WHERE session = ? AND name = ?", (session, rest[0])
    ).fetchone()
    return row is not None and STATES.index(row[0]) >= STATES.index(rest[1])


def test_nothing_acknowledged_is_lost_to_a_kill(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    lines = [chance.randint(1, 60) for _ in range(KILLS)]
    with ThreadPoolExecutor(TOGETHER) as pool:
        each = list(pool.map(killed_after, [tmp_path] * KILLS, lines))
    acknowledged = [line for said in each for line in said]
    assert sum(line.startswith("session ") for line in acknowledged) == KILLS
    with closing(sqlite3.connect(database_file(tmp_path))) as connection:
        assert lost(connection, acknowledged) == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        never = ["session x", "event x 1", "recording x intro-take0 open"]
        assert lost(connection, never) == never
    with open_store(tmp_path) as store:
        unfinished = store.unfinished()
        assert len({session.summary.id for session in unfinished}) == KILLS
        for session in unfinished:
            states = {recording.state for recording in session.recordings[:-1]}
            assert states <= {"scored"}
            store.load(session.summary.id)


def test_programs_share_one_store_from_its_first_moment(tmp_path: Path) -> None:
    writers = [start(tmp_path, "5") for _ in range(6)]
    said = [writer.communicate()[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 6
    with open_store(tmp_path) as store:
        ids = sorted(session.id for session in store.sessions(10))
        assert ids == sorted(lines[0].split()[1] for lines in said)
        assert len(set(ids)) == 6
        assert [len(store.load(id_).events) for id_ in ids] == [10] * 6
