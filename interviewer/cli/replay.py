"""``interviewer replay``: recorded answers to a scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from interviewer.asr.engine import open_engine
from interviewer.cli.history import open_history, with_own_phrasings
from interviewer.cli.language_model import open_model, with_second_opinions
from interviewer.cli.options import (
    Audio,
    AudioOption,
    EngineOption,
    EngineRequest,
    FullOption,
    HtmlOption,
    JsonOption,
    ModelOption,
    ScenarioArgument,
    TrustOption,
    find_weights,
    open_scenario,
    screen_of,
    write_output,
)
from interviewer.cli.removed import sweep_recordings
from interviewer.cli.report import Files, check_places, sound_of, write_files
from interviewer.cli.result import Result, show_result
from interviewer.domain import Notice, Replay, Scenario, SessionChoice
from interviewer.history.record import keep_answers
from interviewer.i18n import N_
from interviewer.recordings import Watch, find_recorded
from interviewer.report.json import dumps
from interviewer.report.session import Session
from interviewer.report.stored import equal_scores, usual_voice
from interviewer.session.ports import Transcriber
from interviewer.settings import load_settings
from interviewer.ui.screen import Screen
from interviewer.ui.text import clock, safe

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What the command line asks to be scored."""

    scenario: str
    paths: tuple[str, ...]
    phase: str | None = None
    full: bool = False
    """Show everything."""
    json: str | None = None
    """A file, or ``-`` for standard output instead of the scorecard."""
    html: str | None = None
    audio: Audio = "embed"
    history: bool = True
    """Keep what came of it."""
    engine: EngineRequest = field(default_factory=EngineRequest)


@app.command("replay")
def replay_command(
    context: typer.Context,
    scenario: ScenarioArgument,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help=N_("Recordings, or a folder with one file per phase.")
        ),
    ],
    phase: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("Phase or question that they answer."))
    ] = None,
    full: FullOption = False,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    history: Annotated[
        bool, typer.Option("--history/--no-history", help=N_("Keep the scores; or leave no trace."))
    ] = True,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer replay``."""
    request = ReplayRequest(
        scenario,
        tuple(paths),
        phase,
        full,
        json,
        html,
        audio,
        history,
        EngineRequest(engine, model, trust_model),
    )
    run(request, screen_of(context), datetime.now().astimezone())


def run(request: ReplayRequest, screen: Screen, now: datetime) -> None:
    """Scores the recordings and shows the scorecard, or writes it as JSON; kept as of ``now``."""
    scenario = open_scenario(request.scenario, screen)
    if request.history:
        scenario = with_own_phrasings(scenario)
    screen.speak(scenario.language)
    report = Files(html=request.html, audio=request.audio)
    check_places(report)
    recorded = find_recorded(scenario, request.paths, request.phase)
    for notice in recorded.notices:
        screen.notice(notice)
    model = open_model(load_settings().llm)
    transcriber = _open_transcriber(request.engine, screen)
    with _progress(screen, recorded.paths) as watch:
        result = recorded.score(transcriber, watch)
    answers = with_second_opinions(result.scorecard.answers, model, screen)
    result = replace(result, scorecard=replace(result.scorecard, answers=answers))
    # Looked up for people's eyes only: the same recordings give the same JSON.
    usual = usual_voice(scenario.language) if request.history else None
    shown = replace(result.scorecard, usual=usual)
    kept = _keep(scenario, request.phase, result, screen, now) if request.history else ""
    if request.json == "-":
        screen.data(dumps(result.scorecard))
    else:
        silent = tuple(card.title for card in result.scorecard.answers if not card.take.speech)
        told = Result(request.scenario, kept, full=request.full, cards=True, unanswered=silent)
        show_result(shown, told, screen)
        if request.json is not None:
            write_output("--json", request.json, dumps(result.scorecard))
    left = list(_what_is_left(scenario, result, whole=request.phase is None))
    for notice in left:
        screen.notice(notice)
    notes = [screen.tr(notice.message, **notice.values) for notice in left]
    write_files(Session(shown, sound_of(report), notes=notes), report, screen)


def _keep(
    scenario: Scenario, phase: str | None, result: Replay, screen: Screen, now: datetime
) -> str:
    """Keeps the answers as a session, whose id this is; the recordings stay where the person has them."""
    with open_history() as store:
        choice = SessionChoice(phase=phase)
        log = store.begin("replay", scenario, choice, result.scorecard.engine, now=now)
        answers, others = result.scorecard.answers, result.other_takes
        keep_answers(log, scenario, answers, set_aside=others, choice=choice, now=now)
        sweep_recordings(store, screen, now, log.id)
    screen.notice(Notice(N_("Kept in the history as {id}."), {"id": log.id}))
    return log.id


def _open_transcriber(request: EngineRequest, screen: Screen) -> Transcriber:
    """The recogniser asked for, its weights pulled the first time, saying so.

    Raises:
        MissingError: the engine or its weights are not to be had.
    """
    return open_engine(find_weights(request, screen))


@contextmanager
def _progress(screen: Screen, paths: Sequence[Path]) -> Iterator[Watch]:
    """Shows which file is being transcribed, on a terminal only."""
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}", markup=False),
        console=screen.err,
        transient=True,
        disable=not screen.err.is_terminal,
    ) as progress:
        task = progress.add_task(screen.tr(N_("Listening to the recordings")), total=len(paths))

        def watch(path: Path, at_s: float) -> None:
            name = safe(path.name)
            description = screen.tr(
                N_("Transcribing {file}, {seconds} s"), file=name, seconds=round(at_s)
            )
            progress.update(task, completed=paths.index(path), description=description)

        yield watch


def _what_is_left(scenario: Scenario, result: Replay, *, whole: bool) -> Iterator[Notice]:
    """Takes set aside; and, where the ``whole`` scenario was asked for, what has no recording."""
    for card in result.other_takes:
        best = next(answer for answer in result.scorecard.answers if answer.task.id == card.task.id)
        values = {"id": card.task.id, "kept": best.take.audio.name, "other": card.take.audio.name}
        message = N_("Several takes of {id}: {kept} counts, {other} scored less.")
        if equal_scores(best, card):
            message = N_("Several takes of {id}: {kept} counts, {other} scored the same.")
        yield Notice(message, values)
    for span in result.left_out:
        values = {"start": clock(span.start_s), "end": clock(span.end_s)}
        yield Notice(N_("From {start} to {end} nothing fits the scenario: left out."), values)
    answered = {answer.task.id for answer in result.scorecard.answers}
    missing = [
        task.id
        for phase, task in scenario.tasks()
        if task.id not in answered and not phase.optional
    ]
    if missing and whole:
        message = N_("No recording for: {ids}. The total covers what was recorded.")
        yield Notice(message, {"ids": ", ".join(missing)})
