"""An ad held against a CV, without any AI."""

from __future__ import annotations

from interviewer.scenario.advert import fit_of, word_frequency
from interviewer.scenario.glossary import Glossary
from interviewer.scenario.job import MOST_QUESTIONS, kind_of_job, likely_questions

AD = """\
# Infirmier / infirmière en soins palliatifs (H/F)

La clinique Saint-Jean, à Lyon, recrute en CDI pour son unité de soins palliatifs.

- assurer la prise en charge de la douleur et la traçabilité
- participer aux transmissions, mesurer le ROI

Profil : expérience en oncologie appréciée. Traçabilité rigoureuse. Contact : rh@saint-jean.fr.
"""
CV = "Infirmière en chirurgie. Transmissions, prise en charge de la douleur, retour sur investissement."


def test_terms_of_the_glossary_come_first_then_what_stands_out(glossary: Glossary) -> None:
    fit = fit_of(AD, CV, glossary, word_frequency("fr"), "fr")
    assert fit.terms[0] == "ROI"
    assert {"soins palliatifs", "traçabilité", "oncologie", "transmissions"} <= set(fit.terms)
    assert "transmissions" in fit.shared
    assert {"soins palliatifs", "traçabilité", "oncologie"} <= set(fit.gaps)


def test_places_companies_addresses_and_the_words_of_all_ads_are_none(glossary: Glossary) -> None:
    terms = " ".join(fit_of(AD, CV, glossary, word_frequency("fr"), "fr").terms).casefold()
    for word in ("lyon", "jean", "clinique saint", "cdi", "profil", "expérience", "infirmi"):
        assert word not in terms


def test_without_a_cv_nothing_is_missing_in_it(glossary: Glossary) -> None:
    fit = fit_of(AD, "", glossary, word_frequency("fr"), "fr")
    assert fit.gaps == ()
    assert fit.shared == fit.terms


def test_the_kind_of_job_shows_in_its_words() -> None:
    assert kind_of_job(AD) == "care"
    assert kind_of_job("We hire a software developer for Python and cloud work.") == "technology"
    assert kind_of_job("Une offre.") == "general"


def test_ten_questions_by_job_gaps_and_what_is_shared() -> None:
    asked = [part.title for part in likely_questions(AD, ["traçabilité"], ["douleur"], "fr")]
    assert len(asked) == MOST_QUESTIONS
    assert "Donnez-moi un exemple vécu de « douleur »." in asked
    assert (
        "L’annonce parle de « traçabilité », et votre CV n’en dit rien. Où en êtes-vous ?" in asked
    )
    assert "Un patient refuse un soin. Que faites-vous ?" in asked
    assert any("échec" in ask for ask in asked)
    english = likely_questions("", ["a", "b", "c", "d"], ["e", "f", "g"], "en")
    assert len(english) == MOST_QUESTIONS
