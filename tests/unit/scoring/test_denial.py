"""What a candidate says of a point, and takes back. The sentences were written before the rules."""

from __future__ import annotations

import pytest

from interviewer.domain import (
    Language,
    Move,
    Phase,
    Point,
    Rule,
    Scenario,
    Step,
    Task,
    Term,
    Transcript,
)
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.denial import denied
from interviewer.scoring.patterns import places
from interviewer.scoring.text import read

FRENCH = ("validation croisée", "monitoring", "surveill*", "jeu de test", "qualité des données")
ENGLISH = ("cross-validation", "monitor*", "test set", "data quality", "retrain*")

SAID_FR = [
    "On a fait une validation croisée.",
    "Bien sûr, on surveille le modèle tous les jours.",
    "Il ne faut pas oublier le monitoring.",
    "On n'oublie jamais la validation croisée.",
    "Nous ne mettons rien en production sans monitoring.",
    "On ne fait pas seulement du monitoring, on réentraîne aussi.",
    "Ce n'est pas que du monitoring, c'est une démarche.",
    "On ne peut pas se contenter d'un jeu de test.",
    "Je ne néglige pas la qualité des données.",
    "Le modèle ne marchait pas, mais la validation croisée l'a montré.",
    "On n'avait pas de budget, donc on a choisi un monitoring léger.",
    "Le modèle n'était pas bon. La qualité des données a tout changé.",
    "Je n'hésite pas à refaire une validation croisée.",
    "Il ne suffit pas d'avoir un bon jeu de test.",
    "On y va pas à pas, avec du monitoring à chaque étape.",
    "Le premier pas, c'est la qualité des données.",
    "Un modèle, ça ne se livre pas avant la validation croisée.",
    "On a plus de monitoring qu'avant.",
    "Ce n'est pas difficile de surveiller un modèle.",
    "On n'a pas fait de validation croisée au début. Plus tard, on a fait une validation croisée.",
    "Le projet n'avançait pas et on a repris la qualité des données.",
    "Si jamais ça dérive, le monitoring nous prévient.",
    "Sans monitoring, un modèle se dégrade en silence.",
    "Une personne surveille les alertes.",
    "On ne surveille que les alertes.",
    "On ne surveille pas seulement les alertes.",
    "Le monitoring aide les gens, il ne les remplace pas.",
    "La validation croisée, je la fais toujours.",
    "J'enlève les colonnes qui n'apprennent rien, puis je fais une validation croisée.",
]
DENIED_FR = [
    "On n'a pas fait de validation croisée.",
    "Le monitoring, ça n'existe que sur le papier.",
    "La validation croisée, c'est un faux problème.",
    "On a pas fait de validation croisée, faute de temps.",
    "Nous n'avons jamais mis en place de monitoring.",
    "Il n'y avait aucun monitoring.",
    "Personne ne surveille le modèle.",
    "On ne fait plus de validation croisée.",
    "Je n'ai ni jeu de test ni alertes.",
    "On n'a rien fait pour la qualité des données.",
    "Nous n'avons pas pu mettre en place de vrai monitoring.",
    "La validation croisée, on ne l'a pas faite.",
    "Le monitoring, nous n'en faisons pas.",
    "La validation croisée n'a pas été faite.",
    "On n'a toujours pas de monitoring.",
    "Chez nous, pas de monitoring.",
    "Nous n'avions pas encore de jeu de test.",
    "La qualité des données, je ne l'ai jamais regardée.",
    "Ce n'était pas du monitoring.",
    "On travaillait vite, on n'avait pas de jeu de test, et ça se voyait.",
    "Je ne me suis pas occupé de la qualité des données.",
    "On n'a pas de GPU, pas de monitoring, pas d'équipe.",
    "On ne surveille pas le modèle.",
    "On surveille pas le modèle.",
    "Nous ne les surveillons jamais.",
    "La validation croisée, je la saute.",
    "Le monitoring, on s'en passe.",
    "Un jeu de test ne nous apprend rien.",
    "La validation croisée est une formalité.",
    "Le monitoring ne ferait que ralentir l'équipe.",
]
SAID_EN = [
    "We ran a cross-validation.",
    "Of course we monitor it every day.",
    "You must not forget monitoring.",
    "We never skip cross-validation.",
    "We never go live without monitoring.",
    "It is not only about monitoring.",
    "We don't just look at a test set.",
    "I don't neglect data quality.",
    "The model was not good, but cross-validation showed why.",
    "We had no budget, so we chose light monitoring.",
    "The model didn't work. Data quality changed everything.",
    "I don't hesitate to run the cross-validation again.",
    "It is not enough to have a test set.",
    "Nothing goes live before we check the test set.",
    "There is no doubt that data quality comes first.",
    "It isn't hard to monitor a model.",
    "We had no cross-validation at first. Later we added cross-validation.",
    "The project wasn't moving and we went back to data quality.",
    "No, we monitor it ourselves.",
    "Without monitoring, a model decays in silence.",
    "Not only did we monitor it, we retrained it.",
    "We can't underestimate data quality.",
    "I drop what tells us nothing, then I check the test set.",
    "Monitoring breaks down by team, and we read it every day.",
]
DENIED_EN = [
    "We didn't do any cross-validation.",
    "We did not run cross-validation.",
    "We never set up monitoring.",
    "There was no monitoring at all.",
    "Nobody monitors the model.",
    "We no longer use cross-validation.",
    "I had neither a test set nor alerts.",
    "We did nothing about data quality.",
    "We weren't able to put real monitoring in place.",
    "Cross-validation was never done.",
    "Cross-validation, we didn't do it.",
    "The test set was not used.",
    "We still don't have monitoring.",
    "No monitoring, no alerts, no team.",
    "We haven't retrained it since.",
    "That wasn't really monitoring.",
    "I can't say we looked at data quality.",
    "We cannot retrain it.",
    "None of us looked at the data quality.",
    "Monitoring has not been planned.",
    "A test set tells you nothing.",
    "Monitoring makes no difference.",
    "Cross-validation, so we skipped it.",
    "A test set would only confuse the model.",
]


def _status(text: str, language: Language) -> tuple[str, bool]:
    phrasings = FRENCH if language == "fr" else ENGLISH
    task = Task("q", 30.0, points=(Point("p", phrasings),))
    hit = score_coverage(_scenario(task, language), task, Transcript.from_text(text, language))
    return hit.points[0].status, hit.points[0].denied


def _scenario(task: Task, language: Language = "fr", **parts: object) -> Scenario:
    phase = Phase("p", "P", "pitch", 30.0, "Allez-y.", task)
    return Scenario("s", "S", language, (phase,), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", SAID_FR)
def test_a_point_is_made_in_french(text: str) -> None:
    assert _status(text, "fr") == ("hit", False)


@pytest.mark.parametrize("text", DENIED_FR)
def test_a_point_is_denied_in_french(text: str) -> None:
    assert _status(text, "fr") == ("contradicted", True)


@pytest.mark.parametrize("text", SAID_EN)
def test_a_point_is_made_in_english(text: str) -> None:
    assert _status(text, "en") == ("hit", False)


@pytest.mark.parametrize("text", DENIED_EN)
def test_a_point_is_denied_in_english(text: str) -> None:
    assert _status(text, "en") == ("contradicted", True)


def test_there_are_forty_sentences_a_language() -> None:
    assert len(SAID_FR + DENIED_FR) >= 40
    assert len(SAID_EN + DENIED_EN) >= 40


def test_a_denied_point_is_quoted_where_it_was_denied() -> None:
    task = Task("q", 30.0, points=(Point("Valider", ("validation croisée",)),))
    said = Transcript.from_text("Honnêtement, on n'a pas fait de validation croisée.", "fr")
    hit = score_coverage(_scenario(task), task, said).points[0]
    assert (hit.status, hit.denied) == ("contradicted", True)
    assert hit.quote == "pas fait de validation croisée."


def test_a_negation_inside_the_phrasing_denies_nothing() -> None:
    task = Task("q", 30.0, points=(Point("La boucle continue", ("ne s'arrête pas",)),))
    said = Transcript.from_text("Le travail ne s'arrête pas à la livraison.", "fr")
    assert score_coverage(_scenario(task), task, said).points[0].status == "hit"


def test_a_denied_term_is_placed() -> None:
    task = Task("q", 30.0, terms=(Term("fine-tuning"),))
    said = Transcript.from_text("Chez nous, on ne fait pas de fine-tuning.", "fr")
    assert score_coverage(_scenario(task), task, said).terms[0].status == "hit"


def test_a_denied_move_is_not_made() -> None:
    task = Task("q", 30.0)
    scenario = _scenario(task, moves=(Move("concept", "Son terrain", ("mon domaine",)),))

    def status(text: str) -> str:
        said = Transcript.from_text(text, "fr")
        return score_coverage(scenario, task, said).points[0].status

    assert status("La vision, c'est mon domaine.") == "hit"
    assert status("La vision, ce n'est pas mon domaine.") == "missed"


def test_a_denied_step_is_passed_over_in_the_order() -> None:
    steps = (Step("Découper", ("découp*",)), Step("Chercher", ("cherch*",)))
    task = Task("q", 30.0, steps=steps)
    said = Transcript.from_text("On ne découpe pas, on cherche. Ensuite on découpe.", "fr")
    statuses = [hit.status for hit in score_coverage(_scenario(task), task, said).points]
    assert statuses == ["hit", "out_of_order"]
    said = Transcript.from_text("On n'a jamais découpé les documents. On cherche.", "fr")
    statuses = [hit.status for hit in score_coverage(_scenario(task), task, said).points]
    assert statuses == ["contradicted", "hit"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("On gagne une heure par jour, grâce au RAG.", "hit"),
        ("Grâce au RAG, on gagne une heure par jour.", "out_of_order"),
        ("On n'a pas fait de RAG. On gagne une heure par jour.", "out_of_order"),
        ("On n'a pas gagné une heure. Le RAG a échoué.", "missed"),
        ("On n'a pas gagné une heure avec le RAG. Ensuite, on gagne une heure.", "out_of_order"),
    ],
)
def test_impact_before_technique(text: str, status: str) -> None:
    task = Task("q", 30.0)
    rule = Rule("effet", "L'effet d'abord", ("gagn* … heure*",), ("RAG",))
    said = Transcript.from_text(text, "fr")
    assert score_coverage(_scenario(task, rules=(rule,)), task, said).points[0].status == status


@pytest.mark.parametrize(
    ("between", "said"),
    [
        ("mis un grand beau vieil outil vert", False),
        ("mis un grand beau vieil outil vert sombre", True),
        ("mis l'outil d'un grand beau vieil ami", False),
    ],
    ids=["seven words", "eight words", "seven words and two elided ones"],
)
def test_a_negation_reaches_over_seven_words(between: str, said: bool) -> None:
    """Farther off it belongs to something else, and the candidate keeps the point."""
    text = read(Transcript.from_text(f"nous n'avons pas {between} monitoring", "fr"))
    (found,) = places(("monitoring",), text)
    assert denied(found, text) is not said
