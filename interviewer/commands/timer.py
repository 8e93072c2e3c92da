"""``interviewer timer``: phases against the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from rich.console import Console

from interviewer.commands.screen import Screen, write_file
from interviewer.errors import InterviewerError, StoppedError, UsageError
from interviewer.i18n import N_, translator
from interviewer.live.events import EventQueue, SessionClock
from interviewer.live.keys import KeyReader
from interviewer.models import Language, Notice, Scenario, TimerPlan, TimerRecord
from interviewer.report.page import Page
from interviewer.scenario.outline import outline
from interviewer.timer.clockwork import InputEnded, begin
from interviewer.timer.interrupts import Interrupts
from interviewer.timer.plan import as_scenario, plan_of
from interviewer.timer.run import Happening, Ports, Redraw, event_of, run_timer
from interviewer.timer.screen import FullScreen, LineScreen, OwnTerminal
from interviewer.timer.sounds import CueSounds, Silence, spoken_cues, tones

__all__ = ["TimerRequest", "run"]

_LAST_CUE_S = 3.0
"""How long the program stays for its last cue to be heard."""

Whole = Callable[[], Scenario]
"""The whole scenario of a plan, read when it is first asked for."""


@dataclass(frozen=True, slots=True)
class TimerRequest:
    """What the command line asks to be timed: one of ``scenario``, ``phases`` and ``script``."""

    scenario: str | None = None
    phases: str | None = None
    script: str | None = None
    language: Language | None = None
    """Of phases and script; None: the screen's."""
    auto: bool = False
    prompt: bool = False
    speak: bool = False
    mute: bool = False
    check: bool = False
    """Whether the texts fit, and no run."""
    json: str | None = None
    """A file, or ``-`` for standard output instead of the table."""


def run(request: TimerRequest, screen: Screen) -> None:
    """Goes through the phases with the person, then shows what each took.

    Raises:
        InterviewerError: wrong usage, an invalid file; or the run could not be kept, which is said
            after it was shown.
    """
    plan, whole = _source(request, screen)
    screen.speak(plan.language)
    if request.check:
        _check(whole(), request, screen)
        return
    desk = _Desk(plan, request, screen)
    try:
        record = desk.go_through(whole)
        ended = datetime.now(UTC)
        _show(record, request, screen)
        _keep(record, whole(), ended)
    finally:
        desk.sounds.close(0.0 if desk.interrupts.stopped else _LAST_CUE_S)
    if desk.interrupts.stopped:
        raise StoppedError(N_("Stopped."))


def _source(request: TimerRequest, screen: Screen) -> tuple[TimerPlan, Whole]:
    sources = (request.scenario, request.phases, request.script)
    if sum(source is not None for source in sources) != 1:
        raise UsageError(
            N_("The timer goes through one thing at a time."),
            N_("Give a SCENARIO, or --phases, or --script FILE.md."),
        )
    if request.speak and request.mute:
        raise UsageError(N_("--speak and --mute exclude each other; give one of them."))
    if request.scenario is not None:
        return _scenario_source(request.scenario)
    from interviewer.timer.written import parse_phases, read_script

    language = request.language or screen.language
    if request.phases is not None:
        plan = parse_phases(request.phases, language)
    else:
        plan = read_script(Path(request.script or ""), language)
    return plan, partial(as_scenario, plan)


def _scenario_source(reference: str) -> tuple[TimerPlan, Whole]:
    """The plan of a scenario's outline, so that the first screen is there at once.

    The file is judged by what loads it whole, while the clock runs already.
    """
    whole = cache(partial(_load, reference))
    plan = plan_of(outline(reference) or whole())
    if not plan.phases:
        raise UsageError(
            N_("Every phase of {id} is optional: there is nothing to time."), id=plan.id
        )
    return plan, whole


def _load(reference: str) -> Scenario:
    from interviewer.scenario.library import load

    return load(reference)


class _Desk:
    """All that stands around one run."""

    def __init__(self, plan: TimerPlan, request: TimerRequest, screen: Screen) -> None:
        self._plan = plan
        self._auto = request.auto
        self._clock = SessionClock()
        self._events: EventQueue[Happening] = EventQueue(self._clock)
        self._shown = _shown(plan.language, request, screen)
        self._keys = KeyReader(self._press, partial(self._events.post, InputEnded))
        self.interrupts = Interrupts(self._events.post)
        self.sounds = _sounds(plan.language, request, self._notice)

    def go_through(self, whole: Whole) -> TimerRecord:
        """The run, from its first screen to its end; ``whole`` is asked for behind its back.

        Raises:
            InterviewerError: the scenario is not valid.
        """
        state = begin(self._plan, auto=self._auto)
        with ExitStack() as stack:
            stack.enter_context(self.interrupts.watched())
            stack.enter_context(self._keys.listening())
            stack.enter_context(self._shown.drawing())
            self._shown.draw(state, self._clock.now_s())
            preparing = threading.Thread(target=self._prepare, args=(whole,), daemon=True)
            preparing.start()
            terminal = OwnTerminal(self._shown, self._keys)
            ports = Ports(self._clock, self._events, self._shown, self.sounds, terminal)
            record = run_timer(state, ports)
        preparing.join()
        return record

    def _press(self, key: str) -> None:
        make = event_of(key)
        if make is not None:
            self._events.post(make)

    def _notice(self, notice: Notice) -> None:
        self._shown.notice(notice)
        self._events.post(Redraw)

    def _prepare(self, whole: Whole) -> None:
        """What the first screen must not wait for, and the end neither."""
        try:
            whole()
        except InterviewerError as error:
            self._events.fail(error)
        import interviewer.history.store
        import interviewer.timer.contract
        import interviewer.timer.table  # noqa: F401


def _shown(language: Language, request: TimerRequest, screen: Screen) -> FullScreen | LineScreen:
    console = screen.err if request.json == "-" else screen.out
    if console.is_terminal:
        return FullScreen(console, language, prompt=request.prompt)
    return LineScreen(console, language)


def _sounds(
    language: Language, request: TimerRequest, say_notice: Callable[[Notice], None]
) -> CueSounds | Silence:
    if request.mute:
        return Silence()
    if request.speak:
        return spoken_cues(language, translator(language), say_notice)
    return tones(say_notice)


def _check(scenario: Scenario, request: TimerRequest, screen: Screen) -> None:
    from interviewer.timer.contract import dumps_fits
    from interviewer.timer.fit import fits_of
    from interviewer.timer.table import fit_table

    plan = plan_of(scenario)
    fits = fits_of(plan)
    if request.json == "-":
        screen.data(dumps_fits(plan, fits))
        return
    screen.out.print(fit_table(_page(screen.out, plan.language), fits))
    if request.json is not None:
        write_file(Path(request.json), dumps_fits(plan, fits))


def _show(record: TimerRecord, request: TimerRequest, screen: Screen) -> None:
    from interviewer.timer.contract import dumps_record
    from interviewer.timer.table import record_table

    if request.json == "-":
        screen.data(dumps_record(record))
        return
    screen.out.print(record_table(_page(screen.out, record.plan.language), record))
    if request.json is not None:
        write_file(Path(request.json), dumps_record(record))


def _keep(record: TimerRecord, scenario: Scenario, ended: datetime) -> None:
    from interviewer.history.store import open_store

    began = ended - timedelta(seconds=record.duration_s)
    with open_store() as store:
        store.keep_timer(record, scenario, began=began, now=ended)


def _page(console: Console, language: Language) -> Page:
    return Page.of(console, language, translator(language))
