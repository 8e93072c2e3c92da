"""The shipped scenarios, one at a time or all of a language, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache

import pytest

from interviewer.domain import Language, Scenario, Transcript
from interviewer.scenario.glossary import Glossary, load_glossary
from interviewer.scenario.library import load
from interviewer.scoring.syllables import count_syllables
from interviewer.scoring.text import tokens

IDS = (
    "entretien-ia",
    "genai-36",
    "genai-36-en",
    "glossaire",
    "glossaire-en",
    "parlez-moi-de-vous",
    "pitch-20s",
    "pitch-3min",
    "pitch-3min-en",
    "presentation-cv",
    "projet-ia",
    "punchlines",
    "questions-generales",
    "questions-ia",
    "questions-ia-en",
    "questions-recruteur",
    "recits",
    "schemas",
    "tell-me-about-a-time",
    "tell-me-about-yourself",
    "urgence",
)

Lines = tuple[tuple[str, str], ...]
"""Where a text stands (task and key), and the text."""

_load = cache(load)


@pytest.fixture(scope="session")
def refuse() -> Callable[[Collection[object]], None]:
    """Fails when there is any fault, with a line for each."""

    def none_of(faults: Collection[object]) -> None:
        if faults:
            pytest.fail("\n".join(map(str, faults)), pytrace=False)

    return none_of


@pytest.fixture(scope="session")
def ids() -> tuple[str, ...]:
    return IDS


@pytest.fixture(scope="session", params=IDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return _load(str(request.param))


@pytest.fixture(scope="session")
def every_scenario() -> tuple[Scenario, ...]:
    return tuple(map(_load, IDS))


@pytest.fixture(scope="session", params=("fr", "en"))
def shelf(request: pytest.FixtureRequest) -> tuple[Scenario, ...]:
    """All scenarios of one language."""
    every = (_load(id_) for id_ in IDS)
    return tuple(scenario for scenario in every if scenario.language == request.param)


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return load_glossary()


@pytest.fixture(scope="session")
def syllables() -> Callable[[str, Language], int]:
    """Syllables of a text as it is said; the « l » of « l’IA » is none of its own."""

    def count(text: str, language: Language) -> int:
        said = tokens(Transcript.from_text(text, language))
        return sum(count_syllables(token.surface, language) for token in said if not token.elided)

    return count


@pytest.fixture(scope="session")
def turns(scenario: Scenario) -> Lines:
    """What the interviewer says to make the candidate speak."""
    return tuple(_turns(scenario))


@pytest.fixture(scope="session")
def aloud(scenario: Scenario, turns: Lines) -> Lines:
    """Everything that is said, by either of the two."""
    return (*turns, *_replies(scenario), *_model_answers(scenario))


@pytest.fixture(scope="session")
def prose(scenario: Scenario, aloud: Lines) -> Lines:
    """Everything that a person hears or reads."""
    return (*aloud, *_shown(scenario))


def _turns(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for phase in scenario.phases:
        yield f"{phase.id}: prompt", phase.prompt
        for question in phase.questions:
            yield f"{question.id}: ask", question.ask
        for task in phase.tasks:
            if task.follow_up is not None:
                yield f"{task.id}: follow_up", task.follow_up.ask


def _replies(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "greeting", scenario.greeting
    yield "farewell", scenario.farewell
    for phase in scenario.phases:
        yield f"{phase.id}: default_reply", phase.default_reply
        for question in phase.questions:
            yield f"{question.id}: reply", question.reply


def _model_answers(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for _, task in scenario.tasks():
        yield f"{task.id}: model_answer", task.model_answer


def _shown(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "title", scenario.title
    yield "summary", scenario.summary
    for trap in scenario.traps:
        yield f"{trap.id}: why", trap.why
    yield from ((f"{move.id}: title", move.title) for move in scenario.moves)
    yield from ((f"{rule.id}: title", rule.title) for rule in scenario.rules)
    for criterion in scenario.rubric:
        yield f"{criterion.id}: title", criterion.title
        yield from ((f"{criterion.id}: marks", mark) for mark in criterion.marks)
    for phase in scenario.phases:
        yield f"{phase.id}: title", phase.title
        yield from ((f"{phase.id}: hints", hint) for hint in phase.hints)
        for question in phase.questions:
            yield f"{question.id}: theme", question.theme
            yield f"{question.id}: definition", question.definition
        for task in phase.tasks:
            yield f"{task.id}: cue", task.cue
            yield from ((f"{task.id}: points", point.point) for point in task.points)
            yield from ((f"{task.id}: steps", step.step) for step in task.steps)
