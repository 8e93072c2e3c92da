"""``interviewer rehearse``: a whole session at the microphone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Annotated

import typer

from interviewer.cli.history import open_history, with_own_phrasings
from interviewer.cli.options import (
    Audio,
    AudioOption,
    CueOption,
    EngineOption,
    EngineRequest,
    FullOption,
    HandsFreeOption,
    HtmlOption,
    JsonOption,
    KeepAudioOption,
    MicOption,
    ModelOption,
    MuteOption,
    PatienceOption,
    RateOption,
    ScenarioArgument,
    TrustOption,
    VoiceOption,
    open_scenario,
    screen_of,
)
from interviewer.cli.removed import end_recordings
from interviewer.cli.report import Files, check_places, write_report
from interviewer.cli.session import (
    MACHINE,
    Machine,
    hold_session,
    open_microphone,
    session_options,
    show_record,
)
from interviewer.domain import EngineInfo, SessionChoice
from interviewer.i18n import N_
from interviewer.rehearsal import Session, SessionOptions
from interviewer.session.plan import make_plan
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class RehearseRequest:
    """What the command line asks to be rehearsed."""

    scenario: str
    choice: SessionChoice
    options: SessionOptions = field(default_factory=SessionOptions)
    engine: EngineRequest = field(default_factory=EngineRequest)
    html: str | None = None
    audio: Audio = "embed"


@app.command()
def rehearse(
    context: typer.Context,
    scenario: ScenarioArgument,
    phase: Annotated[str | None, typer.Option(metavar="ID", help=N_("Only this phase."))] = None,
    questions: Annotated[
        int | None, typer.Option(metavar="N", help=N_("How many questions to ask at most."))
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help=N_("Only questions of this level."))
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="S", help=N_("Draw the questions; the same S, the same ones.")),
    ] = None,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    hands_free: HandsFreeOption = False,
    patience: PatienceOption = None,
    keep_audio: KeepAudioOption = None,
    full: FullOption = False,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer rehearse``."""
    request = RehearseRequest(
        scenario,
        SessionChoice(questions, level, seed, phase),
        session_options(
            mic,
            voice,
            rate,
            mute=mute,
            hands_free=hands_free,
            full=full,
            keep_audio=keep_audio,
            cue=cue,
            patience=patience,
            json=json,
        ),
        EngineRequest(engine, model, trust_model),
        html,
        audio,
    )
    run(request, screen_of(context))


def run(request: RehearseRequest, screen: Screen, machine: Machine = MACHINE) -> None:
    """Goes through the scenario with the person, then shows the scorecard.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    options, now = replace(request.options, reference=request.scenario), machine.time.now
    scenario = with_own_phrasings(open_scenario(request.scenario, screen))
    screen.speak(scenario.language)
    report = Files(html=request.html, audio=request.audio if options.keep_audio else "none")
    check_places(replace(report, json=options.json))
    choice = replace(request.choice, keep_audio=options.keep_audio)
    plan = make_plan(scenario, **asdict(choice))
    weights = machine.find_weights(request.engine, screen)
    info = EngineInfo(weights.engine, weights.model)
    with open_microphone(options, machine) as microphone, open_history() as store:
        log = store.begin("rehearse", scenario, plan.choice, info, now=now())
        session = Session(plan, partial(machine.open_engine, weights), log, microphone)
        record = hold_session(session, options, screen, machine)
        left = record.reason == "quit"
        if not left:
            log.finish(record, now=now())
            end_recordings(store, log.id, screen, now(), keep=options.keep_audio)
    show_record(record, info, options, screen, log.id, left=left)
    if record.answers:
        write_report(log.id, report, screen)
