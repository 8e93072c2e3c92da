"""``interviewer rehearse``: a whole session at the microphone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from interviewer.commands.keeping import open_history
from interviewer.commands.replay import EngineRequest, find_weights
from interviewer.commands.report import AudioChoice, Files, check_places, write_report
from interviewer.commands.screen import Screen
from interviewer.commands.session import (
    Session,
    SessionOptions,
    forget_audio,
    hold_session,
    open_microphone,
    show_record,
    voice_wish,
)
from interviewer.models import EngineInfo, SessionChoice
from interviewer.scenario.library import load
from interviewer.session.plan import make_plan
from interviewer.transcribe.engine import open_engine

__all__ = ["EngineRequest", "RehearseRequest", "SessionOptions", "run"]


@dataclass(frozen=True, slots=True)
class RehearseRequest:
    """What the command line asks to be rehearsed."""

    scenario: str
    choice: SessionChoice
    options: SessionOptions = field(default_factory=SessionOptions)
    html: str | None = None
    audio: AudioChoice = "embed"


def run(request: RehearseRequest, engine: EngineRequest, screen: Screen) -> None:
    """Goes through the scenario with the person, then shows the scorecard.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    options = request.options
    scenario = load(request.scenario)
    screen.speak(scenario.language)
    report = Files(html=request.html, audio=request.audio if options.keep_audio else "none")
    check_places(replace(report, json=options.json))
    plan = make_plan(scenario, **asdict(request.choice))
    wish = voice_wish(options)
    weights = find_weights(engine, screen)
    info = EngineInfo(weights.engine, weights.model)
    with open_microphone(options) as microphone, open_history(screen) as store:
        log = store.begin("rehearse", scenario, plan.choice, info, now=datetime.now().astimezone())
        session = Session(plan, partial(open_engine, weights), log, wish, microphone)
        record = hold_session(session, options, screen)
        log.finish(record, now=datetime.now(UTC))
    show_record(record, info, options, screen)
    if not options.keep_audio:
        forget_audio(log.audio_folder)
    if record.answers:
        write_report(log.id, report, screen)
