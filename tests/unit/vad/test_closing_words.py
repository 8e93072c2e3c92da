from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Language
from interviewer.vad.closing_words import asks_for_time, trails


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("J'ai utilisé Docker et", "fr"),
        ("J'ai utilisé Docker et.", "fr"),
        ("Je l'ai fait parce que...", "fr"),
        ("Je l'ai fait parce qu'", "fr"),
        ("On a mesuré la dérive, euh", "fr"),
        ("On a mesuré la dérive, EUH.", "fr"),
        ("Il y a deux raisons :", "fr"),
        ("et là du coup", "fr"),
        ("c’est-à-dire", "fr"),
        ("c'est", "fr"),
        ("Nous avons choisi de", "fr"),
        ("Le modèle est entraîné sur les", "fr"),
        ("avec l’", "fr"),
        ("le service où", "fr"),
        ("d'abord on mesure, puis,", "fr"),
        ("Du coup, voilà, eux.", "fr"),
        ("I used Docker and", "en"),
        ("I used Docker, and.", "en"),
        ("It failed because", "en"),
        ("So, um", "en"),
        ("we measured the", "en"),
        ("tools such as", "en"),
        ("and then it's", "en"),
        ("you know", "en"),
        ("I mean...", "en"),
    ],
)
def test_text_that_asks_for_more(text: str, language: Language) -> None:
    assert trails(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "fr"),
        (" … ", "fr"),
        ("J'ai utilisé Docker.", "fr"),
        ("Voilà", "fr"),
        ("c'est ce que je ferais, quoi.", "fr"),
        ("On s'arrête là", "fr"),
        ("J'en suis sûr", "fr"),
        ("MLflow, Kubeflow, etc...", "fr"),
        ("Et vous, que faites-vous ?", "fr"),
        ("Vous travaillez avec qui ?", "fr"),
        ("Comment fait-on ?", "fr"),
        ("C'est comme ça", "fr"),
        ("le son", "fr"),
        ("Je travaille avec eux.", "fr"),
        ("I used Docker.", "en"),
        ("I think so", "en"),
        ("That is what I worked on.", "en"),
        ("I would love to.", "en"),
        ("It was hard back then.", "en"),
        ("What do you work with?", "en"),
        ("MLflow, Kubeflow, etc.", "en"),
        ("that's what it is", "en"),
    ],
)
def test_text_that_may_be_complete(text: str, language: Language) -> None:
    assert not trails(text, language)


@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_any_text_is_taken(text: str, language: Language) -> None:
    assert trails(text, language) in (True, False)
    assert asks_for_time(text, language) in (True, False)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Laissez-moi réfléchir.", "fr"),
        ("Alors, laissez-moi réfléchir, euh...", "fr"),
        ("Attendez.", "fr"),
        ("On a mesuré la dérive. Attendez, s'il vous plaît.", "fr"),
        ("C'est une très bonne question !", "fr"),
        ("Bonne question, merci.", "fr"),
        ("Ce que je veux dire, c'est que...", "fr"),
        ("Donc ce que je veux dire c’est que", "fr"),
        ("Une seconde.", "fr"),
        ("Donnez-moi une seconde", "fr"),
        ("Give me a second.", "en"),
        ("That's a good question.", "en"),
        ("Hmm, let me think about that.", "en"),
        ("We built it with, wait,", "en"),
        ("What I mean is that", "en"),
    ],
)
def test_text_that_asks_for_time(text: str, language: Language) -> None:
    assert asks_for_time(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "fr"),
        ("euh", "fr"),
        ("Bonne question, je dirais que la donnée compte.", "fr"),
        ("Le modèle répond en moins d'une seconde.", "fr"),
        ("On attend le prochain lot.", "fr"),
        ("C'est ce que je cherche.", "fr"),
        ("It answers a thousand requests a second.", "en"),
        ("Then the users have to wait.", "en"),
    ],
)
def test_text_that_does_not(text: str, language: Language) -> None:
    assert not asks_for_time(text, language)
