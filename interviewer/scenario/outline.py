"""A scenario file read quickly, for a screen that must be there at once. Unchecked.

The file models take longer to load than all the rest of a first screen. What comes from here holds
what the candidate sees and how long it may take, without the glossary; :func:`library.load` stays
the only judge of a file, and is asked as soon as the screen stands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from interviewer.errors import InterviewerError
from interviewer.models import Phase, Question, Scenario, Task, Term
from interviewer.scenario.duration import parse_duration
from interviewer.scenario.finding import find_file
from interviewer.scenario.source import parse_toml, read_text

__all__ = ["outline"]


def outline(reference: str | Path) -> Scenario | None:
    """The scenario of a file that is well formed; None says nothing about what is wrong with it.

    Phases, questions and terms come without what an answer is scored by.
    """
    try:
        path = find_file(reference)
        _, data = parse_toml(read_text(path), str(path))
        phases = tuple(_phase(phase) for phase in data["phase"])
        return Scenario(data["id"], data["title"], data["language"], phases)
    except (InterviewerError, LookupError, TypeError, ValueError, AttributeError):
        return None


def _phase(data: dict[str, Any]) -> Phase:
    questions = tuple(_question(question, data) for question in data.get("question", ()))
    target_s = _target_s(data, questions)
    return Phase(
        data["id"],
        data["title"],
        data["kind"],
        target_s,
        data["prompt"],
        _task(data, target_s),
        questions,
        optional=data.get("optional", False),
    )


def _target_s(data: dict[str, Any], questions: tuple[Question, ...]) -> float:
    if "target" in data:
        return parse_duration(data["target"])
    return sum(question.target_s for question in questions)


def _question(data: dict[str, Any], phase: dict[str, Any]) -> Question:
    target_s = parse_duration(data["target"] if "target" in data else phase["target"])
    return Question(_task(data, target_s), data["ask"])


def _task(data: dict[str, Any], target_s: float) -> Task:
    return Task(
        data["id"],
        target_s,
        tuple(_term(term) for term in data.get("terms", ())),
        model_answer=data.get("model_answer", ""),
        cue=data.get("cue", ""),
    )


def _term(data: str | dict[str, Any]) -> Term:
    if isinstance(data, str):
        return Term(data)
    return Term(data["term"], required=data.get("required", True))
