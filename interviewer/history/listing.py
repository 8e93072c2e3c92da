"""Lists over many sessions, read from columns: no JSON is decoded. The transaction is the caller's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from sqlite3 import Connection

from interviewer.history.reading import figures_of
from interviewer.history.values import AnswerSummary, TermCount
from interviewer.models import Language

__all__ = ["best_answers", "term_counts"]


def best_answers(connection: Connection, scenario_id: str) -> Iterator[AnswerSummary]:
    """The best take of each task in the finished sessions of a scenario, the earliest first."""
    rows = connection.execute(
        "SELECT session, started_at, phase, task, answers.title, answers.score, answers.coverage,"
        " answers.timing, answers.delivery, answers.pace, answers.spoken_s, answers.target_s"
        " FROM sessions JOIN answers ON session = id"
        " WHERE scenario_id = ? AND best ORDER BY started_at, id, n",
        (scenario_id,),
    )
    for row in rows:
        yield AnswerSummary(
            session_id=row["session"],
            started_at=datetime.fromisoformat(row["started_at"]),
            phase_id=row["phase"],
            task_id=row["task"],
            title=row["title"],
            figures=figures_of(row),
        )


def term_counts(
    connection: Connection,
    scenario_id: str | None,
    language: Language | None,
    *,
    drills: bool,
) -> Iterator[TermCount]:
    """Every required term that was asked for, the most often missed first.

    Args:
        connection: inside a transaction.
        scenario_id: of this scenario's sessions only; None for all.
        language: of sessions in this language only; None for both.
        drills: those of drills count, too.
    """
    rows = connection.execute(
        "SELECT term, count(*) AS asked, sum(status = 'missed') AS missed,"
        " max(iif(status = 'missed', started_at, NULL)) AS last_missed_at"
        " FROM terms JOIN sessions ON session = id"
        " WHERE (?1 IS NULL OR scenario_id = ?1) AND (?2 IS NULL OR language = ?2)"
        " AND (?3 OR kind != 'drill')"
        " GROUP BY term ORDER BY missed DESC, asked, term",
        (scenario_id, language, drills),
    )
    for row in rows:
        last = row["last_missed_at"]
        yield TermCount(
            term=row["term"],
            asked=row["asked"],
            missed=row["missed"],
            last_missed_at=None if last is None else datetime.fromisoformat(last),
        )
