"""The one rehearsal that goes on in this server, whichever page looks at it, or none.

The session has a thread of its own and waits for no page: what is to be shown is left with the page that looks,
which takes the latest of it when it can. Where the page goes, the session is paused, and goes on from there
with the next one.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

from interviewer.domain import Language, Notice
from interviewer.errors import DeviceError, StoppedError
from interviewer.i18n import N_
from interviewer.live.events import Time
from interviewer.live.microphone import Device
from interviewer.live.suggester import Begin, in_background
from interviewer.rehearsal import SessionOptions
from interviewer.session.plan import Plan
from interviewer.session.ports import Speaker
from interviewer.tts.failures import VoiceFailure
from interviewer.tts.speaker import MutedSpeaker, ReadingPause, Reports, VoiceSpeaker
from interviewer.ui.page import words_in
from interviewer.web.messages import Elsewhere, Frame, Microphone, Scene, Sound, ToPage
from interviewer.web.microphone import TROUBLES, PageMicrophone
from interviewer.web.screen import PageScreen
from interviewer.web.session import Chosen, Means, PageSession
from interviewer.web.speaking_drill import SpokenDrill
from interviewer.web.voice import PageTone, PageVoice

ALONE_S = 1800.0
"""A session that nobody looks at is held for so long; then it is one that was cut off, as after Ctrl-C."""
_END_S = 10.0
"""For the session's thread to end; a recogniser that is being loaded cannot be called off."""


class Client:
    """A page that looks. Lives in the server's loop; :meth:`put` may come from any thread.

    Args:
        loop: of the server.
        tab: which tab of the browser it is in.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, tab: str) -> None:
        self.tab = tab
        self._loop = loop
        self._waiting: dict[type, ToPage] = {}
        self._lock = threading.Lock()
        self._woken = asyncio.Event()

    def put(self, message: ToPage) -> None:
        """To be shown as soon as the page takes it; what it has not taken by then is out of date."""
        with self._lock:
            known = bool(self._waiting)
            self._waiting[type(message)] = message
        if not known:
            with suppress(RuntimeError):  # the loop is over, and the page with it
                self._loop.call_soon_threadsafe(self._woken.set)

    async def take(self) -> tuple[ToPage, ...]:
        """The latest of each kind, waited for."""
        await self._woken.wait()
        with self._lock:
            self._woken.clear()
            taken, self._waiting = tuple(self._waiting.values()), {}
        return taken


class Room:
    """One rehearsal, from its choice to its result.

    Args:
        chosen: what is asked.
        options: how it is held.
        means: this machine.
    """

    def __init__(self, chosen: Chosen, options: SessionOptions, means: Means) -> None:
        self._chosen = chosen
        self.options = options
        self.words = words_in(self.plan.scenario.language)
        """The language of what is shown: that of what is asked."""
        self._means = means
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._alone_since_s = time.monotonic()
        self._microphone: PageMicrophone | None = None
        self._given: PageMicrophone | None = None
        """The one that the session has: where it asks for another, this one sends nothing."""
        self._voice: PageVoice | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._heard = threading.Event()
        """A page has a microphone."""
        self._pausing = False
        """A pause was asked for, and has not begun."""
        self.screen = PageScreen(
            self.words,
            self.plan.scenario,
            self._tell,
            cue=options.cue,
            patient=not options.hands_free,
            sent_to="" if options.model is None else options.model.sent_to,
        )

    # ------------------------------------------------------------------ from the server

    @property
    def plan(self) -> Plan:
        return self._chosen.plan

    @property
    def drill(self) -> SpokenDrill | None:
        """Whose cards are asked; None for a rehearsal."""
        return self._chosen.drill

    @property
    def is_going_on(self) -> bool:
        """Whether it must not end with the last tab."""
        if self.screen.scene.stage not in ("preparing", "live"):
            return False
        return self._client is not None or time.monotonic() - self._alone_since_s < ALONE_S

    @property
    def is_over(self) -> bool:
        return self.screen.scene.stage in ("over", "failed")

    def attach(self, client: Client, *, take_over: bool = False) -> bool:
        """Whether ``client`` looks at it from now on: not where another tab does, unless it takes over."""
        with self._lock:
            before = self._client
            if before is not None and before.tab != client.tab and not take_over:
                return False
            self._client = client
            self._pausing = False
        if before is not None:
            self._without_page()
            before.put(Elsewhere())
        self.screen.tell_again()
        return True

    def detach(self, client: Client) -> None:
        """The page of ``client`` is closed, reloaded, or cut off."""
        with self._lock:
            if self._client is not client:
                return
            self._client, self._alone_since_s = None, time.monotonic()
        self._without_page()

    def has(self, client: Client) -> bool:
        """Whether what ``client`` tells counts."""
        return self._client is client

    def begin(self) -> None:
        """The session begins, once; nothing happens without a microphone."""
        with self._lock:
            if self._thread is not None or self._microphone is None:
                return
            session = PageSession(
                self._chosen,
                self.options,
                self.words,
                self._means,
                self.screen,
                self,
                self._device,
                self._heard,
                self._stopping,
            )
            self._thread = threading.Thread(target=session.run, name="session", daemon=True)
        self._thread.start()

    def hear(self, state: Microphone) -> None:
        """What became of the page's microphone."""
        if state.state == "open":
            fresh = PageMicrophone(state.name or "?", state.rate)
            before, self._microphone = self._microphone, fresh
            self._heard.set()
            if before is not None:
                before.end()
            self.screen.show_browser(None)
            return
        if state.state != "muted" and self._microphone is not None:
            self._let_go()
        self.screen.show_browser(Notice(TROUBLES[state.state]))

    def feed(self, frame: Frame) -> None:
        """What it hears."""
        microphone = self._microphone
        if microphone is not None:
            microphone.feed(frame, self._means.time.monotonic())

    def spoken(self, id_: int) -> None:
        if self._voice is not None:
            self._voice.spoken(id_)

    def unplayable(self, id_: int, reason: str) -> None:
        if self._voice is not None:
            self._voice.unplayable(id_, reason)

    def wav(self, id_: int) -> bytes | None:
        """What is to be played."""
        return None if self._voice is None else self._voice.wav(id_)

    def close(self) -> None:
        """The server ends: a session under way is one that was cut off, and can be gone on with."""
        self._stopping.set()
        self.screen.stop(StoppedError(N_("Stopped.")))
        self._heard.set()
        if self._microphone is not None:
            self._microphone.end()
        if self._thread is not None:
            self._thread.join(_END_S)

    def _tell(self, message: ToPage) -> None:
        client = self._client
        if client is not None:
            client.put(message)
        elif isinstance(message, Scene):
            self._pause_once(message)

    def _pause_once(self, scene: Scene) -> None:
        """Nobody looks: what has just begun to wait for the person waits in a pause."""
        if scene.paused:
            self._pausing = False
        elif not self._pausing and scene.stage == "live" and is_running(scene):
            self._pausing = True
            self.screen.press("p")

    def _let_go(self) -> None:
        microphone, self._microphone = self._microphone, None
        self._heard.clear()
        if microphone is not None:
            microphone.end()

    def _without_page(self) -> None:
        self._let_go()
        self._pause_once(self.screen.scene)

    # ------------------------------------------------------------------ parts of a session

    def _device(self) -> Device:
        microphone = self._microphone
        if microphone is None or not microphone.active or microphone is self._given:
            raise DeviceError(N_("The page has no microphone at the moment."))
        self._given = microphone
        return microphone

    @property
    def time(self) -> Time:
        return self._means.time

    @property
    def think(self) -> Begin:
        return in_background

    def open_voice(
        self, options: SessionOptions, language: Language, reports: Reports
    ) -> AbstractContextManager[Speaker]:
        """The interviewer's voice, played by the page; in writing where there is none."""
        if options.mute:
            return MutedSpeaker(reports)
        try:
            renderer = self._means.open_renderer(language, options.voice, reports.say_missing)
        except VoiceFailure as failure:
            reports.say_notice(failure.notice)
            return VoiceSpeaker(ReadingPause(), reports)
        before = 0 if self._voice is None else self._voice.last
        self._voice = PageVoice(renderer, self._show_sound, before)
        return VoiceSpeaker(self._voice, reports)

    def open_tone(self, begins: Callable[[float], object]) -> AbstractContextManager[PageTone]:
        return PageTone(self.screen.show_tone, begins)

    def _show_sound(self, id_: int) -> None:
        self.screen.show_sound(Sound(id_, f"rehearsal/sound/{id_}") if id_ else None)


def is_running(scene: Scene) -> bool:
    """Whether the session's clock runs, and could be stopped."""
    return not scene.paused and any(button.key == "p" for button in scene.offers)
