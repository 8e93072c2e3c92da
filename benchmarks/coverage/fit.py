"""Fits how sure it is that a spotted term was said to the labelled set's development half.

    python -m benchmarks.coverage.fit            # what the trees are worth where they were not fitted
    python -m benchmarks.coverage.fit --write    # and those of the shipped voices, into the package
    python -m benchmarks.coverage.fit --told     # what the shipped trees and the gain of who was told the names count for

Reported are texts that the trees were not fitted to (cross-validation), each synthesiser by trees of the others,
and the voices that the shipped ones never hear. Needs scikit-learn (``pip install '.[bench]'``); what it
fits is evaluated without it. The answers may only rise with each kind of evidence (monotonic constraints), so
that no chance of the set makes better evidence count less.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.corpus.truth import Recording, default_folder, load_recordings, together_folder
from benchmarks.coverage.asked import Place
from benchmarks.coverage.decks import deal
from benchmarks.coverage.ears import Ears
from interviewer.domain import Spotting
from interviewer.scenario.glossary import load_glossary
from interviewer.scoring import misheard
from interviewer.scoring.misheard import (
    CREDITED,
    CREDITED_ALONE,
    counts,
    features,
    parts,
    supports,
)
from interviewer.scoring.trees import FEATURES

__all__ = ["DIRECTIONS", "LEFT_OUT", "Example", "with_company"]

Floats = npt.NDArray[np.float64]

_RISING, _FALLING, _FREE = 1, -1, 0
DIRECTIONS = {
    "gain_nats": _RISING,
    "similarity": _RISING,
    "votes": _RISING,
    "company": _RISING,
    "ordinary": _FALLING,
    "probability": _FALLING,
    "hinted": _FREE,
    "letters": _FREE,
}
_SHAPE: dict[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.08,
    "max_depth": 4,
    "min_samples_leaf": 15,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": 0,
}
"""Of the shapes tried (depth 3 to 5, 60 to 200 misheard) the smallest that was as good as any."""
LEFT_OUT = (
    *(
        "pico:fr-FR*0.84",
        "pico:fr-FR*1.1",
        "pico:en-US",
        "pico:en-US*0.88",
        "flite:rms",
        "flite:awb",
    ),
    *("ff_siwis+pm_alex", "ff_siwis+if_sara", "am_michael", "bm_george"),
)
"""Voices that the shipped trees are not fitted to, of each synthesiser and language some."""
_CONTROL_WEIGHT = 2.0
_FOLDS = 8
_BESIDE_S = 1.0
"""How far from the words of a term a place of it may be."""
_COMPANY = FEATURES.index("company")
_THRESHOLDS = (0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Example:
    """A place of one recording."""

    recording: Recording
    place: Place

    @property
    def said(self) -> bool:
        """Whether the term is said about there."""
        words = self.place.words
        return any(
            span.term == self.place.spotting.term
            and span.start_s - _BESIDE_S <= words[-1].end_s
            and words[0].start_s <= span.end_s + _BESIDE_S
            for span in self.recording.said
        )

    def meets(self, other: Example) -> bool:
        one, two = self.place, other.place
        return one.first <= two.last and two.first <= one.last


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--write", action="store_true", help="put the trees into the package")
    parser.add_argument("--told", action="store_true", help="leave the trees as they are")
    options = parser.parse_args()
    examples = list(_examples(options.folder))
    print(f"{len(examples)} places, {sum(one.said for one in examples)} of terms that were said")
    for line in _report_told(examples) if options.told else _report(examples):
        print(line)
    if options.write:
        model = _fitted([one for one in examples if one.recording.voice not in LEFT_OUT])
        path = Path(misheard.__file__).with_name("trees.json")
        path.write_text(json.dumps(_written(model), separators=(",", ":")) + "\n")
        print(path)


def _examples(folder: Path) -> Iterator[Example]:
    recordings = load_recordings(together_folder(folder))
    decks = deal(recordings, load_glossary())
    ears = Ears("faster-whisper", "base", folder / "heard")
    for recording in recordings:
        if recording.half == "dev":
            windows = ears.windows(recording, decks[recording.text_id])
            for number, window in enumerate(windows):
                for place in window.places(number):
                    yield Example(recording, place)


def _table(examples: Sequence[Example]) -> Floats:
    """Shape ``(examples, features)``."""
    return np.array([features(one.place.spotting, one.place.words) for one in examples])


def _fit(examples: Sequence[Example], table: Floats) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    directions = [DIRECTIONS[name] for name in FEATURES]
    model = HistGradientBoostingClassifier(monotonic_cst=directions, **_SHAPE)
    weights = [_CONTROL_WEIGHT if one.recording.kind == "control" else 1.0 for one in examples]
    return model.fit(table, [one.said for one in examples], sample_weight=weights)


def with_company(examples: Sequence[Example], model: Any) -> Floats:
    """The table with the company of terms that ``model`` is sure of, as the scorer will have it."""
    table = _table(examples)
    sure = model.predict_proba(table)[:, 1]
    sources = [
        supports(one.place.spotting, float(each)) for one, each in zip(examples, sure, strict=True)
    ]
    beside: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for index, one in enumerate(examples):
        beside[one.recording.id, one.place.window].append(index)
    for window in beside.values():
        for index in window:
            table[index, _COMPANY] = max(
                table[index, _COMPANY],
                any(
                    sources[other]
                    and examples[other].place.spotting.term != examples[index].place.spotting.term
                    and not examples[other].meets(examples[index])
                    for other in window
                ),
            )
    return table


def _fitted(examples: Sequence[Example]) -> Any:
    """Twice: company is known once it is known which terms were said."""
    return _fit(examples, with_company(examples, _fit(examples, _table(examples))))


def _report(examples: Sequence[Example]) -> Iterator[str]:
    """What trees make of places that they were not fitted to, at several thresholds."""
    from sklearn.model_selection import GroupKFold

    texts = [one.recording.text_id for one in examples]
    folds = min(_FOLDS, len(set(texts)))
    rounds = [
        ([examples[at] for at in learnt], [examples[at] for at in asked])
        for learnt, asked in GroupKFold(folds).split(examples, groups=texts)
    ]
    yield from _told("texts in turn", rounds)
    for name in sorted({one.recording.synthesiser for one in examples}):
        own = [one.recording.synthesiser == name for one in examples]
        yield from _told(f"{name}, by the others", [_split(examples, own)])
    unheard = [one.recording.voice in LEFT_OUT for one in examples]
    yield from _told("voices left out", [_split(examples, unheard)])


def _report_told(examples: Sequence[Example]) -> Iterator[str]:
    """The three numbers of the confidence that come after the trees, by all and by all but each synthesiser."""
    from sklearn.linear_model import LogisticRegression

    known = [
        (one, found)
        for one in examples
        if (found := parts(one.place.spotting, one.place.words))[1] is not None
    ]
    for name in ("none", *sorted({one.recording.synthesiser for one, _ in known})):
        learnt = [(one, found) for one, found in known if one.recording.synthesiser != name]
        weights = [_CONTROL_WEIGHT if one.recording.kind == "control" else 1.0 for one, _ in learnt]
        model = LogisticRegression().fit(
            [found for _, found in learnt], [one.said for one, _ in learnt], sample_weight=weights
        )
        (trees, told), (base,) = model.coef_[0], model.intercept_
        yield f"without {name}: trees {trees:.2f}, told {told:.2f}, base {base:.2f}"


def _split(
    examples: Sequence[Example], asked: Sequence[bool]
) -> tuple[list[Example], list[Example]]:
    """What is learnt from, and what is asked."""
    marked = list(zip(examples, asked, strict=True))
    return [one for one, new in marked if not new], [one for one, new in marked if new]


def _told(name: str, rounds: Iterable[tuple[list[Example], list[Example]]]) -> Iterator[str]:
    best: dict[tuple[str, str], tuple[float, Spotting, Example]] = {}
    for known, new in rounds:
        if not known or not new:
            continue
        first = _fit(known, _table(known))
        table = with_company(new, first)
        sure = _fit(known, with_company(known, first)).predict_proba(table)[:, 1]
        for one, row, each in zip(new, table, sure, strict=True):
            spotting = replace(one.place.spotting, company=bool(row[_COMPANY]))
            key = one.recording.id, spotting.term
            found = (float(each) if counts(spotting, 1.0) else 0.0, spotting, one)
            best[key] = max(found, best.get(key, found), key=lambda known: known[0])
    said = sum(one.said for *_, one in best.values())
    for least in _THRESHOLDS:
        credited = [
            one
            for sure, spotting, one in best.values()
            if sure >= (least if spotting.company else CREDITED_ALONE)
        ]
        right = sum(one.said for one in credited)
        mark = " (the scorer's)" if least == CREDITED else ""
        yield f"{name}, from {least}{mark}: {right} of {said} terms, {len(credited) - right} not said"


def _written(model: Any) -> dict[str, Any]:
    return {
        "features": list(FEATURES),
        "base": round(float(model._baseline_prediction.ravel()[0]), 5),
        "trees": [[_node(node) for node in each[0].nodes] for each in model._predictors],
    }


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [round(float(node["value"]), 5)]
    threshold = round(float(node["num_threshold"]), 5)
    return [int(node["feature_idx"]), threshold, int(node["left"]), int(node["right"])]


if __name__ == "__main__":
    main()
