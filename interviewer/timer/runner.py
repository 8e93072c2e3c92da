"""What stands around one run of the timer: clock, keys, screen, sounds, signals and the history."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from rich.console import Console

from interviewer.domain import Language, Notice, Scenario, SessionChoice, TimerPlan, TimerRecord
from interviewer.errors import HistoryError
from interviewer.i18n import translator
from interviewer.live.events import EventQueue, SessionClock, Time
from interviewer.timer.loop import Happening, Ports, Redraw, Resumed, Suspend, event_of, run_timer
from interviewer.timer.machine import InputEnded, Quit, begin
from interviewer.timer.screen import FullScreen, LineScreen, OwnTerminal
from interviewer.timer.sounds import CueSounds, Silence, spoken_cues, tones
from interviewer.ui.keys import KeyReader

if TYPE_CHECKING:
    from interviewer.history.store import Store
    from interviewer.history.writing import SessionLog


Post = Callable[[Callable[[float], Happening]], None]

_LEAVE = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, being asked to end, the terminal's window closed."""
_HAPPEN: Mapping[str, Callable[[float], Happening]] = {
    "SIGTSTP": Suspend,
    "SIGCONT": Resumed,
    "SIGWINCH": Redraw,
}


class Interrupts:
    """Posts signals as events inside :meth:`watched`.

    Args:
        post: takes the events; called in the main thread, between any two of its steps.
    """

    def __init__(self, post: Post) -> None:
        self._post = post
        self.stopped = False
        """The person, or the system, stopped the program."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Signals come as events inside; those that this system lacks are none."""
        names = [name for name in (*_LEAVE, *_HAPPEN) if hasattr(signal, name)]
        before = {name: signal.getsignal(getattr(signal, name)) for name in names}
        for name in names:
            signal.signal(getattr(signal, name), self._handle)
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(getattr(signal, name), handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        del frame
        name = signal.Signals(number).name
        if name in _LEAVE:
            self.stopped = True
            self._post(Quit)
            return
        self._post(_HAPPEN[name])


_LAST_CUE_S = 3.0
"""How long the program stays for its last cue to be heard."""

Whole = Callable[[], Scenario]
"""The whole scenario of a plan, read when it is first asked for."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the person wants a run to be held."""

    auto: bool = False
    """The phases move on by themselves."""
    prompt: bool = False
    """The text is scrolled."""
    speak: bool = False
    """The cues are said."""
    mute: bool = False


class Runner:
    """All that stands around one run.

    Args:
        plan: what is gone through.
        options: how.
        console: where it is shown; a terminal is drawn on, anything else gets a line a phase.
        time: read and waited for.
    """

    def __init__(self, plan: TimerPlan, options: RunOptions, console: Console, time: Time) -> None:
        self._time = time
        self._plan = plan
        self._auto = options.auto
        self._clock = SessionClock(time.monotonic)
        self._events: EventQueue[Happening] = EventQueue(self._clock, time=time)
        self._shown = _shown(plan.language, options, console)
        self._keys = KeyReader(self._press, partial(self._events.post, InputEnded))
        self._interrupts = Interrupts(self._events.post)
        self._sounds = _sounds(plan.language, options, self._notice)
        self._history = RunHistory()
        self._failed: Exception | None = None

    @property
    def stopped(self) -> bool:
        """The person, or the system, stopped the program."""
        return self._interrupts.stopped

    def go_through(self, whole: Whole) -> TimerRecord:
        """The run, from its first screen to its end; ``whole`` is asked for behind its back.

        Raises:
            InterviewerError: the scenario is not valid.
        """
        state, now = begin(self._plan, auto=self._auto), self._time.now()
        with ExitStack() as stack:
            stack.enter_context(self._interrupts.watched())
            stack.enter_context(self._keys.listening())
            stack.enter_context(self._shown.drawing())
            self._shown.draw(state, self._clock.now_s())
            preparing = threading.Thread(target=self._prepare, args=(whole, now), daemon=True)
            preparing.start()
            terminal = OwnTerminal(self._shown, self._keys)
            ports = Ports(self._clock, self._events, self._shown, self._sounds, terminal)
            record = run_timer(state, ports)
        preparing.join()
        if self._failed is not None:
            # The run was over before it could be told.
            raise self._failed
        return record

    def keep(self, record: TimerRecord) -> None:
        """Keeps the run.

        Raises:
            HistoryError: it cannot be kept.
        """
        self._history.finish(record, self._time.now())

    def close(self) -> None:
        """Ends what goes on beside the run, once its last cue was heard."""
        self._sounds.close(0.0 if self.stopped else _LAST_CUE_S)
        self._history.close()

    def _press(self, key: str) -> None:
        make = event_of(key)
        if make is not None:
            self._events.post(make)

    def _notice(self, notice: Notice) -> None:
        self._shown.notice(notice)
        self._events.post(Redraw)

    def _prepare(self, whole: Whole, now: datetime) -> None:
        """What the first screen must not wait for, and the end neither."""
        try:
            self._history.begin(whole(), now)
            # Needed at the end, which then finds them loaded.
        except Exception as error:  # noqa: BLE001  raised where the run is
            self._failed = error
            self._events.fail(error)
        # Python goes through all its objects once more as it ends, which takes longer than all the
        # rest of the end: it need not look at those that stay.
        gc.freeze()


class RunHistory:
    """The run in the history: begun on one thread, finished on another after that.

    What is wrong with the history is no reason to break off a rehearsal: it is told at the end.
    """

    def __init__(self) -> None:
        self._store: Store | None = None
        self._log: SessionLog | None = None
        self._error: HistoryError | None = None

    def begin(self, scenario: Scenario, now: datetime) -> None:
        """A run of ``scenario`` has begun at ``now``."""
        from interviewer.history.store import open_store

        try:
            self._store = open_store()
            self._log = self._store.begin("timer", scenario, SessionChoice(), None, now=now)
        except HistoryError as error:
            self._error = error

    def finish(self, record: TimerRecord, now: datetime) -> None:
        """Keeps the whole run.

        Raises:
            HistoryError: it cannot be kept.
        """
        if self._error is not None:
            raise self._error
        if self._log is not None:
            self._log.finish_timer(record, now=now)

    def close(self) -> None:
        """Closes the history."""
        if self._store is not None:
            self._store.close()


def _shown(language: Language, options: RunOptions, console: Console) -> FullScreen | LineScreen:
    if console.is_terminal:
        return FullScreen(console, language, prompt=options.prompt)
    return LineScreen(console, language)


def _sounds(
    language: Language, options: RunOptions, say_notice: Callable[[Notice], None]
) -> CueSounds | Silence:
    if options.mute:
        return Silence()
    if options.speak:
        return spoken_cues(language, translator(language), say_notice)
    return tones(say_notice)
