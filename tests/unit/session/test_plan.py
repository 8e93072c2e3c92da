"""Which tasks a session goes through."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import Phase, Question, Scenario, SessionChoice, Task
from interviewer.errors import UsageError
from interviewer.session.plan import Plan, make_plan
from interviewer.session.state import spoken_limit_s
from tests.bounds import longest_listening_s, longest_s


def ids(plan: Plan) -> list[str]:
    return [step.task.id for step in plan.steps]


@pytest.fixture(scope="module")
def many() -> Scenario:
    """Two question phases of ten questions each."""

    def phase(name: str, level: str) -> Phase:
        asked = tuple(Question(Task(f"{name}{n}", 30.0), "?", level=level) for n in range(10))
        return Phase(name, name, "question", 300.0, "Voyons.", Task(name, 300.0), asked)

    return Scenario("many", "Many", "fr", (phase("a", "basic"), phase("b", "advanced")))


@pytest.mark.parametrize(
    ("options", "tasks"),
    [
        ({}, ["intro", "q1", "q2", "q3", "field"]),
        ({"phase": "bonus"}, ["bonus"]),
        ({"phase": "technique"}, ["q1", "q2", "q3"]),
        ({"level": "basic"}, ["intro", "q1", "q3", "field"]),
        ({"level": "advanced", "phase": "technique"}, ["q2"]),
        ({"questions": 2}, ["intro", "q1", "q2", "field"]),
        ({"questions": 99, "phase": "technique"}, ["q1", "q2", "q3"]),
    ],
)
def test_tasks_in_the_files_order(
    scenario: Scenario, options: dict[str, Any], tasks: list[str]
) -> None:
    assert ids(make_plan(scenario, **options)) == tasks


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"phase": "nope"}, "essai has no phase nope. It has: intro, technique, field, bonus."),
        (
            {"level": "nope"},
            "essai has no question of level nope. Its levels are: basic, advanced.",
        ),
        (
            {"level": "basic", "phase": "intro"},
            "The questions of essai have no levels. Leave the level out.",
        ),
        ({"questions": 0}, "0 questions cannot be asked. Ask for 1 or more."),
        (
            {"questions": 3, "phase": "field"},
            "essai has no questions to choose from. Leave their number out.",
        ),
    ],
)
def test_what_cannot_be_asked_for(scenario: Scenario, options: dict[str, Any], line: str) -> None:
    with pytest.raises(UsageError) as refused:
        make_plan(scenario, **options)
    assert str(refused.value) == line


def test_a_scenario_of_optional_phases_needs_one_named(scenario: Scenario) -> None:
    only = replace(scenario, phases=tuple(phase for phase in scenario.phases if phase.optional))
    with pytest.raises(UsageError, match="Name one of them: bonus"):
        make_plan(only)


def test_the_choice_is_remembered(scenario: Scenario) -> None:
    plan = make_plan(scenario, questions=2, level="basic", seed=7, phase="technique")
    assert plan.choice == SessionChoice(2, "basic", 7, "technique")


def test_a_seed_draws_the_same_questions_on_every_machine(many: Scenario) -> None:
    drawn = ["a8", "a6", "a3", "b0", "b1"]
    assert ids(make_plan(many, questions=5, seed=7)) == drawn


@given(seed=st.integers(), count=st.integers(1, 25))
def test_draws_are_distinct_counted_and_by_phase(many: Scenario, seed: int, count: int) -> None:
    plan = make_plan(many, questions=count, seed=seed)
    drawn = ids(plan)
    assert len(set(drawn)) == len(drawn) == min(count, 20)
    assert [name[0] for name in drawn] == sorted(name[0] for name in drawn)
    assert plan == make_plan(many, questions=count, seed=seed)
    opened = [step.phase.id for step in plan.steps if step.opens_phase]
    assert opened == sorted({name[0] for name in drawn})


def test_seeds_differ(many: Scenario) -> None:
    orders = {tuple(ids(make_plan(many, seed=seed))) for seed in range(20)}
    assert len(orders) == 20


def test_listening_is_bounded_by_thinking_twice_the_targets_and_the_largest_follow_ups(
    scenario: Scenario,
) -> None:
    # Targets 30, 45, 24, 20 and 60 s; the two longest of their follow-ups: 20 and 15 s. All are thought
    # of for 90 s, the longest for 120 s; its exchanges may begin within its target. Seven last words.
    thinking_s = 4 * 90 + 120 + 2 * 90
    longest_s = thinking_s + 2 * (179 + 20 + 15) + 60 + 7 * 10
    assert longest_listening_s(make_plan(scenario)) == pytest.approx(longest_s)


def test_a_session_is_bounded_by_its_texts_too(
    scenario: Scenario,
) -> None:
    plan = make_plan(scenario, phase="bonus")
    texts = ("Bonjour.", "Encore ?", "Merci.")
    spoken = sum(spoken_limit_s(text) for text in texts)
    assert longest_s(plan) == pytest.approx(90 + 30 + 10 + 2 * 4 + spoken)
