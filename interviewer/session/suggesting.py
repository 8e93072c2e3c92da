"""A follow-up that a language model thinks of, while the answer is weighed or its card is shown.

What it thought of is an event, kept like any other: a session that is gone on with asks what was asked.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.session.events import Score
from interviewer.session.flow import Result, may_ask_on, weighing_s
from interviewer.session.requests import Suggested, Suggestion
from interviewer.session.state import REVIEW_S, Paused, Reviewing, Running, Scoring, State, Weighing


def wants_suggestion(state: State, asked: Score) -> bool:
    """Whether a language model may think of a follow-up to the answer that ``asked`` has scored."""
    if not isinstance(_running(state), Scoring) or asked.follow_up or asked.phase.kind == "ask":
        return False
    pieces = state.attempt.pieces
    return bool(pieces) and pieces[-1].recording == asked.recording and may_ask_on(state)


def unasked(state: State) -> State:
    """``state`` without what a language model thinks of asking."""
    return state.with_attempt(state.attempt.with_suggestion(None))


def suggested(state: State, event: Suggested) -> Result | None:
    """Takes what was thought of, and waits no longer for it; None where nobody does any more."""
    running = _running(state)
    if not isinstance(running, Scoring | Weighing | Reviewing) or not state.attempt.suggesting:
        return None
    if state.attempt.pieces[-1].recording != event.recording:
        return None
    thought = Suggestion(event.question, event.model) if event.question else None
    state = state.with_attempt(state.attempt.with_suggestion(thought))
    if isinstance(running, Weighing):
        running = replace(running, limit_s=weighing_s(running.answer, waits=False))
    elif isinstance(running, Reviewing):
        running = replace(running, limit_s=REVIEW_S)
    if isinstance(state.stage, Paused):
        return replace(state, stage=replace(state.stage, stage=running)), ()
    return replace(state, stage=running), ()


def _running(state: State) -> Running | None:
    stage = state.stage.stage if isinstance(state.stage, Paused) else state.stage
    return stage if isinstance(stage, Running) else None
