"""The pages of a rehearsal: what to rehearse, the rehearsal itself and its socket, its report."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from interviewer.errors import UsageError
from interviewer.history.values import UnfinishedSession
from interviewer.i18n import N_
from interviewer.live.scene import DEEDS
from interviewer.rehearsal import SessionOptions
from interviewer.ui.text import safe
from interviewer.web.choosing import cut_off, planned, resumable
from interviewer.web.messages import (
    VERSION,
    Begin,
    Elsewhere,
    Hello,
    Microphone,
    Outdated,
    Press,
    Spoken,
    TakeOver,
    Unplayable,
    decode,
    decode_frame,
    encode,
)
from interviewer.web.microphone import TROUBLES
from interviewer.web.pages import form_of, page, say_all, site_of
from interviewer.web.room import Client, Room
from interviewer.web.session import Chosen, Means
from interviewer.web.sources import offer

_log = logging.getLogger(__name__)
_HELLO_S = 10.0
"""For a page's first word; who says nothing has no business here."""
_WRONG, _NOTHING_HERE = 4400, 4404
"""Why a socket is closed: what came is no message; no rehearsal goes on."""

_CHOOSING = {
    "intro": N_(
        "Choose what to rehearse. The interviewer asks aloud; you answer into the microphone."
    ),
    "phase": N_("Part"),
    "whole": N_("The whole"),
    "questions": N_("Questions at most"),
    "cue": N_("Show the cues while I speak"),
    "mute": N_("Show the questions only, no voice"),
    "go": N_("Go on to the microphone"),
    "under_way": N_("A rehearsal is under way."),
    "go_on": N_("Go on with it"),
    "own": N_("yours"),
}
_REHEARSING = {
    "microphone": N_("Microphone"),
    "default": N_("The browser’s own choice"),
    "allow": N_("Try the microphone"),
    "allow_told": N_(
        "The browser will ask whether this page may hear the microphone. What it hears goes to this machine only."
    ),
    "speak": N_("Say a word: the bar should move."),
    "begin": N_("Begin"),
    "take_up": N_("Go on here"),
    "take_up_told": N_("The session waits for you. The microphone is opened again first."),
    "preparing": N_("Getting ready…"),
    "your_turn": N_("Your turn"),
    "voice_heard": N_("your voice is heard"),
    "listening": N_("listening"),
    "paused": N_("Paused"),
    "cue": N_("Cue"),
    "enter": N_("Enter"),
    "quit": DEEDS["quit"],
    "card_open": N_("Something to add? Just go on speaking."),
    "claims": N_("You said one of them? Press its number; once more takes it back."),
    "model": N_("A model answer"),
    "over": N_("The session is over"),
    "left": N_("Left for now"),
    "left_told": N_("What you said is kept. To go on with it, come back to the first page."),
    "report": N_("The whole report"),
    "again": N_("Rehearse something else"),
    "next": N_("What to work on next"),
    "failed": N_("The session broke off"),
    "elsewhere": N_("This session is open in another tab."),
    "take_over": N_("Hold it here"),
    "lost": N_("The connection to the program is lost. What you said is kept; trying again…"),
    "slow": N_("The program does not answer at the moment; what you say waits on this page."),
    "ask_leave": N_("Leave? What you said is kept."),
    "leave": N_("Leave"),
    "stay": N_("Stay"),
    "good": N_("What was good"),
    "change": N_("What to change"),
    "silent": TROUBLES["silent"],
    "no_api": TROUBLES["no_api"],
}

_DRILLING = {"report": N_("What was learnt"), "again": N_("Drill more")}
"""Where cards are drilled aloud."""


class Rehearsing:
    """Everything about rehearsals in one run of the server.

    Args:
        options: as settled on the command line.
        means: this machine.
    """

    def __init__(self, options: SessionOptions, means: Means) -> None:
        self.options = options
        self.means = means
        """For whatever else is done in this run, too."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self.room: Room | None = None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """The server's loop runs."""
        self._loop = loop

    def is_busy(self) -> bool:
        """Whether a session goes on that must not end with the last tab."""
        return self.room is not None and self.room.is_going_on

    def cut_off(self) -> tuple[UnfinishedSession, ...]:
        """The rehearsals that can be gone on with, the latest first."""
        with self.means.open_store() as store:
            return resumable(store)

    def close(self) -> None:
        """The server ends."""
        if self.room is not None:
            self.room.close()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/rehearse", self._choose),
            Route("/rehearse", self._prepare, methods=["POST"]),
            Route("/resume", self._resume, methods=["POST"]),
            Route("/rehearsal", self._show),
            Route("/rehearsal/sound/{id:int}", self._sound),
            WebSocketRoute("/rehearsal/socket", self._join),
        ]

    async def _choose(self, request: Request) -> Response:
        words = site_of(request).words
        offered = await run_in_threadpool(offer, words.language)
        asked = request.query_params
        return page(
            request,
            "rehearse.html.j2",
            words.say(N_("Rehearse")),
            scenarios=offered,
            asked={
                name: asked.get(name, "") for name in ("scenario", "phase", "questions", "seed")
            },
            under_way=self.is_busy(),
            labels=say_all(words, _CHOOSING),
        )

    async def _prepare(self, request: Request) -> Response:
        form = await form_of(request)
        chosen = await run_in_threadpool(planned, form)
        return await self.enter(request, chosen, form)

    async def _resume(self, request: Request) -> Response:
        form = await form_of(request)
        if self.is_busy():
            raise _under_way()
        chosen = await run_in_threadpool(cut_off, self.means, form.get("session", ""))
        return await self.enter(request, chosen)

    async def enter(
        self, request: Request, chosen: Chosen, form: Mapping[str, str] = MappingProxyType({})
    ) -> Response:
        """To the page of a session, held as ``form`` has it.

        Raises:
            UsageError: another one is under way.
        """
        if self.is_busy():
            raise _under_way()
        options = replace(
            self.options,
            cue=self.options.cue or bool(form.get("cue")),
            mute=self.options.mute or bool(form.get("mute")),
        )
        if chosen.keep_audio is not None:
            options = replace(options, keep_audio=chosen.keep_audio)
        await run_in_threadpool(self.close)
        self.room = Room(chosen, options, self.means)
        return RedirectResponse(f"{site_of(request).door.root}/rehearsal", 303)

    async def _show(self, request: Request) -> Response:
        room = self.room
        if room is None:
            return RedirectResponse(f"{site_of(request).door.root}/rehearse", 303)
        return page(
            request,
            "rehearsal.html.j2",
            safe(room.plan.scenario.title),
            room.words,
            scenario=room.plan.scenario,
            version=VERSION,
            back="rehearse" if room.drill is None else "drill",
            labels=say_all(room.words, _REHEARSING | ({} if room.drill is None else _DRILLING)),
        )

    async def _sound(self, request: Request) -> Response:
        wav = None if self.room is None else self.room.wav(request.path_params["id"])
        if wav is None:
            raise HTTPException(404)
        return Response(wav, media_type="audio/wav")

    # ------------------------------------------------------------------ the socket

    async def _join(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            hello = decode(await asyncio.wait_for(socket.receive_text(), _HELLO_S))
        except (ValueError, KeyError, TimeoutError):
            await socket.close(_WRONG)
            return
        except WebSocketDisconnect:
            return
        room = self.room
        if not isinstance(hello, Hello) or self._loop is None:
            await socket.close(_WRONG)
        elif hello.version != VERSION:
            await socket.send_text(encode(Outdated()))
            await socket.close()
        elif room is None:
            await socket.close(_NOTHING_HERE)
        else:
            await _Conversation(socket, room, Client(self._loop, hello.tab)).hold()


class _Conversation:
    """One page's socket, from its first word to its end."""

    def __init__(self, socket: WebSocket, room: Room, client: Client) -> None:
        self._socket = socket
        self._room = room
        self._client = client

    async def hold(self) -> None:
        if not self._room.attach(self._client):
            self._client.put(Elsewhere())
        sending = asyncio.create_task(self._send())
        try:
            with suppress(WebSocketDisconnect):
                await self._receive()
        finally:
            self._room.detach(self._client)
            sending.cancel()
            with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sending

    async def _send(self) -> None:
        """A page that takes nothing holds up this task, and nobody else."""
        while True:
            for message in await self._client.take():
                await self._socket.send_text(encode(message))

    async def _receive(self) -> None:
        while True:
            came = await self._socket.receive()
            if came["type"] == "websocket.disconnect":
                return
            try:
                data = came.get("bytes")
                if data is not None:
                    if self._room.has(self._client):
                        self._room.feed(decode_frame(data))
                else:
                    self._take(decode(came.get("text") or ""))
            except ValueError:
                _log.warning("a page said what is no message", exc_info=True)
                await self._socket.close(_WRONG)
                return

    def _take(self, message: object) -> None:
        room = self._room
        if isinstance(message, TakeOver):
            room.attach(self._client, take_over=True)
            return
        if not room.has(self._client):
            return
        match message:
            case Begin():
                room.begin()
            case Press(key):
                room.screen.press(key)
            case Spoken(id_):
                room.spoken(id_)
            case Unplayable(id_, reason):
                room.unplayable(id_, reason)
            case Microphone():
                room.hear(message)
            case _:
                raise ValueError(f"not expected now: {message!r}")


def _under_way() -> UsageError:
    return UsageError(
        N_("A rehearsal is under way already."), N_("Go on with it, or leave it first.")
    )
