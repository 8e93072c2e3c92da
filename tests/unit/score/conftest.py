"""Builders of small takes, tasks and scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest

from interviewer.models import (
    Language,
    Move,
    Notice,
    Phase,
    Rule,
    Scenario,
    Span,
    Take,
    Task,
    Transcript,
    Trap,
    Word,
)


class MakeTake(Protocol):
    def __call__(
        self,
        text: str,
        *,
        language: Language = ...,
        pace: float = ...,
        pauses: dict[int, float] = ...,
        probability: float = ...,
        notices: Sequence[Notice] = ...,
    ) -> Take: ...


class MakeScenario(Protocol):
    def __call__(
        self,
        task: Task,
        *,
        language: Language = ...,
        traps: Sequence[Trap] = ...,
        moves: Sequence[Move] = ...,
        rules: Sequence[Rule] = ...,
    ) -> Scenario: ...


def _take(
    text: str,
    *,
    language: Language = "fr",
    pace: float = 150.0,
    pauses: dict[int, float] | None = None,
    probability: float = 0.9,
    notices: Sequence[Notice] = (),
) -> Take:
    """Evenly spoken ``text`` from second 1 on; ``pauses`` maps a word index to the silence
    (seconds) after that word, and pace is in words a minute, pauses left out."""
    silences = pauses or {}
    length = 60.0 / pace
    words: list[Word] = []
    speech: list[Span] = []
    now = start = 1.0
    for index, word in enumerate(text.split()):
        words.append(Word(word, now, now + length, probability))
        now += length
        if index in silences:
            speech.append(Span(start, now))
            now += silences[index]
            start = now
    if words and now > start:
        speech.append(Span(start, now))
    return Take(
        audio=Path("intro.wav"),
        duration_s=now + 1.0,
        speech=tuple(speech),
        transcript=Transcript(language, tuple(words)),
        notices=tuple(notices),
    )


def _scenario(
    task: Task,
    *,
    language: Language = "fr",
    traps: Sequence[Trap] = (),
    moves: Sequence[Move] = (),
    rules: Sequence[Rule] = (),
) -> Scenario:
    phase = Phase(task.id, "Introduction", "pitch", task.target_s, "Allez-y.", task)
    return Scenario(
        id="test",
        title="Test",
        language=language,
        phases=(phase,),
        traps=tuple(traps),
        moves=tuple(moves),
        rules=tuple(rules),
    )


@pytest.fixture(scope="session")
def make_take() -> MakeTake:
    return _take


@pytest.fixture(scope="session")
def make_scenario() -> MakeScenario:
    return _scenario
