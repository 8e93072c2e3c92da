"""``interviewer batch``: the recordings of a whole class, on all cores or on a cluster."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from interviewer.asr.engine import choose, local_path, open_engine
from interviewer.batch.books import Books
from interviewer.batch.candidates import find_candidates
from interviewer.batch.local import Open, default_workers, open_there, score_locally
from interviewer.batch.preparation import Preparation
from interviewer.batch.work import Outcome
from interviewer.cli.batch_output import Places, progress, write_results
from interviewer.cli.options import (
    Audio,
    AudioOption,
    EngineOption,
    EngineRequest,
    ModelOption,
    ScenarioArgument,
    TrustOption,
    find_weights,
    need,
    open_scenario,
    screen_of,
)
from interviewer.cli.report import Files, check_places, sound_of
from interviewer.domain import Notice
from interviewer.errors import InternalError, UsageError
from interviewer.i18n import N_
from interviewer.report.coach_export import Returned, returned_in
from interviewer.report.html import EMBEDDED_SOUND, LINKED_SOUND
from interviewer.scenario.library import load
from interviewer.session.ports import Transcriber
from interviewer.ui.page import words_in
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


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
    cluster: str | None = None
    """Where a Dask scheduler is; None: this machine alone."""
    shared_path: bool = False
    tls: tuple[str | None, str | None, str | None] = (None, None, None)
    """Of the cluster: authority, certificate, key."""
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
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help=N_("A Dask scheduler, tcp://HOST:PORT or tls://…")),
    ] = None,
    shared_path: Annotated[
        bool,
        typer.Option(
            "--shared-path", help=N_("Its machines see the recordings under their paths.")
        ),
    ] = False,
    tls_ca: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Authority of the cluster, PEM."))
    ] = None,
    tls_cert: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Your certificate for it, PEM."))
    ] = None,
    tls_key: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("The key of the certificate, PEM."))
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
        cluster,
        shared_path,
        (tls_ca, tls_cert, tls_key),
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
    preparation = _preparation(request, screen)
    heard = any(each.sent is None for each in candidates)
    if not heard:  # no process is begun, here or on the cluster
        request = replace(request, cluster=None)
    open_recogniser = _recogniser(request, screen) if heard else _nothing_to_hear
    with TemporaryDirectory(prefix="interviewer-") as scratch, _terminated_as_stopped():
        file = (
            Path(scratch) / "entries" if request.json in (None, "-") else Path(request.json or "")
        )
        books = Books(preparation, candidates, file, request.reports, resume=request.resume)
        if books.kept:
            screen.notice(Notice(N_("Kept from before: {count}."), {"count": books.kept}))
        try:
            _follow(_outcomes(request, books, open_recogniser, screen), books, screen)
        finally:
            books.settle()
        for stray in preparation.strays:
            message = N_("{file} is left out: no page here is of its session.")
            screen.notice(Notice(message, {"file": str(stray)}))
        sent = request.cluster is not None
        places = Places(request.json, request.html, request.csv, request.anonymous, sent)
        write_results(places, scenario, books.rows, file, screen)
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
    _check_cluster(request)
    check_places(Files(request.html, None, request.csv, request.json, request.audio))


def _check_cluster(request: BatchRequest) -> None:
    asked = [request.shared_path, *request.tls]
    if request.cluster is None:
        if any(asked):
            raise UsageError(
                N_("--shared-path and --tls-… are about a cluster."),
                N_("Name it with: --cluster ADDRESS"),
            )
        return
    if request.workers is not None:
        raise UsageError(
            N_("A cluster has its own workers: --workers is for this machine."),
            N_("Leave one of --cluster and --workers out."),
        )
    protocol = request.cluster.partition("://")[0]
    if protocol not in ("tcp", "tls"):
        raise UsageError(
            N_("{address}: no address of a cluster."),
            N_("It begins with tcp:// or tls://, as its scheduler says when it starts."),
            address=request.cluster,
        )
    files = [file for file in request.tls if file is not None]
    if len(files) != (3 if protocol == "tls" else 0):
        raise UsageError(
            N_("A tls:// address, and no other, needs --tls-ca, --tls-cert and --tls-key."),
            N_("docs/cluster.md says how they are made."),
        )
    for file in files:
        if not Path(file).is_file():
            raise UsageError(N_("{file}: there is no such file."), file=file)
    need("distributed")


def _nothing_to_hear() -> Transcriber:
    """Of candidates who sent their sessions as pages."""
    raise InternalError(N_("Nothing was to be listened to."))


def _returned(folder: Path, screen: Screen) -> dict[str, list[Returned]]:
    """What coaches sent back, where it lies beside the pages; what is wrong with a file is said, and it is left out."""
    if not folder.is_dir():
        return {}
    returned, faults = returned_in(folder)
    for error in faults:
        screen.notice(Notice("{line}", {"line": error.line(words_in(screen.language).translate)}))
    return returned


def _preparation(request: BatchRequest, screen: Screen) -> Preparation:
    engine = choose(request.engine.engine, request.engine.model)
    told = f"{engine} {request.engine.model}"
    path = local_path(request.engine.model)
    if path is not None and path.is_file():
        with path.open("rb") as file:
            told = f"{engine} {hashlib.file_digest(file, 'sha256').hexdigest()}"
    sources = {"embed": EMBEDDED_SOUND, "link": LINKED_SOUND, "none": ()}[request.audio]
    reports = request.reports
    returned = _returned(Path(request.given), screen)
    if reports is None:
        return Preparation(told, request.anonymous, returned=returned)
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
    sent = request.cluster is not None
    return Preparation(told, request.anonymous, sources, sound, sent=sent, returned=returned)


def _recogniser(request: BatchRequest, screen: Screen) -> Open:
    """How a process gets its recogniser; on this machine the weights are pulled here, once, saying so."""
    asked = request.engine
    if request.cluster is not None:
        engine = choose(asked.engine, asked.model)
        return partial(open_there, engine, asked.model, asked.trust)
    return partial(open_engine, find_weights(asked, screen), 1)


def _outcomes(
    request: BatchRequest, books: Books, open_recogniser: Open, screen: Screen
) -> Iterator[Outcome]:
    """Of this machine's processes, or of the cluster."""
    if request.cluster is None:
        workers = min(request.workers or default_workers(), max(1, books.left))
        return score_locally(books.works(), open_recogniser, workers)
    from interviewer.batch.cluster import Cluster, score_on_cluster

    ca, certificate, key = request.tls
    tls = (ca, certificate, key) if ca and certificate and key else None
    cluster = Cluster(request.cluster, request.shared_path, tls)
    return score_on_cluster(books.works(), open_recogniser, cluster, screen.notice)


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
    with progress(screen, books.left) as advance:
        for outcome in books.with_ready(outcomes):
            books.add(outcome)
            advance()
            message = N_("{candidate}: not scored. {error}") if outcome.error else "{error}"
            for line in books.told(outcome):
                values = {"candidate": books.person(outcome), "error": line}
                screen.notice(Notice(message, values))
