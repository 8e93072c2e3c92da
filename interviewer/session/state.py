"""Where a session stands. Frozen: :func:`interviewer.session.machine.advance` makes the next one.

Two clocks: ``at_s`` of events and ``now_s`` count from the beginning, pauses included; session
time, in which limits run, leaves the pauses out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.domain import AnswerCard, EndReason
from interviewer.session.attempts import Attempt, Piece
from interviewer.session.plan import Plan, Step

REVIEW_S = 4.0
"""Seconds a card stays before the session goes on by itself."""
WEIGH_S = 1.5
"""Seconds the interviewer waits before asking on, after the silence that ended the answer, which by
default is longer than any pause within an answer of the recordings at hand."""
SUGGEST_S = 2.0
"""Seconds that a language model may make the candidate wait longer than they would without it."""
THINK_S = 90.0
"""Seconds that the first word of an answer is waited for, or the hard limit where that is more."""
MAX_EXCHANGES = 8
"""Times the candidate may ask in one ``ask`` phase."""

_HARD_LIMIT = 2.0
"""Times the target."""
_LATE_S = 2.0
"""The listener, who hears when a word ends, cuts an answer off; where nothing is heard from it for so
long after that, the session does."""
_SLOWEST_VOICE = 5.0
"""Characters a second. The speech synthesiser says about 14, slowed down by half about 7."""
_VOICE_STARTS_S = 5.0

Saying = Literal["greeting", "prompt", "question", "follow_up", "reply", "again", "farewell"]
"""``again``: what is being answered, once more."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing has happened yet."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """The interviewer speaks."""

    saying: Saying
    text: str
    started_s: float
    """In session time."""
    limit_s: float
    answer: Listening | None = None
    """The answer that waits while its question is said again, its times counted from then."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The candidate's turn."""

    recording: str
    follow_up: bool
    started_s: float
    """In session time."""
    limit_s: float
    """From the first word."""
    grace_s: float
    """After that, for the word in the air."""
    thinking_s: float
    """For the first word to come."""
    spoken_s: float | None = None
    """When it came, in session time."""
    resumed_s: float = 0.0
    """When it was taken up again, in session time."""
    turn: int = 0
    """Of the Listen action: what the listener tells of it names that."""
    asked: str = ""
    """What was said before it, and can be said again; empty where nothing was."""

    @property
    def spoken(self) -> bool:
        """Whether speech was heard."""
        return self.spoken_s is not None

    @property
    def due_s(self) -> float:
        """When it ends at the latest, in session time."""
        if self.spoken_s is None:
            return self.started_s + self.thinking_s
        return max(self.spoken_s + self.limit_s, self.resumed_s) + self.grace_s + _LATE_S

    def with_speech(self, at_s: float) -> Listening:
        """Speech was heard at ``at_s``; only the first time changes anything."""
        return self if self.spoken else replace(self, spoken_s=at_s)

    def moved(self, by_s: float) -> Listening:
        """The same answer with ``by_s`` added to its times."""
        return replace(
            self,
            started_s=self.started_s + by_s,
            spoken_s=None if self.spoken_s is None else self.spoken_s + by_s,
            resumed_s=self.resumed_s + by_s,
        )


@dataclass(frozen=True, slots=True)
class Scoring:
    """The answer has ended and its card is awaited."""

    answer: Listening | None = None
    """As long as speech may take the answer up again."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """The interviewer is about to ask on or to reply, and leaves time to go on."""

    answer: Listening | None
    """As long as speech may take the answer up again."""
    started_s: float
    """In session time."""
    limit_s: float = WEIGH_S


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The card of the task is on the screen."""

    card: AnswerCard
    started_s: float
    """In session time."""
    limit_s: float = REVIEW_S
    answer: Listening | None = None
    """As long as speech may take the answer up again."""
    held: bool = False
    """It stays until a key is pressed."""


Running = Ready | Speaking | Listening | Scoring | Weighing | Reviewing


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock stands still."""

    stage: Running
    since_s: float
    """On the clock of the events."""
    answer_ended: bool = False
    """The answer ended just before the pause; it is taken up on return."""
    cut: bool = False
    """It was cut off then."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Over, but for cards still awaited, and recordings still to be read whole."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class Finished:
    """Over. Nothing is taken any more."""

    reason: EndReason


Stage = Running | Paused | Closing | Finished


@dataclass(frozen=True, slots=True)
class State:
    """All that a session remembers."""

    plan: Plan
    attempts: tuple[tuple[Attempt, ...], ...]
    """Per step of the plan; the last one is under way while its step is."""
    stage: Stage = Ready()
    position: int = 0
    """Index of the step under way; the number of steps when all are done."""
    turn: int = 0
    """Number of the last Say, FollowUp or Listen."""
    now_s: float = 0.0
    """``at_s`` of the last event."""
    paused_s: float = 0.0
    """Sum of the pauses that are over."""
    listened_s: float = 0.0
    """Sum of the closed recordings."""
    follow_ups: tuple[str, ...] = ()
    """Ids of the tasks whose follow-up was asked."""
    skipped: tuple[str, ...] = ()
    """Ids of the tasks passed over without an answer."""
    broken_off: tuple[str, ...] = ()
    """Recordings that hold speech and were skipped, never to be scored."""
    unused: tuple[str, ...] = ()
    """Recordings of follow-ups that were cut off before a word; their names are taken."""

    over_s: float | None = None
    """``at_s`` from which on nothing is waited for but recordings being read whole."""

    @property
    def session_s(self) -> float:
        """Seconds of session time, which stands still in a pause and once the session is over."""
        standing = self.now_s - self.stage.since_s if isinstance(self.stage, Paused) else 0.0
        now_s = self.now_s if self.over_s is None else self.over_s
        return now_s - self.paused_s - standing

    @property
    def step(self) -> Step:
        """The step under way."""
        return self.plan.steps[self.position]

    @property
    def attempt(self) -> Attempt:
        """The attempt under way."""
        return self.attempts[self.position][-1]

    def pieces(self) -> Iterator[Piece]:
        """Every recording to be scored, in order."""
        for attempts in self.attempts:
            for attempt in attempts:
                yield from attempt.pieces

    def awaits_cards(self) -> bool:
        """Whether a recording is still being scored."""
        return any(attempt.awaits_card for attempts in self.attempts for attempt in attempts)

    def awaits_readings(self) -> int:
        """How many recordings are still to be read whole."""
        return sum(piece.awaits_reading for piece in self.pieces())

    def with_attempt(self, attempt: Attempt) -> State:
        """The attempt under way replaced."""
        return self.with_attempts(self.position, (*self.attempts[self.position][:-1], attempt))

    def with_new_attempt(self) -> State:
        """A further attempt at the step under way."""
        return self.with_attempts(self.position, (*self.attempts[self.position], Attempt()))

    def with_attempts(self, position: int, attempts: tuple[Attempt, ...]) -> State:
        """The attempts at one step replaced."""
        before, after = self.attempts[:position], self.attempts[position + 1 :]
        return replace(self, attempts=(*before, attempts, *after))


def begin(plan: Plan) -> State:
    """A session about to start."""
    return State(plan, ((),) * len(plan.steps))


def hard_limit_s(target_s: float) -> float:
    """Seconds after its first word at which an answer is cut off."""
    return _HARD_LIMIT * target_s


def spoken_limit_s(text: str) -> float:
    """Seconds after which a voice that has not said ``text`` to its end is taken to hang."""
    return _VOICE_STARTS_S + len(text) / _SLOWEST_VOICE


def deadline_s(state: State) -> float | None:
    """``at_s`` from which on TimedOut is due, None where nothing runs out.

    Ends a voice that hangs, an answer at its hard limit, and the time of a card or a breath.
    """
    stage = state.stage
    if isinstance(stage, Reviewing) and stage.held:
        return None
    if isinstance(stage, Listening):
        return stage.due_s + state.paused_s
    if isinstance(stage, Speaking | Weighing | Reviewing):
        return stage.started_s + stage.limit_s + state.paused_s
    return None


def open_answer(stage: Stage) -> Listening | None:
    """The answer that speech would take up again; None where there is none."""
    return stage.answer if isinstance(stage, Scoring | Weighing | Reviewing) else None


def answer_turn(stage: Stage) -> int | None:
    """The turn that the listener's events must name; None where there is no answer."""
    match stage:
        case Paused():
            return answer_turn(stage.stage)
        case Listening():
            return stage.turn
        case Speaking() | Scoring() | Weighing() | Reviewing():
            return None if stage.answer is None else stage.answer.turn
        case _:
            return None
