"""``interviewer batch``: the recordings of a whole class, on all cores or on a cluster."""

from __future__ import annotations

import hashlib
import signal
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from interviewer.asr.engine import choose, local_path, open_engine
from interviewer.batch.books import Books
from interviewer.batch.candidates import find_candidates
from interviewer.batch.local import Open, default_workers, score_locally
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome
from interviewer.cli.options import (
    Audio,
    AudioOption,
    EngineOption,
    EngineRequest,
    ModelOption,
    ScenarioArgument,
    TrustOption,
    find_weights,
    open_scenario,
    screen_of,
    write_output,
)
from interviewer.cli.report import Files, check_places, sound_of
from interviewer.domain import Notice, Scenario
from interviewer.errors import UsageError
from interviewer.i18n import N_
from interviewer.report.class_page import Class, render_class
from interviewer.report.class_rows import render_class_csv
from interviewer.report.html import EMBEDDED_SOUND, LINKED_SOUND
from interviewer.scenario.library import load
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen
from interviewer.ui.text import number

app = typer.Typer(rich_markup_mode=None)

_TOLD_EVERY_S = 30.0
"""Where no bar can be drawn, a line so often."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What the command line asks to be scored."""

    scenario: str
    given: str
    json: str | None = None
    html: str | None = None
    csv: str | None = None
    anonymous: bool = False
    resume: bool = False
    workers: int | None = None
    """None: by cores and memory."""
    audio: Audio = "embed"
    engine: EngineRequest = field(default_factory=EngineRequest)

    @property
    def reports(self) -> Path | None:
        """The folder of the candidates' pages, beside the class page."""
        if self.html is None:
            return None
        page = Path(self.html)
        return page.with_name(f"{page.stem}-reports")


@app.command("batch")
def batch(
    context: typer.Context,
    scenario: ScenarioArgument,
    given: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|MANIFEST",
            help=N_(
                "A folder with a sub-folder or file for each candidate; or a .csv or .jsonl list."
            ),
        ),
    ],
    json: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("Write a line of JSON a candidate; - for stdout.")),
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help=N_("Write the page of the class, and each report beside it.")
        ),
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("Write a row a candidate for a spreadsheet.")),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help=N_("Name nobody in what is written."))
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help=N_("Keep what --json FILE has already; score the rest.")),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=1024, help=N_("Processes; else by cores and memory.")),
    ] = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer batch``."""
    request = BatchRequest(
        scenario,
        given,
        json,
        html,
        csv,
        anonymous,
        resume,
        workers,
        audio,
        EngineRequest(engine, model, trust_model),
    )
    if not run(request, screen_of(context)):
        raise typer.Exit(UsageError.exit_code)


def run(request: BatchRequest, screen: Screen) -> bool:
    """Scores the candidates and writes what was asked for; False where some could not be scored.

    Raises:
        InterviewerError: nothing can be scored, or a result cannot be written.
    """
    scenario = open_scenario(request.scenario, screen)
    screen.speak(scenario.language)
    _check(request)
    candidates = find_candidates(Path(request.given), scenario, load, request.reports)
    preparation = _preparation(request)
    open_recogniser = _recogniser(request.engine, screen)
    with TemporaryDirectory(prefix="interviewer-") as scratch, _terminated_as_stopped():
        file = (
            Path(scratch) / "entries" if request.json in (None, "-") else Path(request.json or "")
        )
        books = Books(preparation, candidates, file, request.reports, resume=request.resume)
        workers = min(request.workers or default_workers(), max(1, books.left))
        if books.kept:
            screen.notice(Notice(N_("Kept from before: {count}."), {"count": books.kept}))
        try:
            outcomes = score_locally(books.works(), open_recogniser, workers)
            _follow(outcomes, books, screen)
        finally:
            books.settle()
        _write(request, scenario, books, file, screen)
    return not books.failures


def _check(request: BatchRequest) -> None:
    """Looks whether what is asked for can be written, before anything is scored for it."""
    if not (request.json or request.html or request.csv):
        raise UsageError(
            N_("Nothing is to be written."),
            N_("Name at least one of: --json FILE, --html FILE, --csv FILE."),
        )
    if request.resume and request.json in (None, "-"):
        raise UsageError(
            N_("--resume goes on with the results of a file."), N_("Name it with: --json FILE")
        )
    if request.anonymous and request.audio == "link":
        raise UsageError(
            N_("--anonymous names nobody, and a link names the recording."),
            N_("Leave --audio link out, or say: --audio none"),
        )
    check_places(Files(request.html, None, request.csv, request.json, request.audio))


def _preparation(request: BatchRequest) -> Preparation:
    engine = choose(request.engine.engine, request.engine.model)
    told = f"{engine} {request.engine.model}"
    path = local_path(request.engine.model)
    if path is not None and path.is_file():
        with path.open("rb") as file:
            told = f"{engine} {hashlib.file_digest(file, 'sha256').hexdigest()}"
    sources = {"embed": EMBEDDED_SOUND, "link": LINKED_SOUND, "none": ()}[request.audio]
    reports = request.reports
    if reports is None:
        return Preparation(told, request.anonymous)
    try:
        reports.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise UsageError(
            N_("{file}: cannot be written ({reason})."),
            N_("Give {option} another place."),
            file=reports,
            reason=error.strerror or error,
            option="--html",
        ) from error
    # As from a page in that folder; what is embedded is read where it is scored.
    page = Files(html=str(reports / "page.html"), audio=request.audio)
    sound = None if request.audio == "embed" else sound_of(page)
    return Preparation(told, request.anonymous, sources, sound)


def _recogniser(request: EngineRequest, screen: Screen) -> Open:
    """How a process gets its recogniser; the weights are pulled here, once, saying so."""
    return partial(open_engine, find_weights(request, screen), 1)


@contextmanager
def _terminated_as_stopped() -> Iterator[None]:
    """A polite kill ends the run as Ctrl-C does: results in order, then exit."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _follow(outcomes: Iterable[Outcome], books: Books, screen: Screen) -> None:
    """Writes each outcome as it comes, and tells how far it is."""
    with _progress(screen, books.left) as advance:
        for outcome in books.with_unreadable(outcomes):
            books.add(outcome)
            advance()
            if outcome.error:
                values = {"candidate": books.person(outcome), "error": outcome.error}
                screen.notice(Notice(N_("{candidate}: not scored. {error}"), values))


@contextmanager
def _progress(screen: Screen, total: int) -> Iterator[Callable[[], None]]:
    """Rate and time left: a bar on a terminal, elsewhere a line from time to time."""
    began_s = told_s = time.monotonic()
    done = 0

    def told() -> str:
        passed_s = max(1e-9, time.monotonic() - began_s)
        left_s = passed_s / done * (total - done) if done else 0.0
        message = N_("{done} of {total}, {rate} a minute, {left} min left")
        rate = number(60 * done / passed_s, 1, screen.language)
        left = number(left_s / 60, 1, screen.language)
        return screen.tr(message, done=done, total=total, rate=rate, left=left)

    if not screen.err.is_terminal:

        def line() -> None:
            nonlocal done, told_s
            done += 1
            if time.monotonic() - told_s >= _TOLD_EVERY_S and done < total:
                told_s = time.monotonic()
                screen.notice(Notice("{line}", {"line": told()}))

        yield line
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=screen.err, transient=True) as bar:
        task = bar.add_task(screen.tr(N_("Listening to the recordings")), total=total)

        def draw() -> None:
            nonlocal done
            done += 1
            bar.update(task, completed=done, description=told())

        yield draw


def _write(
    request: BatchRequest, scenario: Scenario, books: Books, file: Path, screen: Screen
) -> None:
    """The class page and the table, and a few lines of what came out."""
    rows = books.rows
    if request.json == "-":
        with file.open(encoding="utf-8", newline="") as lines:
            for line in lines:
                screen.data(line)
    elif request.json is not None:
        screen.notice(Notice(N_("Written: {file}"), {"file": request.json}))
    words = words_in(scenario.language)
    if request.html is not None:
        page = render_class(
            Class(scenario.title, rows, scenario.language, request.anonymous), words
        )
        write_output("--html", request.html, page, screen)
    if request.csv is not None:
        write_output("--csv", request.csv, "\ufeff" + render_class_csv(rows), screen)
    if request.anonymous:
        said = N_(
            "What candidates say of themselves is in transcripts and recordings, their names too."
        )
        screen.notice(Notice(said))
    scores = [row.score for row in rows if row.score is not None]
    values: dict[str, str | int | float] = {
        "scored": len(rows) - books.failures,
        "count": len(rows),
    }
    told = N_("Scored: {scored} of {count}.")
    if scores:
        told = N_("Scored: {scored} of {count}. Median {median} of 100.")
        values["median"] = number(statistics.median(scores), 0, screen.language)
    if request.json == "-":
        screen.notice(Notice(told, values))
    else:
        screen.line(screen.tr(told, **values))
