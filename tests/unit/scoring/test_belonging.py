from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import (
    Point,
    PointHit,
    Scenario,
    Step,
    Task,
    Term,
    TermHit,
    Transcript,
    Trap,
)
from interviewer.scoring.belonging import ideas_by_term, with_ideas
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.total import coverage_score, term_credit

WATCH = Point("Un modèle en service se surveille", ("surveill*", "œil sur le modèle"))
ADAPT = Point("Adapter le modèle au métier", ("documents du métier", "à nos documents"))
TASK = Task(
    "q",
    30.0,
    terms=(Term("monitoring"), Term("RAG"), Term("documents"), Term("ROI")),
    points=(WATCH, ADAPT),
    model_answer="Il faut un monitoring qui surveille le modèle. Le RAG le relie à nos documents.",
)


def test_a_term_belongs_to_the_idea_whose_line_of_the_model_answer_holds_it() -> None:
    belongs = ideas_by_term(TASK, "fr")
    assert belongs["monitoring"] == (WATCH.point,)
    assert belongs["RAG"] == (ADAPT.point,)
    assert belongs["ROI"] == ()


def test_a_phrasing_says_more_than_the_model_answer_and_the_label_more_than_a_phrasing() -> None:
    labelled = Point("Le RAG donne les sources", ("cite ses sources",))
    phrased = Point("Répondre sur pièces", ("RAG sur pièces",))
    lined = Point("Chercher d'abord", ("cherche d'abord",))
    model = "Le RAG cherche d'abord. Il cite ses sources."
    terms = (Term("RAG"),)
    for points, found in (
        ((lined, phrased, labelled), (labelled.point,)),
        ((lined, phrased), (phrased.point,)),
        ((lined,), (lined.point,)),
    ):
        task = Task("q", 30.0, terms, points, model_answer=model)
        assert ideas_by_term(task, "fr") == {"RAG": found}


def test_no_phrase_is_found_across_two_phrasings() -> None:
    point = Point("Affiner", ("on fait du fine", "tuning bien ciblé"))
    task = Task("q", 30.0, (Term("fine tuning"),), (point,))
    assert ideas_by_term(task, "fr") == {"fine tuning": ()}


@pytest.mark.parametrize(
    ("said", "idea", "score"),
    [
        ("On garde un œil sur le modèle.", WATCH.point, 100 * (0.5 + 1) / 3),
        ("On garde un œil sur le modèle, par du monitoring.", None, 100 * 2 / 3),
        ("On ne surveille jamais rien.", None, 0.0),
        ("Rien de tout cela.", None, 0.0),
    ],
)
def test_an_idea_said_without_its_word_gives_half_of_the_words_weight(
    make_scenario: Callable[..., Scenario], said: str, idea: str | None, score: float
) -> None:
    task = Task("q", 30.0, (Term("monitoring"),), (WATCH, ADAPT), model_answer=TASK.model_answer)
    coverage = score_coverage(make_scenario(task), task, Transcript.from_text(said, "fr"))
    assert coverage.terms[0].idea == idea
    assert coverage.score == pytest.approx(score)


def test_a_step_out_of_order_is_an_idea_that_was_made(
    make_scenario: Callable[..., Scenario],
) -> None:
    steps = (Step("Collecter", ("on récupère",)), Step("Déployer le modèle", ("en service",)))
    task = Task("q", 30.0, (Term("déployer"),), steps=steps)
    said = Transcript.from_text("On le met en service, puis on récupère la suite.", "fr")
    coverage = score_coverage(make_scenario(task), task, said)
    assert coverage.points[1].status == "out_of_order"
    assert coverage.terms[0].idea == "Déployer le modèle"


def test_an_optional_term_weighs_nothing_with_its_idea_or_without(
    make_scenario: Callable[..., Scenario],
) -> None:
    task = Task("q", 30.0, (Term("surveille", required=False),), (WATCH,))
    coverage = score_coverage(
        make_scenario(task), task, Transcript.from_text("Un œil sur le modèle.", "fr")
    )
    assert coverage.terms[0].idea == WATCH.point
    assert coverage.score == coverage_score((), coverage.points) == 100.0


CONTRARY = "On ne surveille jamais rien, le monitoring est du temps perdu."


@pytest.mark.parametrize(
    ("said", "against"),
    [
        (CONTRARY, (WATCH.point,)),
        # Said rightly as well, in another sentence.
        (CONTRARY + " Le monitoring, je le branche partout.", ()),
        # Of another idea, which is made.
        ("Le modèle s'adapte à nos documents. C'est du RAG, et on ne le surveille jamais.", ()),
        ("Le monitoring, je le branche partout.", ()),
        # Without marks, what lies far from the contrary is another sentence.
        ("on ne surveille jamais rien " + "et puis voilà tout " * 5 + "du monitoring", ()),
    ],
)
def test_a_term_said_only_where_its_idea_is_contradicted_earns_nothing(
    make_scenario: Callable[..., Scenario], said: str, against: tuple[str, ...]
) -> None:
    term = Term("RAG" if "RAG" in said else "monitoring")
    task = replace(TASK, terms=(term,))
    hit = score_coverage(make_scenario(task), task, Transcript.from_text(said, "fr")).terms[0]
    assert (hit.status, hit.against, hit.contradicted) == ("hit", against, bool(against))
    assert term_credit(hit) == (0.0 if against else 1.0)


def test_the_evidence_is_where_the_term_was_said_rightly(
    make_scenario: Callable[..., Scenario],
) -> None:
    task = replace(TASK, terms=(Term("monitoring"),))
    said = Transcript.from_text(CONTRARY + " Le monitoring, je le branche partout.", "fr")
    hit = score_coverage(make_scenario(task), task, said).terms[0]
    assert hit.quote is not None
    assert "je le branche" in hit.quote
    assert len(hit.places) == 2


def test_a_trap_takes_the_terms_of_its_clause_alone(
    make_scenario: Callable[..., Scenario],
) -> None:
    trap = Trap("live", ("apprend en temps réel",), "Non.", 5.0)
    task = replace(TASK, terms=(Term("RAG"), Term("ROI")))
    scenario = replace(make_scenario(task), traps=(trap,))
    said = "Le RAG apprend en temps réel, et le ROI suit."
    rag, roi = score_coverage(scenario, task, Transcript.from_text(said, "fr")).terms
    assert (rag.outcome, rag.against) == ("contradicted", ("live",))
    assert roi.outcome == "hit"


@pytest.mark.parametrize(
    ("term", "near", "missed", "nearly"),
    [
        ("monitoring", True, (WATCH.point,), True),
        ("monitoring", False, (WATCH.point,), False),
        ("RAG", True, (WATCH.point,), False),
        ("ROI", True, (WATCH.point,), False),
        ("ROI", False, (), True),
    ],
)
def test_no_term_is_asked_for_whose_idea_comes_near_nor_one_of_none_where_all_are_made(
    term: str, near: bool, missed: tuple[str, ...], nearly: bool
) -> None:
    points = [
        PointHit(each.point, "missed", nearly=near)
        if each.point in missed
        else PointHit(each.point, "hit")
        for each in (WATCH, ADAPT)
    ]
    (hit,) = with_ideas((TermHit(Term(term), "missed"),), points, TASK, "fr")
    assert hit.nearly is nearly
