"""Fits what ``interviewer.scoring.closeness`` weighs its measures with, and says what it is worth.

    python -m benchmarks.meaning.fit [--write]

Answers are composed of the labelled sentences, and are those of ``whole`` that may be looked at, whole, by half and
to another question; an example is one window of an answer and one idea that no phrasing has found there. Two thirds of the questions are fitted to, each third of them in turn left out to
choose the threshold; the last third is only reported (``benchmarks.understanding``). scikit-learn is
needed here alone.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import interviewer.scoring
from benchmarks.meaning import whole
from benchmarks.meaning.composed import (
    Answer,
    Question,
    Sentence,
    answers,
    place,
    questions,
    reported,
    same,
    split,
    spoken,
)
from interviewer.domain import Task
from interviewer.scoring.closeness import FEATURES
from interviewer.scoring.ideas import ideas_made
from interviewer.scoring.meaning import cut, ideas_of, measured, title_of
from interviewer.scoring.text import Text, read

FILE = Path(interviewer.scoring.__file__).with_name("closeness.json")
COUNTS = {
    "excellent": 4,
    "plain": 3,
    "heard": 3,
    "half": 10,
    "half_heard": 5,
    "near": 8,
    "off": 10,
    "false": 4,
}
_OFF = 0.3
"""Weight of an example of another question's answer: there are many."""
_SPOKEN, _SPOKEN_OFF = 3.0, 1.0
"""The same of a whole answer, and of one to another question: they are few."""
_HALVES, _OTHERS = 2, (7, 31, 53)
"""How often a whole answer is halved; how many answers on those lie that are taken for off topic."""
_STRENGTH = 0.3
THRESHOLD, ASTRAY, TOPIC = 0.0, 0.2, -0.05
EASED = (0.0, 0.75, 1.25)
"""Chosen by what each third of the fitted questions gives with the other's weights."""


@dataclass(frozen=True, slots=True)
class Example:
    """One answer, measured."""

    answer: Answer
    measures: Any
    """Windows, ideas, features."""
    truth: Any
    """1 made, 0 not made, −1 cannot be said, by window and idea."""
    found: Sequence[bool]
    settled: Sequence[bool]
    labels: Sequence[str]
    weight: float


def example(answer: Answer, weight: float = 1.0) -> Example:
    """``answer`` with what is measured of it."""
    _, _, task = place(answer.question)
    text = read(answer.transcript)
    found, contrary = ideas_made(task, text)
    measures = measured(task, text, found, contrary)
    labels = [title_of(idea) for idea in ideas_of(task)]
    settled = [any(each) for each in zip(found, contrary, strict=True)]
    return Example(answer, measures, _truth(answer, text, task), found, settled, labels, weight)


def _truth(answer: Answer, text: Text, task: Task) -> Any:
    windows = tuple(cut(text))
    labels = [title_of(idea) for idea in ideas_of(task)]
    truth = np.zeros((len(windows), len(labels)), int)
    for w, window in enumerate(windows):
        inside = set(range(text.tokens[window.first].word, text.tokens[window.last].word + 1))
        for said in answer.said:
            shared = len(inside & set(range(said.first, said.end)))
            if not shared or answer.kind in ("off", "false"):
                continue
            whole = shared >= 0.6 * (said.end - said.first) and shared >= 0.6 * len(inside)
            for at, label in enumerate(labels):
                if label == said.sentence.point and said.sentence.kind != "near":
                    truth[w, at] = 1 if whole else -1
                elif label in said.sentence.also:
                    truth[w, at] = -1
    return truth


def rows(every: Sequence[Example]) -> tuple[Any, Any, Any]:
    """Measures, truths and weights of all that may be asked about."""
    x, y, w = [], [], []
    for each in every:
        for at, known in enumerate(each.settled):
            if known:
                continue
            keep = each.truth[:, at] >= 0
            x.append(each.measures[keep, at])
            y.append(each.truth[keep, at])
            w.append(np.full(keep.sum(), each.weight))
    return np.concatenate(x), np.concatenate(y), np.concatenate(w)


def fitted(every: Sequence[Example]) -> tuple[Any, float]:
    """Weights and intercept."""
    from sklearn.linear_model import LogisticRegression

    x, y, w = rows(every)
    spread = x.std(axis=0)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(x / spread, y, sample_weight=w)
    return model.coef_[0] / spread, float(model.intercept_[0])


def counted(every: Sequence[Example], odds: Sequence[Any], threshold: float) -> dict[str, float]:
    """How many points are found, rightly and not, by wording and by meaning."""
    sums: dict[str, float] = dict.fromkeys(
        ("made", "by words", "by both", "wrong by words", "wrong by meaning", "unmade"), 0
    )
    for each, odd in zip(every, odds, strict=True):
        for at, label in enumerate(each.labels):
            by_meaning = not each.settled[at] and odd[:, at].max() > threshold
            if label in each.answer.made:
                sums["made"] += 1
                sums["by words"] += each.found[at]
                sums["by both"] += each.found[at] or by_meaning
            elif label not in each.answer.touched:
                sums["unmade"] += 1
                sums["wrong by words"] += each.found[at]
                sums["wrong by meaning"] += by_meaning
    return sums


def line(every: Sequence[Example], odds: Sequence[Any], threshold: float) -> str:
    """The figures of one threshold, kind by kind."""
    parts = [f"{threshold:5.2f}"]
    for kind in COUNTS:
        pairs = [(e, o) for e, o in zip(every, odds, strict=True) if e.answer.kind == kind]
        sums = counted([e for e, _ in pairs], [o for _, o in pairs], threshold)
        if sums["made"]:
            parts.append(
                f"{kind} {sums['by words'] / sums['made']:.3f}>{sums['by both'] / sums['made']:.3f}"
            )
        if sums["unmade"]:
            wrong = (
                sums["wrong by words"] / sums["unmade"],
                sums["wrong by meaning"] / sums["unmade"],
            )
            parts.append(f"(unmade {wrong[0]:.4f}+{wrong[1]:.4f})")
    return " ".join(parts)


def examples(chosen: Sequence[Question]) -> Iterator[Example]:
    """All composed answers to ``chosen``."""
    for question in chosen:
        for kind, count in COUNTS.items():
            for answer in answers(question, kind, count):
                yield example(answer, _OFF if kind == "off" else 1.0)


def whole_examples() -> Iterator[Example]:
    """Whole answers, their halves, and each as an answer to other questions of its language."""
    every = [(q, kind, said) for q, kind, said in whole.looked_at_by_sentence() if not reported(q)]
    for question, kind, said in every:
        yield example(_answer(question, "false" if kind == "false" else "plain", said), _SPOKEN)
    true = [(question, said) for question, kind, said in every if kind != "false"]
    for question, said in true:
        points = sorted({each.point for each in said if each.point})
        for number in range(_HALVES if len(points) > 1 else 0):
            chance = random.Random(f"{question}{number}")
            kept = {"", *chance.sample(points, len(points) // 2)}
            half = [each for each in said if each.point in kept]
            yield example(_answer(question, "half", half), _SPOKEN)
    for language in ("fr", "en"):
        told = [(question, said) for question, said in true if said[0].language == language]
        for on in _OTHERS:
            for at, (question, _) in enumerate(told):
                other, said = told[(at + on) % len(told)]
                if not same(question, other):
                    yield example(_answer(question, "off", said), _SPOKEN_OFF)


def _answer(question: Question, kind: str, said: list[Sentence]) -> Answer:
    transcript, places = spoken(said, random.Random(f"{question}{kind}"))
    own = kind not in ("false", "off")
    made = frozenset(each.point for each in said if own and each.point)
    return Answer(question, kind, 0, transcript, places, made=made)


def main() -> None:
    """Fits, prints, and with ``--write`` keeps it."""
    known = [each for each in questions() if not reported(each)]
    every = [*examples(known), *whole_examples()]
    odds: list[Any] = [None] * len(every)
    for left_out in (1, 2):
        weights, intercept = fitted([e for e in every if split(e.answer.question) != left_out])
        for at, each in enumerate(every):
            if split(each.answer.question) == left_out:
                odds[at] = each.measures @ weights + intercept
    for threshold in np.arange(0, 3.01, 0.25):
        half = [
            (e, o)
            for e, o in zip(every, odds, strict=True)
            if e.answer.kind in ("half", "half_heard")
        ]
        sums = counted([e for e, _ in half], [o for _, o in half], threshold)
        added = sums["by both"] - sums["by words"]
        print(
            line(every, odds, threshold),
            f"added precision {added / (added + sums['wrong by meaning']):.3f}",
        )
    weights, intercept = fitted(every)
    print(dict(zip(FEATURES, weights.round(3), strict=True)), round(intercept, 3))
    if "--write" in sys.argv:
        data = {
            "weights": {n: round(float(w), 5) for n, w in zip(FEATURES, weights, strict=True)},
            "intercept": round(intercept, 5),
            "threshold": THRESHOLD,
            "astray": ASTRAY,
            "topic": TOPIC,
            "eased": EASED,
        }
        FILE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        print(FILE)


if __name__ == "__main__":
    main()
