"""What the engine asks of the outside, in the order in which it is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.models import AnswerCard, EndReason, ListenRequest, Phase, Task

__all__ = [
    "Action",
    "Finish",
    "FollowUp",
    "HoldListening",
    "Listen",
    "Reopen",
    "ResumeListening",
    "Say",
    "Score",
    "ShowCard",
    "ShowCue",
    "ShowPause",
    "StopListening",
    "StopSpeaking",
]


@dataclass(frozen=True, slots=True)
class Say:
    """Begin to say ``text``; PromptSpoken with this ``turn`` is the answer."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Begin to say the follow-up question of ``task``; answered like Say."""

    turn: int
    text: str
    task: Task


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Be silent at once; no PromptSpoken is wanted any more."""


@dataclass(frozen=True, slots=True)
class ShowCue:
    """A task begins: its phase and cue may be shown."""

    phase: Phase
    task: Task
    number: int
    """Position of the task in the session, from 1."""
    count: int
    """Tasks of the session."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Begin to record; SpeechStarted and AnswerEnded with this ``turn`` are the answers."""

    turn: int
    request: ListenRequest


@dataclass(frozen=True, slots=True)
class Reopen:
    """The answer that a silence had ended goes on; the listener records it already."""

    request: ListenRequest


@dataclass(frozen=True, slots=True)
class HoldListening:
    """Record nothing until ResumeListening or StopListening; the recording stays open."""


@dataclass(frozen=True, slots=True)
class ResumeListening:
    """Go on with the recording on hold."""


@dataclass(frozen=True, slots=True)
class StopListening:
    """Close the recording; what was recorded stays."""


@dataclass(frozen=True, slots=True)
class Score:
    """Transcribe and score one closed recording by itself; Scored with its name is the answer.

    For the answer to a follow-up, ``task.target_s`` is the follow-up's.
    """

    recording: str
    phase: Phase
    task: Task


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show what became of a task, for some seconds or until Enter."""

    card: AnswerCard
    open: bool = False
    """Speaking takes the answer up again."""


@dataclass(frozen=True, slots=True)
class ShowPause:
    """The clock stands still, or runs again."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """The session is over; nothing follows."""

    reason: EndReason


Action = (
    Say
    | FollowUp
    | StopSpeaking
    | ShowCue
    | Listen
    | Reopen
    | HoldListening
    | ResumeListening
    | StopListening
    | Score
    | ShowCard
    | ShowPause
    | Finish
)
