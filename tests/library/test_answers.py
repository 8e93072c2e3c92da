"""Model answers against the questions, traps and topics of the library."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from interviewer.engine.topics import reply_to
from interviewer.models import Scenario, Task, Transcript
from interviewer.score.coverage import occurrences, score_coverage
from interviewer.score.patterns import earliest
from interviewer.score.text import Text, read
from interviewer.score.traps import find_traps

Refuse = Callable[[Collection[object]], None]

GOOD = 90.0

TWINS: Mapping[str, frozenset[tuple[str, str]]] = {
    "the same phase on two clocks": frozenset(
        {
            ("entretien-ia/anecdote", "pitch-3min/anecdote"),
            ("entretien-ia/punchlines", "pitch-3min/punchlines"),
            ("entretien-ia/questions", "pitch-3min/questions"),
            ("pitch-3min/intro", "entretien-ia/intro"),
            ("pitch-3min/anecdote", "entretien-ia/anecdote"),
            ("pitch-3min/punchlines", "entretien-ia/punchlines"),
            ("pitch-3min/closing", "entretien-ia/closing"),
        }
    ),
    "a line is one idea, and a long answer on its subject says it in passing": frozenset(
        {
            ("entretien-ia/closing", "punchlines/six-semaines"),
            ("pitch-3min/closing", "punchlines/six-semaines"),
            ("pitch-3min/punchlines", "punchlines/lexpert-tranche"),
            ("presentation-cv/defi", "punchlines/erreur-silencieuse"),
            ("presentation-cv/projet", "punchlines/documents-en-main"),
            ("projet-ia/p1", "punchlines/memoire-vivante"),
            ("projet-ia/p2", "punchlines/une-maniere"),
            ("projet-ia/p3", "punchlines/filtrer-les-deux-cotes"),
            ("projet-ia/p3", "punchlines/une-trace"),
            ("projet-ia/q2", "punchlines/concept-mlops"),
            ("projet-ia/q3", "punchlines/dix-secondes"),
            ("questions-ia/q2", "punchlines/tableau-de-chiffres"),
            ("questions-ia/q3", "punchlines/pas-par-coeur"),
            ("questions-ia/q4", "punchlines/concept-embedding"),
            ("questions-ia/q6", "punchlines/six-semaines"),
            ("questions-ia/q10", "punchlines/filtrer-les-deux-cotes"),
            ("schemas/boucle-mlops", "punchlines/erreur-silencieuse"),
            ("schemas/rag", "punchlines/par-le-sens"),
            ("schemas/recherche-semantique", "punchlines/memoire-vivante"),
            ("schemas/recherche-semantique", "punchlines/par-le-sens"),
            ("schemas/workflow-vision", "punchlines/peu-de-photos"),
        }
    ),
}
"""Why (answer, task) may score 90 although the task is another's. One that does not is refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A model answer, read once."""

    scenario: Scenario
    task: Task
    said: Transcript
    text: Text

    @property
    def address(self) -> str:
        return f"{self.scenario.id}/{self.task.id}"


def test_a_model_answer_covers_its_own_task(scenario: Scenario, refuse: Refuse) -> None:
    scores = {
        answer.task.id: score_coverage(scenario, answer.task, answer.said).score
        for answer in answers(scenario)
    }
    refuse([fault for fault in scores.items() if fault[1] is None or fault[1] < GOOD])


def test_a_model_answer_covers_no_other_task(shelf: tuple[Scenario, ...], refuse: Refuse) -> None:
    every = [answer for scenario in shelf for answer in answers(scenario)]
    covered = {
        (answer.address, other.address)
        for answer in every
        for other in every
        if answer is not other and covers(answer, other)
    }
    addresses = {answer.address for answer in every}
    declared = {pair for pairs in TWINS.values() for pair in pairs if pair[0] in addresses}
    refuse(sorted(covered - declared))
    refuse([("no twin any more", *pair) for pair in sorted(declared - covered)])


def test_model_answers_fall_into_no_trap(scenario: Scenario, refuse: Refuse) -> None:
    hits = [
        (answer.task.id, hit.trap.id, hit.quote)
        for answer in answers(scenario)
        for hit in find_traps(scenario, answer.said)
    ]
    refuse(hits)


def test_every_trap_closes_on_what_it_is_set_for(scenario: Scenario, refuse: Refuse) -> None:
    sprung = {
        trap.id: [hit.trap.id for hit in find_traps(scenario, as_said(trap.any[0], scenario))]
        for trap in scenario.traps
    }
    refuse([id_ for id_, hits in sprung.items() if id_ not in hits])


def test_every_topic_is_recognised_by_its_own_question(scenario: Scenario, refuse: Refuse) -> None:
    lost = [
        topic.id
        for phase in scenario.phases
        if phase.kind == "ask"
        for topic in phase.questions
        if topic.reply not in reply_to(phase, Transcript.from_text(topic.ask, scenario.language))
    ]
    refuse(lost)


def answers(scenario: Scenario) -> Iterator[Answer]:
    for _, task in scenario.tasks():
        said = Transcript.from_text(task.model_answer, scenario.language)
        yield Answer(scenario, task, said, read(said))


def covers(answer: Answer, other: Answer) -> bool:
    """Whether ``answer`` would score 90 for the task of ``other``."""
    if out_of_reach(other.scenario, other.task, answer.text):
        return False
    score = score_coverage(other.scenario, other.task, answer.said).score
    return score is not None and score >= GOOD


def out_of_reach(scenario: Scenario, task: Task, text: Text) -> bool:
    """Whether too much is missing for 90. Stops at the first miss that decides it.

    The whole matrix is some hundred thousand pairs; nearly all are settled by one or two terms.
    """
    required = [term for term in task.terms if term.required]
    ideas = [*(point.any for point in task.points), *(step.any for step in task.steps)]
    whole = sum(term.weight for term in required) + len(ideas)
    spare = (whole + len(scenario.moves) + len(scenario.rules)) * (1 - GOOD / 100) + 1e-9
    for term in required:
        spare -= 0.0 if occurrences(term, text) else term.weight
        if spare < 0:
            return True
    for phrasings in ideas:
        spare -= 0.0 if earliest(phrasings, text) else 1.0
        if spare < 0:
            return True
    return False


def as_said(pattern: str, scenario: Scenario) -> Transcript:
    """The words of ``pattern`` without its marks."""
    return Transcript.from_text(re.sub(r"[*…]", " ", pattern), scenario.language)
