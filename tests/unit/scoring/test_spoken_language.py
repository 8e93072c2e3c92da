from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import (
    HeardLanguage,
    Language,
    Point,
    Scenario,
    Take,
    Task,
    Term,
    Transcript,
)
from interviewer.scoring.answer import join_cards, score_take
from interviewer.scoring.spoken_language import other_language

Make = Callable[..., Take]
MakeScenario = Callable[..., Scenario]


def _heard(expected: float, likeliest: str, probability: float, seconds: float) -> HeardLanguage:
    return HeardLanguage(0.0, seconds, expected, likeliest, probability)


@pytest.mark.parametrize(
    ("language", "windows", "other"),
    [
        pytest.param("fr", [_heard(0.99, "fr", 0.99, 20)], None, id="as it should be"),
        pytest.param("fr", [_heard(0.001, "en", 0.97, 20)], "en", id="English"),
        pytest.param("en", [_heard(0.002, "fr", 0.99, 20)], "fr", id="French"),
        pytest.param("fr", [_heard(0.001, "en", 0.97, 2)], None, id="too short to tell"),
        pytest.param("en", [_heard(0.3, "fr", 0.7, 20)], None, id="an accent"),
        pytest.param("en", [_heard(0.05, "cy", 0.8, 20)], None, id="a language nobody measured"),
        pytest.param("en", [_heard(0.05, "fr", 0.5, 20)], None, id="nobody knows"),
        pytest.param(
            "fr",
            [_heard(0.95, "fr", 0.95, 20), _heard(0.01, "en", 0.98, 15)],
            None,
            id="a passage in English",
        ),
        pytest.param(
            "fr",
            [_heard(0.95, "fr", 0.95, 2), _heard(0.01, "en", 0.98, 40)],
            "en",
            id="a greeting in French",
        ),
        pytest.param("fr", [], None, id="typed"),
    ],
)
def test_only_an_answer_that_is_surely_in_the_other_language_is_told_so(
    language: Language, windows: list[HeardLanguage], other: str | None
) -> None:
    assert other_language(Transcript(language, (), tuple(windows))) == other


TASK = Task("intro", 30.0, terms=(Term("RAG"),), points=(Point("Sources", ("sources",)),))


def _in_english(take: Take) -> Take:
    heard = HeardLanguage(1.0, take.speech[-1].end_s, 0.001, "en", 0.97)
    return replace(take, transcript=replace(take.transcript, heard=(heard,)))


def test_its_content_is_not_measured_and_its_time_is(
    make_take: Make, make_scenario: MakeScenario
) -> None:
    scenario = make_scenario(TASK)
    take = make_take("notre RAG cite ses sources " * 6)
    right = score_take(scenario, scenario.phases[0], TASK, take)
    assert (right.coverage.score, right.other_language) == (100.0, None)
    other = score_take(scenario, scenario.phases[0], TASK, _in_english(take))
    assert other.other_language == "en"
    assert other.coverage.score is other.score is other.delivery.words_per_minute is None
    assert {hit.status for hit in other.coverage.terms} == {"missed"}
    assert other.timing == right.timing
    assert " ".join(other.advice) == (
        "Cette réponse semble être en anglais, alors que le scénario est en français\xa0: "
        "son contenu n’est pas mesuré. Répondez en français."
    )
    assert other.take.transcript.text == take.transcript.text


def test_a_follow_up_in_the_other_language_changes_nothing(
    make_take: Make, make_scenario: MakeScenario
) -> None:
    scenario = make_scenario(TASK)
    phase = scenario.phases[0]
    before = score_take(scenario, phase, TASK, make_take("notre RAG répond très bien " * 4))
    more = score_take(scenario, phase, TASK, _in_english(make_take("il cite ses sources " * 5)))
    assert join_cards(scenario, phase, before, more, follow_up=True) == before


def test_a_take_of_dots_alone_has_no_score(make_take: Make, make_scenario: MakeScenario) -> None:
    scenario = make_scenario(TASK)
    card = score_take(scenario, scenario.phases[0], TASK, make_take("... - ... … ... - ... …"))
    assert card.score is card.delivery.words_per_minute is card.coverage.score is None
    assert "aucun mot" in card.advice[0]
