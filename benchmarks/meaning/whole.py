"""Whole answers as they are spoken (``whole/README.md``), as the benchmark of understanding reads them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from interviewer.domain import Transcript, Word

from .composed import Question, place

HERE = Path(__file__).parent / "whole"
_WORD_S, _PAUSE_S = 0.35, 0.6
"""Times of a word, and of the pause after a sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and what it says of the points of its question."""

    question: Question
    kind: str
    transcript: Transcript
    made: frozenset[str]
    contradicts: frozenset[str]
    near: frozenset[str]


def looked_at(question: Question) -> bool:
    """Whether it may be read to mend what is found; the others are reported."""
    base = f"{question[0].removesuffix('-en')}/{question[1]}"
    return sha256(base.encode()).digest()[4] % 2 == 1


def answers() -> Iterator[Answer]:
    """All of them."""
    for each in tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))["answer"]:
        question = (each["scenario"], each["question"])
        made, contradicts, near = (
            frozenset(each.get(key, ())) for key in ("made", "contradicts", "near")
        )
        scenario, _, task = place(question)
        unknown = (made | contradicts | near) - {point.point for point in task.points}
        if unknown:
            raise ValueError(f"{question} has no point {unknown}")
        words = _spoken(each["text"])
        transcript = Transcript(scenario.language, words)
        yield Answer(question, each["kind"], transcript, made, contradicts, near)


def _spoken(text: str) -> tuple[Word, ...]:
    words: list[Word] = []
    now = 0.0
    for word in text.split():
        words.append(Word(word, now, now + _WORD_S, 0.9))
        now += _WORD_S + (_PAUSE_S if word[-1] in ".?!" else 0.0)
    return tuple(words)
