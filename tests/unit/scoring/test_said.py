from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import AnswerCard, Point, Scenario, Take, Task, Term
from interviewer.scoring import meaning, own
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.scoring.said import said_again, with_said, without_said

WATCH = Point("Un modèle en service se surveille", ("surveill*",))
ADAPT = Point("Adapter le modèle au métier", ("à nos documents",))
TASK = Task(
    "q",
    12.0,
    (Term("monitoring"), Term("RAG")),
    (WATCH, ADAPT),
    model_answer="Un modèle en service se surveille, par du monitoring. Le RAG le relie à nos documents.",
)
SAID = (
    "Ainsi de suite, encore un mot de plus. Une fois en service, quelqu'un regarde le modèle. "
    "Et puis voilà, on avance avec les équipes, un pas après l'autre."
)


@pytest.fixture
def scenario(make_scenario: Callable[..., Scenario]) -> Scenario:
    return make_scenario(TASK)


@pytest.fixture
def card(
    scenario: Scenario, make_take: Callable[..., Take], monkeypatch: pytest.MonkeyPatch
) -> AnswerCard:
    """Of an answer whose ideas were not recognised."""
    for module in (meaning, own):
        monkeypatch.setattr(module, "available", lambda: False)
    return score_take(scenario, scenario.phases[0], TASK, make_take(SAID))


def test_a_point_that_the_person_said_counts_with_its_sentence_and_its_word(
    card: AnswerCard, scenario: Scenario
) -> None:
    assert card.disputable == ((1, WATCH.point), (2, ADAPT.point))
    marked = with_said(card, scenario, WATCH.point)
    hit = marked.coverage.points[0]
    assert (hit.status, hit.own) == ("hit", True)
    assert hit.quote == "Une fois en service, quelqu'un regarde le modèle."
    start = card.take.transcript.words[8].start_s
    assert (hit.start_s, hit.end_s) == (start, card.take.transcript.words[15].end_s)
    # One point of two, and half a word of two.
    assert marked.coverage.score == pytest.approx(100 * 1.5 / 4)
    assert marked.score is not None
    assert card.score is not None
    assert marked.score > card.score
    assert WATCH.point not in marked.advice[0]
    assert marked.disputable == card.disputable


def test_taken_back_the_card_is_what_it_was(card: AnswerCard, scenario: Scenario) -> None:
    marked = with_said(card, scenario, WATCH.point)
    twice = with_said(marked, scenario, ADAPT.point, "on avance avec les équipes")
    assert without_said(without_said(twice, scenario, WATCH.point), scenario, ADAPT.point) == card


def test_what_an_older_version_recognised_is_not_judged_anew(
    card: AnswerCard, scenario: Scenario
) -> None:
    """Only the point that is marked changes, whatever today's scorer would say of the others."""
    gone = replace(card.coverage.points[1], status="out_of_order", quote="as it was")
    old = replace(card, coverage=replace(card.coverage, points=(card.coverage.points[0], gone)))
    assert with_said(old, scenario, WATCH.point).coverage.points[1] == gone


def test_a_contrary_that_the_person_disputes_costs_nothing_any_more(
    scenario: Scenario, make_take: Callable[..., Take]
) -> None:
    take = make_take(SAID + " On ne surveille rien du tout.")
    denied = score_take(scenario, scenario.phases[0], TASK, take)
    assert denied.coverage.points[0].status == "contradicted"
    marked = with_said(denied, scenario, WATCH.point, "quelqu'un regarde le modèle")
    assert marked.score is not None
    assert denied.score is not None
    # Ten points for the contrary, and a point and half a word of four out of half the score.
    assert marked.score - denied.score == pytest.approx(10 + 50 * 1.5 / 4)


def test_a_term_of_a_contrary_that_the_person_disputes_counts_until_they_take_it_back(
    scenario: Scenario, make_take: Callable[..., Take]
) -> None:
    take = make_take(SAID + " On ne surveille rien du tout, pas de monitoring.")
    denied = score_take(scenario, scenario.phases[0], TASK, take)
    name = next(hit.term.name for hit in denied.coverage.terms if hit.contradicted)
    marked = with_said(denied, scenario, WATCH.point)
    outcomes = {hit.term.name: hit.outcome for hit in marked.coverage.terms}
    assert outcomes[name] == "hit"
    assert without_said(marked, scenario, WATCH.point) == denied


def test_a_sentence_of_ones_own_is_kept_though_it_was_not_heard_so(
    card: AnswerCard, scenario: Scenario
) -> None:
    hit = with_said(
        card, scenario, WATCH.point, "On garde toujours un œil dessus."
    ).coverage.points[0]
    assert (hit.status, hit.quote, hit.start_s) == ("hit", "On garde toujours un œil dessus.", None)


def test_what_was_marked_is_marked_in_another_reading_of_the_answer(
    card: AnswerCard, scenario: Scenario
) -> None:
    marked = with_said(card, scenario, WATCH.point)
    again = said_again(card, scenario, marked)
    assert again == marked
    other = replace(card, coverage=replace(card.coverage, score=None))
    assert said_again(other, scenario, marked) == other


def test_the_scorer_marks_and_takes_back_and_tells_of_both(
    card: AnswerCard, scenario: Scenario
) -> None:
    told: list[AnswerCard] = []

    def tell(changed: AnswerCard) -> AnswerCard:
        told.append(changed)
        return changed

    scorer = AnswerScorer(told=tell)
    marked = scorer.said(scenario, card, WATCH.point)
    assert marked.coverage.points[0].own
    assert scorer.said(scenario, marked, WATCH.point) == card
    assert told == [marked, card]


def test_nothing_can_be_marked_where_nothing_was_heard(
    scenario: Scenario, make_take: Callable[..., Take]
) -> None:
    silent = score_take(scenario, scenario.phases[0], TASK, make_take(""))
    assert silent.disputable == ()
    other = score_take(scenario, scenario.phases[0], TASK, make_take(SAID))
    assert replace(other, other_language="en").disputable == ()
