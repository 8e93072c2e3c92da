"""``interviewer timer``: phases against the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from interviewer.cli.options import Lang, open_scenario, screen_of, write_output
from interviewer.domain import Language, Scenario, TimerPlan, TimerRecord
from interviewer.errors import StoppedError, UsageError
from interviewer.i18n import N_, translator
from interviewer.live.events import MachineTime
from interviewer.scenario.library import outline
from interviewer.timer.plan import as_scenario, plan_of
from interviewer.timer.runner import Runner, RunOptions, Whole
from interviewer.ui.page import Page
from interviewer.ui.screen import Screen

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class TimerRequest:
    """What the command line asks to be timed: one of ``scenario``, ``phases`` and ``script``."""

    scenario: str | None = None
    phases: str | None = None
    script: str | None = None
    language: Language | None = None
    """Of phases and script; None: the screen's."""
    options: RunOptions = field(default_factory=RunOptions)
    check: bool = False
    """Whether the texts fit, and no run."""
    json: str | None = None
    """A file, or ``-`` for standard output instead of the table."""


@app.command()
def timer(
    context: typer.Context,
    scenario: Annotated[
        str | None,
        typer.Argument(
            metavar="SCENARIO",
            help=N_("Id of a scenario, or a file: .toml, or notes as .md, .txt, .docx, .pdf."),
        ),
    ] = None,
    phases: Annotated[
        str | None, typer.Option(metavar="TEXT", help=N_("Phases such as “intro 30s, story 45s”."))
    ] = None,
    script: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("A text with headings: ## Intro (30 s)."))
    ] = None,
    language: Annotated[
        Lang | None, typer.Option(metavar="fr|en", help=N_("Of the phases or the script."))
    ] = None,
    auto: Annotated[bool, typer.Option("--auto", help=N_("Move on at the target."))] = False,
    prompt: Annotated[bool, typer.Option("--prompt", help=N_("Scroll the text."))] = False,
    speak: Annotated[bool, typer.Option("--speak", help=N_("Say the cues, no tones."))] = False,
    mute: Annotated[bool, typer.Option("--mute", help=N_("No sound."))] = False,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Tell whether the texts fit, and end."))
    ] = False,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Write the result as JSON; - for stdout."))
    ] = None,
) -> None:
    """``interviewer timer``."""
    options = RunOptions(auto, prompt, speak, mute)
    request = TimerRequest(scenario, phases, script, language, options, check, json)
    run(request, screen_of(context))


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
    console = screen.err if request.json == "-" else screen.out
    runner = Runner(plan, request.options, console, MachineTime())
    try:
        record = runner.go_through(whole)
        _show(record, request, screen)
        runner.keep(record)
    finally:
        runner.close()
    if runner.stopped:
        raise StoppedError(N_("Stopped."))


def _source(request: TimerRequest, screen: Screen) -> tuple[TimerPlan, Whole]:
    sources = (request.scenario, request.phases, request.script)
    if sum(source is not None for source in sources) != 1:
        raise UsageError(
            N_("The timer goes through one thing at a time."),
            N_("Give a SCENARIO, or --phases, or --script FILE.md."),
        )
    if request.options.speak and request.options.mute:
        raise UsageError(N_("--speak and --mute exclude each other; give one of them."))
    if request.scenario is not None:
        return _scenario_source(request.scenario, screen)
    from interviewer.timer.plan import parse_phases, read_script

    language = request.language or screen.language
    if request.phases is not None:
        plan = parse_phases(request.phases, language)
    else:
        plan = read_script(Path(request.script or ""), language)
    return plan, partial(as_scenario, plan)


def _scenario_source(reference: str, screen: Screen) -> tuple[TimerPlan, Whole]:
    """The plan of a scenario's outline, so that the first screen is there at once.

    The file is judged by what loads it whole, while the clock runs already.
    """
    whole = cache(partial(open_scenario, reference, screen))
    plan = plan_of(outline(reference) or whole())
    if not plan.phases:
        raise UsageError(
            N_("Every phase of {id} is optional: there is nothing to time."), id=plan.id
        )
    return plan, whole


def _check(scenario: Scenario, request: TimerRequest, screen: Screen) -> None:
    from interviewer.timer.plan import fits_of
    from interviewer.timer.results import dumps_fits, fit_table

    plan = plan_of(scenario)
    fits = fits_of(plan)
    if request.json == "-":
        screen.data(dumps_fits(plan, fits))
        return
    screen.out.print(fit_table(_page(screen.out, plan.language), fits))
    if request.json is not None:
        write_output("--json", request.json, dumps_fits(plan, fits))


def _show(record: TimerRecord, request: TimerRequest, screen: Screen) -> None:
    from interviewer.timer.results import dumps_record, record_table

    if request.json == "-":
        screen.data(dumps_record(record))
        return
    screen.out.print(record_table(_page(screen.out, record.plan.language), record))
    if request.json is not None:
        write_output("--json", request.json, dumps_record(record))


def _page(console: Console, language: Language) -> Page:
    return Page.of(console, language, translator(language))
