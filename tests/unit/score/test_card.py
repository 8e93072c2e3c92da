from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.models import (
    AnswerCard,
    EngineInfo,
    Phase,
    Place,
    Question,
    Scenario,
    Span,
    Take,
    Task,
    Term,
    Transcript,
    Trap,
    Weights,
)
from interviewer.score.card import score_session, score_take

MakeTake = Callable[..., Take]
MakeScenario = Callable[..., Scenario]

TASK = Task("intro", 12.0, terms=(Term("RAG"), Term("value")))
GOOD = " ".join(["We", "use", "RAG", "for", "value.", *["so"] * 20, "it", "is", "clear", "now."])


def _card(
    make_take: MakeTake, make_scenario: MakeScenario, text: str, **spoken: object
) -> tuple[Scenario, AnswerCard]:
    scenario = make_scenario(TASK, language="en")
    recorded = make_take(text, language="en", **spoken)
    return scenario, score_take(scenario, scenario.phases[0], TASK, recorded)


def test_a_good_answer(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    _, card = _card(make_take, make_scenario, GOOD)
    assert (card.phase_id, card.question_id, card.title) == ("intro", None, "Introduction")
    assert (card.timing.score, card.coverage.score, card.delivery.score) == (100.0, 100.0, 100.0)
    assert card.score == 100.0
    assert card.advice == (
        "On time, and all that was expected is there (RAG, value): keep this answer.",
    )


def test_silence_is_not_scored(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    scenario, card = _card(make_take, make_scenario, "")
    assert card.score is None
    assert card.timing.verdict == "not_measured"
    assert card.coverage.score is None
    assert len(card.advice) == 1
    session = score_session(scenario, EngineInfo("e", "m"), [card])
    assert (session.score, session.spoken_s, session.target_s) == (None, None, 12.0)


def test_sound_without_words_is_timed_and_not_scored(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    scenario = make_scenario(TASK, language="en")
    take = replace(make_take(GOOD, language="en"), transcript=Transcript("en"))
    card = score_take(scenario, scenario.phases[0], TASK, take)
    assert card.timing.verdict == "on_time"
    assert card.score is None


def test_traps_lower_the_score(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    trap = Trap("clear", ("it is clear",), "Show it.", penalty=12.5)
    scenario = make_scenario(TASK, language="en", traps=(trap,))
    card = score_take(scenario, scenario.phases[0], TASK, make_take(GOOD, language="en"))
    assert card.score == 87.5
    assert card.advice == ("Avoid “so so so it is clear now.”: Show it.",)


def test_a_question_is_titled_by_what_is_asked(make_take: MakeTake) -> None:
    question = Question(Task("q2", 12.0, terms=(Term("RAG"),)), "Why RAG?")
    phase = Phase("tech", "Technique", "question", 12.0, "", Task("tech", 12.0), (question,))
    scenario = Scenario("s", "S", "en", (phase,))
    card = score_take(scenario, phase, phase.tasks[0], make_take(GOOD, language="en"))
    assert (card.phase_id, card.question_id, card.title) == ("tech", "q2", "Why RAG?")


def test_topics_the_candidate_may_raise_are_no_questions(make_take: MakeTake) -> None:
    topic = Question(Task("ask", 5.0), "How do you measure ROI?")
    phase = Phase("ask", "Your turn", "ask", 12.0, "", Task("ask", 12.0), (topic,))
    scenario = Scenario("s", "S", "en", (phase,))
    card = score_take(scenario, phase, phase.tasks[0], make_take(GOOD, language="en"))
    assert (card.question_id, card.title) == (None, "Your turn")


def test_a_session_weighs_answers_by_their_targets(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    scenario, card = _card(make_take, make_scenario, GOOD)
    _, silent = _card(make_take, make_scenario, "")
    short = replace(card, score=40.0, task=replace(TASK, target_s=4.0))
    session = score_session(scenario, EngineInfo("e", "m"), (card, silent, short))
    assert session.score == pytest.approx((100 * 12 + 40 * 4) / 16)
    assert session.target_s == 28.0
    assert session.spoken_s == pytest.approx(2 * 11.6)
    assert [answer.score for answer in session.answers] == [100.0, None, 40.0]


def test_the_same_take_gives_the_same_card(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    _, one = _card(make_take, make_scenario, GOOD, pauses={3: 3.5})
    _, other = _card(make_take, make_scenario, GOOD, pauses={3: 3.5})
    assert one == other


def test_weights_of_the_scenario_are_used(make_take: MakeTake, make_scenario: MakeScenario) -> None:
    scenario = make_scenario(TASK, language="en", weights=Weights(1.0, 0.0, 0.0))
    take = make_take("We use RAG here", language="en")
    card = score_take(scenario, scenario.phases[0], TASK, take)
    assert card.score == card.coverage.score == 50.0


def test_a_part_of_a_longer_recording_has_no_delay_before_its_first_word(
    make_take: MakeTake, make_scenario: MakeScenario
) -> None:
    """Nobody asked a question there: the pause before it is the speaker's own."""
    scenario = make_scenario(TASK, language="en")
    take = make_take(GOOD, language="en")
    first = Place(Span(1.0, 12.6), None, (), 1.0, sure=True)
    later = replace(first, pause_s=1.2)
    onsets = [
        score_take(scenario, scenario.phases[0], TASK, replace(take, place=place)).timing.onset_s
        for place in (None, first, later)
    ]
    assert onsets == [1.0, 1.0, None]
