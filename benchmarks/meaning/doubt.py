"""Fits how much each kind of word in ``interviewer.scoring.doubt`` tells, on two thirds of the questions.

    python -m benchmarks.meaning.doubt

Prints the weights of the kinds, fitted to the labelled sentences (contradicting against made, plain and heard), and the area
under the curve on the questions kept back. What weighs a place besides and the limits were fitted likewise, to the
places of composed answers, true, false and half and half, and rounded by hand into ``doubt.json``. scikit-learn is
needed here alone.
"""

from __future__ import annotations

import numpy as np

from benchmarks.meaning.composed import Sentence, reported, sentences
from interviewer.domain import Transcript
from interviewer.scoring.doubt import kinds_in
from interviewer.scoring.doubt_cues import KINDS
from interviewer.scoring.text import read

_STRENGTH = 0.3


def _norms(text: str, sentence: Sentence) -> str:
    tokens = read(Transcript.from_text(text, sentence.language)).tokens
    return " ".join(token.norm for token in tokens)


def row(sentence: Sentence) -> list[int]:
    """How many words of each kind it holds, those of its point's label apart."""
    own = kinds_in(_norms(sentence.point, sentence), sentence.language)
    said = kinds_in(_norms(sentence.text, sentence), sentence.language)
    return [0 if mine else count for count, mine in zip(said, own, strict=True)]


def main() -> None:
    """Fits and prints."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    known = [each for each in sentences() if each.kind != "near"]
    x = np.array([row(each) for each in known], float)
    y = np.array([each.kind == "contradicts" for each in known])
    kept = np.array([reported(each.question) for each in known])
    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=500)
    model.fit(x[~kept], y[~kept])
    for kind, weight in zip(KINDS["fr"], model.coef_[0], strict=True):
        print(f"{kind:12}{weight:6.2f}")
    print(f"{'usual':12}{model.intercept_[0]:6.2f}")
    odds = model.decision_function(x)
    for language in KINDS:
        of = kept & np.array([each.language == language for each in known])
        print(language, f"kept back: {roc_auc_score(y[of], odds[of]):.3f}")


if __name__ == "__main__":
    main()
