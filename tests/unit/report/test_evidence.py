from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.domain import AnswerCard, Point, PointHit, Step, Task, Term, TermHit
from interviewer.report.evidence import find_term, idea_line, points, sentences, term_line, terms
from interviewer.ui.page import words_in


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("Une seule", ("Une seule",)),
        ("Une. Deux ! Trois ?", ("Une.", "Deux !", "Trois ?")),
        ("À 3.5 points. Élan.", ("À 3.5 points.", "Élan.")),
        ("« Oui. » Non.", ("« Oui. »", "Non.")),
        ("Etc. et puis voilà.", ("Etc. et puis voilà.",)),
        ("Une\nphrase.\nDeux.", ("Une phrase.", "Deux.")),
    ],
)
def test_sentences(text: str, parts: tuple[str, ...]) -> None:
    assert sentences(text) == parts


def test_the_term_stands_apart_with_its_word_whole() -> None:
    task = Task("a", 30.0, model_answer="Bonjour. On pense à l’IA appliquée, ici. Fin.")
    line = term_line(Term("IA appliquée"), task)
    assert line is not None
    assert [each.text for each in line.fragments] == ["On pense à ", "l’IA appliquée,", " ici."]
    assert line.strong == "l’IA appliquée,"


def test_a_variant_will_do_and_a_mishearing_is_not_needed() -> None:
    task = Task("a", 30.0, model_answer="La dérive se surveille.")
    line = term_line(Term("drift", variants=("dérive",)), task)
    assert line is not None
    assert line.strong == "dérive"


def test_no_line_holds_it() -> None:
    task = Task("a", 30.0, model_answer="Bonjour.", points=(Point("Saluer", ("salut",)),))
    assert term_line(Term("RAG"), task) is None
    assert idea_line("Saluer", task) is None
    assert idea_line("Une règle du scénario", task) is None
    assert term_line(Term("RAG"), Task("b", 30.0)) is None


def test_steps_have_their_line_too() -> None:
    task = Task(
        "a", 30.0, model_answer="On trie. On entraîne.", steps=(Step("Entraîner", ("entraîn*",)),)
    )
    line = idea_line("Entraîner", task)
    assert line is not None
    assert line.text == "On entraîne."


@pytest.mark.parametrize(
    ("quote", "term", "found"),
    [
        ("la Donnée brute", Term("données"), "Donnée"),
        ("par fine tuning ciblé", Term("fine-tuning"), "fine tuning"),
        ("un bon rague", Term("RAG", heard_as=("rague",)), "rague"),
        ("des processus métiers", Term("processus métier"), "processus métiers"),
        (
            "une base de documents",
            Term("base", variants=("base de documents",)),
            "base de documents",
        ),
        ("un document", Term("um"), None),
        ("du ragoût", Term("RAG"), None),
        ("rien", Term("..."), None),
        ("", Term("RAG"), None),
    ],
)
def test_find_term(quote: str, term: Term, found: str | None) -> None:
    span = find_term(quote, term)
    assert (quote[slice(*span)] if span else None) == found


def test_an_idea_said_without_its_word_is_told_from_a_word_that_was_not_heard(
    good: AnswerCard,
) -> None:
    """Half of its weight is half a hit for the eye; the line with the word is still given."""
    task = replace(good.task, model_answer="Le RAG nous relie aux documents.")
    said = replace(good, task=task)
    for status, idea, shown in (
        ("missed", "Adapter le modèle", ("partial", "idée dite, mot absent")),
        ("missed", None, ("missed", "pas entendu")),
        ("probable", None, ("probable", "sans doute dit, non compté")),
        (
            "probable",
            "Adapter le modèle",
            ("probable", "sans doute dit\u00a0; l’idée, dite, compte pour moitié"),
        ),
    ):
        hit = TermHit(Term("RAG"), status, idea=idea)  # type: ignore[arg-type]
        answer = replace(said, coverage=replace(good.coverage, terms=(hit,)))
        (row,) = terms(answer, words_in("fr"))
        assert (row.status, row.note) == shown
        assert (row.model is not None) is (status == "missed")


def test_a_point_of_the_persons_own_is_shown_as_theirs_with_how_to_take_it_back(
    good: AnswerCard,
) -> None:
    names = ("Surveiller", "Adapter", "Mesurer")
    task = replace(good.task, points=tuple(Point(name, ("x",)) for name in names))
    hits = (
        PointHit("Surveiller", "hit", "On ouvre le carnet.", 2.0, 4.0, own=True),
        PointHit("Adapter", "missed"),
        PointHit("Mesurer", "hit", "On mesure.", 5.0, 6.0),
        PointHit("Reformuler", "missed"),  # A move, which is no idea to have said.
    )
    disputed = (PointHit("Surveiller", "missed"),)
    coverage = replace(good.coverage, points=hits, disputed=disputed)
    answer = replace(good, task=task, coverage=coverage)
    rows = points(answer, words_in("fr"), "20261129-q")
    assert [row.note for row in rows] == ["votre formulation", "pas reconnu", "", "pas reconnu"]
    assert [row.command for row in rows] == [
        "interviewer said 20261129-q intro 1 --undo",
        "interviewer said 20261129-q intro 2",
        "",
        "",
    ]
    assert not any(row.command for row in points(answer, words_in("fr")))
