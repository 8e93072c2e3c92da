from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from interviewer.domain import Point, Scenario, Task, Term, Transcript
from interviewer.scoring import meaning, topic
from interviewer.scoring.coverage import score_coverage

WATCH = Task(
    "q",
    30.0,
    (Term("monitoring"),),
    (
        Point("Un modèle en service se surveille", ("surveill*",)),
        Point("Les données changent avec le temps", ("données … chang*",)),
    ),
    model_answer="Un modèle qui sert tous les jours se surveille. Les données changent, et il se trompe.",
)
HOLIDAY = (
    "Cet été nous sommes partis en Bretagne avec les enfants, nous avons mangé des crêpes au bord de la "
    "plage et marché le long des falaises jusqu'au phare du village voisin."
)
POOR = (
    "Une fois que le modèle tourne tous les jours, il y a des hauts et des bas, il faut bien que quelqu'un "
    "regarde s'il se trompe, sinon personne ne sait où on en est."
)


def _strays(make_scenario: Callable[..., Scenario], said: str, task: Task = WATCH) -> bool:
    transcript = Transcript.from_text(said, "fr")
    return score_coverage(make_scenario(task), task, transcript).off_topic


@pytest.fixture(params=[True, False], ids=["encoder", "words"])
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With the sentence encoder, then without it."""
    there: bool = request.param
    if not there:
        monkeypatch.setattr(topic, "available", lambda: False)
        monkeypatch.setattr(meaning, "available", lambda: False)
    return there


@pytest.mark.usefixtures("encoder")
def test_an_answer_about_something_else_is_seen(make_scenario: Callable[..., Scenario]) -> None:
    assert _strays(make_scenario, HOLIDAY)


@pytest.mark.usefixtures("encoder")
@pytest.mark.parametrize(
    "said",
    [
        POOR,
        " ".join(HOLIDAY.split()[:20]),
        HOLIDAY + " Et on le surveille.",
        HOLIDAY + " On ne surveille rien.",
        HOLIDAY + " Du monitoring.",
        "",
    ],
    ids=["poor", "short", "an idea", "its contrary", "a word", "nothing"],
)
def test_what_is_not_certain_is_not_said(make_scenario: Callable[..., Scenario], said: str) -> None:
    assert not _strays(make_scenario, said)


def test_nobody_strays_where_nothing_is_asked_for_or_they_are_to_ask(
    make_scenario: Callable[..., Scenario],
) -> None:
    assert not _strays(make_scenario, HOLIDAY, Task("q", 30.0))
    scenario = make_scenario(WATCH)
    asking = replace(scenario, phases=(replace(scenario.phases[0], kind="ask"),))
    assert not score_coverage(asking, WATCH, Transcript.from_text(HOLIDAY, "fr")).off_topic
