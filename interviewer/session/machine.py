"""The session as a state machine: ``advance(state, event) -> (state, actions)``.

Pure: time comes in with the events, what is to be done goes out as actions, and whoever performs them
(:mod:`interviewer.session.runner`) sends the next event. Here is which event is taken at which stage, what
it leads to in :mod:`interviewer.session.flow`. An event that has no place is refused with
:class:`SessionError` and changes nothing. Redo means the whole task: all exchanges, the follow-up too.
"""

from __future__ import annotations

import math
from dataclasses import replace

from interviewer.errors import InternalError
from interviewer.i18n import N_
from interviewer.session.again import (
    answer_on,
    back,
    can_go_back,
    hold_card,
    model_answer,
    question_again,
    say_again,
)
from interviewer.session.cards import scored
from interviewer.session.disputes import changed_card
from interviewer.session.events import (
    AnswerEnded,
    Confirmed,
    Disputed,
    Event,
    Finish,
    HoldListening,
    Marked,
    Next,
    Pause,
    PromptSpoken,
    Quit,
    ReadWhole,
    Redo,
    Resume,
    ResumeListening,
    Scored,
    Skip,
    SpeechResumed,
    SpeechStarted,
    Started,
    StopListening,
    StopSpeaking,
    TimedOut,
)
from interviewer.session.flow import (
    Result,
    after_saying,
    answer_over,
    answer_scored,
    ask_again,
    close,
    drop_recording,
    next_step,
    quit_listening,
    redo_listening,
    review,
    reviewed,
    say,
    take_up,
    then,
    weighed,
)
from interviewer.session.refusals import refusal
from interviewer.session.requests import AskAgain, AskModel, CardHeld, ShowPause, Suggested
from interviewer.session.rereading import with_rereads
from interviewer.session.state import (
    Closing,
    Finished,
    Listening,
    Paused,
    Ready,
    Reviewing,
    Running,
    Scoring,
    Speaking,
    State,
    Weighing,
    answer_turn,
    deadline_s,
    open_answer,
)
from interviewer.session.suggesting import suggested, unasked


def advance(state: State, event: Event) -> Result:
    """The state after ``event``, and what is to be done, in order.

    Raises:
        SessionError: the event has no place now; the session goes on from ``state``.
        InternalError: time runs backwards, or is no number.
    """
    if not math.isfinite(event.at_s) or event.at_s < state.now_s:
        raise InternalError(
            N_("An event at {at_s} s came after one at {now_s} s."),
            at_s=event.at_s,
            now_s=state.now_s,
        )
    _refuse_untimely(state, event)
    result = _taken(replace(state, now_s=event.at_s), event)
    was_open = open_answer(state.stage) is not None and not isinstance(event, SpeechResumed)
    if was_open and open_answer(result[0].stage) is None:
        # Whatever ends the wait for more speech ends the recording, before anything is said.
        result = then(result, StopListening())
    return with_rereads(state, result)


def _taken(state: State, event: Event) -> Result:
    match state.stage:
        case Finished():
            raise refusal(state, event)
        case _ if isinstance(event, Scored):
            return scored(state, event)
        case _ if isinstance(event, ReadWhole | Confirmed | Disputed | Marked | Suggested):
            if isinstance(event, Suggested):
                result = suggested(state, event)
            else:
                result = changed_card(state, event)
            if result is None:
                raise refusal(state, event)
            return result
        case Closing() as stage:
            return _closing(state, stage, event)
        case Paused() as stage:
            return _paused(state, stage, event)
        case running:
            return _running(state, running, event)


def _refuse_untimely(state: State, event: Event) -> None:
    """Refuses the answer to an action that is over, and a limit that is not reached."""
    if isinstance(event, PromptSpoken):
        if event.turn != state.turn:
            raise refusal(state, event)
    elif isinstance(event, SpeechStarted | AnswerEnded | SpeechResumed):
        if event.turn != answer_turn(state.stage):
            raise refusal(state, event)
    elif isinstance(event, TimedOut | CardHeld):
        due_s = deadline_s(state)
        if due_s is None or event.at_s < due_s:
            raise refusal(state, event)


def _running(state: State, stage: Running, event: Event) -> Result:
    match stage, event:
        case _, Pause():
            return _pause(state, stage, event)
        case Ready(), _:
            return _ready(state, event)
        case Speaking(), _:
            return _speaking(state, stage, event)
        case Listening(), _:
            return _listening(state, stage, event)
        case ((Scoring() | Weighing() | Reviewing()), _):
            return _answered(state, stage, event)


def _ready(state: State, event: Event) -> Result:
    match event:
        case Started():
            return say(state, "greeting", state.plan.scenario.greeting)
        case Quit():
            return close(state, "quit")
        case _:
            raise refusal(state, event)


def _speaking(state: State, stage: Speaking, event: Event) -> Result:
    if stage.answer is not None:
        return _saying_again(state, stage, stage.answer, event)
    match event:
        case PromptSpoken():
            return after_saying(state, stage.saying)
        case Next() | TimedOut():
            return then(after_saying(state, stage.saying), StopSpeaking())
        case Skip():
            return then(_skip_saying(state, stage), StopSpeaking())
        case Redo() if stage.saying in ("follow_up", "reply"):
            return then(ask_again(state), StopSpeaking())
        case Redo() if can_go_back(state):
            return then(back(state), StopSpeaking())
        case Quit():
            over = stage.saying == "farewell"
            return then(close(state, "completed" if over else "quit"), StopSpeaking())
        case _:
            raise refusal(state, event)


def _saying_again(state: State, stage: Speaking, waiting: Listening, event: Event) -> Result:
    """The question is being said again: what ends that is about the answer that waits, but for Enter."""
    answer = waiting.moved(state.session_s)
    held = replace(state, stage=answer)
    match event:
        case PromptSpoken():
            return answer_on(held, answer)
        case Next() | Skip() | TimedOut():
            return then(answer_on(held, answer), StopSpeaking())
        case SpeechStarted():
            return replace(state, stage=replace(stage, answer=waiting.with_speech(0.0))), ()
        case AnswerEnded() | Redo() | Quit():
            return then(_listening(held, answer, event), StopSpeaking())
        case _:
            raise refusal(state, event)


def _skip_saying(state: State, stage: Speaking) -> Result:
    match stage.saying:
        case "greeting" | "farewell" | "again":
            return after_saying(state, stage.saying)
        case "prompt" | "question":
            return next_step(state)
        case "follow_up" | "reply":
            return review(state)


def _listening(state: State, stage: Listening, event: Event) -> Result:
    match event:
        case SpeechStarted():
            return replace(state, stage=stage.with_speech(state.session_s)), ()
        case AnswerEnded():
            return answer_over(state, stage, still_open=event.open, cut=event.cut)
        case Next():
            return then(answer_over(state, stage), StopListening())
        case TimedOut():
            return then(answer_over(state, stage, cut=stage.spoken), StopListening())
        case Skip():
            state = drop_recording(state, stage)
            going_on = review(state) if state.attempt.pieces else next_step(state)
            return then(going_on, StopListening())
        case Redo() if can_go_back(state):
            return then(back(drop_recording(state, stage)), StopListening())
        case Redo():
            return redo_listening(state, stage)
        case AskAgain() if (again := question_again(state, stage)) is not None:
            return again
        case Quit():
            return quit_listening(state, stage)
        case _:
            raise refusal(state, event)


def _answered(state: State, stage: Scoring | Weighing | Reviewing, event: Event) -> Result:
    """An answer is being scored, is about to be asked on, or its card is shown."""
    match event, stage:
        case SpeechResumed(), _ if stage.answer is not None:
            return take_up(state, stage.answer)
        case Redo(), _:
            return ask_again(state)
        case Quit(), _:
            return close(state, "quit")
        case Skip(), Scoring():
            return next_step(state)
        case Skip(), Weighing():
            return review(replace(unasked(state), stage=Scoring()))
        case ((Next() | TimedOut()), Weighing()):
            return weighed(state)
        case ((Next() | TimedOut()), Reviewing()):
            return reviewed(state)
        case Skip(), Reviewing():
            return next_step(state)
        case CardHeld(), Reviewing():
            return hold_card(state, stage)
        case AskModel(), Reviewing() if (shown := model_answer(state, stage)) is not None:
            return shown
        case _:
            raise refusal(state, event)


def _pause(state: State, stage: Running, event: Pause) -> Result:
    paused = replace(state, stage=Paused(stage, event.at_s)), (ShowPause(True),)
    match stage:
        case Ready():
            raise refusal(state, event)
        case Speaking():
            return then(paused, StopSpeaking())
        case Listening():
            return then(paused, HoldListening())
        case Scoring() | Weighing() | Reviewing():
            # What is said in a pause is no part of an answer.
            held = Paused(replace(stage, answer=None), event.at_s)
            return replace(state, stage=held), (ShowPause(True),)


def _paused(state: State, stage: Paused, event: Event) -> Result:
    """Skip, Redo and Quit end the pause by themselves."""
    match event, stage.stage:
        case Resume(), _:
            return then(_resume(_unpaused(state, stage), stage), ShowPause(False))
        case ((Skip() | Redo() | Quit()), running):
            going_on = _running(_unpaused(state, stage), running, event)
            return then(going_on, ShowPause(False))
        case SpeechStarted(), Speaking(answer=Listening() as waiting) as speaking:
            speaking = replace(speaking, answer=waiting.with_speech(0.0))
            return replace(state, stage=replace(stage, stage=speaking)), ()
        case AnswerEnded(), Speaking(answer=Listening() as waiting):
            answer = waiting.moved(state.session_s)
            return replace(state, stage=replace(stage, stage=answer, answer_ended=True)), ()
        case SpeechStarted(), Listening() as held:
            stage = replace(stage, stage=held.with_speech(state.session_s))
            return replace(state, stage=stage), ()
        case AnswerEnded(), Listening():
            return replace(state, stage=replace(stage, answer_ended=True, cut=event.cut)), ()
        case _:
            raise refusal(state, event)


def _unpaused(state: State, stage: Paused) -> State:
    paused_s = state.paused_s + state.now_s - stage.since_s
    return replace(state, stage=stage.stage, paused_s=paused_s)


def _resume(state: State, stage: Paused) -> Result:
    match stage.stage:
        case Speaking(answer=Listening() as waiting, text=text):
            return say_again(state, text, waiting)
        case Speaking() as speaking:
            return say(state, speaking.saying, speaking.text)
        case Listening() as listening if stage.answer_ended:
            return then(answer_over(state, listening, cut=stage.cut), StopListening())
        case Listening():
            return state, (ResumeListening(),)
        case Reviewing():
            return review(state)
        case Weighing():
            return weighed(state)
        case Scoring() if not state.attempt.awaits_card:
            return answer_scored(state)
        case Ready() | Scoring():
            return state, ()


def _closing(state: State, stage: Closing, event: Event) -> Result:
    if isinstance(event, Quit):
        # Scores that nobody waits for make it a session that was left; the whole reading does not.
        reason = "quit" if state.awaits_cards() else stage.reason
        return replace(state, stage=Finished(reason)), (Finish(reason),)
    raise refusal(state, event)
