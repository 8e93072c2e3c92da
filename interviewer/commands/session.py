"""A session at the microphone: what ``rehearse``, ``resume`` and ``drill`` put around it, and show after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from interviewer.audio.microphone import Microphone
from interviewer.commands.screen import Screen, write_file
from interviewer.errors import InterviewerError
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.joints import ListenSettings, Outlets
from interviewer.live.keys import Keyboard
from interviewer.live.listener import LiveListener
from interviewer.live.screen import LiveScreen, ScreenSettings
from interviewer.live.supply import MicrophoneSupply
from interviewer.live.takes import LiveTakes
from interviewer.live.voice import GatedSpeaker, NoEcho, VoiceGate
from interviewer.models import EngineInfo, Notice, SessionRecord, Vocabulary
from interviewer.report.console import render_scorecard
from interviewer.report.contract import dumps
from interviewer.score.answer import AnswerScorer
from interviewer.score.card import score_session, score_take
from interviewer.session.plan import Plan
from interviewer.session.ports import Ports, ScoreTake, Transcriber
from interviewer.session.runner import run_session
from interviewer.session.state import State
from interviewer.speak.speaker import MutedSpeaker, PyttsxSpeaker, Reports, VoiceSpeaker
from interviewer.speak.voices import DEFAULT_RATE, VoiceWish
from interviewer.vad.detector import SileroDetector

__all__ = [
    "Session",
    "SessionOptions",
    "forget_audio",
    "hold_session",
    "open_microphone",
    "show_record",
    "voice_wish",
]


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """How the person wants a session to be held and shown."""

    mic: str = ""
    """The device's name, a part of it or its number; empty for the default one."""
    mute: bool = False
    """The questions are shown, not said."""
    voice: str | None = None
    """Part of a voice's name; None for the scenario's language's own."""
    rate: int | None = None
    """Words a minute; None for the usual speed."""
    cue: bool = False
    keep_audio: bool = True
    json: str | None = None
    """A file, or ``-`` for standard output instead of the scorecard."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a session is held with."""

    plan: Plan
    load: Callable[[], Transcriber]
    """Gives the recogniser; called from the thread that will use it."""
    log: SessionLog
    wish: VoiceWish
    microphone: MicrophoneSupply
    stored: State | None = None
    """Where it goes on; None for a new one."""
    score: ScoreTake = score_take
    """Told of every take."""


def voice_wish(options: SessionOptions) -> VoiceWish:
    """The voice asked for.

    Raises:
        UsageError: the rate is out of range.
    """
    return VoiceWish(options.voice, DEFAULT_RATE if options.rate is None else options.rate)


def open_microphone(options: SessionOptions) -> MicrophoneSupply:
    """The microphone asked for. Use it as a context.

    Raises:
        DeviceError: there is none.
    """
    return MicrophoneSupply(partial(Microphone, options.mic), Microphone)


def hold_session(session: Session, options: SessionOptions, screen: Screen) -> SessionRecord:
    """Goes through the session with the person; its end is kept by the caller.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    console = screen.err if options.json == "-" else screen.out
    try:
        with _ports(session, options, console) as ports:
            return run_session(session.plan, ports, session.stored)
    except (KeyboardInterrupt, InterviewerError):
        screen.notice(Notice(N_("What you said is kept; to go on with it: interviewer resume")))
        raise


@contextmanager
def _ports(session: Session, options: SessionOptions, console: Console) -> Iterator[Ports]:
    """All that stands around the session, taken down again whatever happens."""
    language, microphone = session.plan.scenario.language, session.microphone
    clock = SessionClock(start_s=0.0 if session.stored is None else session.stored.now_s)
    events = LiveEvents(clock)
    # Loaded before the recogniser's thread starts: both set how their libraries use the cores.
    SileroDetector()
    with ExitStack() as stack:
        takes = LiveTakes(session.load, Vocabulary.of(session.plan.scenario), session.log)
        stack.callback(takes.close)
        screen = LiveScreen(
            console, lambda: listener.hearing, ScreenSettings(language, options.cue)
        )
        listener = LiveListener(
            microphone,
            Outlets(events, takes, screen.show_microphone, screen.show_notice),
            ListenSettings(language, session.log.audio_folder, SileroDetector),
        )
        stack.callback(listener.close)
        gate = VoiceGate(NoEcho() if options.mute else microphone, events)
        reports = Reports(gate.spoken, screen.show_notice)
        voice = stack.enter_context(_voice(session, options, reports))
        stack.enter_context(screen.drawing())
        stack.enter_context(Keyboard(events.post, lambda: screen.paused).listening())
        if session.stored is not None:
            _show_where(session.stored, screen)
        yield Ports(
            clock=clock,
            events=events,
            speaker=GatedSpeaker(voice, gate),
            listener=listener,
            takes=takes,
            screen=screen,
            scorer=AnswerScorer(session.score),
            keep=session.log.event,
        )


def _voice(session: Session, options: SessionOptions, reports: Reports) -> VoiceSpeaker:
    if options.mute:
        return MutedSpeaker(reports)
    return PyttsxSpeaker(session.plan.scenario.language, session.wish, reports)


def _show_where(state: State, screen: LiveScreen) -> None:
    """The task under way, which began before the session was cut off."""
    steps = state.plan.steps
    if state.position < len(steps) and state.attempts[state.position]:
        step = state.step
        screen.show_task(step.phase, step.task, state.position + 1, len(steps))


def show_record(
    record: SessionRecord, info: EngineInfo, options: SessionOptions, screen: Screen
) -> None:
    """The scorecard of a finished session, and its JSON where it was asked for.

    Raises:
        UsageError: the file cannot be written.
    """
    scorecard = score_session(record.scenario, info, record.answers)
    if options.json == "-":
        screen.data(dumps(scorecard))
        return
    if record.answers:
        render_scorecard(scorecard, screen.out, translate=screen.translate)
    else:
        screen.notice(Notice(N_("Nothing was answered.")))
    if options.json is not None:
        write_file(Path(options.json), dumps(scorecard))


def forget_audio(folder: Path) -> None:
    """``--no-keep-audio``: the session is scored, its recordings go."""
    for path in folder.glob("*.wav"):
        path.unlink()
    with suppress(OSError):
        folder.rmdir()  # Refused while anything else is in it; not there where nothing was said.
