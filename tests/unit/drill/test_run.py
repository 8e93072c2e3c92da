"""A drill under way, on plain values: what is asked, rated, kept, and asked once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interviewer.domain import (
    AnswerCard,
    Phase,
    Question,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.drill.cards import deck_row, memory_json
from interviewer.drill.run import (
    Drill,
    better_answers,
    choose_cards,
    learnt,
    score_aloud,
)
from interviewer.drill.schedule import Card, Rating, relearn, review
from interviewer.errors import UsageError
from interviewer.history.deck import DeckRow, ReviewRow
from interviewer.history.values import TermCount
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take, score_typed

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@dataclass
class Keeper:
    """Remembers what it is to keep."""

    cards: list[str] = field(default_factory=list)
    reviews: list[ReviewRow] = field(default_factory=list)

    def add_cards(self, cards: Sequence[DeckRow]) -> None:
        self.cards += [card.card for card in cards]

    def keep_review(self, review: ReviewRow) -> None:
        self.reviews.append(review)


def question(name: str) -> Question:
    return Question(Task(name, 20.0, (Term(name),)), "?", definition=f"{name} est ceci.\nOu cela.")


QUESTIONS = (question("drift"), question("rag"))
PHASE = Phase("p", "P", "question", 40.0, "", Task("p", 40.0), QUESTIONS)
SCENARIO = Scenario("essai", "Essai", "fr", (PHASE,))
CARDS = tuple(Card(f"essai/{each.id}", PHASE, each) for each in QUESTIONS)


def answered(name: str, score: float | None, file: str = "") -> AnswerCard:
    """The answer to a card, with a score as given."""
    task = next(each.task for each in QUESTIONS if each.id == name)
    take = Take(Path(file or f"{name}.wav"), 3.0, (Span(0.0, 3.0),), Transcript("fr", ()))
    return replace(score_take(SCENARIO, PHASE, task, take), score=score)


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def drill(keeper: Keeper) -> Drill:
    return Drill(keeper, SCENARIO, CARDS, NOW)


def test_an_answer_is_rated_by_its_score_and_kept_at_once(drill: Drill, keeper: Keeper) -> None:
    done = drill.answer(answered("drift", 90.0))
    assert (done.rating, done.once_more) == ("easy", False)
    assert done.memory == review(None, "easy", NOW)
    (row,) = keeper.reviews
    assert (row.card, row.at, row.rating, row.score) == ("essai/drift", NOW, 4, 90.0)
    assert (row.due, row.state) == (done.memory.due, memory_json(done.memory))
    assert keeper.cards == ["essai/drift"]


def test_of_several_answers_to_a_card_the_best_counts(drill: Drill, keeper: Keeper) -> None:
    for take, score in enumerate((50.0, 30.0, 50.0, None, 70.0), 1):
        drill.answer(answered("drift", score, f"drift-take{take}.wav"))
    assert [row.score for row in keeper.reviews] == [50.0, 70.0]
    assert [(each.answer.score, each.rating) for each in drill.answered] == [(70.0, "good")]


def test_a_recording_that_was_read_whole_is_rated_by_that(drill: Drill, keeper: Keeper) -> None:
    for score, file in ((90.0, "first.wav"), (20.0, "second.wav"), (40.0, "first.wav")):
        drill.answer(answered("drift", score, file))
    assert [(each.answer.score, each.rating) for each in drill.answered] == [(40.0, "hard")]
    drill.answer(answered("drift", 70.0, "second.wav"))
    assert [row.score for row in keeper.reviews] == [90.0, 40.0, 70.0]


def test_the_persons_own_rating_goes_before(drill: Drill, keeper: Keeper) -> None:
    drill.answer(answered("drift", 90.0))
    assert drill.rate("drift", "again").once_more
    assert [row.rating for row in keeper.reviews] == [4, 1]
    assert [each.rating for each in drill.answered] == ["again"]


def test_what_was_failed_comes_once_more_and_then_no_more(drill: Drill, keeper: Keeper) -> None:
    first = drill.answer(answered("drift", None))
    drill.answer(answered("rag", 65.0))
    again = drill.once_more(LATER)
    assert again is not None
    assert [card.key for card in again.cards] == ["essai/drift"]
    assert first.memory is not None
    second = again.answer(answered("drift", 20.0))
    assert (second.rating, second.once_more) == ("again", False)
    assert second.memory == relearn(first.memory, "again", LATER)
    assert [row.at for row in keeper.reviews] == [NOW, NOW, LATER]
    assert [each.rating for each in learnt(drill, again)] == ["again", "good"]


def test_where_nothing_was_failed_nothing_comes_again(drill: Drill) -> None:
    drill.answer(answered("drift", 60.0))
    assert drill.once_more(LATER) is None


def test_in_the_end_a_card_went_as_it_did_the_second_time(drill: Drill) -> None:
    drill.answer(answered("drift", 10.0))
    again = drill.once_more(LATER)
    assert again is not None
    assert [each.rating for each in learnt(drill, again)] == ["again"]
    again.answer(answered("drift", 90.0))
    assert [each.rating for each in learnt(drill, again)] == ["easy"]
    assert [each.rating for each in learnt(drill, None)] == ["again"]


@pytest.mark.parametrize(
    ("first", "second", "best", "aside"),
    [
        (None, 30.0, [30.0], [None]),
        (35.0, 30.0, [35.0], [30.0]),
        (35.0, 39.0, [39.0], [35.0]),
        (None, None, [None], [None]),
    ],
)
def test_the_better_of_two_answers_is_kept_and_the_other_set_aside(
    drill: Drill,
    first: float | None,
    second: float | None,
    best: list[float | None],
    aside: list[float | None],
) -> None:
    one, two = answered("drift", first), answered("drift", second)
    drill.answer(one)
    again = drill.once_more(LATER)
    assert again is not None
    again.answer(two)
    kept, left = better_answers(drill, again)
    assert ([each.score for each in kept], [each.score for each in left]) == (best, aside)
    if first == second:
        assert kept[0] is one


def test_what_was_answered_once_is_kept_alone(drill: Drill) -> None:
    drill.answer(answered("drift", 90.0))
    assert better_answers(drill, None) == ((answered("drift", 90.0),), ())


@pytest.mark.parametrize(("score", "rating"), [(10.0, "again"), (90.0, "easy")])
def test_what_was_rated_before_the_cut_is_not_rated_twice(
    keeper: Keeper, score: float, rating: Rating
) -> None:
    memory = review(None, "hard", NOW)
    cards = [replace(CARDS[0], memory=memory), CARDS[1]]
    drill = Drill(keeper, SCENARIO, cards, LATER, rated={"drift"})
    done = drill.answer(answered("drift", score))
    assert (done.rating, done.memory) == (rating, memory)
    assert (keeper.reviews, drill.answered) == ([], ())


def test_spoken_aloud_a_card_shows_its_back_first(drill: Drill, keeper: Keeper) -> None:
    take = Take(Path("a.wav"), 3.0, (), Transcript("fr", ()))
    card = score_aloud(drill, SCENARIO, PHASE, QUESTIONS[0].task, take)
    assert card.advice[0] == "drift est ceci."
    assert len(keeper.reviews) == 1


def test_a_typed_answer_is_scored_for_its_content_and_silence_for_nothing() -> None:
    said = score_typed(
        SCENARIO, CARDS[0].phase, CARDS[0].question.task, "le drift, donc", Path("typed")
    )
    assert (said.score, said.advice) == (100.0, ())
    missed = score_typed(
        SCENARIO, CARDS[0].phase, CARDS[0].question.task, "autre chose", Path("typed")
    )
    assert missed.score == 0.0
    assert (
        score_typed(SCENARIO, CARDS[0].phase, CARDS[0].question.task, "", Path("typed")).score
        is None
    )


# ---------------------------------------------------------------------------- which cards


def missed(term: str, days_ago: int, times: int = 1) -> TermCount:
    return TermCount(term, 3, times, NOW - timedelta(days=days_ago))


def test_a_missed_term_joins_a_drill_of_terms_once_and_comes_first() -> None:
    scenario, glossary = load("glossaire"), load_glossary()
    counts = [missed("processus métier", 1), TermCount("valeur", 3, 0, None)]
    chosen = choose_cards(scenario, (), counts, glossary, NOW)
    assert [card.key for card in chosen.joined] == ["term/fr/processus métier"]
    assert chosen.cards[0].key == "term/fr/processus métier"
    deck = [deck_row(card, scenario, NOW) for card in chosen.joined]
    again = choose_cards(scenario, deck, counts, glossary, NOW)
    assert again.joined == ()
    assert again.cards[0].key == "term/fr/processus métier"
    # It stays a card when it is missed no more, and waits behind those of the file.
    later = choose_cards(scenario, deck, (), glossary, NOW)
    assert "term/fr/processus métier" in [card.key for card in later.cards]


def test_a_drill_of_questions_takes_no_terms_in() -> None:
    counts = [missed("processus métier", 1)]
    chosen = choose_cards(load("punchlines"), (), counts, load_glossary(), NOW)
    assert chosen.joined == ()
    assert all(card.key.startswith("punchlines/") for card in chosen.cards)


def test_cards_are_remembered_and_those_that_are_due_come_before_new_ones() -> None:
    scenario, glossary = load("punchlines"), load_glossary()
    last = choose_cards(scenario, (), (), glossary, NOW).cards[-1]
    memory = review(None, "again", NOW - timedelta(days=9))
    deck = [replace(deck_row(last, scenario, NOW), state=memory_json(memory))]
    chosen = choose_cards(scenario, deck, (), glossary, NOW)
    assert (chosen.cards[0].key, chosen.cards[0].memory) == (last.key, memory)


def test_of_a_pitch_each_phase_is_a_card() -> None:
    pitch = load("pitch-3min")
    cards = choose_cards(pitch, (), (), load_glossary(), NOW).cards
    assert [card.key for card in cards] == [f"pitch-3min/{phase.id}" for phase in pitch.phases]
    assert cards[0].question.ask == pitch.phases[0].prompt


def test_a_scenario_that_tells_nothing_to_say_cannot_be_drilled() -> None:
    pitch = load("pitch-3min")
    bare = tuple(replace(phase, task=Task(phase.id, 30)) for phase in pitch.phases)
    with pytest.raises(UsageError, match="no questions to drill"):
        choose_cards(replace(pitch, phases=bare), (), (), load_glossary(), NOW)


def test_an_answer_in_another_language_is_not_rated(drill: Drill, keeper: Keeper) -> None:
    english = replace(answered("rag", None), other_language="en")
    shown = drill.answer(english)
    assert (shown.rating, shown.memory, keeper.reviews) == (None, shown.card.memory, [])
    assert drill.once_more(LATER) is None
    assert drill.answer(answered("rag", 0.0)).rating == "again"
    assert drill.answer(english).rating == "again"
    assert len(keeper.reviews) == 1
