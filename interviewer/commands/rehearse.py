"""``interviewer rehearse``: a whole session at the microphone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from interviewer.commands.replay import EngineRequest, find_weights, write_file
from interviewer.commands.report import AudioChoice, Files, check_places, write_report
from interviewer.commands.screen import Screen
from interviewer.engine.plan import Plan, make_plan
from interviewer.history.log import SessionLog
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.listen.detector import SileroDetector
from interviewer.listen.microphone import Microphone
from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.keys import Keyboard
from interviewer.live.listener import ListenSettings, LiveListener, Outlets
from interviewer.live.screen import LiveScreen, ScreenSettings
from interviewer.live.supply import MicrophoneSupply
from interviewer.live.takes import LiveTakes
from interviewer.live.voice import GatedSpeaker, VoiceGate
from interviewer.models import EngineInfo, Notice, SessionChoice, SessionRecord
from interviewer.report.console import render_scorecard
from interviewer.report.contract import dumps
from interviewer.scenario.library import load
from interviewer.score.card import score_session, score_take
from interviewer.session import Ports, run_session
from interviewer.speak.speaker import MutedSpeaker, PyttsxSpeaker, Reports, VoiceSpeaker
from interviewer.speak.voices import DEFAULT_RATE, VoiceWish
from interviewer.transcribe.engine import open_engine
from interviewer.transcribe.weights import Weights

__all__ = ["EngineRequest", "RehearseRequest", "run"]


@dataclass(frozen=True, slots=True)
class RehearseRequest:
    """What the command line asks to be rehearsed."""

    scenario: str
    choice: SessionChoice
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
    html: str | None = None
    audio: AudioChoice = "embed"


@dataclass(frozen=True, slots=True)
class _Session:
    """What a session is made with."""

    request: RehearseRequest
    plan: Plan
    wish: VoiceWish
    weights: Weights
    log: SessionLog
    microphone: MicrophoneSupply
    console: Console


def run(request: RehearseRequest, engine: EngineRequest, screen: Screen) -> None:
    """Goes through the scenario with the person, then shows the scorecard.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    scenario = load(request.scenario)
    screen.speak(scenario.language)
    report = Files(html=request.html, audio=request.audio if request.keep_audio else "none")
    check_places(report)
    choice = request.choice
    plan = make_plan(
        scenario,
        questions=choice.questions,
        level=choice.level,
        seed=choice.seed,
        phase=choice.phase,
    )
    wish = VoiceWish(request.voice, DEFAULT_RATE if request.rate is None else request.rate)
    weights = find_weights(engine, screen)
    info = EngineInfo(weights.engine, weights.model)
    console = screen.err if request.json == "-" else screen.out
    open_microphone = partial(Microphone, request.mic)
    with MicrophoneSupply(open_microphone) as microphone, open_store() as store:
        log = store.begin("rehearse", scenario, plan.choice, info, now=datetime.now(UTC))
        session = _Session(request, plan, wish, weights, log, microphone, console)
        with _ports(session) as ports:
            record = run_session(plan, ports)
        log.finish(record, now=datetime.now(UTC))
    _show(record, info, request, screen)
    if not request.keep_audio:
        _forget_audio(log.audio_folder)
    if record.answers:
        write_report(log.id, report, screen)


@contextmanager
def _ports(session: _Session) -> Iterator[Ports]:
    """All that stands around the session, taken down again whatever happens."""
    language, microphone = session.plan.scenario.language, session.microphone
    clock = SessionClock()
    events = LiveEvents(clock)
    # Loaded before the recogniser's thread starts: both set how their libraries use the cores.
    SileroDetector()
    with ExitStack() as stack:
        takes = LiveTakes(partial(open_engine, session.weights), language, session.log)
        stack.callback(takes.close)
        screen = LiveScreen(
            session.console,
            lambda: listener.hearing,
            ScreenSettings(language, session.request.cue),
        )
        listener = LiveListener(
            microphone,
            Outlets(events, takes, screen.show_microphone),
            ListenSettings(language, session.log.audio_folder, SileroDetector),
        )
        stack.callback(listener.close)
        gate = VoiceGate(microphone, events)
        voice = stack.enter_context(_voice(session, Reports(gate.spoken, screen.show_notice)))
        stack.enter_context(screen.drawing())
        stack.enter_context(Keyboard(events.post, lambda: screen.paused).listening())
        yield Ports(
            clock=clock,
            events=events,
            speaker=GatedSpeaker(voice, gate),
            listener=listener,
            takes=takes,
            screen=screen,
            score=score_take,
            keep=session.log.event,
        )


def _voice(session: _Session, reports: Reports) -> VoiceSpeaker:
    if session.request.mute:
        return MutedSpeaker(reports)
    return PyttsxSpeaker(session.plan.scenario.language, session.wish, reports)


def _show(
    record: SessionRecord, info: EngineInfo, request: RehearseRequest, screen: Screen
) -> None:
    scorecard = score_session(record.scenario, info, record.answers)
    if request.json == "-":
        screen.data(dumps(scorecard))
        return
    if record.answers:
        render_scorecard(scorecard, screen.out)
    else:
        screen.notice(Notice(N_("Nothing was answered.")))
    if request.json is not None:
        write_file(Path(request.json), dumps(scorecard))


def _forget_audio(folder: Path) -> None:
    """``--no-keep-audio``: the session is scored, its recordings go."""
    for path in folder.glob("*.wav"):
        path.unlink()
