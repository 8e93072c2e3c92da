"""The rows of the drill deck: which cards there are, when each is due, how each went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from interviewer.domain import Language
from interviewer.history.stored import Json, dumps, loads
from interviewer.history.writing import utc_text


@dataclass(frozen=True, slots=True)
class DeckRow:
    """One drill card."""

    card: str
    """Unique: ``glossaire/rag`` for a question, ``term/fr/RAG`` for a term of the glossary."""
    language: Language
    scenario_id: str
    """Empty for a term of the glossary."""
    task_id: str
    """Id of the question; for a term its name."""
    title: str
    added_at: datetime
    """UTC."""
    state: Json | None = None
    """The scheduler's; None until the card was answered."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One answer to a card."""

    card: str
    at: datetime
    """UTC; unique for the card."""
    rating: int
    """1 (again) to 4 (easy)."""
    score: float | None
    """0 to 100; None where nothing was heard."""
    due: datetime
    """When to answer it again; UTC."""
    state: Json
    """The scheduler's, afterwards."""


def deck_rows(connection: Connection, language: Language) -> Iterator[DeckRow]:
    """Every card in ``language``, in the order they were added."""
    rows = connection.execute(
        "SELECT card, scenario, task, title, added_at, state FROM deck WHERE language = ?"
        " ORDER BY added_at, card",
        (language,),
    )
    for row in rows:
        yield DeckRow(
            card=row["card"],
            language=language,
            scenario_id=row["scenario"],
            task_id=row["task"],
            title=row["title"],
            added_at=datetime.fromisoformat(row["added_at"]),
            state=None if row["state"] is None else loads(row["state"]),
        )


def add_cards(connection: Connection, cards: Iterable[DeckRow]) -> None:
    """Cards that are in the deck already stay as they are."""
    connection.executemany(
        "INSERT OR IGNORE INTO deck (card, language, scenario, task, title, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                card.card,
                card.language,
                card.scenario_id,
                card.task_id,
                card.title,
                utc_text(card.added_at),
            )
            for card in cards
        ],
    )


def keep_review(connection: Connection, review: ReviewRow) -> None:
    """Keeps how a card went; a review of the same card and moment takes its place."""
    score = None if review.score is None else float(review.score)
    connection.execute(
        "INSERT OR REPLACE INTO reviews (card, at, rating, score) VALUES (?, ?, ?, ?)",
        (review.card, utc_text(review.at), review.rating, score),
    )
    connection.execute(
        "UPDATE deck SET state = ?, due = ? WHERE card = ?",
        (dumps(review.state), utc_text(review.due), review.card),
    )
