"""The rules were made on other words than these, which were counted by hand as spoken."""

from __future__ import annotations

import pytest

from interviewer.domain import Language
from interviewer.scoring.syllables import count_syllables

FRENCH = """
abonné 3 acheter 2 adapter 3 améliorer 4 analyse 3 appeler 2 assistant 3 automatique 4 avancer 3
besoin 2 bureau 2 calcul 2 cahier 2 chaîne 1 chercheur 2 choix 1 collègue 2 comprendre 2
connaître 2 conseiller 3 construire 2 contexte 2 croire 1 découverte 3 demander 3 différent 3
difficile 3 disponible 3 donner 2 économie 4 écouter 3 efficacité 5 emploi 2 enseignement 3
environnement 4 essentiel 3 étudier 3 exemple 2 faisaient 2 fonctionnement 3 formation 3 générer
3 habitude 3 hier 1 huit 1 image 2 imaginer 4 juillet 2 lieu 1 ligne 1 linguistique 3 lorsque 1
marché 2 mieux 1 monnaie 2 nettoyage 3 niveau 2 nouvelle 2 ouvrier 3 parce 1 pensaient 2 peuvent
1 philosophie 4 photo 2 pluie 1 pouvoir 2 prennent 1 précisément 4 probablement 4 quelque 1
qualité 3 rappeler 2 réalité 4 recommandation 5 renforcement 4 réponse 2 simplement 3 soleil 2
soixante 2 télévision 4 transformateur 4 utiliser 4 vieillir 2 voyage 2 yeux 1 zéro 2
"""

ENGLISH = """
ability 4 accurate 3 achieve 2 advantage 3 agreement 3 analysis 4 application 4 approach 2
available 4 balance 2 behaviour 3 believe 2 budget 2 candidate 3 careful 2 challenge 2 choices 3
collaborate 4 colleague 2 compliance 3 computer 3 confident 3 creative 3 customer 3 deadline 2
delivered 3 developer 4 document 3 engineer 3 environment 4 examples 3 failure 2 feature 2
finished 2 flexible 3 growing 2 guidance 2 hired 1 honest 2 hypothesis 4 immediately 5
improvement 3 industrial 4 influence 3 interview 3 launched 1 leadership 3 measure 2 meaningful
3 mistakes 2 negotiate 4 obvious 3 office 2 opinion 3 patience 2 performance 3 piece 1 previous
3 priority 4 problem 2 project 2 question 2 realize 3 recruiter 3 requirement 3 responsible 4
science 2 serious 3 several 3 statement 2 strategies 3 success 2 tokenize 3 transformer 3 unique
2 useful 2 variable 4 various 3 weighted 2 workflow 2 writing 2 yearly 2 zero 2
"""


@pytest.mark.parametrize(
    ("language", "sample", "limit"), [("fr", FRENCH, 0.03), ("en", ENGLISH, 0.065)]
)
def test_mean_error_a_word(language: Language, sample: str, limit: float) -> None:
    fields = sample.split()
    counted = dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
    errors = [abs(count_syllables(word, language) - true) for word, true in counted.items()]
    assert len(errors) >= 80
    assert sum(errors) / len(errors) <= limit


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [
        ("LLM", "fr", 3),
        ("LLMs", "fr", 3),
        ("RAG", "fr", 1),
        ("FAISS", "fr", 1),
        ("IA", "fr", 2),
        ("ROI", "fr", 3),
        ("API", "en", 3),
        ("AWS", "en", 5),
        ("MLOps", "fr", 3),
        ("FastAPI", "en", 4),
        ("YOLO", "fr", 2),
        ("2024", "fr", 5),
        ("7", "fr", 2),
        ("l'", "fr", 1),
        ("…", "fr", 1),
        ("re\u0301el", "fr", 2),
        ("we'll", "en", 1),
        ("pipeline", "en", 2),
        ("pipeline", "fr", 2),
    ],
)
def test_words_letters_and_figures(word: str, language: Language, syllables: int) -> None:
    assert count_syllables(word, language) == syllables
