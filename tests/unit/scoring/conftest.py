"""Builders of small takes and scenarios."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain import Language, Notice, Phase, Scenario, Span, Take, Task, Transcript, Word


def _take(
    text: str,
    *,
    language: Language = "fr",
    pace: float = 150.0,
    pauses: dict[int, float] | None = None,
    notices: Sequence[Notice] = (),
) -> Take:
    """``text`` evenly spoken from second 1 on.

    ``pauses`` maps the index of a word to the silence after it, in seconds; ``pace`` is in
    words a minute between them.
    """
    silences = pauses or {}
    length = 60.0 / pace
    words: list[Word] = []
    speech: list[Span] = []
    now = start = 1.0
    for index, word in enumerate(text.split()):
        words.append(Word(word, now, now + length, 0.9))
        now += length
        if index in silences:
            speech.append(Span(start, now))
            now += silences[index]
            start = now
    if now > start:
        speech.append(Span(start, now))
    transcript = Transcript(language, tuple(words))
    return Take(Path("intro.wav"), now + 1.0, tuple(speech), transcript, tuple(notices))


def _scenario(task: Task, *, language: Language = "fr", **parts: Any) -> Scenario:
    """A scenario of one pitch phase; ``parts`` are further fields of :class:`Scenario`."""
    phase = Phase(task.id, "Introduction", "pitch", task.target_s, "Allez-y.", task)
    return Scenario("test", "Test", language, (phase,), **parts)


@pytest.fixture(scope="session")
def make_take() -> Callable[..., Take]:
    return _take


@pytest.fixture(scope="session")
def make_scenario() -> Callable[..., Scenario]:
    return _scenario
