"""One run of the timer for a page: what is timed, and the thread in which it goes on."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from interviewer.domain import Language, Scenario, TimerPlan, TimerRecord
from interviewer.errors import HistoryError, InterviewerError, UsageError
from interviewer.i18n import N_
from interviewer.live.events import EventQueue, SessionClock, Time
from interviewer.timer.loop import Happening, Ports, event_of, run_timer
from interviewer.timer.machine import Pause, Quit, Timer, begin
from interviewer.timer.plan import as_scenario, parse_phases, parse_script, plan_of
from interviewer.timer.runner import RunHistory
from interviewer.timer.scene import clock_text, last_stretch_s, scene_of
from interviewer.timer.sounds import Moment
from interviewer.timer.view import STAGES, plan_words
from interviewer.ui.page import Words, words_in
from interviewer.ui.text import clock, duration, safe
from interviewer.web.sources import scenario_of

_log = logging.getLogger(__name__)
_ALONE_S = 1800.0
"""A run that nobody looks at is held for so long, standing still; then it is one that was left."""
_END_S = 5.0
_UNTITLED: dict[Language, str] = {"fr": "texte", "en": "text"}
"""A text whose first heading is no title."""
TONES = ("warning", "end")
_PAUSED, _UPCOMING = N_("Paused: space goes on"), N_("Next: {title} ({target})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be timed, and how."""

    plan: TimerPlan
    scenario: Scenario
    auto: bool
    prompt: bool


def wanted(form: dict[str, str], language: Language) -> Wanted:
    """What a form asks to be timed.

    Raises:
        InterviewerError: nothing, or nothing that can be.
    """
    if form.get("scenario"):
        scenario = scenario_of(form["scenario"], phrasings=False)
        plan = plan_of(scenario)
        if not plan.phases:
            raise UsageError(
                N_("Every phase of {id} is optional: there is nothing to time."), id=plan.id
            )
    else:
        text = form.get("script", "").strip()
        if text:
            plan = parse_script(text.replace("\r\n", "\n"), f"{_UNTITLED[language]}.md", language)
        elif form.get("phases", "").strip():
            plan = parse_phases(form["phases"], language)
        else:
            raise UsageError(N_("Nothing was given to be timed."), N_("Choose or write something."))
        scenario = as_scenario(plan)
    return Wanted(plan, scenario, bool(form.get("auto")), bool(form.get("prompt")))


class Run:
    """One run: the screen, the sounds and the terminal of :func:`run_timer` in one, for a page.

    Args:
        wanted: what is timed.
        time: read and waited for.
        loop: of the server, in which pages wait.
    """

    step_s = 0.25

    def __init__(self, wanted: Wanted, time: Time, loop: asyncio.AbstractEventLoop) -> None:
        self.wanted = wanted
        self.words: Words = words_in(wanted.plan.language)
        self.record: TimerRecord | None = None
        self.failed: InterviewerError | None = None
        """Why the run is not in the history."""
        self._time = time
        self._loop = loop
        self._events: EventQueue[Happening] | None = None
        self._thread: threading.Thread | None = None
        self._history = RunHistory()
        self._looking = 0
        self._alone_since_s = time.monotonic()
        self._paused = False
        self._tones = 0
        self._tone = ""
        self._shown: dict[str, Any] = {"stage": "ready"}
        self._drawn = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether it came to its end."""
        return self.record is not None or self._shown["stage"] == "over"

    @property
    def is_going_on(self) -> bool:
        """Whether its clock was started, and it is not over."""
        return self._thread is not None and not self.is_over

    # ------------------------------------------------------------------ a page

    def begin(self) -> None:
        """The clock of the first phase runs."""
        if self._thread is None:
            clock = SessionClock(self._time.monotonic)
            self._events = EventQueue(clock, time=self._time)
            self._thread = threading.Thread(
                target=self._go_through, args=(clock, self._events), name="timer", daemon=True
            )
            self._thread.start()

    def press(self, key: str) -> None:
        """A key as on a terminal; those that mean nothing do nothing."""
        make = event_of(key)
        if make is not None and self._events is not None:
            self._events.post(make)

    def look(self) -> None:
        """A page looks."""
        self._looking += 1

    def look_away(self) -> None:
        """It does not any more; without any, the clock stands still."""
        self._looking -= 1
        if not self._looking:
            self._alone_since_s = self._time.monotonic()
            if self._events is not None and not self._paused:
                self._events.post(Pause)

    async def changed(self, seen: dict[str, Any] | None) -> dict[str, Any]:
        """What there is to be seen, once it is another than ``seen``."""
        while self._shown is seen:
            self._drawn.clear()
            await self._drawn.wait()
        return self._shown

    def close(self) -> None:
        """The server ends: what was timed so far is kept."""
        if self._thread is not None:
            if self._events is not None:
                self._events.post(Quit)
            self._thread.join(_END_S)

    # ------------------------------------------------------------------ the run

    def _go_through(self, clock: SessionClock, events: EventQueue[Happening]) -> None:
        try:
            self._history.begin(self.wanted.scenario, self._time.now())
            state = begin(self.wanted.plan, auto=self.wanted.auto)
            self.record = run_timer(state, Ports(clock, events, self, self, self))
            try:
                self._history.finish(self.record, self._time.now())
            except HistoryError as error:
                self.failed = error
        except Exception:  # noqa: BLE001  the page must be told that it is over, whatever it was
            _log.exception("the timer broke off")
        finally:
            self._history.close()
            self._show({"stage": "over", "tones": self._tones, "tone": self._tone})

    def draw(self, state: Timer, now_s: float) -> None:
        """The moment ``now_s`` for a page."""
        self._paused = state.paused_at_s is not None
        if not self._looking and self._time.monotonic() - self._alone_since_s > _ALONE_S:
            self.press("q")
        if state.reason is None:
            self._show(self._moment(state, now_s))

    def _moment(self, state: Timer, now_s: float) -> dict[str, Any]:
        scene, language = scene_of(state, now_s), self.words.language
        upcoming = scene.upcoming
        return {
            "stage": scene.stage,
            "words": self.words.say(_PAUSED if scene.paused else STAGES[scene.stage]),
            "title": safe(scene.phase.title),
            "where": f"{scene.number}/{scene.count}",
            "left": clock_text(scene.left_s),
            "paused": scene.paused,
            "share": min(1.0, scene.elapsed_s / scene.target_s),
            "stretch": min(1.0, last_stretch_s(scene.target_s) / scene.target_s),
            "time": f"{clock(max(0.0, scene.elapsed_s))} / {clock(scene.target_s)}",
            "whole": min(1.0, scene.whole_s / scene.planned_s),
            "whole_time": f"{clock(max(0.0, scene.whole_s))} / {clock(scene.planned_s)}",
            "ends": [end_s / scene.planned_s for end_s in scene.ends[:-1]],
            "plan": plan_words(self.words, scene),
            "keywords": [safe(each) for each in scene.phase.keywords],
            "upcoming": ""
            if upcoming is None
            else self.words.say(
                _UPCOMING,
                title=safe(upcoming.title),
                target=duration(upcoming.target_s, language),
            ),
            "text": scene.phase.script or scene.phase.cue
            if self.wanted.prompt
            else scene.phase.cue,
            "place": scene.place if self.wanted.prompt else None,
            "pace": f"{round(100 * scene.pace)} %",
            "number": len(state.tries),
            "tones": self._tones,
            "tone": self._tone,
        }

    def _show(self, shown: dict[str, Any]) -> None:
        self._shown = shown
        with suppress(RuntimeError):  # the server's loop is over
            self._loop.call_soon_threadsafe(self._drawn.set)

    # What run_timer asks of sounds and terminal.

    def lead_s(self, moment: Moment) -> float:
        """A page gives its tones as soon as it is told."""
        del moment
        return 0.0

    def play(self, moment: Moment, state: Timer) -> None:
        """The next drawing tells it."""
        del state
        if moment.kind in TONES:
            self._tones, self._tone = self._tones + 1, moment.kind

    def suspend(self) -> None:
        """There is no terminal."""

    def resume(self) -> None:
        """There is no terminal."""
