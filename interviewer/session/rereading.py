"""What was heard at once of an answer is confirmed by reading its recordings whole, meanwhile.

A recording is asked for once it is scored and closed. What comes of it takes the place of the first
scores wherever it comes; no stage waits for it but the last.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.session.attempts import Attempt
from interviewer.session.events import Confirmed, ReadWhole, Reread
from interviewer.session.flow import Result, close
from interviewer.session.state import Closing, Finished, State, open_answer


def to_reread(state: State) -> Iterator[Reread]:
    """The recordings that wait for being read whole, in their order; nothing once it is over."""
    if isinstance(state.stage, Finished):
        return
    still_open = open_answer(state.stage)
    for piece in state.pieces():
        is_open = still_open is not None and piece.recording == still_open.recording
        if piece.card is not None and piece.awaits_reading and not is_open:
            yield Reread(piece.recording, piece.card.take)


def with_rereads(before: State, result: Result) -> Result:
    """``result`` of an event after ``before``, and what may be read whole from now on."""
    known = {each.recording for each in to_reread(before)}
    state, actions = result
    return state, (*actions, *(each for each in to_reread(state) if each.recording not in known))


def reread(state: State, event: ReadWhole | Confirmed) -> Result | None:
    """Has a recording scored that was read whole, then puts that in the place of the first scores.

    None where nobody asked for it. One that cannot be read stands as it was heard, and so does all
    that goes on with it.
    """
    if all(each.recording != event.recording for each in to_reread(state)):
        return None
    position, number, attempt = _find(state, event.recording)
    if isinstance(event, Confirmed):
        return _placed(state, position, number, attempt.with_confirmed(event))
    asked = attempt.request_again(state.plan.steps[position], event.recording)
    if asked is not None and not event.failed:
        return state, (asked,)
    return _placed(state, position, number, attempt.with_unreadable(event.recording))


def _find(state: State, recording: str) -> tuple[int, int, Attempt]:
    """Where the attempt is that holds the recording."""
    return next(
        (position, number, attempt)
        for position, attempts in enumerate(state.attempts)
        for number, attempt in enumerate(attempts)
        if any(piece.recording == recording for piece in attempt.pieces)
    )


def _placed(state: State, position: int, number: int, attempt: Attempt) -> Result:
    attempts = state.attempts[position]
    state = state.with_attempts(position, (*attempts[:number], attempt, *attempts[number + 1 :]))
    if isinstance(state.stage, Closing):
        return close(state, state.stage.reason)
    return state, ()
