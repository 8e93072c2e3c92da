"""Which cards come first, and when they come again, whatever the order of good and bad days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Phase, Question, Task
from interviewer.drill.schedule import (
    Card,
    Memory,
    Rating,
    in_order,
    rating_of,
    recall,
    relearn,
    review,
    standing,
)

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")

histories = st.lists(
    st.tuples(st.sampled_from(RATINGS), st.floats(0, 90, allow_nan=False)), max_size=12
)


def reviewed(history: list[tuple[Rating, float]]) -> tuple[Memory | None, datetime]:
    """The memory after ratings, each so many days after the one before; and the last moment."""
    memory: Memory | None = None
    now = NOW
    for rating, days in history:
        now += timedelta(days=days)
        memory = review(memory, rating, now)
    return memory, now


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (None, "again"),
        (0.0, "again"),
        (39.9, "again"),
        (40.0, "hard"),
        (59.9, "hard"),
        (60.0, "good"),
        (84.9, "good"),
        (85.0, "easy"),
        (100.0, "easy"),
    ],
)
def test_the_rating_of_a_score(score: float | None, rating: Rating) -> None:
    assert rating_of(score) == rating


def test_a_first_answer_comes_again_in_days() -> None:
    days = [(review(None, rating, NOW).due - NOW).days for rating in RATINGS]
    assert days == [1, 1, 2, 8]


@given(histories)
def test_a_card_rests_a_day_at_least(history: list[tuple[Rating, float]]) -> None:
    memory, now = reviewed(history)
    for rating in RATINGS:
        after = review(memory, rating, now)
        assert after.due - now >= timedelta(days=1)
        assert after.reviewed_at == now
        assert after.stability > 0
        assert 1 <= after.difficulty <= 10


@given(histories)
def test_a_better_rating_never_comes_sooner(history: list[tuple[Rating, float]]) -> None:
    memory, now = reviewed(history)
    dues = [review(memory, rating, now).due for rating in RATINGS]
    assert dues == sorted(dues)


@given(histories, st.floats(1, 3600))
def test_what_was_failed_and_comes_once_more_rests_as_it_was_known_then(
    history: list[tuple[Rating, float]], seconds: float
) -> None:
    memory, now = reviewed(history)
    failed = review(memory, "again", now)
    later = now + timedelta(seconds=seconds)
    after = {rating: relearn(failed, rating, later) for rating in RATINGS}
    assert [after[rating].due for rating in RATINGS] == sorted(each.due for each in after.values())
    for rating in ("again", "hard"):
        assert after[rating].due == later + timedelta(days=1)
    for rating in RATINGS:
        assert after[rating].due - later >= timedelta(days=1)
        assert after[rating].reviewed_at == later


@pytest.mark.parametrize(("answered", "looked"), [(23, 7), (7, 6), (0, 0), (23, 0)])
def test_what_was_failed_is_due_the_next_day_whatever_the_hour(answered: int, looked: int) -> None:
    paris = timezone(timedelta(hours=1))
    evening = datetime(2026, 11, 22, answered, 45, tzinfo=paris)
    memory = review(None, "again", evening.astimezone(UTC))
    failed = replace(card("a"), memory=memory)
    assert standing(failed, evening) == "resting"
    assert standing(failed, datetime(2026, 11, 23, looked, 5, tzinfo=paris)) == "due"


def test_the_relearning_step_is_that_of_fsrs() -> None:
    """Against the library's own scheduler, with the card's whole way through it."""
    scheduler = fsrs.Scheduler(learning_steps=(), enable_fuzzing=False)
    card = fsrs.Card(card_id=0, due=NOW)
    memory: Memory | None = None
    way: tuple[tuple[int, Rating], ...] = ((0, "good"), (5, "again"))
    for days, rating in way:
        at = NOW + timedelta(days=days)
        card, _ = scheduler.review_card(card, fsrs.Rating[rating.capitalize()], review_datetime=at)
        memory = review(memory, rating, at)
    assert card.state is fsrs.State.Relearning
    assert memory is not None
    later = at + timedelta(minutes=12)
    card, _ = scheduler.review_card(card, fsrs.Rating.Good, review_datetime=later)
    after = relearn(memory, "good", later)
    assert card.state is fsrs.State.Review
    assert (after.stability, after.difficulty, after.due) == (
        card.stability,
        card.difficulty,
        card.due,
    )


@given(histories, st.integers(0, 400), st.integers(0, 400))
def test_what_is_not_repeated_fades(
    history: list[tuple[Rating, float]], one: int, more: int
) -> None:
    memory, now = reviewed(history)
    known = review(memory, "good", now)
    sooner = recall(known, now + timedelta(days=one))
    later = recall(known, now + timedelta(days=one + more))
    assert 0 < later <= sooner <= 1


@given(histories)
def test_the_same_past_gives_the_same_future(history: list[tuple[Rating, float]]) -> None:
    assert reviewed(history) == reviewed(history)


# ---------------------------------------------------------------------------- which comes first


def card(
    name: str,
    rated: Rating | None = None,
    days_ago: float = 0,
    missed_days_ago: float | None = None,
    misses: int = 0,
) -> Card:
    task = Task(name, 20.0)
    phase = Phase("p", "P", "question", 20.0, "", task)
    return Card(
        key=f"s/{name}",
        phase=phase,
        question=Question(task, "?"),
        memory=review(None, rated, NOW - days_ago * DAY) if rated else None,
        missed_at=None if missed_days_ago is None else NOW - missed_days_ago * DAY,
        misses=misses,
    )


def names(cards: tuple[Card, ...]) -> list[str]:
    return [each.question.id for each in cards]


def test_missed_then_due_then_new_then_resting() -> None:
    cards = [
        card("resting", "easy", 1),
        card("new"),
        card("due", "good", 5),
        card("missed", misses=1, missed_days_ago=1),
    ]
    assert [standing(each, NOW) for each in cards] == ["resting", "new", "due", "missed"]
    assert names(in_order(cards, NOW)) == ["missed", "due", "new", "resting"]


def test_the_weakest_come_first() -> None:
    cards = [card("strong", "good", 4), card("weak", "again", 4), card("weaker", "again", 30)]
    assert names(in_order(cards, NOW)) == ["weaker", "weak", "strong"]


def test_the_most_often_missed_come_first() -> None:
    cards = [card(name, missed_days_ago=1, misses=n) for name, n in (("a", 1), ("b", 3), ("c", 2))]
    assert names(in_order(cards, NOW)) == ["b", "c", "a"]


def test_new_ones_keep_their_order() -> None:
    assert names(in_order([card("b"), card("a"), card("c")], NOW)) == ["b", "a", "c"]


def test_an_answer_settles_an_earlier_miss() -> None:
    answered = card("x", "easy", days_ago=1, missed_days_ago=2, misses=4)
    assert standing(answered, NOW) == "resting"
    again = card("x", "easy", days_ago=2, missed_days_ago=1, misses=5)
    assert standing(again, NOW) == "missed"


decks = st.lists(
    st.builds(
        card,
        st.uuids().map(str),
        st.sampled_from([None, "again", "hard", "good", "easy"]),
        st.floats(0, 300),
        st.none() | st.floats(0, 300),
        st.integers(0, 9),
    ),
    max_size=15,
)


@given(decks)
def test_nothing_is_lost_and_nothing_due_waits_behind_what_rests(deck: list[Card]) -> None:
    ordered = in_order(deck, NOW)
    assert sorted(names(ordered)) == sorted(each.question.id for each in deck)
    kinds = [standing(each, NOW) for each in ordered]
    assert kinds == sorted(kinds, key=["missed", "due", "new", "resting"].index)
    for kind in ("due", "resting"):
        chances = [
            recall(each.memory, NOW)
            for each, found in zip(ordered, kinds, strict=True)
            if found == kind and each.memory is not None
        ]
        assert chances == sorted(chances)
