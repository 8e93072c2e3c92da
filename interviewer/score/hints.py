"""What in an answer's time and content could be better, and how many points that would give back.

Each hint rests on something measured; :mod:`interviewer.score.advice` chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviewer.i18n import N_
from interviewer.models import AnswerCard, Notice, TermHit
from interviewer.score.coverage import CREDIT, required_weights

__all__ = ["MAX_NAMES", "Hint", "coverage_hints", "named", "timing_hints", "trap_hints"]

MAX_NAMES = 5
"""Names in one sentence: more is no advice but a list, which the scorecard shows anyway."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One sentence and the points that following it would give back."""

    gain: float
    notice: Notice


def timing_hints(card: AnswerCard, points: float) -> Iterator[Hint]:
    """More or less to say in an answer that was not on time; all of its timing gives ``points``."""
    timing = card.timing
    if timing.spoken_s is None or timing.score is None or timing.verdict == "on_time":
        return
    values: dict[str, str | int | float] = {
        "seconds": round(abs(timing.spoken_s - timing.target_s), 1),
        "target": timing.target_s,
    }
    if timing.verdict == "long":
        message = N_("{seconds} s over the target of {target} s: cut a detail or an example.")
    elif card.coverage.score is None or card.coverage.score >= 100:
        message = N_(
            "{seconds} s short of the target of {target} s: add a concrete example and its result."
        )
    else:
        message = N_("{seconds} s short of the target of {target} s: room for what is missing.")
    yield Hint(points * (1 - timing.score / 100), Notice(message, values))


def coverage_hints(card: AnswerCard, points: float) -> Iterator[Hint]:
    """Terms and points that are missing or misplaced; all of them together give ``points``."""
    coverage = card.coverage
    total = required_weights(coverage)
    share = points / total if total else 0.0
    required = [hit for hit in coverage.terms if hit.term.required]
    missing = [hit for hit in required if hit.status == "missed"]
    if missing:
        yield Hint(
            share * sum(hit.term.weight for hit in missing),
            named(N_("Place these terms too: {names}."), [hit.term.name for hit in missing]),
        )
    partial = next((hit for hit in required if hit.status == "partial"), None)
    if partial is not None:
        lost = share * partial.term.weight * (1 - CREDIT["partial"])
        yield Hint(lost, _partial(partial))
    unsaid = [hit.point for hit in coverage.points if hit.status == "missed"]
    if unsaid:
        yield Hint(share * len(unsaid), named(N_("Say this too: {names}."), unsaid))
    misplaced = [hit.point for hit in coverage.points if hit.status == "out_of_order"]
    if misplaced:
        lost = share * len(misplaced) * (1 - CREDIT["out_of_order"])
        yield Hint(lost, named(N_("Put this back in its order: {names}."), misplaced))


def trap_hints(card: AnswerCard) -> Iterator[Hint]:
    """What had better not be said; gives back what it cost."""
    for hit in card.traps:
        notice = Notice(N_("Avoid “{quote}”: {why}"), {"quote": hit.quote, "why": hit.trap.why})
        yield Hint(hit.trap.penalty, notice)


def named(message: str, names: Iterable[str]) -> Notice:
    """``message`` with its first names; commas alone join them, in every language."""
    return Notice(message, {"names": ", ".join(list(names)[:MAX_NAMES])})


def _partial(hit: TermHit) -> Notice:
    values: dict[str, str | int | float] = {
        "term": hit.term.name,
        "count": hit.count,
        "min": hit.term.min_count,
    }
    if hit.term.max_count is None:
        return Notice(N_("“{term}” was said {count}×, at least {min}× is asked for."), values)
    values["max"] = hit.term.max_count
    if hit.term.min_count == hit.term.max_count:
        return Notice(N_("“{term}” was said {count}×, {max}× is asked for."), values)
    return Notice(N_("“{term}” was said {count}×, {min} to {max}× is asked for."), values)
