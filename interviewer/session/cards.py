"""A card that was asked for has come, whatever is going on meanwhile."""

from __future__ import annotations

from interviewer.session.events import Scored
from interviewer.session.flow import Result, answer_scored, close
from interviewer.session.refusals import refusal
from interviewer.session.state import Closing, Scoring, State


def scored(state: State, event: Scored) -> Result:
    """A card for the piece that awaits it, whatever is going on meanwhile."""
    placed = _placed(state, event)
    match placed.stage:
        case Scoring() if not placed.attempt.awaits_card:
            return answer_scored(placed)
        case Closing() as closing:
            return close(placed, closing.reason)
        case _:
            return placed, ()


def _placed(state: State, event: Scored) -> State:
    for position, attempts in enumerate(state.attempts):
        for number, attempt in enumerate(attempts):
            if attempt.awaits_card and attempt.pieces[-1].recording == event.recording:
                scored = attempt.with_scored(event)
                attempts = (*attempts[:number], scored, *attempts[number + 1 :])
                return state.with_attempts(position, attempts)
    raise refusal(state, event)
