"""A session at the microphone is built here: what ``rehearse``, ``resume`` and ``drill`` put around
it, and show after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from rich.console import Console

from interviewer.asr.catalog import Weights
from interviewer.asr.engine import open_engine
from interviewer.audio.microphone import Microphone
from interviewer.cli.history import usual_voice
from interviewer.cli.language_model import open_model, say_where, with_second_opinions
from interviewer.cli.options import EngineRequest, find_weights, write_output
from interviewer.cli.result import Result, reread_notices, show_result, title_of
from interviewer.domain import (
    AnswerCard,
    EngineInfo,
    Language,
    Notice,
    SessionRecord,
    Vocabulary,
)
from interviewer.errors import InterviewerError
from interviewer.history.folder import own_lines
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.events import Keyboard, LiveEvents, MachineTime, SessionClock, Time
from interviewer.live.listener import LiveListener
from interviewer.live.microphone import Device, MicrophoneSupply
from interviewer.live.ports import ListenSettings, Outlets
from interviewer.live.preparation import Preparation
from interviewer.live.screen import LiveScreen, ScreenSettings
from interviewer.live.suggester import Begin, LiveSuggester, in_background
from interviewer.live.transcriber import LiveTakes
from interviewer.live.voice import GatedSpeaker, NoEcho, VoiceGate
from interviewer.llm.server import Model
from interviewer.report.json import dumps
from interviewer.scoring.answer import AnswerScorer, score_session, score_take
from interviewer.session.plan import Plan
from interviewer.session.ports import Ports, ScoreTake, Speaker, Transcriber
from interviewer.session.runner import run_session
from interviewer.session.state import State
from interviewer.settings import load_settings
from interviewer.tts.signal import TurnTone
from interviewer.tts.speaker import MutedSpeaker, PyttsxSpeaker, Reports
from interviewer.tts.voices import DEFAULT_RATE, VoiceWish, require_voice
from interviewer.ui.screen import Screen
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


def session_options(
    mic: str,
    voice: str | None,
    rate: int | None,
    *,
    mute: bool,
    keep_audio: bool | None,
    hands_free: bool = False,
    full: bool = False,
    cue: bool = False,
    patience: float | None = None,
    json: str | None = None,
) -> SessionOptions:
    """What the command line says, completed by what is settled.

    Args:
        mic: as :attr:`SessionOptions.mic`.
        voice: part of a voice's name; None for the scenario's language's own.
        rate: words a minute; None for the usual speed.
        mute: as :attr:`SessionOptions.mute`.
        keep_audio: None for what the settings say.
        hands_free: as :attr:`SessionOptions.hands_free`.
        full: as :attr:`SessionOptions.full`.
        cue: the cues may be looked at.
        patience: seconds of silence that end an answer; None for what the settings say.
        json: as :attr:`SessionOptions.json`.

    Raises:
        UsageError: the rate is out of range, or a setting is wrong.
        MissingError: there is no such voice; said before a session is opened.
    """
    if voice is not None:
        require_voice(voice)
    settled = load_settings()
    keep = settled.audio.keep if keep_audio is None else keep_audio
    patience_s = patience or settled.patience_s or PATIENCE_S
    wish = VoiceWish(voice, DEFAULT_RATE if rate is None else rate, own_lines())
    return SessionOptions(
        mic,
        mute=mute,
        voice=wish,
        cue=cue,
        hands_free=hands_free,
        patience_s=patience_s,
        keep_audio=keep,
        model=open_model(settled.llm),
        full=full,
        json=json,
    )


def open_voice(
    options: SessionOptions, language: Language, reports: Reports
) -> MutedSpeaker | PyttsxSpeaker:
    """The interviewer's voice, or the time to read where it is muted."""
    if options.mute:
        return MutedSpeaker(reports)
    return PyttsxSpeaker(language, options.voice, reports)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a session takes from this machine: its time, its ears, its voice, its recogniser."""

    time: Time = field(default_factory=MachineTime)
    open_microphone: Callable[[str], Device] = Microphone
    """Given a device's name, or nothing for any."""
    open_voice: Callable[[SessionOptions, Language, Reports], AbstractContextManager[Speaker]] = (
        open_voice
    )
    open_tone: Callable[[Callable[[float], object]], AbstractContextManager[TurnTone]] = TurnTone
    """Given what is told before each tone in how many seconds it is over."""
    find_weights: Callable[[EngineRequest, Screen], Weights] = find_weights
    open_engine: Callable[[Weights], Transcriber] = open_engine
    think: Begin = in_background
    """How a language model is set to work."""


MACHINE = Machine()
"""This machine as it is."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a session is held with."""

    plan: Plan
    load: Callable[[], Transcriber]
    """Gives the recogniser; called from the thread that will use it."""
    log: SessionLog
    microphone: MicrophoneSupply
    stored: State | None = None
    """Where it goes on; None for a new one."""
    score: ScoreTake = score_take
    """Told of every take."""
    told: Callable[[AnswerCard], AnswerCard] = lambda card: card
    """Told of every card that is scored anew for what the person says of it."""


def open_microphone(options: SessionOptions, machine: Machine) -> MicrophoneSupply:
    """The microphone asked for. Use it as a context.

    Raises:
        DeviceError: there is none.
    """
    return MicrophoneSupply(
        partial(machine.open_microphone, options.mic),
        partial(machine.open_microphone, ""),
        machine.time.monotonic,
    )


def hold_session(
    session: Session, options: SessionOptions, screen: Screen, machine: Machine
) -> SessionRecord:
    """Goes through the session with the person; its end is kept by the caller.

    A language model, where there is one that works, then gives its second opinions.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    console = screen.err if options.json == "-" else screen.out
    say_where(options.model, screen)
    try:
        with _ports(session, options, console, machine) as ports:
            record = run_session(session.plan, ports, session.stored)
    except (KeyboardInterrupt, InterviewerError):
        screen.notice(kept_notice())
        raise
    if record.reason == "quit" or ports.suggester is None or ports.suggester.faulty:
        return record
    answers = with_second_opinions(record.answers, options.model, screen)
    return replace(record, answers=answers)


def kept_notice() -> Notice:
    """That what was said is kept, and for how long, in a session that can be gone on with."""
    days = load_settings().audio.days
    if days is None:
        return Notice(N_("What you said is kept; to go on with it: interviewer resume"))
    message = N_(
        "What you said is kept until {days} days after the session began; to go on with it: "
        "interviewer resume"
    )
    return Notice(message, {"days": days})


@contextmanager
def _ports(
    session: Session, options: SessionOptions, console: Console, machine: Machine
) -> Iterator[Ports]:
    """All that stands around the session, taken down again whatever happens."""
    language, microphone, time = session.plan.scenario.language, session.microphone, machine.time
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
        model = options.model
        shown = ScreenSettings(language, options.cue, "" if model is None else model.sent_to)
        screen = LiveScreen(console, lambda: listener.hearing, shown)
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
        voice = stack.enter_context(machine.open_voice(options, language, reports))
        tone = None if options.mute else stack.enter_context(machine.open_tone(gate.tone))
        stack.enter_context(screen.drawing())
        keyboard = Keyboard(events.post, screen)
        stack.enter_context(keyboard.listening())
        suggester = None
        if model is not None:
            suggester = LiveSuggester(model, events.post, screen.show_fault, machine.think)
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
            patient=keyboard.single and not options.hands_free,
            keep=session.log.event,
        )


def _show_where(state: State, screen: LiveScreen) -> None:
    """The task under way, which began before the session was cut off."""
    steps = state.plan.steps
    if state.position < len(steps) and state.attempts[state.position]:
        step = state.step
        screen.show_task(step.phase, step.task, state.position + 1, len(steps))


def show_record(
    record: SessionRecord,
    info: EngineInfo,
    options: SessionOptions,
    screen: Screen,
    session_id: str,
    *,
    left: bool = False,
) -> None:
    """The scorecard of a session kept as ``session_id``, and its JSON where asked for.

    ``left``: it can be gone on with, and that is said.

    Raises:
        UsageError: the file cannot be written.
    """
    scorecard = replace(
        score_session(record.scenario, info, record.answers),
        usual=usual_voice(record.scenario.language, session_id),
    )
    for notice in () if left else reread_notices(record, screen.page):
        screen.notice(notice)
    if options.json == "-":
        screen.data(dumps(scorecard))
        return
    if record.answers:
        silent = tuple(title_of(record.scenario, task) for task in record.skipped)
        told = Result(
            options.reference or record.scenario.id,
            session_id,
            full=options.full,
            unanswered=silent,
            left=left,
        )
        show_result(scorecard, told, screen)
    else:
        screen.notice(Notice(N_("Nothing was answered.")))
    if options.json is not None:
        write_output("--json", options.json, dumps(scorecard))
    if left:
        screen.notice(kept_notice())
