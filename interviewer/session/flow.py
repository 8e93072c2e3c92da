"""What follows what in a session: each step takes a state and gives the next with what to do.

Greeting; then for each task its phase's prompt, its question, the answer, in an ``ask`` phase
replies and further exchanges, at most one follow-up, and the card; then the farewell.
"""

from __future__ import annotations

from dataclasses import replace

from interviewer.domain import AnswerCard, EndReason, ListenRequest
from interviewer.i18n import N_, translator
from interviewer.session.attempts import Attempt, Piece, first_score
from interviewer.session.events import (
    Action,
    Finish,
    FollowUp,
    Listen,
    Reopen,
    Say,
    Score,
    ShowCard,
    ShowCue,
    StopListening,
)
from interviewer.session.follow_up import follow_up_question
from interviewer.session.requests import ShowRereading
from interviewer.session.state import (
    MAX_EXCHANGES,
    REVIEW_S,
    SUGGEST_S,
    THINK_S,
    WEIGH_S,
    Closing,
    Finished,
    Listening,
    Reviewing,
    Saying,
    Scoring,
    Speaking,
    State,
    Weighing,
    hard_limit_s,
    open_answer,
    spoken_limit_s,
)

Result = tuple[State, tuple[Action, ...]]

CUT_OFF = N_("Let’s stop there.")
"""What the interviewer says to an answer that has reached its limit."""


def after_saying(state: State, saying: Saying) -> Result:
    """The order of a session: what follows once something was said."""
    match saying:
        case "greeting":
            return _begin_step(state)
        case "prompt" if state.step.question is not None:
            return say(state, "question", state.step.question.ask)
        case "prompt" | "question":
            return listen(state)  # then answer_over, answer_scored, and one of these three:
        case "reply":
            return _settle(state) if _asked_enough(state) else listen(state)
        case "follow_up":
            return listen(state, follow_up=True)
        case "farewell":
            return close(state, "completed")
        case "again":
            raise AssertionError("an answer waits for that: interviewer.session.again")


def _begin_step(state: State) -> Result:
    steps = state.plan.steps
    if state.position == len(steps):
        return say(state, "farewell", state.plan.scenario.farewell)
    state, step = state.with_new_attempt(), state.step
    cue = ShowCue(step.phase, step.task, state.position + 1, len(steps))
    text = step.phase.prompt if step.opens_phase else ""
    return then(say(state, "prompt", text), cue)


def answer_over(
    state: State, stage: Listening, *, still_open: bool = False, cut: bool = False
) -> Result:
    """The answer has ended, or was ``cut`` off, which is said: have it scored.

    In an ``ask`` phase, an exchange after the first in which nothing was said ends the phase.
    """
    asked_before = state.step.phase.kind == "ask" and bool(state.attempt.pieces)
    if asked_before and not stage.spoken:
        return _settle(_add_listened(state, stage))
    state = keep_recording(state, stage, cut=cut)
    scoring = Scoring(stage.with_speech(state.session_s) if still_open else None)
    state = replace(state, stage=scoring)
    if not cut:
        return state, (score_last(state),)
    state = replace(state, turn=state.turn + 1)
    text = translator(state.plan.scenario.language)(CUT_OFF)
    return state, (Say(state.turn, text), score_last(state))


def answer_scored(state: State) -> Result:
    """The card of the last piece has come: reply, ask the follow-up, or show the card."""
    reply = state.attempt.pieces[-1].reply
    if reply is None:
        return _settle(state)
    if (answer := open_answer(state.stage)) is not None:
        return _weigh(state, answer)
    return say(state, "reply", reply)


def _asked_enough(state: State) -> bool:
    """Whether the candidate has had all the time, or the exchanges, of an ``ask`` phase."""
    pieces = state.attempt.pieces
    used_s = sum(piece.listened_s for piece in pieces)
    return (
        pieces[-1].follow_up or used_s >= state.step.task.target_s or len(pieces) >= MAX_EXCHANGES
    )


def may_ask_on(state: State) -> bool:
    """Whether a follow-up to the task under way may still be asked."""
    asked, most = state.follow_ups, state.plan.scenario.max_follow_ups
    return state.step.task.id not in asked and len(asked) < most


def _settle(state: State) -> Result:
    """The answer is complete: one follow-up if it is due, else the card.

    What a language model thinks of goes before the scenario's; where that has none to ask, it has as
    long as the card is shown.
    """
    question = follow_up_question(_card(state)) if may_ask_on(state) else ""
    if not question:
        return review(state)
    answer = open_answer(state.stage)
    if answer is not None or state.attempt.suggesting:
        return _weigh(state, answer)
    return _ask_on(state, question)


def _ask_on(state: State, question: str) -> Result:
    """The follow-up that a language model has thought of, else ``question``."""
    suggestion = state.attempt.suggestion
    state = replace(state, follow_ups=(*state.follow_ups, state.step.task.id))
    return say(state, "follow_up", question if suggestion is None else suggestion.question)


def _weigh(state: State, answer: Listening | None) -> Result:
    stage = Weighing(answer, state.session_s, weighing_s(answer, waits=state.attempt.suggesting))
    return replace(state, stage=stage), ()


def weighing_s(answer: Listening | None, *, waits: bool) -> float:
    """Seconds before the interviewer asks on: for an answer to be taken up, and a language model to think."""
    return (0.0 if answer is None else WEIGH_S) + (SUGGEST_S if waits else 0.0)


def weighed(state: State) -> Result:
    """Nobody went on: reply, or ask the follow-up. A language model that is not ready is too late."""
    state = state.with_attempt(state.attempt.with_suggestion(state.attempt.suggestion))
    return answer_scored(replace(state, stage=Scoring()))


def review(state: State) -> Result:
    """Show the card of the attempt under way."""
    card, answer = _card(state), open_answer(state.stage)
    waits = state.attempt.suggesting and may_ask_on(state)
    limit_s = REVIEW_S + (SUGGEST_S if waits else 0.0)
    stage = Reviewing(card, state.session_s, limit_s, answer=answer)
    first = first_score(state.attempts[state.position])
    return replace(state, stage=stage), (ShowCard(card, answer is not None, first),)


def reviewed(state: State) -> Result:
    """The card has been seen: ask what a language model thought of meanwhile, or go on."""
    if state.attempt.suggestion is not None and may_ask_on(state):
        return _ask_on(state, "")
    return next_step(state)


def next_step(state: State) -> Result:
    """The next task, or the farewell."""
    task = state.step.task.id
    answered = any(attempt.pieces for attempt in state.attempts[state.position])
    skipped = state.skipped if answered else (*state.skipped, task)
    return _begin_step(replace(state, skipped=skipped, position=state.position + 1))


def close(state: State, reason: EndReason) -> Result:
    """Finish, once the cards still awaited are there, and all recordings were read whole."""
    if state.awaits_cards():
        return replace(state, stage=Closing(reason)), ()
    if state.over_s is None:
        state = replace(state, over_s=state.now_s)
    if left := state.awaits_readings():
        return replace(state, stage=Closing(reason)), (ShowRereading(left),)
    return replace(state, stage=Finished(reason)), (Finish(reason),)


def then(result: Result, *before: Action) -> Result:
    """``result`` with ``before`` done first."""
    state, actions = result
    return state, (*before, *actions)


def say(state: State, saying: Saying, text: str) -> Result:
    """Say ``text``; where there is none, go on as if it was said."""
    if not text.strip():
        return after_saying(state, saying)
    turn = state.turn + 1
    stage = Speaking(saying, text, state.session_s, spoken_limit_s(text))
    state = replace(state, stage=stage, turn=turn)
    if saying != "follow_up":
        return state, (Say(turn, text),)
    suggestion = state.attempt.suggestion
    by = "" if suggestion is None else suggestion.model
    return state, (FollowUp(turn, text, state.step.task, by),)


def ask_again(state: State) -> Result:
    """A new attempt at the step under way, its question or prompt said anew."""
    state = state.with_new_attempt()
    if state.step.question is not None:
        return say(state, "question", state.step.question.ask)
    return say(state, "prompt", state.step.phase.prompt)


def listen(state: State, *, follow_up: bool = False) -> Result:
    """The candidate's turn."""
    request = _follow_up_request(state) if follow_up else _request(state)
    turn = state.turn + 1
    asked = getattr(state.stage, "asked", "")
    if isinstance(state.stage, Speaking):
        asked = state.stage.text
    stage = Listening(
        request.recording,
        follow_up,
        state.session_s,
        request.hard_limit_s,
        request.grace_s,
        request.thinking_s,
        turn=turn,
        asked=asked,
    )
    return replace(state, stage=stage, turn=turn), (Listen(turn, request),)


def redo_listening(state: State, stage: Listening) -> Result:
    """Listen again; what was said so far is scored meanwhile."""
    kept = keep_recording(state, stage) if stage.spoken else drop_recording(state, stage)
    again = ask_again(kept) if stage.follow_up else listen(kept.with_new_attempt())
    state, actions = then(again, StopListening())
    return state, (*actions, score_last(kept)) if stage.spoken else actions


def quit_listening(state: State, stage: Listening) -> Result:
    """The end in the midst of an answer; what was said so far is scored."""
    if not stage.spoken:
        return then(close(drop_recording(state, stage), "quit"), StopListening())
    state = keep_recording(state, stage)
    return then(close(state, "quit"), StopListening(), score_last(state))


def take_up(state: State, answer: Listening) -> Result:
    """The answer goes on as if it had not ended."""
    *pieces, last = state.attempt.pieces
    state = replace(state, listened_s=state.listened_s - last.listened_s)
    state = state.with_attempt(Attempt(tuple(pieces)))
    going_on = replace(answer, resumed_s=state.session_s)
    return replace(state, stage=going_on), (Reopen(request_of(state, answer)),)


def keep_recording(state: State, stage: Listening, *, cut: bool = False) -> State:
    """The recording becomes a piece of the attempt under way."""
    spoken_s = 0.0 if stage.spoken_s is None else state.session_s - stage.spoken_s
    piece = Piece(
        stage.recording, _listened_s(state, stage), stage.follow_up, spoken_s=spoken_s, cut=cut
    )
    attempt = Attempt((*state.attempt.pieces, piece))
    return _add_listened(state, stage).with_attempt(attempt)


def drop_recording(state: State, stage: Listening) -> State:
    """The recording is no part of the answer; remembered where it holds speech."""
    names = (stage.recording,) if stage.spoken else ()
    return replace(_add_listened(state, stage), broken_off=(*state.broken_off, *names))


def score_last(state: State) -> Score:
    """The request for the last piece of the attempt under way."""
    return state.attempt.request(state.step)


def _card(state: State) -> AnswerCard:
    card = state.attempt.card
    if card is None:
        raise AssertionError("an attempt is only judged once its recordings are scored")
    return card


def request_of(state: State, answer: Listening) -> ListenRequest:
    """What was asked of the listener for the answer under way."""
    return _follow_up_request(state) if answer.follow_up else _request(state)


def _request(state: State) -> ListenRequest:
    step, pieces = state.step, state.attempt.pieces
    used_s = sum(piece.spoken_s for piece in pieces)
    limit_s = hard_limit_s(step.task.target_s) - used_s
    return ListenRequest(
        recording=_take_name(state) + (f"-part{len(pieces) + 1}" if pieces else ""),
        phase=step.phase,
        task=step.task,
        target_s=step.task.target_s - used_s,
        hard_limit_s=limit_s,
        thinking_s=limit_s if pieces else max(limit_s, THINK_S),
    )


def _follow_up_request(state: State) -> ListenRequest:
    target_s = state.step.task.for_follow_up.target_s
    name = f"{_take_name(state)}-follow-up"
    before = sum(unused.startswith(name) for unused in state.unused)
    return ListenRequest(
        recording=f"{name}{before + 1}" if before else name,
        phase=state.step.phase,
        task=state.step.task,
        target_s=target_s,
        hard_limit_s=hard_limit_s(target_s),
        follow_up=True,
        thinking_s=max(hard_limit_s(target_s), THINK_S),
    )


def _take_name(state: State) -> str:
    return f"{state.step.task.id}-take{len(state.attempts[state.position])}"


def _listened_s(state: State, stage: Listening) -> float:
    return state.session_s - stage.started_s


def _add_listened(state: State, stage: Listening) -> State:
    return replace(state, listened_s=state.listened_s + _listened_s(state, stage))
