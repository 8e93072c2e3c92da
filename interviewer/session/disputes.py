"""« I said it »: the person marks a point that was not recognised while its card is shown, or takes it back.

The machine does not score: it asks for the card anew, and puts what comes in the place of the other.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.session.events import (
    Confirmed,
    Disputed,
    Marked,
    ReadWhole,
    ShowCard,
)
from interviewer.session.flow import Result
from interviewer.session.requests import Mark
from interviewer.session.rereading import reread
from interviewer.session.state import Paused, Reviewing, State


def changed_card(state: State, event: ReadWhole | Confirmed | Disputed | Marked) -> Result | None:
    """What follows from a card that changes after it was scored; None where the event has no place."""
    if isinstance(event, ReadWhole | Confirmed):
        return reread(state, event)
    stage = state.stage.stage if isinstance(state.stage, Paused) else state.stage
    if isinstance(event, Marked):
        return _marked(state, event)
    card = state.attempt.card if isinstance(stage, Reviewing) else None
    point = None if card is None else dict(card.disputable).get(event.number)
    if card is None or point is None:
        return None
    return state, (Mark(state.attempt.pieces[-1].recording, card, point),)


def _marked(state: State, event: Marked) -> Result | None:
    for position, attempts in enumerate(state.attempts):
        for number, attempt in enumerate(attempts):
            if attempt.pieces and attempt.pieces[-1].recording == event.recording:
                changed = attempt.with_marked(event.whole)
                attempts = (*attempts[:number], changed, *attempts[number + 1 :])
                return _shown(state.with_attempts(position, attempts), event)
    return None


def _shown(state: State, event: Marked) -> Result:
    """The card stands as long as a new one: there may be more to mark."""
    match state.stage:
        case Reviewing() as stage:
            stage = replace(stage, card=event.whole, started_s=state.session_s)
            shown = ShowCard(event.whole, open=stage.answer is not None)
            return replace(state, stage=stage), (shown,)
        case Paused(Reviewing() as stage) as paused:
            held = replace(paused, stage=replace(stage, card=event.whole))
            return replace(state, stage=held), (ShowCard(event.whole),)
        case _:
            return state, ()
