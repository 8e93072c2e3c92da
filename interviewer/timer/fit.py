"""Whether a text can be said in its time, known before it is said. Pure.

Syllables are counted as spoken (:mod:`interviewer.score.syllables`) and held against three rates.
Interviews run at 264 syllables a minute in French and 255 in English with their pauses, 4.4 and 4.3
a second, and at about 5.2 without them (Grosjean & Deschamps 1975): 4 leaves room to breathe, 5 is
conversation without a pause, 6 is hurried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.models import Language, TimedPhase, TimerPlan
from interviewer.score.syllables import count_syllables

__all__ = ["RATES", "Fit", "FitVerdict", "fit_of", "fits_of", "syllables_of"]

RATES = (4.0, 5.0, 6.0)
"""Syllables a second."""

FitVerdict = Literal["fits", "brisk", "hurried", "too_long"]
_VERDICTS: tuple[FitVerdict, ...] = ("fits", "brisk", "hurried")


@dataclass(frozen=True, slots=True)
class Fit:
    """The text of one phase against its target."""

    phase: TimedPhase
    from_cue: bool
    """Nothing is written out: the cue was counted, as if it were read aloud."""
    syllables: int
    seconds: tuple[float, ...]
    """How long it takes at each of :data:`RATES`."""

    @property
    def verdict(self) -> FitVerdict | None:
        """By the calmest rate that keeps to the target; None where there is no text."""
        if self.syllables == 0:
            return None
        for verdict, seconds in zip(_VERDICTS, self.seconds, strict=True):
            if seconds <= self.phase.target_s:
                return verdict
        return "too_long"


def fits_of(plan: TimerPlan) -> tuple[Fit, ...]:
    """Each phase of ``plan``, in order."""
    return tuple(fit_of(phase, plan.language) for phase in plan.phases)


def fit_of(phase: TimedPhase, language: Language) -> Fit:
    """The script of ``phase``, or its cue where nothing is written out."""
    syllables = syllables_of(phase.script or phase.cue, language)
    seconds = tuple(syllables / rate for rate in RATES)
    return Fit(phase, not phase.script and bool(phase.cue), syllables, seconds)


def syllables_of(text: str, language: Language) -> int:
    """Syllables of ``text`` as spoken; signs that stand alone are none."""
    words = (word for word in text.split() if any(map(str.isalnum, word)))
    return sum(count_syllables(word, language) for word in words)
