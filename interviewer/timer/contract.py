"""Runs and fit checks as JSON, for other programs: ``interviewer.timer/1``."""

from __future__ import annotations

import json
from collections.abc import Sequence

from interviewer.models import TimerPlan, TimerRecord
from interviewer.timer.fit import RATES, Fit

__all__ = ["dumps_fits", "dumps_record"]

_SCHEMA = "interviewer.timer/1"
_FIT_SCHEMA = "interviewer.timer-fit/1"


def dumps_record(record: TimerRecord) -> str:
    """A run: what was planned and taken, then every try. Seconds, to the millisecond."""
    phases = [_phase(record, index) for index in range(len(record.plan.phases))]
    taken = [phase["taken_s"] for phase in phases if isinstance(phase["taken_s"], float)]
    return _dumps(
        {
            "schema": _SCHEMA,
            "plan": _plan(record.plan),
            "auto": record.auto,
            "reason": record.reason,
            "taken_s": _ms(sum(taken)),
            "paused_s": _ms(record.paused_s),
            "duration_s": _ms(record.duration_s),
            "phases": phases,
            "tries": [
                {
                    "phase": each.phase_id,
                    "began_s": _ms(each.began_s),
                    "ended_s": _ms(each.ended_s),
                    "taken_s": _ms(each.taken_s),
                    "target_s": _ms(each.target_s),
                    "end": each.end,
                }
                for each in record.tries
            ],
        }
    )


def dumps_fits(plan: TimerPlan, fits: Sequence[Fit]) -> str:
    """A fit check: syllables, and seconds by syllables a second."""
    phases = [
        {
            "id": fit.phase.id,
            "target_s": _ms(fit.phase.target_s),
            "text": None if fit.verdict is None else "cue" if fit.from_cue else "script",
            "syllables": fit.syllables,
            "seconds": {
                f"{rate:.0f}": _ms(each) for rate, each in zip(RATES, fit.seconds, strict=True)
            },
            "verdict": fit.verdict,
        }
        for fit in fits
    ]
    return _dumps({"schema": _FIT_SCHEMA, "plan": _plan(plan), "phases": phases})


def _plan(plan: TimerPlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "title": plan.title,
        "language": plan.language,
        "target_s": _ms(plan.target_s),
    }


def _phase(record: TimerRecord, index: int) -> dict[str, object]:
    phase = record.plan.phases[index]
    taken_s = record.taken_s(phase)
    return {
        "id": phase.id,
        "title": phase.title,
        "planned_s": _ms(phase.target_s),
        "taken_s": None if taken_s is None else _ms(taken_s),
        "difference_s": None if taken_s is None else _ms(taken_s - phase.target_s),
    }


def _ms(seconds: float) -> float:
    return round(float(seconds), 3) + 0.0


def _dumps(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
