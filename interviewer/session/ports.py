"""What a session asks of the outside. Fakes in ``tests/flow`` stand at the same ports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from interviewer.domain import (
    AnswerCard,
    Chunk,
    EngineInfo,
    ListenRequest,
    Passage,
    Phase,
    Scenario,
    Take,
    Task,
    Transcript,
    Vocabulary,
    Word,
)
from interviewer.errors import InterviewerError
from interviewer.session.events import Event
from interviewer.session.requests import Offer

ScoreTake = Callable[[Scenario, Phase, Task, Take], AnswerCard]
"""Everything known of a take as an answer to a task."""

GiveWay = Callable[[], None]
"""Does what cannot wait, in the midst of what can; what it raises ends that."""

E = TypeVar("E", covariant=True)


class Transcriber(Protocol):
    """Speech to words."""

    @property
    def info(self) -> EngineInfo:
        """Which engine and model answer."""
        ...

    def transcribe(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        """Words of one chunk, in the time of the recording (``chunk.start_s`` added).

        The words are those heard without any help; what the vocabulary finds besides is in
        their ``spotted``. The same chunk and vocabulary give the same each time. At most 30 s of
        signal a call.
        """
        ...

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        """Words of one window of a recording that is whole: slower than :meth:`transcribe`, better.

        Args:
            chunk: at most 30 s, pauses included; where it has ``more``, its end may cut a sentence,
                which the passage then leaves out.
            vocabulary: as in :meth:`transcribe`; the same two give the same each time.
            give_way: called again and again, where nobody waits for this window.
        """
        ...


class LiveTranscriber(Transcriber, Protocol):
    """Speech to words, while it is spoken, too."""

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        """As of any; ``give_way`` is called again and again, where nobody waits for this chunk."""
        ...

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        """Words of the last few seconds, soon: whatever else is being read, by whichever thread.

        The vocabulary's terms are not looked for, and what cannot be believed is left out.
        """
        ...


class Clock(Protocol):
    """Time since the session began."""

    def now_s(self) -> float:
        """Seconds, never running backwards; pauses of the session count."""
        ...


class EventSource(Protocol[E]):
    """Keys, and what the other ports have to tell."""

    def next(self, until_s: float | None) -> E | None:
        """Waits for the next event; None once the clock has reached ``until_s``.

        Events are stamped when they are handed over, so that their times never run backwards.
        """
        ...


class Speaker(Protocol):
    """The interviewer's voice."""

    def say(self, turn: int, text: str) -> None:
        """Begins to say ``text`` and returns; its end comes as an event with ``turn``."""
        ...

    def stop(self) -> None:
        """Is silent at once; nothing happens where nothing is said."""
        ...


class Listener(Protocol):
    """The candidate's microphone; one recording at a time."""

    def listen(self, turn: int, request: ListenRequest) -> None:
        """Begins to record and returns; speech and its end come as events with ``turn``.

        A silence that ends the answer does not end the recording: until :meth:`stop`, speech
        takes it up again, and that is an event, too.
        """
        ...

    def hold(self) -> None:
        """Records nothing until :meth:`resume` or :meth:`stop`."""
        ...

    def resume(self) -> None:
        """Goes on with the recording on hold, as if no time had passed."""
        ...

    def stop(self) -> None:
        """Closes the recording; nothing happens where it is closed already."""
        ...


class Takes(Protocol):
    """The recordings made, transcribed."""

    def take(self, recording: str) -> Take:
        """The recording of that name up to its end, or to the silence taken for it.

        Waits for what is still to be transcribed; once it is told that it was read whole, that
        reading is the take.
        """
        ...

    def glance(self, recording: str) -> Take | None:
        """What of that recording is there first; None where :meth:`take` has all of it as soon."""
        ...

    def reread(self, recording: str, heard: Take) -> None:
        """Reads the recording of ``heard`` whole when nothing else is to be read, and returns.

        Its end comes as a ReadWhole event. In the order asked for.
        """
        ...


class Scorer(Protocol):
    """What an answer is worth; and what there is to reply to a question of the candidate's."""

    def score(self, scenario: Scenario, phase: Phase, task: Task, take: Take, /) -> AnswerCard:
        """Everything known of a take as an answer to a task."""
        ...

    def early(self, scenario: Scenario, phase: Phase, task: Task, take: Take, /) -> AnswerCard:
        """As :meth:`score`, of a take that is not listened to whole yet: it counts for nothing."""
        ...

    def join(
        self,
        scenario: Scenario,
        phase: Phase,
        before: AnswerCard,
        more: AnswerCard,
        *,
        follow_up: bool,
    ) -> AnswerCard:
        """The answer of ``before`` with that of ``more``, which goes on with it.

        ``follow_up``: ``more`` answers the task's follow-up.
        """
        ...

    def said(self, scenario: Scenario, card: AnswerCard, point: str) -> AnswerCard:
        """``card`` with a point made because the person says so; or no more so, where it was already."""
        ...

    def said_again(self, scenario: Scenario, card: AnswerCard, before: AnswerCard) -> AnswerCard:
        """``card`` with what the person says of the points of ``before``, another reading of its answer."""
        ...

    def reply(self, phase: Phase, said: Transcript) -> str:
        """What the interviewer says to ``said`` in an ``ask`` phase; empty for nothing."""
        ...


class Suggester(Protocol):
    """A language model that thinks of follow-up questions."""

    @property
    def sent_to(self) -> str:
        """The other machine that what was said is sent to; empty where it stays on this one."""
        ...

    @property
    def faulty(self) -> bool:
        """Whether something was wrong with it, which was told."""
        ...

    def suggest(self, recording: str, asked: str, card: AnswerCard) -> bool:
        """Begins to think of a follow-up to the answer of ``card`` to ``asked`` and returns.

        What comes of it is a Suggested event with ``recording``. What was thought of before is of no
        interest any more. False: there will be none.
        """
        ...


class Screen(Protocol):
    """What the candidate sees."""

    def show_task(self, phase: Phase, task: Task, number: int, count: int) -> None:
        """Task ``number`` of ``count`` begins; its cue may be looked at."""
        ...

    def show_text(self, text: str, by: str = "") -> None:
        """What the interviewer is saying; ``by``: the language model that thought of it."""
        ...

    def show_card(self, card: AnswerCard, *, still_open: bool, first: float | None = None) -> None:
        """What became of an answer; stays until something else is shown.

        ``still_open``: speaking takes the answer up again. ``first``: the score of the first take.
        """
        ...

    def show_early(
        self, card: AnswerCard, *, first: float | None = None, asks: bool = False
    ) -> None:
        """What is known of an answer that is still being listened to; its card, or something else, comes soon.

        ``asks``: a follow-up may come, and nothing is to be said of what it would ask for.
        """
        ...

    def show_model(self, task: Task) -> None:
        """How the task may be answered."""
        ...

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """What the keys do now; told before every wait."""
        ...

    def show_listening(self, request: ListenRequest) -> None:
        """The candidate's turn begins: the clock runs against the request's target."""
        ...

    def show_reopened(self, request: ListenRequest) -> None:
        """The candidate goes on with an answer that seemed to be over."""
        ...

    def show_pause(self, paused: bool) -> None:
        """The clock stands still, or runs again."""
        ...

    def show_rereading(self, left: int) -> None:
        """It is waited until so many recordings were read whole; Quit ends the wait."""
        ...

    def show_refusal(self, error: InterviewerError) -> None:
        """The key just pressed does nothing now, and why."""
        ...


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
    scorer: Scorer
    keep: Callable[[Event], object] = _forget
    """Told of every event that the state machine took, before anything is done about it; of none any more
    once the person has left in the midst."""
    suggester: Suggester | None = None
    """None: only the scenario's own follow-ups are asked."""
    patient: bool = False
    """Somebody is at the keys: a card waits until one is pressed."""
    signal: Callable[[], object] = lambda: None
    """The candidate's turn begins: what is to be heard of that."""
