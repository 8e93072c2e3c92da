"""A plan of three phases, and pages to draw on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviewer.domain import Language, TimedPhase, TimerPlan
from interviewer.i18n import translator
from interviewer.ui.page import Page, glyphs_for

MakePage = Callable[..., Page]

FRENCH = TimerPlan(
    "pitch",
    "Pitch de trois minutes",
    "fr",
    (
        TimedPhase(
            "intro",
            "Se présenter",
            30.0,
            "Mon nom, mon métier : l’IA appliquée\nDe la donnée brute à la valeur",
            keywords=("données", "valeur"),
        ),
        TimedPhase(
            "anecdote",
            "Raconter un projet",
            45.0,
            "Qui perdait du temps, et combien ?\n"
            "Une recherche sémantique sur la base documentaire\n"
            "La leçon : la qualité des données avant le modèle",
            "L’an dernier, j’aidais des techniciens qui perdaient vingt minutes à chaque panne, à "
            "feuilleter leurs notices. Trois mois plus tard, il leur en fallait deux. Nous avons "
            "posé une recherche sémantique sur toute la base documentaire. Une question posée avec "
            "leurs mots à eux ramenait la bonne page. Le plus long, ce fut de trier les notices, "
            "une à une, avec deux anciens du métier.\n\n"
            "J’en garde une leçon toute simple : soigner les données d’abord.",
            ("embeddings", "recherche sémantique", "contexte", "qualité des données"),
        ),
        TimedPhase(
            "punchlines", "Défendre ses convictions", 60.0, keywords=("RAG", "dette technique")
        ),
        TimedPhase(
            "questions", "Une question de terrain", 15.0, "Vos freins : données ou adoption ?"
        ),
        TimedPhase("conclusion", "Conclure", 30.0, "Ce que j’apporte. Merci."),
    ),
)
ENGLISH = TimerPlan(
    "pitch-en",
    "Three-minute pitch",
    "en",
    (
        TimedPhase(
            "intro",
            "Introduce yourself",
            30.0,
            "My name, my trade: applied AI\nFrom raw data to value",
            "Hello, and thank you for having me. I work in applied AI: I take raw data, and I turn "
            "it into value that a team can see.",
            ("data", "value"),
        ),
        TimedPhase("story", "Tell one story", 90.0, "Who was losing time?\nThe lesson: data first"),
        TimedPhase("closing", "Close", 60.0, "What I bring. Thank you."),
    ),
)


@pytest.fixture
def plan() -> TimerPlan:
    return TimerPlan(
        "essai",
        "Essai",
        "fr",
        (
            TimedPhase("intro", "Intro", 30.0, cue="Qui je suis", keywords=("RAG", "valeur")),
            TimedPhase("anecdote", "Anecdote", 60.0, script="Un jour. " * 40),
            TimedPhase("fin", "Fin", 20.0),
        ),
    )


@pytest.fixture
def make_page() -> MakePage:
    def make(width: int = 80, language: Language = "fr", encoding: str = "utf-8") -> Page:
        return Page(language, translator(language), width, encoding, glyphs_for(encoding))

    return make


@pytest.fixture(scope="session")
def pitches() -> dict[Language, TimerPlan]:
    """A pitch as people write them, in each language."""
    return {"fr": FRENCH, "en": ENGLISH}
