"""What the person asks of the interviewer beside answering, and how long a card stays: events as those of
:mod:`interviewer.session.events`, kept like them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain import ListenRequest, Task


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Say the question again; the answer under way waits, and goes on behind it."""

    at_s: float


@dataclass(frozen=True, slots=True)
class AskModel:
    """Show the model answer to the task whose card is shown, which then stays."""

    at_s: float


@dataclass(frozen=True, slots=True)
class CardHeld:
    """The card has had its time and somebody is at the keys: it stays until one is pressed.

    Speech does not take the answer up any more.
    """

    at_s: float


@dataclass(frozen=True, slots=True)
class ShowModel:
    """Show how the task may be answered."""

    task: Task


@dataclass(frozen=True, slots=True)
class ShowTurn:
    """The candidate's turn goes on: the microphone listens again."""

    request: ListenRequest


Key = Literal["enter", "a", "r", "m", "p", "s", "q"]
Deed = Literal[
    "begin",
    "answer",
    "go_on",
    "done",
    "pass",
    "next",
    "ask_on",
    "end",
    "again",
    "redo",
    "redo_last",
    "model",
    "pause",
    "resume",
    "skip_question",
    "skip_rest",
    "quit",
    "no_wait",
]


@dataclass(frozen=True, slots=True)
class Offer:
    """A key and what it does at this moment."""

    key: Key
    does: Deed
