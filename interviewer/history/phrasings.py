"""Phrasings of a person's own: the sentences of points that they marked as said, kept and given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from interviewer.domain import AnswerCard, OwnPhrasing, Scenario
from interviewer.history.database import Database
from interviewer.history.stored import Codec, dumps
from interviewer.history.values import session_figures


class Phrasings:
    """Those of one store. Every method raises HistoryError as the store's do.

    Args:
        database: of the store.
        folder: its folder.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database, self._folder = database, folder

    def joined(self, scenario: Scenario) -> Scenario:
        """``scenario`` with what was marked in sessions of it, drills included, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT task, point, sentence FROM phrasings JOIN sessions ON session = id"
                " WHERE scenario_id = ? ORDER BY started_at DESC, id, n, point",
                (scenario.id,),
            )
            own = dict.fromkeys(OwnPhrasing(*row) for row in rows)
        return replace(scenario, own=tuple(own))

    def marked_in(self, scenario_id: str, task: str, point: str) -> tuple[str, ...]:
        """The sessions of a scenario in which a point of a task was marked, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT session FROM phrasings JOIN sessions ON session = id"
                " WHERE scenario_id = ? AND task = ? AND point = ? ORDER BY started_at DESC, id",
                (scenario_id, task, point),
            )
            return tuple(row["session"] for row in rows)

    def revise(self, session_id: str, cards: Sequence[AnswerCard], at: int) -> None:
        """Puts an answer of a finished session, scored anew, in its place, with what follows from it.

        Args:
            session_id: of the session.
            cards: its best answers, in their order.
            at: which of them was scored anew.
        """
        card, figures = cards[at], session_figures(cards)
        with self._database.writing() as connection:
            (n,) = connection.execute(
                "SELECT n FROM answers WHERE session = ? AND task = ? AND best",
                (session_id, card.task.id),
            ).fetchone()
            connection.execute(
                "UPDATE answers SET card = ?, score = ?, coverage = ? WHERE session = ? AND n = ?",
                (
                    dumps(Codec(self._folder).encode(card)),
                    _float(card.score),
                    _float(card.coverage.score),
                    session_id,
                    n,
                ),
            )
            connection.execute(
                "UPDATE sessions SET score = ?, coverage = ? WHERE id = ?",
                (_float(figures.score), _float(figures.coverage), session_id),
            )
            keep_phrasings(connection, session_id, n, card)


def _float(score: float | None) -> float | None:
    return None if score is None else float(score)


def keep_phrasings(connection: Connection, session_id: str, n: int, card: AnswerCard) -> None:
    """Keeps the sentences of the points that the person marked in answer ``n``, in place of those there."""
    connection.execute("DELETE FROM phrasings WHERE session = ? AND n = ?", (session_id, n))
    marked = {hit.point for hit in card.coverage.disputed}
    connection.executemany(
        "INSERT INTO phrasings (session, n, task, point, sentence) VALUES (?, ?, ?, ?, ?)",
        [
            (session_id, n, card.task.id, hit.point, hit.quote)
            for hit in card.coverage.points
            if hit.point in marked and hit.quote
        ],
    )
