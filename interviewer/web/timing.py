"""Phases against the clock in a page: the timer of the terminal, seen and pressed here.

The run goes on in a thread of its own, with the same machine, loop and keys; a page is shown what it comes to
four times a second and decides nothing. Where no page looks, the clock stands still.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from interviewer.i18n import N_
from interviewer.live.events import Time
from interviewer.timer.results import record_rows
from interviewer.ui.text import duration, safe
from interviewer.web.pages import form_of, page, say_all, site_of
from interviewer.web.sources import offer
from interviewer.web.timed import TONES, Run, wanted
from interviewer.web.voice import as_wav

MOST_BYTES = 512 * 1024
"""Of the form: a text to be said may stand in it."""
_WRONG, _NOTHING_HERE = 4400, 4404

_CHOOSING = {
    "intro": N_(
        "Each phase against the clock: green in time, amber when it is nearly over, red beyond."
    ),
    "begin": N_("Go on to the clock"),
    "auto": N_("Move on by itself at the target"),
    "prompt": N_("Scroll my text"),
    "scenario": N_("A scenario"),
    "phases": N_("Phases of your own"),
    "phases_told": N_("Such as “intro 30s, story 45s, end 1min”."),
    "script": N_("A text of your own"),
    "script_told": N_(
        "A heading with its time for each phase, “## Intro (30 s)”, your words below it."
    ),
    "own": N_("yours"),
    "under_way": N_("The timer is on."),
    "go_on": N_("Go on with it"),
}
_TIMING = {
    "begin": N_("Begin"),
    "sounds": N_("A tone before the end and at it"),
    "full": N_("Full screen"),
    "phase": N_("Phase"),
    "whole": N_("Whole"),
    "lost": N_(
        "The connection to the program is lost; the clock stands still there. Trying again…"
    ),
    "keys": N_("Keys"),
    "enter": N_("Enter"),
    "space": N_("Space"),
}
_KEYS = (
    ("enter", N_("next")),
    (" ", N_("pause")),
    ("b", N_("back")),
    ("r", N_("start again")),
    ("-", N_("15 s less")),
    ("+", N_("15 s more")),
    ("q", N_("quit")),
)
_PACE_KEYS = (("down", N_("slower")), ("up", N_("faster")))
_RESULT = {
    "phase": N_("Phase"),
    "planned": N_("Planned"),
    "taken": N_("Taken"),
    "difference": N_("Difference"),
    "again": N_("Once more"),
    "history": N_("History"),
}


class Timing:
    """The timer in one run of the server: at most one run at a time.

    Args:
        time: read and waited for.
    """

    def __init__(self, time: Time) -> None:
        self._time = time
        self.run: Run | None = None

    def close(self) -> None:
        """The server ends."""
        if self.run is not None:
            self.run.close()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/timer", self._choose),
            Route("/timer", self._prepare, methods=["POST"]),
            Route("/timer/run", self._show),
            Route("/timer/result", self._result),
            Route("/timer/tone/{name}", _tone),
            WebSocketRoute("/timer/socket", self._join),
        ]

    async def _choose(self, request: Request) -> Response:
        words = site_of(request).words
        return page(
            request,
            "timer.html.j2",
            words.say(N_("Time yourself")),
            scenarios=await run_in_threadpool(offer, words.language),
            asked=request.query_params.get("scenario", ""),
            under_way=self.run is not None and self.run.is_going_on,
            labels=say_all(words, _CHOOSING),
        )

    async def _prepare(self, request: Request) -> Response:
        site = site_of(request)
        form = await form_of(request)
        asked = await run_in_threadpool(wanted, form, site.language)
        await run_in_threadpool(self.close)
        self.run = Run(asked, self._time, asyncio.get_running_loop())
        return RedirectResponse(f"{site.door.root}/timer/run", 303)

    async def _show(self, request: Request) -> Response:
        root = site_of(request).door.root
        if self.run is None:
            return RedirectResponse(f"{root}/timer", 303)
        if self.run.is_over:
            return RedirectResponse(f"{root}/timer/result", 303)
        words, plan = self.run.words, self.run.wanted.plan
        keys = (*_KEYS[:4], *(_PACE_KEYS if self.run.wanted.prompt else ()), *_KEYS[4:])
        return page(
            request,
            "timing.html.j2",
            safe(plan.title),
            words,
            phases=[
                (safe(phase.title), duration(phase.target_s, words.language))
                for phase in plan.phases
            ],
            length=duration(plan.target_s, words.language),
            keys=[(key, words.say(does)) for key, does in keys],
            prompt=self.run.wanted.prompt,
            labels=say_all(words, _TIMING),
        )

    async def _result(self, request: Request) -> Response:
        root = site_of(request).door.root
        run = self.run
        if run is None or run.record is None:
            return RedirectResponse(f"{root}/timer", 303)
        failed = "" if run.failed is None else run.failed.line(run.words.translate)
        return page(
            request,
            "timed-result.html.j2",
            safe(run.wanted.plan.title),
            run.words,
            rows=tuple(record_rows(run.words, run.record)),
            failed=failed,
            labels=say_all(run.words, _RESULT),
        )

    # ------------------------------------------------------------------ the socket

    async def _join(self, socket: WebSocket) -> None:
        await socket.accept()
        run = self.run
        if run is None:
            await socket.close(_NOTHING_HERE)
            return
        run.look()
        showing = asyncio.create_task(_show_all(socket, run))
        try:
            with suppress(WebSocketDisconnect):
                while True:
                    _take(run, await socket.receive_text())
        except (ValueError, KeyError):
            await socket.close(_WRONG)
        finally:
            run.look_away()
            showing.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await showing


def _take(run: Run, text: str) -> None:
    message = json.loads(text)
    if not isinstance(message, dict) or not isinstance(message.get("key", ""), str):
        raise ValueError("no message")
    if message["type"] == "begin":
        run.begin()
    elif message["type"] == "press":
        run.press(message["key"])
    else:
        raise ValueError("no message")


async def _show_all(socket: WebSocket, run: Run) -> None:
    """A page that takes nothing holds up this task, and nobody else."""
    seen = None
    while True:
        seen = await run.changed(seen)
        await socket.send_text(json.dumps(seen))


async def _tone(request: Request) -> Response:
    from interviewer.tts.tones import tone

    name = request.path_params["name"]
    if name not in TONES:
        raise HTTPException(404)
    return Response(as_wav(await run_in_threadpool(tone, name)), media_type="audio/wav")
