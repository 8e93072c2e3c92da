"""What is said can be said: in the time there is, and without running out of breath."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import pytest

from interviewer.domain import Language, Scenario

Refuse = Callable[[Collection[object]], None]

Lines = tuple[tuple[str, str], ...]
Count = Callable[[str, Language], int]

# Interviews are spoken at 255 to 264 syllables a minute, pauses included, which is 4.3 to 4.4 a
# second (Grosjean and Deschamps 1975). From 3.8 to 5.2 the answer fits its target unhurried.
SYLLABLES_A_SECOND = (3.8, 5.2)

# While articulating, the same speakers reach about 5.2 syllables a second: eight seconds on one
# breath, which is a long group for speech that is not read, are 42 syllables.
BREATH = 42

# Eleven seconds at 5 syllables a second: a question longer than that is a speech.
TURN = 55

STRONG = re.compile(r"[.?!;:…—\n]")


def test_a_model_answer_fits_its_target(
    scenario: Scenario, syllables: Count, refuse: Refuse
) -> None:
    slowest, fastest = SYLLABLES_A_SECOND
    rates = {
        task.id: round(syllables(task.model_answer, scenario.language) / task.target_s, 2)
        for _, task in scenario.tasks()
    }
    refuse([fault for fault in rates.items() if not slowest <= fault[1] <= fastest])


def test_the_interviewer_is_brief(
    scenario: Scenario, turns: Lines, syllables: Count, refuse: Refuse
) -> None:
    lengths = [(place, syllables(text, scenario.language)) for place, text in turns]
    refuse([(place, length) for place, length in lengths if length > TURN])


def test_a_sentence_takes_one_breath(
    scenario: Scenario, aloud: Lines, syllables: Count, refuse: Refuse
) -> None:
    sentences = [
        (place, sentence.strip(), syllables(sentence, scenario.language))
        for place, text in aloud
        for sentence in STRONG.split(text)
    ]
    refuse([said for said in sentences if said[2] > BREATH])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("L’IA d’aujourd’hui", 5), ("Un LLM", 4), ("", 0)],
)
def test_syllables_are_those_one_hears(text: str, expected: int, syllables: Count) -> None:
    assert syllables(text, "fr") == expected
