"""Whole answers as they are spoken (``whole/README.md``), as the benchmark of understanding reads them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from interviewer.domain import Transcript, Word

from .composed import Question, Sentence, place, reported, same

HERE = Path(__file__).parent / "whole"
Set = Literal["answers", "sentences", "others"]
"""The files of answers: those labelled as a whole, those labelled sentence by sentence, and those by other authors."""
LABELLED: tuple[Set, ...] = ("sentences", "others")
"""Those of which each sentence is labelled."""
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


def looked_at(question: Question, of: Set = "answers") -> bool:
    """Whether it may be read to mend what is found; the others are reported.

    Of ``sentences``, two thirds of those that may be read in ``answers``: none that is reported there. Of
    ``others``, none that is reported in any other set, in either language.
    """
    if of == "others":
        return not reported(question) and question not in _reported_elsewhere()
    digest = sha256(f"{question[0].removesuffix('-en')}/{question[1]}".encode()).digest()
    return digest[4] % 2 == 1 and (of == "answers" or digest[5] % 3 != 2)


@cache
def _reported_elsewhere() -> frozenset[Question]:
    """The questions of ``others`` that an older set reports."""
    sets: tuple[Set, ...] = ("answers", "sentences")
    old = {(each.question, of) for of in sets for each in answers(of)}
    held = {question for question, of in old if not looked_at(question, of)}
    every = {each.question for each in answers("others")}
    return frozenset(each for each in every if any(same(each, one) for one in held))


def answers(of: Set = "answers") -> Iterator[Answer]:
    """All of a file."""
    for each in tomllib.loads((HERE / f"{of}.toml").read_text(encoding="utf-8"))["answer"]:
        question = (each["scenario"], each["question"])
        made, contradicts, near = (_labels(each, key) for key in ("made", "contradicts", "near"))
        scenario, _, task = place(question)
        own = {point.point for point in task.points} | {step.step for step in task.steps}
        unknown = (made | contradicts | near) - own
        if unknown:
            raise ValueError(f"{question} has no point {unknown}")
        text = each.get("text") or " ".join(sentence["text"] for sentence in each["said"])
        transcript = Transcript(scenario.language, _spoken(text))
        yield Answer(question, each["kind"], transcript, made, contradicts, near)


def looked_at_by_sentence() -> Iterator[tuple[Question, str, list[Sentence]]]:
    """Question, kind and sentences of the answers of which each sentence is labelled and that may be looked at;
    what belongs to no point has none."""
    for of in LABELLED:
        for each in tomllib.loads((HERE / f"{of}.toml").read_text(encoding="utf-8"))["answer"]:
            question = (each["scenario"], each["question"])
            if not looked_at(question, of):
                continue
            language = place(question)[0].language
            kind = "contradicts" if each["kind"] == "false" else "made"
            said = [
                Sentence(question, one.get(kind, ""), language, kind, one["text"], frozenset())
                for one in each["said"]
            ]
            yield question, each["kind"], said


def sentences(of: Set = "sentences") -> Iterator[tuple[Question, str, str, str]]:
    """Question, point, ``made`` or ``contradicts``, and what is said, of those that are labelled one by one."""
    text = (HERE / f"{of}.toml").read_text(encoding="utf-8")
    for each in tomllib.loads(text)["answer"]:
        for said in each["said"]:
            for kind in ("made", "contradicts"):
                if kind in said:
                    yield (each["scenario"], each["question"]), said[kind], kind, said["text"]


def half_right(count: int = 3) -> Iterator[tuple[Question, Transcript, dict[str, bool]]]:
    """Answers half true and half false of the sentences of others, ``count`` a question, and of each point whether
    it is false there."""
    said: dict[Question, dict[str, dict[str, str]]] = {}
    for question, label, kind, text in sentences("others"):
        said.setdefault(question, {}).setdefault(kind, {}).setdefault(label, text)
    for question, kinds in said.items():
        both = sorted(kinds.get("made", {}).keys() & kinds.get("contradicts", {}).keys())
        for number in range(count if len(both) > 1 else 0):
            chance = random.Random(f"{question}{number}")
            chance.shuffle(both)
            truth = {label: at >= len(both) // 2 for at, label in enumerate(both)}
            parts = [kinds["contradicts" if false else "made"][at] for at, false in truth.items()]
            chance.shuffle(parts)
            yield question, Transcript(place(question)[0].language, _spoken(" ".join(parts))), truth


def _labels(answer: dict[str, Any], key: str) -> frozenset[str]:
    """Of the answer, or of its sentences."""
    said = (sentence[key] for sentence in answer.get("said", ()) if key in sentence)
    return frozenset((*answer.get(key, ()), *said))


def _spoken(text: str) -> tuple[Word, ...]:
    words: list[Word] = []
    now = 0.0
    for word in text.split():
        words.append(Word(word, now, now + _WORD_S, 0.9))
        now += _WORD_S + (_PAUSE_S if word[-1] in ".?!" else 0.0)
    return tuple(words)
