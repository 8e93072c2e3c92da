"""Pairs of a reference and a sentence, for ``judge.py``: made, contradicted or not made.

The reference alternates, so that a judge has to read both sides: the label of a point, the line of the model
answer or another sentence that makes it, a sentence that says its contrary, the label negated; and the same of
siblings and of other questions. Neither the sentence nor the reference alone gives the truth away. Points
that overlap in their question (README) are no siblings; points with artificial contraries have none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Literal

from benchmarks.meaning.composed import (
    Question,
    Sentence,
    place,
    questions,
    same,
    sentences,
    split,
)
from interviewer.domain import Language
from interviewer.scoring.meaning import references

Part = Literal["fit", "tune", "report"]
MADE, CONTRADICTED, NOT_MADE = range(3)

_OVERLAPPING = frozenset(
    {("genai-36", f"q{number}") for number in (9, 10, 13, 17, 18, 21, 28)}
    | {("questions-ia", name) for name in ("q1", "q9", "q10")}
    | {("urgence", "u8"), ("questions-recruteur", "r7"), ("questions-recruteur", "r8")}
)
_ARTIFICIAL = frozenset(("Un usage concret", "En tirer une conséquence pratique"))
_NEGATED: Mapping[Language, Sequence[str]] = {
    "fr": ("il est faux que {}", "pas {}", "le contraire de {}", "on ne dit pas {}"),
    "en": ("it is false that {}", "not {}", "the contrary of {}", "never {}"),
}
_RECIPE: Mapping[str, Sequence[tuple[str, int, float]]] = {
    "made": (
        ("label", MADE, 1),
        ("line", MADE, 0.7),
        ("contrary", CONTRADICTED, 0.35),
        ("negated", CONTRADICTED, 0.2),
        ("sibling label", NOT_MADE, 0.8),
        ("sibling line", NOT_MADE, 0.4),
        ("sibling contrary", NOT_MADE, 0.2),
        ("sibling negated", NOT_MADE, 0.1),
        ("other label", NOT_MADE, 0.3),
    ),
    "contradicts": (
        ("label", CONTRADICTED, 2),
        ("line", CONTRADICTED, 2),
        ("negated", MADE, 1),
        ("contrary", MADE, 0.7),
        ("sibling label", NOT_MADE, 1),
        ("sibling line", NOT_MADE, 0.7),
        ("other label", NOT_MADE, 0.3),
    ),
    "near": (
        ("label", NOT_MADE, 1),
        ("line", NOT_MADE, 1),
        ("contrary", NOT_MADE, 0.3),
        ("negated", NOT_MADE, 0.2),
        ("sibling label", NOT_MADE, 0.5),
        ("sibling line", NOT_MADE, 0.3),
    ),
}
"""What a sentence of a kind is compared with, the truth, and how often."""
_PARAPHRASE = 0.6
"""Share of the shorter one's words from which on two sentences are one misheard."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What is compared."""

    reference: str
    window: str
    truth: int
    what: str
    """The kinds of the sentence and of the reference."""


def plain(text: str) -> str:
    """Lower-case, without marks: `heard` alone is so by itself."""
    return " ".join(re.sub(r"[^\w'%]+", " ", text.lower().replace("’", "'")).split())


def part(question: Question) -> Part:
    """Which part a question is in, with its translation."""
    if split(question) == 0:
        return "report"
    name = f"{question[0].removesuffix('-en')}/{question[1]}"
    return "tune" if sha256(name.encode()).digest()[1] % 4 == 0 else "fit"


def overlaps(question: Question) -> bool:
    """Whether a sentence of one of its points tends to make another."""
    return any(same(question, each) for each in _OVERLAPPING)


def artificial(question: Question, point: str) -> bool:
    """Whether nobody would say the contrary of ``point``."""
    return question[0] == "questions-recruteur" or (
        same(question, ("genai-36", "q32")) and point in _ARTIFICIAL
    )


@cache
def language(question: Question) -> Language:
    """What its sentences are in."""
    return next(each.language for each in sentences() if each.question == question)


@cache
def known(question: Question) -> Mapping[str, tuple[str, ...]]:
    """By point, what a program has of it: the label, and the model answer's line if there is one."""
    _, _, task = place(question)
    return {
        idea.label: tuple(dict.fromkeys((plain(idea.label), plain(idea.line))))
        for idea in references(task, language(question))
    }


@cache
def said(question: Question, point: str) -> Mapping[str, Sequence[Sentence]]:
    """Its sentences by kind."""
    found: dict[str, list[Sentence]] = {}
    for each in sentences():
        if each.question == question and each.point == point:
            found.setdefault(each.kind, []).append(each)
    return found


def pairs(wanted: Part, seed: int) -> list[Pair]:
    """The pairs of a part in a random order, others with another seed."""
    chance = random.Random(seed)
    chosen = [each for each in questions() if part(each) == wanted]
    found = [
        pair
        for sentence in sentences()
        if sentence.question in chosen and sentence.point in known(sentence.question)
        for pair in _of(sentence, chosen, chance)
    ]
    chance.shuffle(found)
    return found


def _of(sentence: Sentence, chosen: Sequence[Question], chance: random.Random) -> Iterator[Pair]:
    kind = sentence.kind if sentence.kind in _RECIPE else "made"
    if kind == "contradicts" and artificial(sentence.question, sentence.point):
        return
    window = plain(sentence.text)
    for reference, truth, times in _RECIPE[kind]:
        for _ in range(int(times) + (chance.random() < times % 1)):
            text = _reference(reference, sentence, chosen, chance)
            if text is not None and text != window:
                yield Pair(text, window, truth, f"{kind}, {reference}")


def _reference(
    kind: str, sentence: Sentence, chosen: Sequence[Question], chance: random.Random
) -> str | None:
    question, point = sentence.question, sentence.point
    if kind.startswith("other"):
        fits = [e for e in chosen if language(e) == sentence.language and not same(e, question)]
        question = chance.choice(fits)
        point = chance.choice(list(known(question)))
    elif kind.startswith("sibling"):
        siblings = [e for e in known(question) if e != point and e not in sentence.also]
        if overlaps(question) or not siblings:
            return None
        point = chance.choice(siblings)
    form, of = kind.rpartition(" ")[2], known(question)[point]
    if form == "label":
        return of[0]
    if form == "line":
        return _line(of, said(question, point), plain(sentence.text), chance)
    if artificial(question, point):
        return None
    if form == "negated":
        return chance.choice(_NEGATED[sentence.language]).format(of[0])
    return plain(chance.choice(said(question, point)["contradicts"]).text)


def _line(
    of: tuple[str, ...],
    kinds: Mapping[str, Sequence[Sentence]],
    window: str,
    chance: random.Random,
) -> str:
    """The model answer's line, or a sentence that is not the same misheard."""
    if of[1:] and chance.random() < 0.4:
        return of[1]
    own = set(window.split())
    texts = [plain(each.text) for kind in ("made", "plain") for each in kinds[kind]]
    return chance.choice(
        [
            text
            for text in texts
            if len(own & set(text.split())) < _PARAPHRASE * min(len(own), len(set(text.split())))
        ]
        or [of[-1]]
    )
