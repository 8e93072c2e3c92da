from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import AnswerCard, FollowUp, PointHit, Scenario, Take, Term, TermHit
from interviewer.scoring.answer import score_take
from interviewer.session.follow_up import asked_after, follow_up_question

WATCHING = "Un modèle en service se surveille"


@pytest.fixture
def card(scenario: Scenario, make_take: Callable[..., Take]) -> AnswerCard:
    """Of an answer that misses the term « monitoring », which the task's follow-up names."""
    phase = scenario.phases[0]
    task = replace(phase.task, follow_up=FollowUp("monitoring", "Et une fois en service ?"))
    scored = score_take(scenario, phase, task, make_take("on garde un œil dessus"))
    return _with(scored, TermHit(Term("monitoring"), "missed"))


def _with(card: AnswerCard, term: TermHit, *points: PointHit) -> AnswerCard:
    return replace(card, coverage=replace(card.coverage, terms=(term,), points=points))


def test_a_term_that_was_missed_is_asked_for_as_the_scenario_says(card: AnswerCard) -> None:
    assert follow_up_question(card) == "Et une fois en service ?"


def test_a_term_said_in_a_wrong_statement_alone_is_asked_for_too(card: AnswerCard) -> None:
    wrong = TermHit(Term("monitoring"), "hit", against=(WATCHING,), contradicted=True)
    assert follow_up_question(_with(card, wrong)) == "Et une fois en service ?"
    assert follow_up_question(_with(card, replace(wrong, contradicted=False))) == ""


def test_nothing_is_asked_about_what_was_nearly_recognised(card: AnswerCard) -> None:
    near = _with(card, TermHit(Term("monitoring"), "missed", nearly=True))
    assert follow_up_question(near) == ""
    point = replace(card.task, follow_up=FollowUp(WATCHING, "Et une fois en service ?"))
    for nearly, asked in ((True, ""), (False, "Et une fois en service ?")):
        hit = PointHit(WATCHING, "missed", nearly=nearly)
        term = TermHit(Term("monitoring"), "hit")
        assert follow_up_question(replace(_with(card, term, hit), task=point)) == asked


def test_of_an_idea_said_without_its_word_the_name_is_asked_for(card: AnswerCard) -> None:
    made = _with(card, TermHit(Term("monitoring"), "missed", idea=WATCHING))
    asked = "Un modèle en service se surveille\u00a0: comment appelle-t-on cela\u00a0?"
    assert follow_up_question(made) == asked


def test_the_name_is_not_given_away_by_the_label(card: AnswerCard) -> None:
    made = _with(card, TermHit(Term("monitoring"), "missed", idea="Faire du monitoring"))
    assert follow_up_question(made) == "Comment appelle-t-on cela\u00a0?"


def test_nothing_is_asked_about_a_point_that_was_made_in_whatever_words(card: AnswerCard) -> None:
    point = replace(card.task, follow_up=FollowUp(WATCHING, "Et une fois en service ?"))
    term = TermHit(Term("monitoring"), "missed", idea=WATCHING)
    for status, asked in (
        ("hit", ""),
        ("out_of_order", ""),
        ("missed", "Et une fois en service ?"),
        ("contradicted", "Et une fois en service ?"),
    ):
        hit = PointHit(WATCHING, status, by_meaning=True)  # type: ignore[arg-type]
        assert follow_up_question(replace(_with(card, term, hit), task=point)) == asked


def test_what_was_asked_is_known_even_where_a_better_reading_would_not_ask_it(
    card: AnswerCard,
) -> None:
    found = _with(card, TermHit(Term("monitoring"), "hit"))
    assert follow_up_question(found) == ""
    assert asked_after(found) == "Et une fois en service ?"
    assert asked_after(replace(found, task=replace(found.task, follow_up=None))) == ""
