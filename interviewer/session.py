"""A whole session: the engine decides, the ports do."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from interviewer.engine.actions import (
    Action,
    Finish,
    FollowUp,
    HoldListening,
    Listen,
    Reopen,
    ResumeListening,
    Say,
    Score,
    ShowCard,
    ShowCue,
    ShowPause,
    StopListening,
    StopSpeaking,
)
from interviewer.engine.advance import advance
from interviewer.engine.events import Event, Key, Resume, Scored, Started, TimedOut
from interviewer.engine.plan import Plan
from interviewer.engine.record import session_record
from interviewer.engine.state import Finished, Paused, State, begin, deadline_s
from interviewer.errors import SessionError
from interviewer.models import Scenario, SessionRecord
from interviewer.ports import Clock, EventSource, Listener, ScoreTake, Screen, Speaker, Takes

__all__ = ["Ports", "run_session"]


def _forget(event: Event) -> None:
    del event


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything outside that a session needs."""

    clock: Clock
    events: EventSource[Event]
    speaker: Speaker
    listener: Listener
    takes: Takes
    screen: Screen
    score: ScoreTake
    keep: Callable[[Event], object] = _forget
    """Told of every event that the engine took, before anything is done about it."""


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
            waiting.extend(_perform(action, plan.scenario, ports))
    return session_record(state)


def _next_event(state: State, ports: Ports) -> Event:
    return ports.events.next(deadline_s(state)) or TimedOut(ports.clock.now_s())


def _score(action: Score, scenario: Scenario, ports: Ports) -> Scored:
    take = ports.takes.take(action.recording)
    card = ports.score(scenario, action.phase, action.task, take)
    return Scored(ports.clock.now_s(), action.recording, card)


def _perform(action: Action, scenario: Scenario, ports: Ports) -> tuple[Event, ...]:
    """Does ``action``; gives what it led to at once."""
    match action:
        case Score():
            return (_score(action, scenario, ports),)
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
        case Finish():
            pass  # The loop sees it by the state.
    return ()
