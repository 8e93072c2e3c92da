"""What the interviewer says in a scenario, every text of it, as the file writes it."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.domain import Phase, Scenario, Task


def spoken_texts(scenario: Scenario) -> tuple[str, ...]:
    """Each text a session, a drill or the timer may say aloud, once, in the order of a session."""
    return tuple(dict.fromkeys(text for text in _all(scenario) if text.strip()))


def _all(scenario: Scenario) -> Iterator[str]:
    yield scenario.greeting
    for phase in scenario.phases:
        yield phase.prompt
        yield from _follow_up(phase.task)
        for question in phase.questions:
            # What the candidate may ask is an example, and is only shown.
            yield question.reply if phase.kind == "ask" else question.ask
            yield from _follow_up(question.task)
        yield phase.default_reply
        yield _title(phase)
    yield scenario.farewell


def _follow_up(task: Task) -> Iterator[str]:
    if task.follow_up is not None:
        yield task.follow_up.ask


def _title(phase: Phase) -> str:
    """What the timer announces the phase by; of questions it says each."""
    return "" if phase.kind == "question" else phase.title
