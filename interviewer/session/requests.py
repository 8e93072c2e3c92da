"""What the person asks of the interviewer beside answering, how long a card stays, and what a language model
suggests: events and actions as those of :mod:`interviewer.session.events`, kept like them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interviewer.domain import AnswerCard, ListenRequest, Task


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


@dataclass(frozen=True, slots=True)
class ShowPause:
    """The clock stands still, or runs again."""

    paused: bool


@dataclass(frozen=True, slots=True)
class ShowRereading:
    """The session waits for so many recordings to be read whole, and for nothing else."""

    left: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Score an answer anew for what the person says of a point. Marked, with the name, is the answer."""

    recording: str
    card: AnswerCard
    point: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A follow-up question that a language model thought of."""

    question: str
    model: str
    """As it is named beside the question."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a language model would ask about the answer that ends with ``recording``."""

    at_s: float
    recording: str
    question: str = ""
    """Empty: nothing that can be asked."""
    model: str = ""
