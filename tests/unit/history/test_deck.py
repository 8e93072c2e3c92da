"""The drill cards and how each went."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from interviewer.history.deck import DeckRow, ReviewRow
from interviewer.history.folder import database_file
from interviewer.history.store import Store

NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)


def test_a_rating_that_is_changed_by_hand_takes_the_place_of_the_first(store: Store) -> None:
    """One answer is one review: what the person says of it goes before what its score said."""
    store.add_cards([DeckRow("essai/q1", "fr", "essai", "q1", "Q", NOW)])
    due = NOW + timedelta(days=2)
    store.keep_review(ReviewRow("essai/q1", NOW, 1, 20.0, due, {"stability": 0.5}))
    store.keep_review(ReviewRow("essai/q1", NOW, 4, 20.0, due, {"stability": 8.0}))
    with closing(sqlite3.connect(database_file(store.folder))) as connection:
        assert connection.execute("SELECT rating FROM reviews").fetchall() == [(4,)]
    assert [row.state for row in store.deck("fr")] == [{"stability": 8.0}]
