"""From the parts to one number.

Answer: mean of the parts that could be measured, by the scenario's weights, less the penalties
of the traps said, never below 0. Session: mean of the answers' scores by their target times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interviewer.domain import AnswerCard, Coverage, Delivery, Timing, TrapHit, Weights


def answer_score(
    weights: Weights,
    timing: Timing,
    coverage: Coverage,
    delivery: Delivery,
    traps: Sequence[TrapHit],
) -> float | None:
    """Score of one answer, 0 to 100; None where no part could be measured."""
    mean = weighted_mean(
        (
            (coverage.score, weights.coverage),
            (timing.score, weights.timing),
            (delivery.score, weights.delivery),
        )
    )
    if mean is None:
        return None
    return min(100.0, max(0.0, mean - sum(hit.trap.penalty for hit in traps)))


def session_score(answers: Iterable[AnswerCard]) -> float | None:
    """Score of a session, 0 to 100; None where no answer could be scored."""
    return weighted_mean((card.score, card.task.target_s) for card in answers)


def weighted_mean(parts: Iterable[tuple[float | None, float]]) -> float | None:
    """Mean of the (value, weight) pairs whose value is not None; None where they weigh nothing."""
    measured = [(value, weight) for value, weight in parts if value is not None]
    total = sum(weight for _, weight in measured)
    if total <= 0:
        return None
    return sum(value * (weight / total) for value, weight in measured)
