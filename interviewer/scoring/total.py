"""Speaking time against the target, and from the parts to one number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from interviewer.domain import (
    AnswerCard,
    Coverage,
    Delivery,
    PointHit,
    Span,
    TermHit,
    Timing,
    TrapHit,
    Verdict,
    Weights,
)

_TOLERANCE = 0.15
_MIN_TOLERANCE_S = 3.0
_ZERO = 0.60
_MICROSECOND_DIGITS = 6

CREDIT = {
    "hit": 1.0,
    "partial": 0.5,
    "out_of_order": 0.5,
    "probable": 0.0,
    "missed": 0.0,
    "contradicted": 0.0,
}
"""Share of its weight that each status earns."""

IDEA_CREDIT = 0.5
"""The same of a term that was not heard, but whose idea was made."""

CONTRARY_PENALTY = 10.0
"""Points off for the contrary of a point: what a trap costs unless its scenario says otherwise."""


def score_timing(target_s: float, speech: Sequence[Span]) -> Timing:
    """Timing of an answer whose detected speech is ``speech``, in order.

    Without speech nothing was measured: no figure is a guess.
    """
    spoken = spoken_s(speech)
    if spoken is None:
        return Timing(target_s, None, None, "not_measured", None)
    # Sums of times carry noise around 1e-14, which must not move a verdict at the limit.
    deviation = round(spoken - target_s, _MICROSECOND_DIGITS)
    tolerance = round(tolerance_s(target_s), _MICROSECOND_DIGITS)
    return Timing(
        target_s=target_s,
        spoken_s=spoken,
        onset_s=speech[0].start_s,
        verdict=_verdict(deviation, tolerance),
        score=_score(abs(deviation), tolerance, zero_s(target_s)),
    )


def spoken_s(speech: Sequence[Span]) -> float | None:
    """Seconds from the first to the last speech, pauses included; None without speech."""
    return speech[-1].end_s - speech[0].start_s if speech else None


def tolerance_s(target_s: float) -> float:
    """Seconds off ``target_s`` that still count as on time."""
    return max(_TOLERANCE * target_s, _MIN_TOLERANCE_S)


def zero_s(target_s: float) -> float:
    """Seconds off ``target_s`` from which on the timing scores nothing."""
    return max(_ZERO * target_s, 2 * tolerance_s(target_s))


def _verdict(deviation: float, tolerance: float) -> Verdict:
    if abs(deviation) <= tolerance:
        return "on_time"
    return "long" if deviation > 0 else "short"


def _score(distance: float, tolerance: float, zero: float) -> float:
    if distance <= tolerance:
        return 100.0
    return max(0.0, 100.0 * (zero - distance) / (zero - tolerance))


def coverage_score(terms: Sequence[TermHit], points: Sequence[PointHit]) -> float | None:
    """The weighted mean of the credits, 0 to 100; None where nothing is asked for."""
    weighed = [(term_credit(hit), hit.term.weight) for hit in terms if hit.term.required]
    weighed += [(CREDIT[hit.status], 1.0) for hit in points]
    total = sum(weight for _, weight in weighed)
    if total <= 0:
        return None
    return 100.0 * (sum(credit * weight for credit, weight in weighed) / total)


def term_credit(hit: TermHit) -> float:
    """Share of its weight that a term earns."""
    return CREDIT[hit.outcome] if hit.idea is None else IDEA_CREDIT


def required_weights(coverage: Coverage) -> float:
    """Sum of the weights that the score is a share of."""
    return sum(hit.term.weight for hit in coverage.terms if hit.term.required) + len(
        coverage.points
    )


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
    return min(100.0, max(0.0, mean - points_off(coverage, traps)))


def points_off(coverage: Coverage, traps: Sequence[TrapHit]) -> float:
    """What traps and contraries cost together."""
    contraries = sum(hit.status == "contradicted" for hit in coverage.points)
    return sum(hit.trap.penalty for hit in traps) + CONTRARY_PENALTY * contraries


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
