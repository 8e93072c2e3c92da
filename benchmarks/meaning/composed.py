"""Whole answers composed of the labelled sentences of this folder, always the same ones.

Kinds of an answer to a question: ``excellent`` makes every point once, in the trade's words (``made``),
``plain`` without them, ``heard`` as a small recogniser writes it, without capitals and marks; ``half`` and
``half_heard`` make half of the points; ``near`` half of them and comes near another; ``false`` says the
contrary of each; ``off`` is an answer to another question.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from interviewer.domain import Language, Phase, Scenario, Task, Transcript, Word
from interviewer.scenario.library import load

HERE = Path(__file__).parent
Question = tuple[str, str]
"""Ids of a scenario and of a question, or of a phase."""

_WORD_S, _GAP_S, _HELD = 0.35, 0.6, 0.6
"""Times of a composed answer: a word, a pause between sentences, and how often there is one."""

KINDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "excellent": (("made",), "all"),
    "plain": (("plain",), "all"),
    "heard": (("heard",), "all"),
    "half": (("made", "plain"), "half"),
    "half_heard": (("heard",), "half"),
    "near": (("made", "plain"), "near"),
    "false": (("contradicts",), "all"),
    "off": (("made", "plain"), "other"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence."""

    question: Question
    point: str
    language: Language
    kind: str
    text: str
    also: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in an answer: its first word and the one after its last."""

    sentence: Sentence
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One composed answer."""

    question: Question
    kind: str
    number: int
    transcript: Transcript
    said: tuple[Said, ...]
    made: frozenset[str] = field(default_factory=frozenset)
    """Points of the question that its sentences were written for."""
    touched: frozenset[str] = field(default_factory=frozenset)
    """Points that they make as well, or come near: neither right nor wrong."""


@cache
def sentences() -> tuple[Sentence, ...]:
    """All of the folder."""
    rows = (
        json.loads(line)
        for path in sorted(HERE.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return tuple(
        Sentence(
            (row["scenario"], row["question"]),
            row["point"],
            row["lang"],
            row["kind"],
            row["text"],
            frozenset(row["also"]),
        )
        for row in rows
    )


@cache
def questions() -> tuple[Question, ...]:
    """All that have sentences, in order."""
    return tuple(dict.fromkeys(each.question for each in sentences()))


def place(question: Question) -> tuple[Scenario, Phase, Task]:
    """Where a question is in the library."""
    scenario = _scenario(question[0])
    return next((scenario, *pair) for pair in scenario.tasks() if pair[1].id == question[1])


@cache
def _scenario(id_: str) -> Scenario:
    return load(id_)


def same(one: Question, other: Question) -> bool:
    """Whether one asks what the other does, in whatever language."""
    return _base(one) == _base(other)


def _base(question: Question) -> str:
    return f"{question[0].removesuffix('-en')}/{question[1]}"


def reported(question: Question) -> bool:
    """Whether nothing may be fitted to it: a third of the questions, translations together."""
    return split(question) == 0


def split(question: Question) -> int:
    """0, 1 or 2, by the question's name alone."""
    return sha256(_base(question).encode()).digest()[0] % 3


def answers(question: Question, kind: str, count: int) -> Iterator[Answer]:
    """``count`` answers of ``kind`` to ``question``."""
    words, extent = KINDS[kind]
    _, _, task = place(question)
    labels = [point.point for point in task.points] + [step.step for step in task.steps]
    for number in range(count):
        chance = random.Random(f"{question}{kind}{number}")
        of = _other(question, chance) if extent == "other" else question
        wanted = points_of(of)
        chance.shuffle(wanted)
        parts = len(wanted) if extent in ("all", "other") else max(1, len(wanted) // 2)
        chosen = [one(of, point, words, chance) for point in wanted[:parts]]
        near = one(of, wanted[-1], ("near",), chance) if extent == "near" else None
        own = of == question and kind != "false"
        yield Answer(
            question,
            kind,
            number,
            *spoken([*chosen, near] if near else chosen, chance),
            made=frozenset(each.point for each in chosen if own) & frozenset(labels),
            touched=frozenset(label for each in chosen if own for label in each.also).union(
                {near.point} if near else ()
            ),
        )


@cache
def _by_question() -> dict[Question, list[Sentence]]:
    found: dict[Question, list[Sentence]] = {}
    for each in sentences():
        found.setdefault(each.question, []).append(each)
    return found


def _other(question: Question, chance: random.Random) -> Question:
    """Another question of the same language; every second time, of the same scenario if it has one."""
    language = _by_question()[question][0].language
    pool = [
        each
        for each, said in _by_question().items()
        if said[0].language == language and not same(each, question)
    ]
    near = [each for each in pool if each[0] == question[0]]
    return chance.choice(near if near and chance.random() < 0.5 else pool)


def points_of(question: Question) -> list[str]:
    """Those that sentences were written for."""
    return list(dict.fromkeys(each.point for each in _by_question()[question]))


def one(question: Question, point: str, kinds: tuple[str, ...], chance: random.Random) -> Sentence:
    """A sentence of one of ``kinds`` to a point."""
    fits = [e for e in _by_question()[question] if e.point == point and e.kind in kinds]
    return chance.choice(fits)


def spoken(chosen: list[Sentence], chance: random.Random) -> tuple[Transcript, tuple[Said, ...]]:
    """The sentences as one answer, and where each stands in it."""
    words: list[Word] = []
    said: list[Said] = []
    now = 0.0
    for each in chosen:
        first = len(words)
        for text in each.text.split():
            words.append(Word(text, now, now + _WORD_S, 0.9))
            now += _WORD_S
        said.append(Said(each, first, len(words)))
        now += _GAP_S if chance.random() < _HELD else 0.0
    return Transcript(chosen[0].language, tuple(words)), tuple(said)
