"""Points made, contradicted or neither, by kind of sentence, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Language, Move, Phase, Point, Scenario, Task, Transcript
from interviewer.scoring.coverage import score_coverage
from interviewer.scoring.stance import sign, stances
from interviewer.scoring.text import read

TESTS = ("Tester avant de livrer", ("tests automatiques", "test*"))
FROZEN = ("L’ancien modèle est gelé", ("couches d'origine", "gelé*", "sans toucher"))
QUALITY = ("La justesse tient", ("perd* … justesse", "justesse … tient"))
INVENT = ("Empêcher le modèle d’inventer", ("hallucin*", "inventer"))
SPLIT = ("Le répartiteur choisit l’expert", ("choisit … expert", "aiguille"))

LOGS = ("Keep the logs", ("audit log*", "logging", "keep* … log*"))
FAST = ("Nobody waits for the answer", ("waiting time", "without delay", "delay*"))
BUILD = ("The router picks the expert", ("picks … expert", "routes"))

MADE_FR = [
    (TESTS, "On ne livre jamais sans tests automatiques."),
    (TESTS, "N'oubliez pas les tests automatiques."),
    (TESTS, "Sans tests automatiques, une régression passe inaperçue."),
    (TESTS, "Je ne sais pas qui ferait ces tests automatiques à ma place, alors je les écris."),
    (TESTS, "Si on n'a pas de tests automatiques, tout casse au premier changement."),
    (TESTS, "Ne faut-il pas des tests automatiques dès le premier jour ?"),
    (TESTS, "Pas de mise en ligne sans tests automatiques."),
    (TESTS, "Je ne me contente pas de tests automatiques, je relis aussi."),
    (TESTS, "On n'avait pas de tests. Enfin si, on a des tests automatiques depuis mars."),
    (FROZEN, "On ne réentraîne pas les couches d'origine."),
    (FROZEN, "On adapte la sortie sans toucher au reste."),
    (QUALITY, "Je contrôle que l'on n'a pas perdu en justesse."),
    (INVENT, "Depuis, il n'y a presque plus d'hallucinations."),
    (INVENT, "On a limité les hallucinations."),
    (SPLIT, "C'est le répartiteur qui choisit le bon expert."),
]
CONTRARY_FR = [
    (TESTS, "Les tests automatiques sont une perte de temps."),
    (TESTS, "Les tests automatiques, ça ne sert à rien."),
    (TESTS, "Inutile de faire des tests automatiques."),
    (TESTS, "On livre tout de suite, sans aucun test."),
    (TESTS, "Chez nous on évite les tests automatiques."),
    (TESTS, "Au lieu de tests automatiques, on croise les doigts."),
    (TESTS, "On n'a pas besoin de tests automatiques."),
    (TESTS, "On fait des tests automatiques. Enfin non, on ne fait pas de tests."),
    (FROZEN, "Rien n'est gelé, on réentraîne tout."),
    (INVENT, "La nouvelle consigne a augmenté les hallucinations."),
    (SPLIT, "C'est le client qui choisit son expert."),
    (SPLIT, "Il ne choisit aucun expert, il les fait tous travailler."),
]
NEITHER_FR = [
    (TESTS, "On n'arrive plus à maintenir nos tests automatiques."),
    (TESTS, "On parle surtout du budget."),
    (TESTS, "On a des tests automatiques. Pardon, non, je confonds avec un autre projet."),
]
MADE_EN = [
    (LOGS, "We never ship without an audit log."),
    (LOGS, "Don't forget the audit log."),
    (LOGS, "Without an audit log, nobody can say what went wrong."),
    (LOGS, "If you don't have an audit log, you find out from the press."),
    (LOGS, "It isn't only the audit log that matters."),
    (FAST, "There is no waiting time at all."),
    (BUILD, "It's the router that picks the right expert."),
]
CONTRARY_EN = [
    (LOGS, "An audit log is a waste of time."),
    (LOGS, "There's no need to keep any logs."),
    (LOGS, "The audit log brings nothing."),
    (LOGS, "We went live without any audit log."),
    (LOGS, "We skip the audit log."),
    (LOGS, "Instead of an audit log, we trust people."),
    (LOGS, "We keep a log. No, sorry, we don't keep any log."),
    (BUILD, "It's the client that picks an expert."),
    (BUILD, "It picks no expert, all of them work."),
]
NEITHER_EN = [
    (LOGS, "We don't know how to read that audit log."),
    (LOGS, "The weather was fine."),
    (LOGS, "We keep every log. No wait, that was another project."),
]

Idea = tuple[str, tuple[str, ...]]


def status(idea: Idea, text: str, language: Language) -> str:
    task = Task("q", 30.0, points=(Point(*idea),))
    phase = Phase("p", "P", "pitch", 30.0, "Allez-y.", task)
    scenario = Scenario("s", "S", language, (phase,))
    hit = score_coverage(scenario, task, Transcript.from_text(text, language)).points[0]
    assert hit.denied is (hit.status == "contradicted")
    assert (hit.quote is None) is (hit.status == "missed")
    return hit.status


@pytest.mark.parametrize(("idea", "text"), MADE_FR)
def test_a_negation_that_says_the_point_makes_it(idea: Idea, text: str) -> None:
    assert status(idea, text, "fr") == "hit"


@pytest.mark.parametrize(("idea", "text"), MADE_EN)
def test_a_negation_that_says_the_point_makes_it_in_english(idea: Idea, text: str) -> None:
    assert status(idea, text, "en") == "hit"


@pytest.mark.parametrize(("idea", "text"), CONTRARY_FR)
def test_what_turns_the_phrasing_round_says_the_contrary(idea: Idea, text: str) -> None:
    assert status(idea, text, "fr") == "contradicted"


@pytest.mark.parametrize(("idea", "text"), CONTRARY_EN)
def test_what_turns_the_phrasing_round_says_the_contrary_in_english(idea: Idea, text: str) -> None:
    assert status(idea, text, "en") == "contradicted"


@pytest.mark.parametrize(("idea", "text"), NEITHER_FR)
def test_what_cannot_be_done_or_is_taken_back_says_neither(idea: Idea, text: str) -> None:
    assert status(idea, text, "fr") == "missed"


@pytest.mark.parametrize(("idea", "text"), NEITHER_EN)
def test_what_is_not_known_or_is_taken_back_says_neither_in_english(idea: Idea, text: str) -> None:
    assert status(idea, text, "en") == "missed"


def test_a_move_turned_round_is_missed_and_costs_nothing() -> None:
    task = Task("q", 30.0)
    phase = Phase("p", "P", "pitch", 30.0, "Allez-y.", task)
    moves = (Move("terrain", "Son terrain", ("mon domaine",)),)
    scenario = Scenario("s", "S", "fr", (phase,), moves=moves)
    said = Transcript.from_text("La vision n'est plus mon domaine.", "fr")
    hit = score_coverage(scenario, task, said).points[0]
    assert (hit.status, hit.denied) == ("missed", True)


@pytest.mark.parametrize(
    ("title", "negative"),
    [
        ("Le travail continue", False),
        ("La boucle ne s’arrête pas à la livraison", False),
        ("Le modèle ne change pas", True),
        ("Personne n’annote", True),
        ("On recommence, jusqu’à ce que cela ne bouge plus", False),
        ("N’envoyer que le nécessaire", False),
        ("Avancer pas à pas", False),
    ],
)
def test_a_title_has_the_sign_of_its_main_clause(title: str, negative: bool) -> None:
    assert sign(title, "fr", head=True) is negative


FILLER = st.lists(
    st.sampled_from(["le projet avance bien", "mais on discute", "voici mon avis", "en mars"]),
    max_size=4,
)


@given(before=FILLER, after=FILLER)
def test_sentences_around_a_denial_change_nothing_of_it(
    before: list[str], after: list[str]
) -> None:
    parts = [*before, "Les tests automatiques sont une perte de temps", *after]
    text = read(Transcript.from_text(". ".join(parts) + ".", "fr"))
    assert {place.stance for place in stances(*TESTS, text)} == {"contradicted"}


@given(
    st.lists(
        st.sampled_from(
            [
                "ne",
                "n",
                "pas",
                "on",
                "les",
                "tests",
                "automatiques",
                "sans",
                ",",
                ".",
                "?",
                "que",
                "si",
            ]
        )
    )
)
def test_every_place_of_any_words_has_a_stance(words: list[str]) -> None:
    text = read(Transcript.from_text(" ".join(words), "fr"))
    for place in stances(*TESTS, text):
        assert place.found.first <= place.found.last < len(text.tokens)
        assert place.stance in ("made", "open", "contradicted")
