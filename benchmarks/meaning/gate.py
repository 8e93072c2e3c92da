"""Whether the judge tells what it must, on the questions that it was not fitted to.

    python -m benchmarks.meaning.gate

The area under the curve, .5 being chance, of the fitted judge and of what it is to beat: the mean of the three
standardised cosines with its lead over the siblings, weighed by hand. Pooled figures mislead, so that each
is made within one answer, and the mean of all answers given:

* made against unmade points within one answer;
* in the sentence of a point, its own label against its siblings';
* a point in the sentence that makes it against the same in one that says the contrary: the encoder is blind
  to that, and what turns a sentence round is told by rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.meaning.composed import answers, questions, reported
from benchmarks.meaning.fit import Example, example
from interviewer.scoring.closeness import FEATURES, log_odds

_LEAD = 0.7


def by_hand(measures: Any) -> Any:
    """The rule that the judge has to beat."""
    nearness, lead = FEATURES.index("nearness"), FEATURES.index("over_nearness")
    return measures[:, :, nearness] + _LEAD * measures[:, :, lead]


def _within(each: Example, odds: Any) -> float | None:
    made = np.array([label in each.answer.made for label in each.labels])
    told = made | np.array([label not in each.answer.touched for label in each.labels])
    if made[told].all() or not made[told].any():
        return None
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(made[told], odds.max(axis=0)[told]))


def _siblings(each: Example, odds: Any) -> Iterator[float]:
    for window, truth in enumerate(each.truth):
        told = truth >= 0
        if (truth == 1).sum() == 1 and (truth[told] == 0).any():
            own = odds[window, truth == 1][0]
            yield float((own > odds[window, truth == 0]).mean())


def main() -> None:
    """Prints the table."""
    judges: dict[str, Callable[[Any], Any]] = {"by hand": by_hand, "judge": log_odds}
    sums: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for question in filter(reported, questions()):
        for kind in ("half", "half_heard", "excellent", "heard"):
            for answer in answers(question, kind, 6):
                each = example(answer)
                text = "recognised" if "heard" in kind else "clean"
                for name, judge in judges.items():
                    odds = judge(each.measures)
                    for lang in (answer.transcript.language, "all"):
                        within = _within(each, odds)
                        if within is not None:
                            sums["made / unmade", f"{text} {lang}", name].append(within)
                        sums["own / sibling", f"{text} {lang}", name] += _siblings(each, odds)
        _twins(question, judges, sums)
    print("| | | " + " | ".join(judges) + " |\n|---|---|---|---|")
    for what, where in sorted({key[:2] for key in sums}):
        values = (f"{np.mean(sums[what, where, name]):.3f}" for name in judges)
        print(f"| {what} | {where} | " + " | ".join(values) + " |")


def _twins(
    question: tuple[str, str],
    judges: dict[str, Callable[[Any], Any]],
    sums: dict[tuple[str, str, str], list[float]],
) -> None:
    """Of each point, the sentence that makes it and the one that says the contrary."""
    true, false = (
        [example(answer) for answer in answers(question, kind, 4)]
        for kind in ("excellent", "false")
    )
    for name, judge in judges.items():
        for one, other in zip(true, false, strict=True):
            made, contrary = judge(one.measures).max(axis=0), judge(other.measures).max(axis=0)
            for lang in (one.answer.transcript.language, "all"):
                key = ("point / its contrary", f"clean {lang}", name)
                sums[key] += [float(a > b) for a, b in zip(made, contrary, strict=True)]


if __name__ == "__main__":
    main()
