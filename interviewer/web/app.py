"""The application: which page and socket is where, behind the guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.web import home, kept, notes, reports
from interviewer.web.batch import MOST_BYTES as MOST_FILE_BYTES
from interviewer.web.drilling import Drilling
from interviewer.web.guard import Guard
from interviewer.web.pages import STATIC, Site, failure, form_of, site_of
from interviewer.web.recorded import MOST_BYTES_AT_ONCE
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.scoring import Scoring
from interviewer.web.sources import offer
from interviewer.web.tabs import IDLE_S, Tabs
from interviewer.web.timing import MOST_BYTES as MOST_SCRIPT_BYTES
from interviewer.web.timing import Timing


@dataclass(frozen=True, slots=True)
class Running:
    """What the server is told to do around the pages."""

    end: Callable[[], object] = lambda: None
    """Ends the server."""
    started: Callable[[], object] = lambda: None
    """Called once it can be asked."""
    idle_s: float = IDLE_S
    """How long it waits after the last tab."""


def build(site: Site, rehearsing: Rehearsing, running: Running | None = None) -> Guard:
    """The application of one run of the server."""
    running = running or Running()
    scoring = Scoring(rehearsing)
    drilling = Drilling(rehearsing)
    tabs = Tabs(lambda: rehearsing.is_busy() or scoring.is_busy(), running.end, running.idle_s)
    timing = Timing(rehearsing.means.time)
    site.door.larger |= {"/score/file": MOST_FILE_BYTES, **notes.LARGER, **kept.LARGER}
    site.door.larger |= {"/timer": MOST_SCRIPT_BYTES, "/score/recorded": MOST_BYTES_AT_ONCE}

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(tabs.watch())
        rehearsing.open(asyncio.get_running_loop())
        # Read before it is asked for: all scenarios take more than a second.
        reading = asyncio.create_task(run_in_threadpool(offer, site.language))
        running.started()
        try:
            yield
        finally:
            watching.cancel()
            reading.cancel()
            for each in (rehearsing, timing, scoring, drilling):
                await asyncio.to_thread(each.close)

    routes: list[BaseRoute] = [
        *home.routes(),
        Route("/language", _choose_language, methods=["POST"]),
        WebSocketRoute("/tab", tabs.hold),
        *rehearsing.routes(),
        *reports.routes(),
        *kept.routes(),
        *timing.routes(),
        *scoring.routes(),
        *drilling.routes(),
        *notes.routes(),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            InterviewerError: _failed,
            HTTPException: _not_there,
        },
    )
    app.state.site = site
    app.state.rehearsing = rehearsing
    # Around everything, the answers to our own faults included.
    return Guard(app, site.door)


async def _choose_language(request: Request) -> Response:
    site = site_of(request)
    form = await form_of(request)
    site.language = "en" if form.get("language") == "en" else "fr"
    return RedirectResponse(f"{site.door.root}/", 303)


async def _failed(request: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, InterviewerError)  # noqa: S101  by what it is registered for
    return failure(request, error)


async def _not_there(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    missing = UsageError(N_("There is no such page."), N_("Go on from the first page."))
    return failure(request, missing, status)
