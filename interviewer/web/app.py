"""The application: which page and socket is where, behind the guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.ui.text import full_day, safe
from interviewer.web import reports
from interviewer.web.guard import Guard
from interviewer.web.pages import STATIC, Site, failure, form_of, page, say_all, site_of
from interviewer.web.rehearsing import Rehearsing
from interviewer.web.tabs import IDLE_S, Tabs


@dataclass(frozen=True, slots=True)
class Running:
    """What the server is told to do around the pages."""

    end: Callable[[], object] = lambda: None
    """Ends the server."""
    started: Callable[[], object] = lambda: None
    """Called once it can be asked."""
    idle_s: float = IDLE_S
    """How long it waits after the last tab."""
    more: Sequence[BaseRoute] = field(default_factory=tuple)


def build(site: Site, rehearsing: Rehearsing, running: Running | None = None) -> Guard:
    """The application of one run of the server."""
    running = running or Running()
    tabs = Tabs(rehearsing.is_busy, running.end, running.idle_s)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(tabs.watch())
        rehearsing.open(asyncio.get_running_loop())
        running.started()
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.to_thread(rehearsing.close)

    routes: list[BaseRoute] = [
        Route("/", _home),
        Route("/language", _choose_language, methods=["POST"]),
        WebSocketRoute("/tab", tabs.hold),
        *rehearsing.routes(),
        *reports.routes(),
        *running.more,
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


_HOME = {
    "under_way": N_("A rehearsal is under way."),
    "go_on": N_("Go on with it"),
    "next": N_("Next"),
    "report": N_("The whole report"),
    "cut_off": N_("A rehearsal was cut off; what you said is kept:"),
}


async def _home(request: Request) -> Response:
    site = site_of(request)
    rehearsing: Rehearsing = request.app.state.rehearsing
    left = () if rehearsing.is_busy() else await run_in_threadpool(rehearsing.cut_off)
    return page(
        request,
        "home.html.j2",
        site.words.say(N_("Your interviews")),
        under_way=rehearsing.is_busy(),
        step=await run_in_threadpool(reports.next_step),
        cut_off=[
            {
                "id": each.summary.id,
                "title": safe(each.summary.title),
                "day": full_day(each.summary.started_at.astimezone(), site.language),
            }
            for each in left[:1]
        ],
        labels=say_all(site.words, _HOME),
    )


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
