"""``interviewer replay``: recorded answers to a scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn

from interviewer.commands.keeping import keep_replay
from interviewer.commands.report import (
    AudioChoice,
    Files,
    check_places,
    sound_of,
    write_files,
)
from interviewer.commands.screen import Screen, write_file
from interviewer.i18n import N_
from interviewer.listen.audiofile import AUDIO_SUFFIXES, open_recording
from interviewer.listen.naming import (
    AnswerFile,
    is_one_take,
    list_folder,
    match_files,
    match_phase,
)
from interviewer.models import Notice, Scenario
from interviewer.ports import Transcriber
from interviewer.replay import Replay, Watch, replay, replay_one_take
from interviewer.report.console import render_scorecard
from interviewer.report.contract import dumps
from interviewer.report.session import Session
from interviewer.scenario.library import load
from interviewer.transcribe.engine import EngineChoice, choose, local_path, open_engine
from interviewer.transcribe.weights import ModelStore, Weights
from interviewer.ui.text import clock, safe

__all__ = [
    "EngineRequest",
    "ReplayRequest",
    "find_weights",
    "open_transcriber",
    "run",
    "write_file",
]


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """Which recogniser the command line asks for."""

    engine: EngineChoice = "auto"
    model: str = "base"
    """A name of the catalogue, or a path."""
    trust: bool = False
    """Load a file of unknown checksum."""


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """What the command line asks to be scored."""

    scenario: str
    paths: tuple[str, ...]
    phase: str | None = None
    json: str | None = None
    """A file, or ``-`` for standard output instead of the scorecard."""
    html: str | None = None
    audio: AudioChoice = "embed"
    history: bool = True
    """Keep what came of it."""


def run(request: ReplayRequest, engine: EngineRequest, screen: Screen) -> None:
    """Scores the recordings and shows the scorecard, or writes it as JSON."""
    scenario = load(request.scenario)
    screen.speak(scenario.language)
    report = Files(html=request.html, audio=request.audio)
    check_places(report)
    work = _work(scenario, request)
    transcriber = open_transcriber(engine, screen)
    with _progress(screen, work.paths) as watch:
        result = work.do(transcriber, watch)
    if request.json == "-":
        screen.data(dumps(result.scorecard))
    else:
        render_scorecard(result.scorecard, screen.out, translate=screen.translate)
        if request.json is not None:
            write_file(Path(request.json), dumps(result.scorecard))
    left = list(_what_is_left(scenario, result, whole=request.phase is None))
    for notice in left:
        screen.notice(notice)
    notes = [screen.tr(notice.message, **notice.values) for notice in left]
    write_files(Session(result.scorecard, sound_of(report), notes=notes), report, screen)
    if request.history:
        keep_replay(scenario, request.phase, result, screen)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be listened to, and what is made of it."""

    paths: tuple[Path, ...]
    do: Callable[[Transcriber, Watch], Replay]


def _work(scenario: Scenario, request: ReplayRequest) -> _Work:
    one_take = find_one_take(scenario, request)
    if one_take is not None:
        return _Work((one_take,), partial(replay_one_take, scenario, one_take))
    files = find_files(scenario, request)
    return _Work(tuple(file.path for file in files), partial(replay, scenario, files))


def find_one_take(scenario: Scenario, request: ReplayRequest) -> Path | None:
    """The one recording of the whole scenario that ``request`` names; None where it names others.

    Raises:
        UsageError: it could be one, but ``scenario`` does not allow it.
        AudioError: it cannot be scored.
    """
    if request.phase is not None or len(request.paths) != 1:
        return None
    (text,) = request.paths
    path = Path(text)
    if path.is_dir() or not is_one_take(scenario, path):
        return None
    open_recording(text)
    return path


def find_files(scenario: Scenario, request: ReplayRequest) -> tuple[AnswerFile, ...]:
    """The recordings that ``request`` names, paired with what they answer.

    Raises:
        UsageError: a folder without audio, or a name that fits no phase.
        AudioError: a file that cannot be scored.
    """
    files = _match(scenario, request)
    # A file that cannot be scored is better known before a model is downloaded or loaded.
    # As the text that was given, where one was: a path would fold the slashes of an address.
    given = {Path(text): text for text in request.paths}
    for file in files:
        open_recording(given.get(file.path, file.path))
    return files


def _match(scenario: Scenario, request: ReplayRequest) -> tuple[AnswerFile, ...]:
    paths: list[Path] = []
    for text in request.paths:
        path = Path(text)
        paths.extend(list_folder(path, AUDIO_SUFFIXES) if path.is_dir() else (path,))
    if request.phase is not None:
        return match_phase(scenario, request.phase, paths)
    tasks = list(scenario.tasks())
    if len(tasks) == 1:
        return match_phase(scenario, tasks[0][1].id, paths)
    return match_files(scenario, paths)


def open_transcriber(request: EngineRequest, screen: Screen) -> Transcriber:
    """The recogniser asked for, its weights pulled the first time, saying so.

    Raises:
        MissingError: the engine or its weights are not to be had.
    """
    return open_engine(find_weights(request, screen))


def find_weights(request: EngineRequest, screen: Screen) -> Weights:
    """What :func:`open_transcriber` opens, which takes a second or two more.

    Raises:
        MissingError: the engine or its weights are not to be had.
    """
    name = choose(request.engine, request.model)
    path = local_path(request.model)
    store = ModelStore.default()
    if path is not None:
        return store.local(name, path, trust=request.trust)
    with screen.download() as progress:
        return store.ensure(name, request.model, progress=progress, say=screen.notice)


@contextmanager
def _progress(screen: Screen, paths: Sequence[Path]) -> Iterator[Watch]:
    """Shows which file is being transcribed, on a terminal only."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
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
        yield Notice(N_("Several takes of {id}: {kept} counts, {other} scored less."), values)
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
