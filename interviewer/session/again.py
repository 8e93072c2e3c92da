"""Once more: the question while it is answered, and the answer whose card was shown.

A card waits for whoever sits at the keys. Who looks at the next question first can still go back to the
answer before it, as long as nothing was said to the new one.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.session.events import (
    HoldListening,
    ResumeListening,
    Say,
    ShowCue,
)
from interviewer.session.flow import Result, ask_again, request_of, then
from interviewer.session.requests import ShowModel, ShowTurn
from interviewer.session.state import (
    Listening,
    Paused,
    Reviewing,
    Speaking,
    State,
    spoken_limit_s,
)


def question_again(state: State, stage: Listening) -> Result | None:
    """The interviewer says again what is being answered; None where there is nothing to say."""
    if not stage.asked:
        return None
    waiting = stage.moved(-state.session_s)
    return then(say_again(state, stage.asked, waiting), HoldListening())


def say_again(state: State, text: str, waiting: Listening) -> Result:
    """Says ``text`` while the answer waits, whose times count from the moment that it began to."""
    turn = state.turn + 1
    stage = Speaking("again", text, state.session_s, spoken_limit_s(text), waiting)
    return replace(state, stage=stage, turn=turn), (Say(turn, text),)


def answer_on(state: State, answer: Listening) -> Result:
    """The question was said again: the answer goes on where it was."""
    return state, (ResumeListening(), ShowTurn(request_of(state, answer)))


def answering(state: State) -> State:
    """``state`` as if the question that is being said again had been said; any other as it is."""
    match state.stage:
        case Speaking(answer=Listening() as waiting):
            return replace(state, stage=waiting.moved(state.session_s))
        case Paused(Speaking(answer=Listening() as waiting)) as paused:
            return replace(state, stage=replace(paused, stage=waiting.moved(state.session_s)))
        case _:
            return state


def can_go_back(state: State) -> bool:
    """Whether nothing was said yet to the task under way, and the one before it was answered."""
    if not state.position:
        return False
    steps = len(state.plan.steps)
    here = state.attempts[state.position] if state.position < steps else ()
    spoken = isinstance(state.stage, Listening) and state.stage.spoken
    if spoken or any(attempt.pieces for attempt in here):
        return False
    return any(attempt.pieces for attempt in state.attempts[state.position - 1])


def back(state: State) -> Result:
    """The task before is asked again; the one under way waits for its turn."""
    steps = state.plan.steps
    if state.position < len(steps) and not isinstance(state.stage, Listening):
        # No recording bears its name: it will be the first attempt again.
        kept = tuple(attempt for attempt in state.attempts[state.position] if attempt.pieces)
        state = state.with_attempts(state.position, kept)
    state = replace(state, position=state.position - 1)
    step = state.step
    cue = ShowCue(step.phase, step.task, state.position + 1, len(steps))
    return then(ask_again(state), cue)


def hold_card(state: State, stage: Reviewing) -> Result:
    """The card stays until a key is pressed."""
    return replace(state, stage=replace(stage, answer=None, held=True)), ()


def model_answer(state: State, stage: Reviewing) -> Result | None:
    """Shows the model answer, and holds the card; None where the task has none."""
    task = stage.card.task
    if not task.model_answer.strip():
        return None
    state, _ = hold_card(state, stage)
    return state, (ShowModel(task),)
