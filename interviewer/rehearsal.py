"""A session is built and held here, wherever the person sits: at a terminal or before a page.

What differs between the two is a :class:`Seat` (what is seen and pressed) and :class:`Parts` (what is heard
and said); the recogniser, the recordings, the end of an answer and the event log are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from interviewer.domain import AnswerCard, Language, Notice, SessionRecord, Vocabulary
from interviewer.errors import InterviewerError
from interviewer.history.writing import SessionLog
from interviewer.live.events import LiveEvents, MakeEvent, SessionClock, Time
from interviewer.live.listener import LiveListener
from interviewer.live.microphone import MicrophoneSupply
from interviewer.live.ports import Hearing, ListenSettings, Outlets
from interviewer.live.preparation import Preparation
from interviewer.live.suggester import Begin, LiveSuggester
from interviewer.live.transcriber import LiveTakes
from interviewer.live.voice import GatedSpeaker, NoEcho, VoiceGate
from interviewer.llm.server import Model
from interviewer.scoring.answer import AnswerScorer, score_take
from interviewer.session.plan import Plan
from interviewer.session.ports import LiveTranscriber, Ports, ScoreTake, Speaker
from interviewer.session.ports import Screen as SessionScreen
from interviewer.session.runner import run_session
from interviewer.session.state import State
from interviewer.tts.speaker import Reports
from interviewer.tts.voices import DEFAULT_RATE, VoiceWish
from interviewer.vad.detector import SileroDetector
from interviewer.vad.endpointer import PATIENCE_S


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """How the person wants a session to be held and shown."""

    mic: str = ""
    """The device's name, a part of it or its number; empty for the default one."""
    mute: bool = False
    """The questions are shown, not said."""
    voice: VoiceWish = field(default_factory=lambda: VoiceWish(None, DEFAULT_RATE))
    cue: bool = False
    hands_free: bool = False
    """The session goes on by itself after a card."""
    patience_s: float = PATIENCE_S
    """Silence that ends an answer."""
    keep_audio: bool = True
    model: Model | None = None
    """Asks follow-ups and gives second opinions; None: nobody does."""
    full: bool = False
    """The whole scorecard is shown at the end."""
    json: str | None = None
    """A file, or ``-`` for standard output instead of the scorecard."""
    reference: str = ""
    """The scenario as it was named on the command line."""


class Tone(Protocol):
    """The soft tone that says that the microphone listens."""

    def play(self) -> None:
        """Begins to play and returns."""
        ...


class Parts(Protocol):
    """What is heard and said, and the time it takes."""

    @property
    def time(self) -> Time: ...

    @property
    def open_voice(
        self,
    ) -> Callable[[SessionOptions, Language, Reports], AbstractContextManager[Speaker]]: ...

    @property
    def open_tone(self) -> Callable[[Callable[[float], object]], AbstractContextManager[Tone]]:
        """Given what is told before each tone in how many seconds it is over."""
        ...

    @property
    def think(self) -> Begin:
        """How a language model is set to work."""
        ...


class Shown(SessionScreen, Protocol):
    """A session's screen that is told of the microphone, too; what these say may come from any thread."""

    def show_microphone(self, notice: Notice | None) -> None:
        """What is wrong with the microphone; None when it is well."""
        ...

    def show_notice(self, notice: Notice) -> None:
        """One line that stays."""
        ...

    def show_near(self, left_s: float) -> None:
        """The limit of an answer is near."""
        ...

    def show_fault(self, error: InterviewerError) -> None:
        """What is gone on without, in a line that stays."""
        ...


class Seat(Protocol):
    """What the person sees and presses."""

    def screen(self, hearing: Callable[[], Hearing]) -> Shown:
        """The screen, which may ask at any time inside :meth:`attend` what is heard at the moment."""
        ...

    def attend(self, post: Callable[[MakeEvent], None]) -> AbstractContextManager[bool]:
        """Shows the screen and takes keys inside; gives whether a card waits for one."""
        ...


@dataclass(frozen=True, slots=True)
class Session:
    """What a session is held with."""

    plan: Plan
    load: Callable[[], LiveTranscriber]
    """Gives the recogniser; called from the thread that will use it."""
    log: SessionLog
    microphone: MicrophoneSupply
    stored: State | None = None
    """Where it goes on; None for a new one."""
    score: ScoreTake = score_take
    """Told of every take."""
    told: Callable[[AnswerCard], AnswerCard] = lambda card: card
    """Told of every card that is scored anew for what the person says of it."""


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a session."""

    record: SessionRecord
    model: Model | None
    """The language model, where nothing was wrong with it and the session came to its end: its second
    opinions can be had."""


def hold(session: Session, options: SessionOptions, seat: Seat, parts: Parts) -> Held:
    """Goes through the session with the person; its end is kept by the caller.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    with _ports(session, options, seat, parts) as ports:
        record = run_session(session.plan, ports, session.stored)
    works = ports.suggester is not None and not ports.suggester.faulty
    return Held(record, options.model if works and record.reason != "quit" else None)


@contextmanager
def _ports(session: Session, options: SessionOptions, seat: Seat, parts: Parts) -> Iterator[Ports]:
    """All that stands around the session, taken down again whatever happens."""
    language, microphone, time = session.plan.scenario.language, session.microphone, parts.time
    clock = SessionClock(time.monotonic, 0.0 if session.stored is None else session.stored.now_s)
    events = LiveEvents(clock, time=time)
    # Loaded before the recogniser's thread starts: both set how their libraries use the cores.
    SileroDetector()
    with ExitStack() as stack:
        takes = LiveTakes(
            session.load, Vocabulary.of(session.plan.scenario), session.log, events.post
        )
        stack.callback(takes.close)
        stack.callback(Preparation(session.plan.scenario, session.plan.steps).close)
        screen = seat.screen(lambda: listener.hearing)
        settings = ListenSettings(
            language,
            session.log.audio_folder,
            SileroDetector,
            time.monotonic,
            time.wait_for,
            silent=options.mute,
            patience_s=options.patience_s,
        )
        outlets = Outlets(
            events, takes, screen.show_microphone, screen.show_notice, screen.show_near
        )
        listener = LiveListener(microphone, outlets, settings)
        stack.callback(listener.close)
        gated = NoEcho() if options.mute else microphone
        gate = VoiceGate(gated, events, time.monotonic, listener.prompted)
        reports = Reports(gate.spoken, screen.show_notice, screen.show_notice)
        voice = stack.enter_context(parts.open_voice(options, language, reports))
        tone = None if options.mute else stack.enter_context(parts.open_tone(gate.tone))
        patient = stack.enter_context(seat.attend(events.post))
        suggester = None
        if options.model is not None:
            suggester = LiveSuggester(options.model, events.post, screen.show_fault, parts.think)
            stack.callback(suggester.close)
        if session.stored is not None:
            _show_where(session.stored, screen)
        yield Ports(
            clock=clock,
            events=events,
            speaker=GatedSpeaker(voice, gate),
            listener=listener,
            takes=takes,
            screen=screen,
            scorer=AnswerScorer(session.score, session.told),
            suggester=suggester,
            signal=(lambda: None) if tone is None else tone.play,
            patient=patient,
            keep=session.log.event,
        )


def _show_where(state: State, screen: SessionScreen) -> None:
    """The task under way, which began before the session was cut off."""
    steps = state.plan.steps
    if state.position < len(steps) and state.attempts[state.position]:
        step = state.step
        screen.show_task(step.phase, step.task, state.position + 1, len(steps))
