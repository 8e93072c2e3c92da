"""What can happen in a session. Every event carries when it was noticed.

``at_s`` is seconds since the session began, pauses included, and never runs backwards. Events
that answer an action repeat its ``turn``, so that the echo of something since called off is
told from the answer that is waited for.
"""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.models import AnswerCard

__all__ = [
    "AnswerEnded",
    "Event",
    "Key",
    "Next",
    "Pause",
    "PromptSpoken",
    "Quit",
    "Redo",
    "Resume",
    "Scored",
    "Skip",
    "SpeechResumed",
    "SpeechStarted",
    "Started",
    "TimedOut",
]


@dataclass(frozen=True, slots=True)
class Started:
    """The session begins. First of all, and once."""

    at_s: float


@dataclass(frozen=True, slots=True)
class PromptSpoken:
    """What a Say or FollowUp action asked for was said to its end."""

    at_s: float
    turn: int


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The candidate has begun to speak. Only the first one of a turn changes anything."""

    at_s: float
    turn: int


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """The listener found the end of the answer by itself."""

    at_s: float
    turn: int
    open: bool = False
    """A silence was taken for the end: the recording goes on until StopListening."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The candidate goes on with the answer that a silence had ended."""

    at_s: float
    turn: int


@dataclass(frozen=True, slots=True)
class Scored:
    """The card of one recording that a Score action named. May come in any order, and late."""

    at_s: float
    recording: str
    card: AnswerCard


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The moment given by :func:`interviewer.engine.state.deadline_s` has come."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Next:
    """Enter: that is all, go on. Ends an answer, cuts the interviewer short, closes a card."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave out what is going on."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Redo:
    """Answer the same task again."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop the clock."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Quit:
    """End the session with what is done. A second one does not wait for scores."""

    at_s: float


Key = Next | Skip | Redo | Pause | Resume | Quit
"""What the person decides; the others report what the program did or heard."""

Event = (
    Started | PromptSpoken | SpeechStarted | AnswerEnded | SpeechResumed | Scored | TimedOut | Key
)
