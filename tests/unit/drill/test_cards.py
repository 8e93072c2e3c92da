"""Cards out of scenarios and of terms that were missed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Take, Transcript
from interviewer.drill.cards import (
    deck_row,
    drill_scenario,
    has_definitions,
    kept_cards,
    memory_from,
    memory_json,
    question_cards,
    term_cards,
    with_misses,
)
from interviewer.drill.schedule import Memory, rating_of, review
from interviewer.history.values import TermCount
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import load
from interviewer.scoring.answer import score_take
from interviewer.session.plan import make_plan

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


@pytest.mark.parametrize("name", ["glossaire", "punchlines", "questions-recruteur", "genai-36-en"])
def test_every_question_is_a_card(name: str) -> None:
    scenario = load(name)
    cards = question_cards(scenario)
    assert len(cards) >= 9
    assert len({card.key for card in cards}) == len(cards)
    assert all(card.key.startswith(f"{name}/") for card in cards)


def test_only_glossaries_take_in_missed_terms() -> None:
    assert has_definitions(load("glossaire"))
    assert has_definitions(load("glossaire-en"))
    assert not has_definitions(load("punchlines"))


def test_a_missed_term_is_a_card_of_its_own_only_where_none_asks_for_it(
    glossary: Glossary,
) -> None:
    known = question_cards(load("glossaire"))
    cards = term_cards(["RAG", "processus métier", "unheard of", "ROI"], known, glossary, "fr")
    assert [card.key for card in cards] == ["term/fr/processus métier", "term/fr/ROI"]
    roi = cards[1].question
    assert roi.ask == "ROI\u00a0: comment le définiriez-vous\u202f?"
    assert roi.definition.startswith("Le ROI compare")
    assert re.fullmatch(r"[a-z0-9-]+", cards[0].question.id)


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("aucune idée", 0.0),
        ("le ROI", 100 / 3),
        ("le ROI, c’est un projet", 100 / 3),
        ("on compare ce que cela rapporte", 250 / 3),
        ("le ROI, on compare ce que cela rapporte", 100.0),
        ("le ROI compare ce qu’un projet rapporte et ce qu’il coûte", 100.0),
    ],
)
def test_a_term_is_defined_by_what_its_definition_says(
    said: str, score: float, glossary: Glossary
) -> None:
    (card,) = term_cards(["ROI"], (), glossary, "fr")
    scenario = drill_scenario(load("glossaire"), [card])
    phase = scenario.phases[0]
    take = Take(Path("a"), 0.0, (), Transcript.from_text(said, "fr"))
    scored = score_take(scenario, phase, phase.questions[0].task, take)
    assert scored.coverage.score == pytest.approx(score)


def test_every_glossary_term_makes_a_card_that_its_definition_satisfies(
    glossary: Glossary,
) -> None:
    for language in ("fr", "en"):
        names = [entry.term for entry in glossary.entries]
        cards = term_cards(names, (), glossary, language)
        assert len({card.question.id for card in cards}) == len(cards) > 100
        base = load("glossaire" if language == "fr" else "glossaire-en")
        scenario = replace(base, moves=(), rules=(), traps=())
        for card in cards:
            text = f"{card.question.task.terms[0].name}. {card.question.definition}"
            take = Take(Path("a"), 0.0, (), Transcript.from_text(text, language))
            scored = score_take(scenario, card.phase, card.question.task, take)
            assert scored.coverage.score == 100, card.key
            only = Transcript.from_text(card.question.task.terms[0].name, language)
            named = score_take(
                scenario, card.phase, card.question.task, replace(take, transcript=only)
            )
            assert rating_of(named.coverage.score) == "again", card.key


def test_what_a_missed_term_asks_for_is_said_as_a_person_would(glossary: Glossary) -> None:
    (card,) = term_cards(["rétropropagation"], (), glossary, "fr")
    (point,) = card.question.task.points
    assert point.point == "Renvoie l’erreur vers l’arrière pour corriger chaque poids"
    assert "erreu* + corri*" in point.any
    (card,) = term_cards(["rétropropagation"], (), glossary, "en")
    assert card.question.ask == "backpropagation: how would you define it?"


def test_a_word_that_answers_everything_defines_no_term(glossary: Glossary) -> None:
    (card,) = term_cards(["rétropropagation"], (), glossary, "fr")
    scenario = drill_scenario(load("glossaire"), [card])
    said = "la rétropropagation, c’est pour corriger le modèle"
    take = Take(Path("a"), 0.0, (), Transcript.from_text(said, "fr"))
    scored = score_take(scenario, scenario.phases[0], card.question.task, take)
    assert scored.coverage.points[0].status == "missed"


def test_misses_are_told_to_the_card_of_the_term(glossary: Glossary) -> None:
    cards = question_cards(load("glossaire"))
    terms = [
        TermCount("RAG", 5, 3, NOW),
        TermCount("retrieval-augmented generation", 2, 1, NOW - timedelta(days=1)),
        TermCount("LLM", 5, 0, None),
    ]
    told = {card.question.id: card for card in with_misses(cards, terms, glossary)}
    rag = [card for card in told.values() if card.misses]
    assert [card.question.task.terms[0].name for card in rag] == ["RAG"]
    assert (rag[0].missed_at, rag[0].misses) == (NOW, 4)


def test_a_drill_asks_its_cards_in_their_order_and_nothing_else() -> None:
    scenario = load("glossaire")
    chosen = question_cards(scenario)[7::-3]
    asked = drill_scenario(scenario, chosen)
    plan = make_plan(asked)
    assert [step.task.id for step in plan.steps] == [card.question.id for card in chosen]
    assert (asked.id, asked.greeting, asked.farewell) == ("glossaire", "", "")
    assert asked.max_follow_ups == 0
    assert asked.weights == scenario.weights


def test_the_cards_of_a_drill_are_found_again_in_the_deck(glossary: Glossary) -> None:
    scenario = load("glossaire")
    cards = (*term_cards(["processus métier"], (), glossary, "fr"), *question_cards(scenario)[:2])
    memory = review(None, "good", NOW)
    rows = [deck_row(card, scenario, NOW) for card in cards[:2]]
    rows[0] = replace(rows[0], state=memory_json(memory))
    kept = kept_cards(drill_scenario(scenario, cards), rows)
    assert [card.key for card in kept] == [card.key for card in cards]
    assert [card.question for card in kept] == [card.question for card in cards]
    assert [card.memory for card in kept] == [memory, None, None]


def test_rows_of_the_deck(glossary: Glossary) -> None:
    scenario = load("glossaire")
    row = deck_row(question_cards(scenario)[0], scenario, NOW)
    assert (row.card, row.scenario_id, row.task_id) == ("glossaire/ia", "glossaire", "ia")
    (card,) = term_cards(["ROI"], (), glossary, "fr")
    row = deck_row(card, scenario, NOW)
    assert (row.card, row.scenario_id, row.task_id) == ("term/fr/ROI", "", "ROI")


@given(
    st.floats(0.001, 1e5),
    st.floats(1, 10),
    st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_memories_are_kept_without_loss(
    stability: float, difficulty: float, moment: datetime
) -> None:
    memory = Memory(stability, difficulty, moment, moment + timedelta(days=3))
    assert memory_from(memory_json(memory)) == memory
    assert memory_from(memory_json(review(memory, "good", memory.due))).reviewed_at == memory.due
