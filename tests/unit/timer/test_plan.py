from __future__ import annotations

import pytest

from interviewer.models import TimerPlan
from interviewer.scenario.library import library_ids, load, outline
from interviewer.timer.plan import as_scenario, plan_of


def test_a_pitch_phase_by_phase() -> None:
    plan = plan_of(load("pitch-3min"))
    assert [(phase.id, phase.target_s) for phase in plan.phases] == [
        ("intro", 30),
        ("anecdote", 45),
        ("punchlines", 60),
        ("questions", 15),
        ("closing", 30),
    ]
    assert plan.target_s == 180
    intro = plan.phases[0]
    assert intro.cue.startswith("Bonjour et merci.")
    assert intro.script.startswith("Bonjour, et merci de me recevoir.")
    assert intro.keywords == ("IA appliquée", "données", "valeur", "processus métier")
    assert "NLP" not in plan.phases[3].keywords


def test_questions_one_by_one() -> None:
    scenario = load("questions-ia")
    questions = [question for phase in scenario.phases for question in phase.questions]
    plan = plan_of(scenario)
    assert {question.id for question in questions} <= {phase.id for phase in plan.phases}
    first = next(phase for phase in plan.phases if phase.id == questions[0].id)
    assert first.title == questions[0].ask


@pytest.mark.parametrize("id_", library_ids())
def test_the_outline_gives_the_same_plan(id_: str) -> None:
    quick = outline(id_)
    assert quick is not None
    assert plan_of(quick) == plan_of(load(id_))


def test_as_a_scenario_and_back(plan: TimerPlan) -> None:
    stripped = plan_of(as_scenario(plan))
    assert plan_of(as_scenario(stripped)) == stripped
    assert [phase.title for phase in stripped.phases] == ["Intro", "Anecdote", "Fin"]
    assert stripped.phases[0] == plan.phases[0]
