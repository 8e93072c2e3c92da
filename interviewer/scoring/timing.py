"""Speaking time against the target.

On time within 15 % of the target, at least 3 s; beyond, the score falls linearly to 0 at 60 %
of the target. For targets so short that 3 s is more than half of that, zero lies at twice the
tolerance. For comparison, Toastmasters' one-minute talk is marked at 0:30, 0:45 and 1:00 and its
three-minute slot at 2:30, 3:00 and 3:30.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.domain import Span, Timing, Verdict

_TOLERANCE = 0.15
_MIN_TOLERANCE_S = 3.0
_ZERO = 0.60
_MICROSECOND_DIGITS = 6


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
