"""What can happen in a session, and what it asks of the outside.

Every event carries when it was noticed: ``at_s`` is seconds since the session began, pauses included,
and never runs backwards. Events that answer an action repeat its ``turn``, which tells the echo of what
was called off. They are kept in the history: a field may be added with a default, nothing else may change.
"""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.domain import AnswerCard, EndReason, ListenRequest, Phase, Take, Task
from interviewer.session.requests import (
    AskAgain,
    AskModel,
    CardHeld,
    Mark,
    ShowModel,
    ShowPause,
    ShowRereading,
    ShowTurn,
    Suggested,
)


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
    cut: bool = False
    """It was not over: its limit was reached."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The candidate goes on with the answer that a silence had ended."""

    at_s: float
    turn: int


@dataclass(frozen=True, slots=True)
class Scored:
    """One recording that a Score action named is scored. May come in any order, and late."""

    at_s: float
    recording: str
    card: AnswerCard
    """Of this recording by itself."""
    whole: AnswerCard | None = None
    """Of the answer up to its end; None where it is the first, whose card is that of the answer. Events
    kept by earlier versions have none, and no reply: :func:`interviewer.session.resuming.replayed`."""
    reply: str | None = None
    """What the interviewer replies to it; None where nothing is."""
    suggesting: bool = False
    """A language model is thinking of a follow-up; Suggested is its answer."""
    sent_to: str = ""
    """The other machine that it does so on; empty for this one."""


@dataclass(frozen=True, slots=True)
class ReadWhole:
    """One recording that a Reread action named was read whole. Comes whenever there was time."""

    at_s: float
    recording: str
    failed: bool = False
    """It cannot be: what was heard at once stands."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One recording that was read whole is scored, in place of what was scored at once.

    What was asked, replied and shown because of that stands.
    """

    at_s: float
    recording: str
    card: AnswerCard
    """Of this recording by itself."""
    whole: AnswerCard | None = None
    """Of the answer up to its end, all of it read whole; None where it is the first."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The moment given by :func:`interviewer.session.state.deadline_s` has come."""

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


@dataclass(frozen=True, slots=True)
class Disputed:
    """« I said it », of a point of the card that is shown; once more takes it back."""

    at_s: float
    number: int
    """As :attr:`interviewer.domain.AnswerCard.disputable` counts."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The card that a Mark action asked for: of the answer that ends with ``recording``."""

    at_s: float
    recording: str
    whole: AnswerCard


Key = Next | Skip | Redo | Pause | Resume | Quit | Disputed | AskAgain | AskModel
"""What the person decides; the others report what the program did or heard."""

Event = (
    Started
    | PromptSpoken
    | SpeechStarted
    | AnswerEnded
    | SpeechResumed
    | Scored
    | ReadWhole
    | Confirmed
    | TimedOut
    | Marked
    | CardHeld
    | Suggested
    | Key
)


@dataclass(frozen=True, slots=True)
class CutOff:
    """The program ended without the session's end: left, a kill, a power cut."""

    at_s: float
    """As far as the events and the recording under way tell."""
    spoken: bool = False
    """The recording under way holds speech."""


KeptEvent = Event | CutOff
"""What the history keeps of a session, in order."""


@dataclass(frozen=True, slots=True)
class Say:
    """Begin to say ``text``; PromptSpoken with this ``turn`` is the answer."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Begin to say a follow-up question to an answer to ``task``; answered like Say."""

    turn: int
    text: str
    task: Task
    by: str = ""
    """The language model that thought of it; empty: it is the scenario's."""


@dataclass(frozen=True, slots=True)
class StopSpeaking:
    """Be silent at once; no PromptSpoken is wanted any more."""


@dataclass(frozen=True, slots=True)
class ShowCue:
    """A task begins: its phase and cue may be shown."""

    phase: Phase
    task: Task
    number: int
    """From 1."""
    count: int


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
    """Transcribe and score one recording; Scored with its name, or Confirmed, is the answer."""

    recording: str
    phase: Phase
    task: Task
    """What this recording is scored against by itself: a follow-up's answer has its own target."""
    follow_up: bool = False
    asked: str = ""
    """The follow-up that it answers, as it was asked."""
    asked_by: str = ""
    """The language model that thought of that; empty: it is the scenario's."""
    before: AnswerCard | None = None
    """Of the answer that it goes on with; None where it is the first."""
    reread: bool = False
    """It was read whole: Confirmed is the answer."""
    marked: AnswerCard | None = None
    """What the person says of the points of this card holds for its answer, too."""


@dataclass(frozen=True, slots=True)
class Reread:
    """Read a closed recording whole, once nothing else is to be read; ReadWhole is the answer."""

    recording: str
    heard: Take
    """What was heard of it at once."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show what became of a task, for some seconds or until Enter."""

    card: AnswerCard
    open: bool = False
    """Speaking takes the answer up again."""
    first: float | None = None
    """The score of the first take, where this is another."""


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
    | Mark
    | Reread
    | ShowCard
    | ShowModel
    | ShowTurn
    | ShowPause
    | ShowRereading
    | Finish
)
