"""The figures of sessions and answers that lists are made of, taken from their cards. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.models import AnswerCard, TimerRecord
from interviewer.score.total import session_score, weighted_mean

__all__ = ["NO_FIGURES", "Figures", "answer_figures", "session_figures", "timer_figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Scores of 0 to 100, None where nothing was measured."""

    score: float | None = None
    coverage: float | None = None
    timing: float | None = None
    delivery: float | None = None
    pace: float | None = None
    """Words a minute."""
    spoken_s: float | None = None
    target_s: float | None = None


NO_FIGURES = Figures()
"""Of a session that is not finished."""


def answer_figures(card: AnswerCard) -> Figures:
    """The figures of one answer."""
    return Figures(
        score=card.score,
        coverage=card.coverage.score,
        timing=card.timing.score,
        delivery=card.delivery.score,
        pace=card.delivery.words_per_minute,
        spoken_s=card.timing.spoken_s,
        target_s=card.task.target_s,
    )


def session_figures(cards: Sequence[AnswerCard]) -> Figures:
    """The figures of a session, from the best take of each task.

    Scores are means weighted by the targets, as the total is; the pace is weighted by the time
    spoken. Each mean covers the answers that it was measured in.
    """
    spoken = [card.timing.spoken_s for card in cards if card.timing.spoken_s is not None]
    return Figures(
        score=session_score(cards),
        coverage=weighted_mean((card.coverage.score, card.task.target_s) for card in cards),
        timing=weighted_mean((card.timing.score, card.task.target_s) for card in cards),
        delivery=weighted_mean((card.delivery.score, card.task.target_s) for card in cards),
        pace=weighted_mean(
            (card.delivery.words_per_minute, card.timing.spoken_s or 0.0) for card in cards
        ),
        spoken_s=sum(spoken) if spoken else None,
        target_s=sum(card.task.target_s for card in cards) if cards else None,
    )


def timer_figures(record: TimerRecord) -> tuple[int, Figures]:
    """How many phases a run of the timer counts, and how long they took and should have taken."""
    taken = [(phase.target_s, record.taken_s(phase)) for phase in record.plan.phases]
    timed = [(target_s, taken_s) for target_s, taken_s in taken if taken_s is not None]
    if not timed:
        return 0, NO_FIGURES
    return len(timed), Figures(
        spoken_s=float(sum(taken_s for _, taken_s in timed)),
        target_s=float(sum(target_s for target_s, _ in timed)),
    )
