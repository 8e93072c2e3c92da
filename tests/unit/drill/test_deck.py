"""Which cards come first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interviewer.drill.deck import Card, due_at, in_order, standing
from interviewer.drill.schedule import Rating, recall, review
from interviewer.models import Phase, Question, Task

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
DAY = timedelta(days=1)


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
    assert due_at(answered, NOW) > NOW
    again = card("x", "easy", days_ago=2, missed_days_ago=1, misses=5)
    assert standing(again, NOW) == "missed"
    assert due_at(again, NOW) == NOW
    assert due_at(card("y"), NOW) == NOW


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
