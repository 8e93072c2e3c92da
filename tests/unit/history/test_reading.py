"""Lists over many sessions, read from columns."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from interviewer.domain import Tic
from interviewer.history.folder import database_file
from interviewer.history.store import Store
from interviewer.history.values import TicCount

NOW = datetime(2026, 11, 22, 5, 30, 12, 345678, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 5, 34, 12, 345678, tzinfo=UTC)


def test_answers_are_listed_by_their_best_take_alone(played: Any, store: Store) -> None:
    """A take that was set aside would be a point of its own in the curve of its task, and the
    progress that a second take made would look like a step back.
    """
    played.play()
    record = played.record_of_it
    played.log.finish(record, now=LATER)
    assert len(record.set_aside) == 1
    listed = [(each.task_id, each.figures.score) for each in store.best_answers("essai")]
    assert listed == [(card.task.id, card.score) for card in record.answers]
    asked = {each.term: each.asked for each in store.terms("essai")}
    assert asked == {"données": 1, "drift": 1}


def test_the_terms_missed_most_often_come_first_of_equals_the_seldom_asked(
    played: Any, store: Store
) -> None:
    played.play()
    played.log.finish(played.record_of_it, now=LATER)
    asked = ["missed missed", "missed hit", "hit", "missed missed hit"]
    with closing(sqlite3.connect(database_file(store.folder))) as connection, connection:
        connection.execute("DELETE FROM terms")
        connection.executemany(
            "INSERT INTO terms (session, n, place, term, status) VALUES (?, 1, ?, ?, ?)",
            [
                (played.log.id, 10 * number + place, f"term {number}", status)
                for number, statuses in enumerate(asked)
                for place, status in enumerate(statuses.split())
            ],
        )
    assert [(each.term, each.asked, each.missed) for each in store.terms()] == [
        ("term 0", 2, 2),
        ("term 3", 3, 2),
        ("term 1", 2, 1),
        ("term 2", 1, 0),
    ]
    assert [each.last_missed_at for each in store.terms()] == [NOW, NOW, NOW, None]


def test_a_term_that_is_optional_is_not_asked_for(played: Any, store: Store) -> None:
    """It counts for nothing in the score, so it is no gap to be worked on either."""
    played.play()
    record = played.record_of_it
    first, *others = record.answers
    hits = [
        replace(hit, term=replace(hit.term, required=False), status="missed")
        for hit in first.coverage.terms
    ]
    optional = replace(first, coverage=replace(first.coverage, terms=tuple(hits)))
    played.log.finish(replace(record, answers=(optional, *others)), now=LATER)
    assert [each.term for each in store.terms()] == ["drift"]


def test_sounds_and_words_are_counted_by_name_in_the_best_takes(played: Any, store: Store) -> None:
    played.play()
    record = played.record_of_it
    first, *others = record.answers
    (aside, *_) = record.set_aside
    told = (
        Tic("euh", "sound", 1.0, 1.2, "text"),
        Tic("du coup", "word", 1.4, 1.8, "text"),
        Tic("euh", "sound", 2.0, 2.2, "reading"),
        Tic("", "sound", 3.0, 3.5, "voice"),
    )
    first, aside = (
        replace(card, delivery=replace(card.delivery, tics=told, hesitations=()))
        for card in (first, aside)
    )
    kept = replace(record, answers=(first, *others), set_aside=(aside,))
    played.log.finish(kept, now=LATER)
    assert store.tics("essai") == (
        TicCount(played.log.id, "", "sound", 1),
        TicCount(played.log.id, "du coup", "word", 1),
        TicCount(played.log.id, "euh", "sound", 2),
    )
    assert store.tics("another") == ()
