"""Fits :mod:`interviewer.scoring.doubt`: how a sentence sounds that gets an idea wrong, and when it is believed.

    python -m benchmarks.meaning.doubt [--write]

Fitted to what may be looked at alone: the labelled sentences and composed answers of two thirds of the questions,
the sentences of ``spoken`` that are ``fitted``, the whole answers that are looked at, by others too. First how a sentence sounds, by
its words and by its vector; then what weighs the places where an idea was found, each sounding as questions tell
that it is no part of. Printed is, by questions left out in turn, the area under the curve of sentences, and
where the odds of true and false places lie, of which the limits in ``doubt.json`` were taken by hand;
``--write`` puts the weights there. scikit-learn is needed here alone.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.meaning import composed, whole
from benchmarks.meaning.composed import HERE, Question, Sentence, place, reported
from interviewer.domain import Transcript
from interviewer.encoder import encode
from interviewer.scoring import doubt
from interviewer.scoring.doubt import FEATURES, Answer, Others, Weights, fitted, kinds_in
from interviewer.scoring.doubt_cues import KINDS
from interviewer.scoring.ideas import all_worded, in_other_words, known
from interviewer.scoring.meaning import cut, ideas_of, sense, title_of, written
from interviewer.scoring.text import read

_FOLDS = 6
_STRENGTH, _SCALE = 0.03, 2.0
"""Of the regression of sentences, and of their vectors beside counts of words."""
_COMPOSED = {"excellent": 2, "plain": 2, "heard": 1, "half": 3, "near": 2, "false": 4, "off": 2}
_MIXED = 3
"""Answers a question that are half true and half false."""
_WEIGHT = {
    "composed": 1.0,
    "mixed": 2.0,
    "answers": 4.0,
    "sentences": 4.0,
    "others": 1.0,
    "half right": 2.0,
}
"""What is spoken as a whole, and scarce, counts more; so does what is right and wrong, as most answers are."""
_SAID = {"spoken": 3.0, "answers": 3.0, "sentences": 3.0, "others": 0.5}
"""The same of single sentences; those of others are many, and their false ones of one manner."""


def _fold(question: Question) -> int:
    base = f"{question[0].removesuffix('-en')}/{question[1]}"
    return int(sha256(base.encode()).hexdigest()[:8], 16) % _FOLDS


# How a sentence sounds.


def labelled() -> Iterator[tuple[str, Sentence]]:
    """Each with where it is from."""
    for each in composed.sentences():
        if each.kind != "near" and not reported(each.question):
            yield "composed", each
    for line in (HERE / "spoken" / "wrong.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] == "fitted":
            question = (row["scenario"], row["question"])
            yield (
                "spoken",
                Sentence(
                    question, row["point"], row["lang"], row["kind"], row["text"], frozenset()
                ),
            )
    for answer in whole.answers("answers"):
        if whole.looked_at(answer.question) and answer.kind != "off":
            text = read(answer.transcript)
            kind = "contradicts" if answer.kind == "false" else "made"
            for window in cut(text):
                yield (
                    "answers",
                    Sentence(
                        answer.question,
                        "",
                        text.language,
                        kind,
                        written(window, text),
                        frozenset(),
                    ),
                )
    for of in whole.LABELLED:
        for question, label, kind, said in whole.sentences(of):
            if whole.looked_at(question, of):
                language = place(question)[0].language
                yield of, Sentence(question, label, language, kind, said, frozenset())


def row(sentence: Sentence) -> list[int]:
    """How many words of each kind it holds, those of its point's label apart."""
    own = kinds_in(_norms(sentence.point, sentence), sentence.language)
    said = kinds_in(_norms(sentence.text, sentence), sentence.language)
    return [0 if mine else count for count, mine in zip(said, own, strict=True)]


def _norms(text: str, sentence: Sentence) -> str:
    tokens = read(Transcript.from_text(text, sentence.language)).tokens
    return " ".join(token.norm for token in tokens)


def sounds() -> list[Weights]:
    """The regression of sentences, of each fold's questions left out, and of all."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    known_ = list(labelled())
    vectors = _SCALE * encode([each.text for _, each in known_])
    x = np.hstack([np.array([row(each) for _, each in known_], float), vectors])
    y = np.array([each.kind == "contradicts" for _, each in known_])
    weight = np.array([_SAID.get(source, 1.0) for source, _ in known_])
    folds = np.array([_fold(each.question) for _, each in known_])
    odds, models = np.zeros(len(y)), []
    for fold in (*range(_FOLDS), None):
        used = folds != fold
        model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=2000)
        model.fit(x[used], y[used], sample_weight=weight[used])
        if fold is not None:
            odds[~used] = model.decision_function(x[~used])
        kinds, meaning = np.split(model.coef_[0], [len(KINDS["fr"])])
        models.append(
            replace(
                fitted(by_meaning=True),
                kinds=tuple(map(float, kinds)),
                usual=float(model.intercept_[0]),
                meaning=tuple(float(each) for each in _SCALE * meaning),
            )
        )
    for source in dict.fromkeys(source for source, _ in known_):
        for language in KINDS:
            of = np.array([(source, language) == (each, s.language) for each, s in known_])
            if len(set(y[of])) > 1:
                print(source, language, f"left out: {roc_auc_score(y[of], odds[of]):.3f}")
    return models


# Which places are believed.


@dataclass(frozen=True, slots=True)
class Place:
    """An idea that an answer tells something of, with the features of its least doubted place."""

    source: str
    fold: int
    kind: str
    """``made``, ``unsure`` (only just, by its meaning), ``near`` or ``contrary``."""
    confused: bool
    false: bool
    features: tuple[float, ...]


def spoken() -> Iterator[tuple[str, Question, Transcript, dict[str, bool]]]:
    """Where from, question, answer, and of its ideas whether it is false."""
    for of in ("answers", *whole.LABELLED):
        for each in whole.answers(of):
            if whole.looked_at(each.question, of):
                truth = dict.fromkeys(each.made, False) | dict.fromkeys(each.contradicts, True)
                yield of, each.question, each.transcript, truth
    for question, transcript, truth in whole.half_right():
        if whole.looked_at(question, "others"):
            yield "half right", question, transcript, truth
    for question in composed.questions():
        if reported(question):
            continue
        for kind, count in _COMPOSED.items():
            for made in composed.answers(question, kind, count):
                wrong = {said.sentence.point for said in made.said} if kind == "false" else set()
                truth = dict.fromkeys(made.made, False) | dict.fromkeys(wrong, True)
                yield "composed", question, made.transcript, truth
        for number in range(_MIXED):
            yield ("mixed", question, *_mixed(question, number))


def _mixed(question: Question, number: int) -> tuple[Transcript, dict[str, bool]]:
    chance = random.Random(f"{question}mixed{number}")
    labels = composed.points_of(question)
    chance.shuffle(labels)
    half = max(1, len(labels) // 2)
    truth = {label: at >= half for at, label in enumerate(labels)}
    chosen = [
        composed.one(question, label, ("contradicts",) if false else ("made", "plain"), chance)
        for label, false in truth.items()
    ]
    chance.shuffle(chosen)
    transcript, _ = composed.spoken(chosen, chance)
    besides = {label for each in chosen if not truth[each.point] for label in each.also}
    return transcript, {
        label: false for label, false in truth.items() if not (false and label in besides)
    }


def places(models: list[Weights]) -> Iterator[Place]:
    """Of all answers, each sounding as the questions of other folds tell."""
    for source, question, transcript, truth in spoken():
        text, task = read(transcript), place(question)[2]
        made = in_other_words(all_worded(task, text), task, text)[0]
        found, contrary = known(made)
        labels = [title_of(idea) for idea in ideas_of(task)]
        answer = Answer.of(
            text,
            tuple(cut(text)),
            labels,
            sense(task, text, found, contrary),
            models[_fold(question)],
        )
        for at, each in enumerate(made):
            if not each.told or labels[at] not in truth:
                continue
            others = Others(sum(contrary) - contrary[at], sum(found) - found[at])
            features = answer.features(each.told, at, others, by_meaning=each.by_meaning)
            made_so = "made" if each.sure else "unsure"
            kind = "near" if each.near else "contrary" if each.contrary else made_so
            yield Place(
                source,
                _fold(question),
                kind,
                others.contradicted > 0,
                truth[labels[at]],
                min(features),
            )


def believed(every: list[Place]) -> tuple[Any, dict[str, float]]:
    """Log-odds of each place by questions left out, and the weights of all with their intercept."""
    from sklearn.linear_model import LogisticRegression

    x = np.array([each.features for each in every])
    y = np.array([each.false for each in every])
    weight = np.array([_WEIGHT[each.source] for each in every])
    folds = np.array([each.fold for each in every])
    fits = np.array([each.kind in ("made", "unsure") for each in every])
    odds = np.zeros(len(y))
    for fold in (*range(_FOLDS), None):
        used = fits & (folds != fold)
        model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
        model.fit(x[used], y[used], sample_weight=weight[used])
        if fold is not None:
            odds[folds == fold] = model.decision_function(x[folds == fold])
    fitted_ = dict(zip(FEATURES, map(float, model.coef_[0]), strict=True))
    return odds, fitted_ | {"intercept": float(model.intercept_[0])}


def _table(every: Iterable[Place], odds: Any) -> None:
    of: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for each, value in zip(every, odds, strict=True):
        beside = "beside contraries" if each.confused else "alone"
        of[each.kind, beside, each.source, "false" if each.false else "true"].append(value)
    at = (2, 5, 10, 25, 50, 75, 90, 95, 98)
    print("percentiles", *at)
    for key in sorted(of):
        print(*key, len(of[key]), *(f"{each:.2f}" for each in np.percentile(of[key], at)))


def main() -> None:
    """Fits and prints."""
    models = sounds()
    every = list(places(models))
    odds, weights = believed(every)
    _table(every, odds)
    path = Path(doubt.__file__).with_name("doubt.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    last = models[-1]
    stored["by_meaning"] |= {
        "kinds": {kind: round(each, 2) for kind, each in zip(KINDS["fr"], last.kinds, strict=True)},
        "usual": round(last.usual, 2),
        "intercept": round(weights.pop("intercept"), 2),
        "place": {name: round(each, 2) for name, each in weights.items()},
        "meaning": [round(each, 2) for each in last.meaning],
    }
    print({key: value for key, value in stored["by_meaning"].items() if key != "meaning"})
    if "--write" in sys.argv:
        path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
