"""How a session begins in the store: its id and its row. The transaction is the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection

from interviewer.history.codec import Codec, dumps
from interviewer.history.paths import audio_folder
from interviewer.history.values import SessionKind
from interviewer.models import EngineInfo, Scenario, SessionChoice

__all__ = ["Beginning", "claim", "keep_beginning"]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a session before anything is said."""

    kind: SessionKind
    scenario: Scenario
    choice: SessionChoice
    engine: EngineInfo | None
    """Who transcribes; None where nothing is."""
    started_at: str
    """UTC, as the store writes moments."""
    utc_offset_s: int
    """Seconds that local time was ahead of it."""


def claim(connection: Connection, folder: Path, scenario_id: str, now: datetime) -> str:
    """An id that neither a session nor a folder of recordings has."""
    first = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{scenario_id}"
    session_id, count = first, 1
    while (
        audio_folder(folder, session_id).exists()
        or connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone()
    ):
        count += 1
        session_id = f"{first}-{count}"
    return session_id


def keep_beginning(
    connection: Connection, folder: Path, session_id: str, beginning: Beginning
) -> None:
    """Writes the row of a session that begins; ``folder`` is that of the history."""
    codec = Codec(folder)
    scenario, engine = beginning.scenario, beginning.engine
    connection.execute(
        "INSERT INTO sessions (id, kind, scenario_id, title, language, scenario, choice,"
        " engine, model, started_at, utc_offset_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            session_id,
            beginning.kind,
            scenario.id,
            scenario.title,
            scenario.language,
            dumps(codec.encode(scenario)),
            dumps(codec.encode(beginning.choice)),
            engine.name if engine else None,
            engine.model if engine else None,
            beginning.started_at,
            beginning.utc_offset_s,
        ),
    )
