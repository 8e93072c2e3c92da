"""What the library takes for the contrary of an idea is no word that anybody says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from interviewer.domain import Scenario, Transcript
from interviewer.scoring.contrary import Row, contraries, row
from interviewer.scoring.text import Text, fold, read

Refuse = Callable[[Collection[object]], None]

MOST = 3
"""Model answers to other questions that may hold a contrary of one word, by chance."""


def _single_words(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Question, idea and word of each contrary that a single word gives away."""
    for _, task in scenario.tasks():
        for each in task.contraries:
            for pattern in each.any:
                if not pattern.startswith("!") and not {" ", "…"} & set(pattern):
                    for word in pattern.split("/"):
                        if "-" not in word:
                            yield f"{scenario.id}/{task.id}", each.contrary_of, word


def _answers(scenarios: Collection[Scenario]) -> Iterator[tuple[str, Text, Row]]:
    for scenario in scenarios:
        for _, task in scenario.tasks():
            text = read(Transcript.from_text(task.model_answer, scenario.language))
            yield f"{scenario.id}/{task.id}", text, row(text)


def test_no_contrary_is_an_ordinary_word(shelf: tuple[Scenario, ...], refuse: Refuse) -> None:
    """« données » is not « donné », and « une fois » is no answer that comes at once."""
    answers = tuple(_answers(shelf))
    faults = []
    for scenario in shelf:
        for question, idea, word in _single_words(scenario):
            stem = fold(word.strip("*"))
            said = [
                other
                for other, text, line in answers
                if other != question and stem in line.line and any(contraries((word,), text, line))
            ]
            if len(said) > MOST:
                faults.append((question, idea, word, *said))
    refuse(faults)


def test_no_model_answer_says_the_contrary_of_its_own_ideas(
    shelf: tuple[Scenario, ...], refuse: Refuse
) -> None:
    """A person who says it well would be accused. With « ! », a warning may: « Sans alerte, … »."""
    faults = []
    for scenario in shelf:
        for _, task in scenario.tasks():
            text = read(Transcript.from_text(task.model_answer, scenario.language))
            line = row(text)
            faults += [
                (f"{scenario.id}/{task.id}", each.contrary_of, found.by)
                for each in task.contraries
                for found in contraries([p for p in each.any if p[0] != "!"], text, line)
            ]
    refuse(faults)
