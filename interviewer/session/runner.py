"""A whole session: the machine decides, the ports do; and what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain import AnswerCard, Rereading, SessionRecord
from interviewer.errors import InternalError, SessionError
from interviewer.i18n import N_
from interviewer.session.attempts import joined
from interviewer.session.events import (
    Action,
    Confirmed,
    Event,
    Finish,
    FollowUp,
    HoldListening,
    Key,
    Listen,
    Marked,
    Quit,
    Reopen,
    Reread,
    Resume,
    ResumeListening,
    Say,
    Score,
    Scored,
    ShowCard,
    ShowCue,
    Started,
    StopListening,
    StopSpeaking,
    TimedOut,
)
from interviewer.session.machine import advance
from interviewer.session.offers import offers
from interviewer.session.plan import Plan
from interviewer.session.ports import Ports
from interviewer.session.requests import (
    CardHeld,
    Mark,
    ShowModel,
    ShowPause,
    ShowRereading,
    ShowTurn,
)
from interviewer.session.rereading import to_reread
from interviewer.session.state import (
    Closing,
    Finished,
    Paused,
    Reviewing,
    Scoring,
    State,
    begin,
    deadline_s,
)
from interviewer.session.suggesting import wants_suggestion


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
    rereadings: list[Rereading] = []
    provisional: list[str] = []
    silent: list[str] = []
    for task, attempts in zip(tasks, state.attempts, strict=True):
        scored = [attempt for attempt in attempts if attempt.card is not None]
        cards = [attempt.card for attempt in scored if attempt.card is not None]
        if cards and not any(card.take.speech or card.take.notices for card in cards):
            silent.append(task)  # Silence is no answer; what a fault left of one is.
        elif cards:
            index = best_index(cards)
            best[task] = cards.pop(index)
            if (changed := scored[index].rereading) is not None:
                rereadings.append(changed)
            if scored[index].provisional:
                provisional.append(task)
        others += cards
    skipped = tuple(task for task in tasks if task in silent or task in state.skipped)
    unscored = [piece.recording for piece in state.pieces() if piece.card is None]
    return SessionRecord(
        scenario=state.plan.scenario,
        choice=state.plan.choice,
        tasks=tasks,
        answers=tuple(best.values()),
        set_aside=tuple(others),
        skipped=skipped,
        left=tuple(task for task in tasks if task not in best and task not in skipped),
        unscored=(*state.broken_off, *unscored),
        follow_ups=state.follow_ups,
        listened_s=state.listened_s,
        duration_s=state.session_s,
        paused_s=state.paused_s,
        reason=stage.reason,
        rereadings=tuple(rereadings),
        provisional=tuple(provisional),
    )


def best_index(cards: Sequence[AnswerCard]) -> int:
    """Index of the highest score, the earliest among equals; no score counts as none at all."""
    scores = [-1.0 if card.score is None else card.score for card in cards]
    return scores.index(max(scores))


def run_session(plan: Plan, ports: Ports, stored: State | None = None) -> SessionRecord:
    """Goes through ``plan`` until it is finished or the person quits.

    Args:
        plan: what is to be answered.
        ports: everything outside; the clock does not begin before the stored state's ``now_s``.
        stored: a session to be gone on with, paused; None for a new one.

    Raises:
        InterviewerError: a port failed; what was recorded stays where the listener put it.
    """
    state = begin(plan) if stored is None else stored
    opening = Resume if isinstance(state.stage, Paused) else Started
    waiting: deque[Event] = deque([opening(ports.clock.now_s())])
    for reread in to_reread(state):
        ports.takes.reread(reread.recording, reread.heard)
    left = False
    replied: Say | None = None
    while not isinstance(state.stage, Finished):
        ports.screen.show_offers(offers(state))
        event = waiting.popleft() if waiting else _next_event(state, ports)
        try:
            state, actions = advance(state, event)
        except SessionError as refused:
            # The echo of what was just called off is nobody's concern; a key is.
            if isinstance(event, Key):
                ports.screen.show_refusal(refused)
            continue
        # Who leaves in the midst finds the session again as if it had been cut off here.
        left = left or (isinstance(event, Quit) and _in_the_midst(state))
        if not left:
            ports.keep(event)
        elif isinstance(state.stage, Closing) and not state.awaits_cards():
            state = replace(state, stage=Finished("quit"))
            actions = tuple(each for each in actions if not isinstance(each, ShowRereading))
        for action in actions:
            if isinstance(action, Score):
                replied = _answer_early(action, state, ports)
                waiting.append(_score(action, state, ports, replied))
            elif isinstance(action, Mark):
                whole = ports.scorer.said(plan.scenario, action.card, action.point)
                waiting.append(Marked(ports.clock.now_s(), action.recording, whole))
            elif action == replied:
                replied = None  # It is being said already.
            else:
                _perform(action, ports)
    return session_record(state)


def _in_the_midst(state: State) -> bool:
    """Whether something is left to be asked in a session that was just ended by a key."""
    return (
        isinstance(state.stage, Closing | Finished)
        and state.stage.reason == "quit"
        and state.position < len(state.plan.steps)
    )


def _next_event(state: State, ports: Ports) -> Event:
    try:
        event = ports.events.next(deadline_s(state))
        if event is not None:
            return event
        held = ports.patient and isinstance(state.stage, Reviewing)
        return (CardHeld if held else TimedOut)(ports.clock.now_s())
    except KeyboardInterrupt:
        if not isinstance(state.stage, Closing) or state.awaits_cards():
            raise
        # Everything is answered and scored: who does not wait for more is shown what there is.
        return Quit(ports.clock.now_s())


def _score(asked: Score, state: State, ports: Ports, replied: Say | None) -> Scored | Confirmed:
    scenario = state.plan.scenario
    take = ports.takes.take(asked.recording)
    card = ports.scorer.score(scenario, asked.phase, asked.task, take)
    event = joined(asked, card, ports.clock.now_s(), scenario, ports.scorer)
    if replied is not None and isinstance(event, Scored):
        event = replace(event, reply=replied.text)
    suggester = ports.suggester
    if suggester is None or not isinstance(event, Scored) or not wants_suggestion(state, asked):
        return event
    question = state.step.question
    text = state.step.phase.prompt if question is None else question.ask
    suggesting = suggester.suggest(asked.recording, text, event.whole or event.card)
    return replace(event, suggesting=suggesting, sent_to=suggester.sent_to if suggesting else "")


def _answer_early(asked: Score, state: State, ports: Ports) -> Say | None:
    """Shows the card as it is so far, or says the reply, by what is read of the answer already.

    A card is kept and counted, and a follow-up asked, by the whole take alone: most terms that a glance
    misses are found in it. The reply that is said already, and returned, is the one that counts: who hears
    two knows of neither which one is meant.
    """
    if asked.reread or asked.marked is not None or not isinstance(state.stage, Scoring):
        return None
    take = ports.takes.glance(asked.recording)
    if take is None or not take.transcript.words:
        return None
    scenario = state.plan.scenario
    card = ports.scorer.early(scenario, asked.phase, asked.task, take)
    scored = joined(asked, card, ports.clock.now_s(), scenario, ports.scorer)
    asks = not any(isinstance(each, ShowCard) for each in advance(state, scored)[1])
    settled = replace(state, follow_ups=(*state.follow_ups, asked.task.id))
    following, actions = advance(settled, scored)
    for action in actions:
        if isinstance(action, ShowCard):
            # A key that is pressed now is taken once the whole take is scored.
            ports.screen.show_offers(offers(following))
            ports.screen.show_early(action.card, first=action.first, asks=asks)
        elif isinstance(action, Say) and isinstance(scored, Scored) and scored.reply:
            ports.screen.show_offers(offers(following))
            _perform(action, ports)
            return action
    return None


def _perform(action: Action, ports: Ports) -> None:
    match action:
        case Say(turn, text):
            ports.screen.show_text(text)
            ports.speaker.say(turn, text)
        case FollowUp(turn, text, _, by):
            ports.screen.show_text(text, by)
            ports.speaker.say(turn, text)
        case StopSpeaking():
            ports.speaker.stop()
        case ShowCue(phase, task, number, count):
            ports.screen.show_task(phase, task, number, count)
        case Listen(turn, request):
            ports.listener.listen(turn, request)
            ports.signal()
            ports.screen.show_listening(request)
        case ShowTurn(request):
            ports.signal()
            ports.screen.show_listening(request)
        case Reopen(request):
            ports.screen.show_reopened(request)
        case HoldListening():
            ports.listener.hold()
        case ResumeListening():
            ports.listener.resume()
        case StopListening():
            ports.listener.stop()
        case ShowCard(card, still_open, first):
            ports.screen.show_card(card, still_open=still_open, first=first)
        case ShowModel(task):
            ports.screen.show_model(task)
        case ShowPause(paused):
            ports.screen.show_pause(paused)
        case Reread(recording, heard):
            ports.takes.reread(recording, heard)
        case ShowRereading(left):
            ports.screen.show_rereading(left)
        case Score() | Mark() | Finish():
            pass  # The loop scores, and sees the end by the state.
