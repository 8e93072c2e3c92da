"""Ideas said in one's own words, recognised by the sentence encoder after their wording."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interviewer.domain import (
    Language,
    Phase,
    Point,
    PointHit,
    Scenario,
    Step,
    Task,
    Term,
    Transcript,
    Word,
)
from interviewer.scenario.library import load
from interviewer.scoring import meaning
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.meaning import cut, written
from interviewer.scoring.text import read

OWN = Task(
    "suivi",
    60.0,
    points=(
        Point("Surveiller le modèle une fois en production", ("surveill*", "monitoring")),
        Point("Commencer par comprendre le besoin du client", ("besoin", "cadrage")),
        Point("Nettoyer les données", ("nettoy*", "prépar* … données")),
    ),
)
"""Of a scenario of one's own, without a model answer."""


def hits(task: Task, said: str, language: Language = "fr") -> dict[str, PointHit]:
    scenario = Scenario("own", "", language, (Phase("p", "", "pitch", 60.0, "", task),))
    coverage = score_coverage(scenario, task, Transcript.from_text(said, language))
    return {hit.point: hit for hit in coverage.points}


def windows(text: str) -> list[str]:
    said = read(Transcript.from_text(text, "fr"))
    return [written(window, said) for window in cut(said)]


@pytest.mark.meaning
def test_an_idea_of_ones_own_scenario_is_recognised_without_its_words() -> None:
    heard = "J'écoute d'abord le client pour savoir ce qu'il lui faut vraiment."
    found = hits(OWN, f"Bonjour à tous et merci de me recevoir. {heard}")
    hit = found["Commencer par comprendre le besoin du client"]
    assert (hit.status, hit.by_meaning, hit.quote) == ("hit", True, heard)
    assert found["Nettoyer les données"].status == "missed"


@pytest.mark.meaning
def test_what_its_wording_finds_is_not_found_by_meaning() -> None:
    hit = hits(OWN, "On surveille le modèle.")["Surveiller le modèle une fois en production"]
    assert (hit.status, hit.by_meaning) == ("hit", False)


@pytest.mark.meaning
def test_what_turns_the_idea_round_does_not_make_it() -> None:
    point = "Surveiller le modèle une fois en production"
    for said in (
        "Une fois en production, inutile de suivre les performances du modèle et ses alertes.",
        "Une fois en production, on n'a pas besoin de suivre les performances du modèle.",
        "On ne suit pas le modèle une fois en production, ses performances sont là.",
    ):
        assert hits(OWN, said)[point].status in ("missed", "contradicted"), said
    said = "Une fois en production, on suit les performances du modèle et ses alertes."
    assert hits(OWN, said)[point].by_meaning


@pytest.mark.meaning
def test_an_answer_to_another_question_makes_no_point_of_this_one() -> None:
    scenario = load("genai-36")
    tasks = {task.id: task for _, task in scenario.tasks()}
    for asked, answered in (("q1", "q25"), ("q3", "q30"), ("q20", "q7")):
        said = Transcript.from_text(tasks[answered].model_answer, "fr")
        assert not any(
            hit.by_meaning for hit in score_coverage(scenario, tasks[asked], said).points
        )


@pytest.mark.meaning
def test_an_english_idea_is_recognised_too() -> None:
    task = Task(
        "t",
        60.0,
        points=(
            Point("Watch the model once it is in production", ("monitor*",)),
            Point("Understand what the client needs first", ("needs",)),
        ),
    )
    found = hits(
        task, "Once it is in production we look at how well the model answers every day.", "en"
    )
    assert found["Watch the model once it is in production"].by_meaning


@pytest.mark.meaning
def test_a_step_found_by_meaning_keeps_the_order_of_the_steps() -> None:
    task = Task(
        "t",
        60.0,
        steps=(
            Step("Surveiller le modèle en production", ("monitoring",)),
            Step("Commencer par comprendre le besoin du client", ("cadrage",)),
        ),
    )
    heard = "J'écoute d'abord le client pour savoir ce qu'il lui faut vraiment."
    found = hits(task, f"{heard} Et puis vient le monitoring.")
    first, second = found.values()
    assert (first.status, second.status) == ("hit", "out_of_order") or (
        (first.status, second.status) == ("out_of_order", "hit")
    )
    assert second.by_meaning and not first.by_meaning


@pytest.mark.meaning
def test_the_same_answer_gives_the_same_card_whatever_was_compared_before() -> None:
    said = Transcript.from_text("J'écoute d'abord le client pour savoir ce qu'il lui faut.", "fr")
    task = replace(OWN, id="again")
    scenario = Scenario("own", "", "fr", (Phase("p", "", "pitch", 60.0, "", task),))
    first = score_coverage(scenario, task, said)
    hits(OWN, "Tout autre chose, et bien plus long, pour que les matrices aient une autre taille.")
    assert score_coverage(scenario, task, said) == first


def test_without_the_encoder_only_wording_counts_and_the_card_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("interviewer.scoring.ideas.second_opinion", meaning.second_opinion)
    scenario = Scenario("own", "", "fr", (Phase("p", "", "pitch", 60.0, "", OWN),))
    coverage = score_coverage(scenario, OWN, Transcript.from_text("Je garde un œil dessus.", "fr"))
    assert coverage.meaning is False
    assert {hit.status for hit in coverage.points} == {"missed"}


def test_nothing_is_asked_where_wording_tells_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr("interviewer.scoring.ideas.second_opinion", never)
    task = replace(OWN, points=OWN.points[:1])
    assert hits(task, "On surveille le modèle.")


def test_a_window_is_a_sentence_and_a_short_one_goes_with_the_next() -> None:
    assert windows(
        "Oui. Je regarde les données d'abord. Ensuite je construis un premier modèle."
    ) == [
        "Oui. Je regarde les données d'abord.",
        "Ensuite je construis un premier modèle.",
    ]


def test_without_marks_a_window_ends_at_a_pause_or_after_so_many_words() -> None:
    assert [len(each.split()) for each in windows(" ".join(["mot"] * 40))] == [16, 16, 8]
    words, now = [], 0.0
    for at in range(20):
        words.append(Word("mot", now, now + 0.3, 1.0))
        now += 0.8 if at == 9 else 0.3
    said = read(Transcript("fr", tuple(words)))
    assert [(each.first, each.last) for each in cut(said)] == [(0, 9), (10, 19)]


def test_a_long_sentence_ends_with_a_clause() -> None:
    long = ", ".join(["un deux trois quatre cinq six"] * 6) + "."
    assert [len(each.split()) for each in windows(long)] == [30, 6]


@pytest.mark.meaning
def test_a_term_alone_makes_no_idea() -> None:
    point = Point("Range chaque cas dans une catégorie connue d’avance", ("range + catégorie",))
    task = Task("t", 20.0, (Term("classification"),), (point,))
    assert hits(task, "la classification")[point.point].status == "missed"
    said = "la classification, c'est mettre les choses dans des groupes que l'on connaît déjà"
    assert hits(task, said)[point.point].by_meaning
