"""What the interviewer says in a scenario."""

from __future__ import annotations

from interviewer.domain import FollowUp, Phase, Question, Scenario, Task
from interviewer.scenario.spoken import spoken_texts


def task(id_: str, follow_up: str = "") -> Task:
    return Task(id_, 10.0, follow_up=FollowUp("x", follow_up) if follow_up else None)


def test_every_text_said_aloud_once_in_the_order_of_a_session() -> None:
    scenario = Scenario(
        "s",
        "Titre",
        "fr",
        (
            Phase("a", "Pitch", "pitch", 10.0, prompt="Parlez.", task=task("a", "Et alors ?")),
            Phase(
                "b",
                "Questions",
                "question",
                10.0,
                prompt="",
                task=task("b"),
                questions=(
                    Question(task("q", "Plus ?"), "Quoi ?"),
                    Question(task("r", "Et alors ?"), "Qui ?"),
                ),
            ),
            Phase(
                "c",
                "À vous",
                "ask",
                10.0,
                prompt="Une question ?",
                task=task("c"),
                questions=(Question(task("t"), "un exemple", reply="Bonne question."),),
                default_reply="Je ne sais pas.",
            ),
        ),
        greeting="Bonjour.",
        farewell="Merci.",
    )
    assert spoken_texts(scenario) == (
        *("Bonjour.", "Parlez.", "Et alors ?", "Pitch"),
        *("Quoi ?", "Plus ?", "Qui ?"),
        *("Une question ?", "Bonne question.", "Je ne sais pas.", "À vous"),
        "Merci.",
    )
