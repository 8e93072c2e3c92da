"""Which keys do something now, and what: what the screen offers is what the machine takes."""

from __future__ import annotations

from interviewer.session.again import can_go_back
from interviewer.session.requests import Offer
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
)


def offers(state: State) -> tuple[Offer, ...]:
    """In the order in which a person may want them."""
    match state.stage:
        case Finished():
            return ()
        case Closing():
            return (Offer("q", "no_wait"),)
        case Paused(running):
            kept = [each for each in _running(state, running) if each.key in "rs"]
            return (Offer("p", "resume"), *kept, Offer("q", "quit"))
        case Ready():
            return (Offer("q", "quit"),)
        case running:
            return (*_running(state, running), Offer("p", "pause"), Offer("q", "quit"))


def _running(state: State, stage: Running) -> tuple[Offer, ...]:
    back = (Offer("r", "redo_last"),) if can_go_back(state) else ()
    match stage:
        case Speaking(answer=Listening()):
            return Offer("enter", "go_on"), Offer("r", "redo")
        case Speaking(saying="greeting"):
            return Offer("enter", "begin"), Offer("s", "begin")
        case Speaking(saying="prompt" | "question"):
            return Offer("enter", "answer"), *back, Offer("s", "skip_question")
        case Speaking(saying="follow_up" | "reply"):
            return Offer("enter", "answer"), Offer("r", "redo"), Offer("s", "skip_rest")
        case Speaking():
            return Offer("enter", "end"), *back
        case Listening():
            return _listening(stage, back)
        case Reviewing():
            model = (Offer("m", "model"),) if stage.card.task.model_answer.strip() else ()
            return Offer("enter", "next"), Offer("r", "redo"), *model
        case Weighing():
            return Offer("enter", "ask_on"), Offer("r", "redo"), Offer("s", "skip_rest")
        case Scoring():
            return Offer("r", "redo"), Offer("s", "next")
        case Ready():
            return ()


def _listening(stage: Listening, back: tuple[Offer, ...]) -> tuple[Offer, ...]:
    again = (Offer("a", "again"),) if stage.asked else ()
    skip = Offer("s", "skip_rest" if stage.follow_up else "skip_question")
    if stage.spoken:
        return Offer("enter", "done"), *again, Offer("r", "redo"), skip
    return Offer("enter", "pass"), *again, *(back or (Offer("r", "redo"),)), skip
