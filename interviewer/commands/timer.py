"""``interviewer timer``: phases against the clock."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from rich.console import Console

from interviewer.commands.desk import Desk, TimerRequest, Whole
from interviewer.commands.screen import Screen, write_file
from interviewer.errors import StoppedError, UsageError
from interviewer.i18n import N_, translator
from interviewer.models import Language, Scenario, TimerPlan, TimerRecord
from interviewer.scenario.outline import outline
from interviewer.timer.plan import as_scenario, plan_of
from interviewer.ui.page import Page

__all__ = ["TimerRequest", "run"]


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
    desk = Desk(plan, request, screen)
    try:
        record = desk.go_through(whole)
        _show(record, request, screen)
        desk.keep(record)
    finally:
        desk.close()
    if desk.stopped:
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


def _page(console: Console, language: Language) -> Page:
    return Page.of(console, language, translator(language))
