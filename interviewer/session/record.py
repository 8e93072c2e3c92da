"""What came of a session, from its last state."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.domain import AnswerCard, SessionRecord
from interviewer.errors import InternalError
from interviewer.i18n import N_
from interviewer.session.state import Finished, State


def session_record(state: State) -> SessionRecord:
    """The record of a finished session.

    Raises:
        InternalError: the session is not finished.
    """
    stage = state.stage
    if not isinstance(stage, Finished):
        raise InternalError(N_("A session that goes on has no record yet."))
    tasks = tuple(step.task.id for step in state.plan.steps)
    best: dict[str, AnswerCard] = {}
    others: list[AnswerCard] = []
    for task, attempts in zip(tasks, state.attempts, strict=True):
        cards = [attempt.card for attempt in attempts if attempt.card is not None]
        if cards:
            best[task] = cards.pop(best_index(cards))
        others += cards
    unscored = [piece.recording for piece in state.pieces() if piece.card is None]
    return SessionRecord(
        scenario=state.plan.scenario,
        choice=state.plan.choice,
        tasks=tasks,
        answers=tuple(best.values()),
        set_aside=tuple(others),
        skipped=state.skipped,
        left=tuple(task for task in tasks if task not in best and task not in state.skipped),
        unscored=(*state.broken_off, *unscored),
        follow_ups=state.follow_ups,
        listened_s=state.listened_s,
        duration_s=state.session_s,
        paused_s=state.paused_s,
        reason=stage.reason,
    )


def best_index(cards: Sequence[AnswerCard]) -> int:
    """Index of the highest score, the earliest among equals; no score counts as none at all."""
    scores = [-1.0 if card.score is None else card.score for card in cards]
    return scores.index(max(scores))
