"""Fits how sure it is that a spotted term was said to the labelled set's development half.

    python -m benchmarks.coverage.fit            # what the misheard are worth, by cross-validation
    python -m benchmarks.coverage.fit --write    # and the misheard of all of it, into the package

Needs scikit-learn (``pip install '.[bench]'``); what it fits is evaluated without it. The misheard may
only rise with each kind of evidence (monotonic constraints), so that no chance of the set makes
better evidence count less.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from benchmarks.corpus.truth import Recording, default_folder, load_recordings
from benchmarks.coverage.asked import Place
from benchmarks.coverage.decks import Deck, asking, deal
from benchmarks.coverage.ears import Ears
from interviewer.scenario.glossary import load_glossary
from interviewer.scoring import misheard
from interviewer.scoring.misheard import CREDITED, CREDITED_ALONE, SUPPORTS, features

__all__ = ["DIRECTIONS", "Example", "with_company"]

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
_CONFUSABLE = (
    *("LoRA", "FAISS", "GAN", "ROI", "LLM", "GPT", "GPU", "BERT", "LLaMA", "VAE", "RAG", "Python"),
    *("Jupyter", "Docker", "LangChain", "IA", "agents", "drift", "YOLO", "top-p", "top-k", "POC"),
    *("API", "Claude", "données", "pruning", "prompt", "cloud"),
)
"""Terms with the likest ordinary words, asked for in every clean French recording besides: what
sounds like them beside other terms was else seldom meant otherwise."""
_CONTROL_WEIGHT = 2.0
_FOLDS = 8
_COMPANY = misheard.FEATURES.index("company")
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Example:
    """A place of one recording, asked with its own deck or with the confusable terms."""

    recording: Recording
    place: Place
    deck: Literal["own", "confusable"] = "own"

    @property
    def said(self) -> bool:
        return self.place.spotting.term in self.recording.terms

    def meets(self, other: Example) -> bool:
        one, two = self.place, other.place
        return one.first <= two.last and two.first <= one.last


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=default_folder())
    parser.add_argument("--write", action="store_true", help="put the misheard into the package")
    options = parser.parse_args()
    examples = list(_examples(options.folder))
    print(f"{len(examples)} places, {sum(one.said for one in examples)} of terms that were said")
    for line in _cross_validated(examples):
        print(line)
    if options.write:
        model = _fit(examples, with_company(examples, _fit(examples, _table(examples))))
        path = Path(misheard.__file__).with_name("trees.json")
        path.write_text(json.dumps(_written(model), separators=(",", ":")) + "\n")
        print(path)


def _examples(folder: Path) -> Iterator[Example]:
    recordings = load_recordings(folder)
    decks = deal(recordings, load_glossary())
    ears = Ears("faster-whisper", "base", folder / "heard")
    confusable = Deck(asking(_CONFUSABLE, "fr"), frozenset())
    for recording in recordings:
        if recording.half == "dev":
            for place in ears.places(recording, decks[recording.text_id]):
                yield Example(recording, place)
            if recording.language == "fr" and recording.condition == "clean":
                for place in ears.places(recording, confusable):
                    if place.spotting.company:
                        yield Example(recording, place, "confusable")


def _table(examples: Sequence[Example]) -> Floats:
    """Shape ``(examples, features)``."""
    return np.array([features(one.place.spotting, one.place.words) for one in examples])


def _fit(examples: Sequence[Example], table: Floats) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    directions = [DIRECTIONS[name] for name in misheard.FEATURES]
    model = HistGradientBoostingClassifier(monotonic_cst=directions, **_SHAPE)
    weights = [_CONTROL_WEIGHT if one.recording.kind == "control" else 1.0 for one in examples]
    return model.fit(table, [one.said for one in examples], sample_weight=weights)


def with_company(examples: Sequence[Example], model: Any) -> Floats:
    """The table with the company of terms that ``model`` is sure of, as the scorer will have it."""
    table = _table(examples)
    sure = model.predict_proba(table)[:, 1]
    beside: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, one in enumerate(examples):
        beside[one.recording.id, one.deck, one.place.window].append(index)
    for window in beside.values():
        for index in window:
            table[index, _COMPANY] = max(
                table[index, _COMPANY],
                any(
                    sure[other] >= SUPPORTS
                    and examples[other].place.spotting.term != examples[index].place.spotting.term
                    and not examples[other].meets(examples[index])
                    for other in window
                ),
            )
    return table


def _cross_validated(examples: Sequence[Example]) -> Iterator[str]:
    """Terms of texts that the misheard were not fitted to, at several thresholds."""
    from sklearn.model_selection import GroupKFold

    texts = [one.recording.text_id for one in examples]
    best: dict[tuple[str, str], tuple[float, bool, Example]] = {}
    for learnt, asked in GroupKFold(_FOLDS).split(examples, groups=texts):
        known, new = [examples[at] for at in learnt], [examples[at] for at in asked]
        first = _fit(known, _table(known))
        model = _fit(known, with_company(known, first))
        table = with_company(new, first)
        for one, row, sure in zip(new, table, model.predict_proba(table)[:, 1], strict=True):
            if one.deck != "own":
                continue
            key = one.recording.id, one.place.spotting.term
            best[key] = max(
                (sure, bool(row[_COMPANY]), one), best.get(key, (0.0, False, one)), key=_surest
            )
    said = sum(one.said for *_, one in best.values())
    for least in _THRESHOLDS:
        credited = [
            one
            for sure, company, one in best.values()
            if sure >= (least if company else CREDITED_ALONE)
        ]
        right = sum(one.said for one in credited)
        controls = sum(one.recording.kind == "control" for one in credited)
        mark = " (the scorer's)" if least == CREDITED else ""
        yield (
            f"from {least}{mark}: {right} of {said} terms, {len(credited) - right} not said, "
            f"{controls} of them in control clips"
        )


def _surest(one: tuple[float, bool, Example]) -> float:
    return one[0]


def _written(model: Any) -> dict[str, Any]:
    return {
        "features": list(misheard.FEATURES),
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
