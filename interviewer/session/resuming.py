"""A session that was cut off: where it stood, and how it is made ready to go on.

What happened is in the events that were kept, so the state comes from feeding them to the machine
again. The cut itself is an event of its own, kept with them: a session may be cut off twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from interviewer.errors import SessionError
from interviewer.session.again import answering
from interviewer.session.attempts import joined
from interviewer.session.events import (
    AnswerEnded,
    CutOff,
    Event,
    KeptEvent,
    Next,
    Pause,
    Quit,
    Redo,
    Resume,
    Score,
    Scored,
    Skip,
    SpeechStarted,
    TimedOut,
)
from interviewer.session.flow import ask_again, drop_recording, say
from interviewer.session.machine import advance
from interviewer.session.plan import Plan
from interviewer.session.ports import Scorer
from interviewer.session.state import (
    Closing,
    Finished,
    Listening,
    Paused,
    Ready,
    State,
    begin,
)


def replayed(plan: Plan, events: Iterable[KeptEvent], scorer: Scorer) -> State:
    """Where a session of ``plan`` stood after ``events``; those refused then are refused again.

    Args:
        plan: what was to be answered.
        events: all that were kept, in order.
        scorer: joins the cards of sessions kept by earlier versions, which kept them apart.

    Raises:
        InternalError: their times run backwards.
    """
    state = begin(plan)
    for event in events:
        if isinstance(event, CutOff):
            state = cut_off(state, event)
        elif isinstance(event, Scored):
            state = _fed(state, _whole(state, event, scorer))
        elif isinstance(event, TimedOut) and isinstance(state.stage, Listening):
            # Limits of earlier versions ran while nothing was said yet, and ended words in the air.
            due = event.at_s >= state.stage.due_s + state.paused_s
            state = _fed(state, event if due else Next(event.at_s))
        else:
            state = _fed(state, event)
    return state


def _whole(state: State, event: Scored, scorer: Scorer) -> Event:
    if event.whole is not None or event.reply is not None or event.suggesting:
        return event  # Of a version that joins them itself.
    for asked in unscored(state):
        if asked.recording == event.recording:
            return joined(asked, event.card, event.at_s, state.plan.scenario, scorer)
    return event


def cut_off(state: State, cut: CutOff) -> State:
    """``state``, whose session was cut off, in the pause from which it goes on by Resume.

    A session that had not begun, or was ending, stays as it is. The answer under way ends at the
    cut: what was said is kept as a take, and the task is asked again for a further one. Not so
    in an ``ask`` phase and after a follow-up, where the answer so far stands and goes on; a
    follow-up that nothing was said to is asked again.
    """
    state = answering(state)
    stage = state.stage
    if isinstance(stage, Paused):
        if not isinstance(stage.stage, Listening):
            return state
        state = _fed(state, Resume(cut.at_s))
    if isinstance(state.stage, Listening):
        state = _end_answer(state, state.stage, cut)
    if isinstance(state.stage, Ready | Closing | Finished):
        return state
    return _fed(state, Pause(cut.at_s))


def cut_at_s(state: State, recorded_s: float) -> float:
    """When the session whose last event led to ``state`` was cut off, at the earliest.

    Args:
        state: after the last event that was kept.
        recorded_s: length of the recording under way; nothing tells how long any other stage
            went on.
    """
    stage = answering(state).stage
    if not isinstance(stage, Listening):
        return state.now_s
    return max(state.now_s, min(stage.started_s + recorded_s, stage.due_s) + state.paused_s)


def under_way(state: State) -> str | None:
    """Name of the recording whose answer had not ended; None where there is none."""
    match answering(state).stage:
        case Listening() as listening:
            return listening.recording
        case Paused(Listening() as listening, answer_ended=False):
            return listening.recording
        case _:
            return None


def unscored(state: State) -> Iterator[Score]:
    """What is still to be asked of the scorer, in the order of the recordings.

    Nothing where the person did not wait for the scores: the session is over without them.
    """
    if isinstance(state.stage, Finished):
        return
    for step, attempts in zip(state.plan.steps, state.attempts, strict=True):
        for attempt in attempts:
            if attempt.awaits_card:
                yield attempt.request(step)


def ending(state: State) -> tuple[Event, ...]:
    """What ends a session after :func:`cut_off` without another question."""
    match state.stage:
        case Closing() | Finished():
            return ()
        case Paused() if state.position == len(state.plan.steps):
            return Resume(state.now_s), Next(state.now_s)  # Only the farewell was left.
        case _:
            return (Quit(state.now_s),)


def _end_answer(state: State, stage: Listening, cut: CutOff) -> State:
    if cut.spoken:
        if not stage.spoken:
            state = _fed(state, SpeechStarted(cut.at_s, stage.turn))
        state = _fed(state, AnswerEnded(cut.at_s, stage.turn))
        whole = stage.follow_up or state.step.phase.kind == "ask"
        return state if whole else _fed(state, Redo(cut.at_s))
    if stage.follow_up and (question := state.attempt.asked(len(state.attempt.pieces))):
        state = drop_recording(replace(state, now_s=cut.at_s), stage)
        state = replace(state, unused=(*state.unused, stage.recording))
        return say(state, "follow_up", question)[0]
    if state.attempt.pieces:
        return _fed(state, Skip(cut.at_s))
    # As Redo would, which does not say the question again.
    state, _ = ask_again(drop_recording(replace(state, now_s=cut.at_s), stage))
    return state


def _fed(state: State, event: Event) -> State:
    """The state after ``event``; what was to be done about it is done or past."""
    try:
        return advance(state, event)[0]
    except SessionError:
        return state
