"""What the interviewer replies to a question of the candidate's."""

from __future__ import annotations

import pytest

from interviewer.models import Phase, Question, Task, Transcript
from interviewer.score.topics import reply_to


def topic(name: str, phrasings: tuple[str, ...], reply: str) -> Question:
    return Question(Task(name, 10.0), "?", topic=phrasings, reply=reply)


ASK = Phase(
    "field",
    "À vous",
    "ask",
    60.0,
    "Vos questions ?",
    Task("field", 60.0),
    (
        topic("t1", ("freins", "obstacle*"), "Les habitudes."),
        topic("t2", ("ROI", "rentab*"), "Deux chiffres."),
        topic("t3", ("équipe",), "Quatre personnes."),
        topic("t4", ("muet",), ""),
    ),
    default_reply="Hum.",
)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Quels sont vos freins ?", "Les habitudes."),
        ("Un obstacle ? Et la rentabilité ?", "Les habitudes. Deux chiffres."),
        ("Le ROI, et vos freins ?", "Deux chiffres. Les habitudes."),
        (
            "L’équipe, le ROI, est-ce rentable, des freins, un obstacle ?",
            "Deux chiffres. Les habitudes.",
        ),
        ("L’équipe, des freins, et le ROI : est-ce rentable ?", "Quatre personnes. Deux chiffres."),
        ("Des freins, le ROI : est-ce rentable ?", "Les habitudes. Deux chiffres."),
        ("L’équipe, les freins, le ROI ?", "Quatre personnes. Les habitudes."),
        ("Et le film muet ?", "Hum."),
        ("Qu’en pensez-vous ?", "Hum."),
        ("", "Hum."),
    ],
)
def test_replies_by_topic(said: str, reply: str) -> None:
    assert reply_to(ASK, Transcript.from_text(said, "fr")) == reply
