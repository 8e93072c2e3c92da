from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

import pytest

from interviewer.domain import Question, Scenario, Task
from interviewer.scenario.library import load
from interviewer.scenario.source import library_ids

Refuse = Callable[[Collection[object]], None]

# Tasks of each phase, in order.
SHAPES = {
    "entretien-ia": (1, 1, 1, 1, 1),
    "parlez-moi-de-vous": (1, 1, 1, 1),
    "questions-generales": (5,),
    "recits": (4, 4),
    "tell-me-about-a-time": (4, 4),
    "tell-me-about-yourself": (1, 1, 1, 1),
    "pitch-20s": (1, 1, 1, 1, 1, 1),
    "pitch-3min": (1, 1, 1, 1, 1),
    "pitch-3min-en": (1, 1, 1, 1, 1),
    "presentation-cv": (1, 1, 1, 1, 1),
    "projet-ia": (3, 3, 1),
    "punchlines": (10, 5, 6, 4, 4, 6, 15, 10, 6),
    "questions-ia": (11,),
    "questions-ia-en": (11,),
    "questions-recruteur": (3, 3, 3, 1, 1),
    "schemas": (4, 3, 4),
    "urgence": (10,),
}

# The scripts with a clock, phase by phase.
CLOCKS = {
    "entretien-ia": (30, 45, 60, 90, 30),
    "parlez-moi-de-vous": (30, 40, 30, 20),
    "tell-me-about-yourself": (30, 40, 30, 20),
    "pitch-20s": (20, 15, 15, 15, 15, 10),
    "pitch-3min": (30, 45, 60, 15, 30),
    "pitch-3min-en": (30, 45, 60, 15, 30),
}


def test_the_library_is_whole(ids: tuple[str, ...]) -> None:
    assert library_ids() == tuple(sorted(ids))


def test_titles_are_told_apart(shelf: tuple[Scenario, ...], refuse: Refuse) -> None:
    titles = Counter(scenario.title for scenario in shelf)
    refuse([title for title, count in titles.items() if count > 1])


@pytest.mark.parametrize("id_", SHAPES)
def test_phases_hold_as_many_tasks_as_planned(id_: str) -> None:
    assert tuple(len(phase.tasks) for phase in load(id_).phases) == SHAPES[id_]


@pytest.mark.parametrize("id_", CLOCKS)
def test_a_script_keeps_its_clock(id_: str) -> None:
    assert tuple(phase.target_s for phase in load(id_).phases) == CLOCKS[id_]


@pytest.mark.parametrize("id_", ["genai-36", "genai-36-en"])
def test_generative_ai_is_asked_in_four_levels(id_: str) -> None:
    levels = Counter(question.level for question in questions(load(id_)))
    assert list(levels.values()) == [8, 10, 11, 7]
    assert all(levels)


@pytest.mark.parametrize("id_", ["glossaire", "glossaire-en"])
def test_the_cards_hold_fifty_definitions(id_: str, refuse: Refuse) -> None:
    cards = list(questions(load(id_)))
    assert len(cards) >= 50
    refuse([card.id for card in cards if not card.definition])


def test_punchlines_come_in_five_themes_for_experts() -> None:
    experts = next(phase for phase in load("punchlines").phases if phase.id == "experts")
    themes = Counter(question.theme for question in experts.questions)
    assert list(themes.values()) == [3, 3, 3, 3, 3]


def test_an_architecture_is_told_in_order(refuse: Refuse) -> None:
    short = [task.id for _, task in load("schemas").tasks() if len(task.steps) < 3]
    refuse(short)


def test_improvisation_has_its_three_moves() -> None:
    assert len(load("urgence").moves) == 3


def test_business_comes_before_technique() -> None:
    project = load("projet-ia")
    assert len(project.rules) == 1
    limits = {term.name: term.max_count for _, task in project.tasks() for term in task.terms}
    assert limits["pipeline IA"] == limits["monitoring MLOps"] == 2


def test_every_scenario_opens_and_closes(scenario: Scenario) -> None:
    assert scenario.summary
    assert scenario.greeting
    assert scenario.farewell
    assert scenario.traps


def test_every_task_is_complete(scenario: Scenario, refuse: Refuse) -> None:
    refuse([fault for _, task in scenario.tasks() for fault in missing(task)])


def test_every_question_has_a_follow_up(scenario: Scenario, refuse: Refuse) -> None:
    if scenario.id == "punchlines":
        return  # A line is said in one breath and may be left standing.
    asked = [task for phase, task in scenario.tasks() if phase.kind != "pitch"]
    refuse([task.id for task in asked if task.follow_up is None])


def test_every_topic_is_complete(scenario: Scenario, refuse: Refuse) -> None:
    asking = [phase for phase in scenario.phases if phase.kind == "ask"]
    refuse([phase.id for phase in asking if not phase.default_reply])
    topics = [question for phase in asking for question in phase.questions]
    refuse([topic.id for topic in topics if not (topic.topic and topic.reply)])


@pytest.mark.parametrize("id_", ["pitch-3min", "questions-ia", "genai-36", "glossaire"])
def test_the_english_version_mirrors_the_french_one(id_: str) -> None:
    french, english = load(id_), load(f"{id_}-en")
    assert (french.language, english.language) == ("fr", "en")
    assert outline(english) == outline(french)


def questions(scenario: Scenario) -> Iterator[Question]:
    for phase in scenario.phases:
        yield from phase.questions


def missing(task: Task) -> Iterator[str]:
    if not any(term.required for term in task.terms) and not task.points and not task.steps:
        yield f"{task.id}: nothing is required"
    if not task.points and not task.steps:
        yield f"{task.id}: neither points nor steps"
    if not task.model_answer:
        yield f"{task.id}: no model answer"
    if not task.cue:
        yield f"{task.id}: no cue"


def outline(scenario: Scenario) -> list[tuple[str, str, str, float]]:
    return [(phase.id, phase.kind, task.id, task.target_s) for phase, task in scenario.tasks()]
