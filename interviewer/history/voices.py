"""How somebody's voice moved in their earlier sessions, out of the answers kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, takewhile
from sqlite3 import Connection, Row

from interviewer.domain import Language, Usual
from interviewer.history.values import VoiceSummary
from interviewer.scoring.intonation import usual
from interviewer.scoring.total import weighted_mean

_SESSIONS = 30
"""The last ones: a voice, a room and a microphone change over the years."""


def voice_summaries(connection: Connection, language: Language) -> Iterator[VoiceSummary]:
    """Of the last finished sessions in ``language``, the earliest first.

    Figures of cards that an earlier version wrote are None.
    """
    rows = connection.execute(
        "SELECT id, scenario_id, started_at, answers.spoken_s AS spoken_s,"
        " json_extract(card, '$.delivery.pitch_semitones') AS pitch,"
        " json_extract(card, '$.delivery.loudness_db') AS loudness,"
        " json_array_length(card, '$.delivery.hedges') AS hedges"
        " FROM answers JOIN (SELECT id, scenario_id, started_at FROM sessions"
        "   WHERE language = ? AND finished_at IS NOT NULL AND answered > 0"
        "   ORDER BY started_at DESC, id DESC LIMIT ?) ON session = id"
        " WHERE best AND answers.spoken_s > 0 ORDER BY started_at, id, n",
        (language, _SESSIONS),
    )
    for _, group in groupby(rows, key=lambda row: row["id"]):
        yield _summary(list(group))


def usual_before(voices: Sequence[VoiceSummary], session_id: str) -> Usual | None:
    """How the voice moves as a rule, by the sessions before ``session_id``; all, where it is not among
    ``voices``, the earliest first. None without any."""
    earlier = takewhile(lambda each: each.session_id != session_id, voices)
    return usual([(each.pitch_semitones, each.loudness_db) for each in earlier])


def _summary(rows: list[Row]) -> VoiceSummary:
    counted = [row for row in rows if row["hedges"] is not None]
    minutes = sum(row["spoken_s"] for row in counted) / 60
    return VoiceSummary(
        session_id=rows[0]["id"],
        scenario_id=rows[0]["scenario_id"],
        started_at=datetime.fromisoformat(rows[0]["started_at"]),
        pitch_semitones=weighted_mean((row["pitch"], row["spoken_s"]) for row in rows),
        loudness_db=weighted_mean((row["loudness"], row["spoken_s"]) for row in rows),
        hedges_per_minute=sum(row["hedges"] for row in counted) / minutes if minutes else None,
    )
