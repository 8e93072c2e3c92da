"""A whole session: the machine decides, the ports do; and what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from interviewer.domain import AnswerCard, Rereading, Scenario, SessionRecord
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
    Mark,
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
    ShowPause,
    ShowRereading,
    Started,
    StopListening,
    StopSpeaking,
    TimedOut,
)
from interviewer.session.machine import advance
from interviewer.session.plan import Plan
from interviewer.session.ports import Ports
from interviewer.session.rereading import to_reread
from interviewer.session.state import Closing, Finished, Paused, State, begin, deadline_s


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
    for task, attempts in zip(tasks, state.attempts, strict=True):
        scored = [attempt for attempt in attempts if attempt.card is not None]
        cards = [attempt.card for attempt in scored if attempt.card is not None]
        if cards:
            index = best_index(cards)
            best[task] = cards.pop(index)
            if (changed := scored[index].rereading) is not None:
                rereadings.append(changed)
            if scored[index].provisional:
                provisional.append(task)
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
    while not isinstance(state.stage, Finished):
        event = waiting.popleft() if waiting else _next_event(state, ports)
        try:
            state, actions = advance(state, event)
        except SessionError as refused:
            # The echo of what was just called off is nobody's concern; a key is.
            if isinstance(event, Key):
                ports.screen.show_refusal(refused)
            continue
        ports.keep(event)
        for action in actions:
            if isinstance(action, Score):
                waiting.append(_score(action, plan.scenario, ports))
            elif isinstance(action, Mark):
                whole = ports.scorer.said(plan.scenario, action.card, action.point)
                waiting.append(Marked(ports.clock.now_s(), action.recording, whole))
            else:
                _perform(action, ports)
    return session_record(state)


def _next_event(state: State, ports: Ports) -> Event:
    try:
        return ports.events.next(deadline_s(state)) or TimedOut(ports.clock.now_s())
    except KeyboardInterrupt:
        if not isinstance(state.stage, Closing) or state.awaits_cards():
            raise
        # Everything is answered and scored: who does not wait for more is shown what there is.
        return Quit(ports.clock.now_s())


def _score(asked: Score, scenario: Scenario, ports: Ports) -> Scored | Confirmed:
    take = ports.takes.take(asked.recording)
    card = ports.scorer.score(scenario, asked.phase, asked.task, take)
    return joined(asked, card, ports.clock.now_s(), scenario, ports.scorer)


def _perform(action: Action, ports: Ports) -> None:
    match action:
        case Say(turn, text) | FollowUp(turn, text):
            ports.screen.show_text(text)
            ports.speaker.say(turn, text)
        case StopSpeaking():
            ports.speaker.stop()
        case ShowCue(phase, task, number, count):
            ports.screen.show_task(phase, task, number, count)
        case Listen(turn, request):
            ports.listener.listen(turn, request)
            ports.screen.show_listening(request)
        case Reopen(request):
            ports.screen.show_reopened(request)
        case HoldListening():
            ports.listener.hold()
        case ResumeListening():
            ports.listener.resume()
        case StopListening():
            ports.listener.stop()
        case ShowCard(card, still_open):
            ports.screen.show_card(card, still_open=still_open)
        case ShowPause(paused):
            ports.screen.show_pause(paused)
        case Reread(recording, heard):
            ports.takes.reread(recording, heard)
        case ShowRereading(left):
            ports.screen.show_rereading(left)
        case Score() | Mark() | Finish():
            pass  # The loop scores, and sees the end by the state.
