"""``interviewer scenarios``: the library as a table, one scenario to read, files to check."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from json import dumps
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from interviewer.cli.options import ScenarioArgument, screen_of, write_output
from interviewer.domain import Notice, Phase, Question, Scenario, Task
from interviewer.errors import InterviewerError, UsageError
from interviewer.i18n import N_, translator
from interviewer.scenario.check import near_terms
from interviewer.scenario.duration import format_duration
from interviewer.scenario.glossary import load_glossary
from interviewer.scenario.library import faults, library, load, load_text
from interviewer.scenario.own import draft_of, is_notes, new_draft
from interviewer.scenario.problems import InvalidFileError, Problem, invalid, shown
from interviewer.timer.plan import fits_of, plan_of
from interviewer.timer.results import fit_table
from interviewer.ui.page import QUIET, Page
from interviewer.ui.screen import Screen
from interviewer.ui.text import safe

app = typer.Typer(rich_markup_mode=None)
_below = typer.Typer(rich_markup_mode=None)
app.add_typer(_below, name="scenarios")

_LABEL_WIDTH = 14
"""Cells; the longest label in either language fits."""


@_below.callback(invoke_without_command=True)
def scenarios(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("As JSON."))] = False,
) -> None:
    """``interviewer scenarios``, alone or before one of its commands."""
    if context.invoked_subcommand is None:
        _show_library(screen_of(context), as_json=json)


@_below.command("show", help=N_("Print one scenario, readable from top to bottom."))
def _show(context: typer.Context, scenario: ScenarioArgument) -> None:
    show_scenario(scenario, screen_of(context))


@_below.command(
    "validate",
    help=N_("Check scenarios and notes of your own; every fault is named with its line."),
)
@app.command("validate")
def _validate(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help=N_("Scenario files."))],
) -> None:
    validate(files, screen_of(context))


@_below.command(
    "new",
    help=N_("Write a scenario of your own to edit, out of notes, a job ad and a CV."),
)
def _new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Of the scenario and its file."))],
    notes: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help=N_("Notes: .md, .txt, .docx or .pdf.")),
    ] = None,
    ad: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("The job ad, as such a file."))
    ] = None,
    cv: Annotated[
        str | None, typer.Option(metavar="FILE", help=N_("Your CV, as such a file."))
    ] = None,
) -> None:
    new_scenario(name, notes, ad, cv, screen_of(context))


def new_scenario(
    name: str, notes: str | None, ad: str | None, cv: str | None, screen: Screen
) -> None:
    """Writes ``NAME.toml``, which is valid as it stands.

    Raises:
        UsageError: nothing to make it of, a file that cannot be read, or one that is there already.
    """
    if notes is ad is cv is None:
        raise UsageError(
            N_("Nothing was given to make the scenario of."),
            N_("Give notes with --from FILE, a job ad with --ad FILE, a CV with --cv FILE."),
        )
    target = Path(name if name.lower().endswith(".toml") else f"{name}.toml")
    if target.exists():
        raise UsageError(
            N_("{file} is there already."), N_("Choose another name, or move it."), file=str(target)
        )
    glossary = load_glossary()
    files = {
        key: Path(file) if file else None
        for key, file in (("notes", notes), ("ad", ad), ("cv", cv))
    }
    from interviewer.cli.language_model import proposed

    draft = new_draft(target.stem, glossary, **files, propose=partial(proposed, screen))
    scenario = load_text(draft.text, str(target), glossary)
    write_output("NAME", str(target), draft.text)
    screen.speak(scenario.language)
    for notice in draft.taken[:2]:
        screen.notice(notice)
    if draft.unsure:
        screen.notice(
            Notice(N_("Left open, as remarks in the file: {count}."), {"count": len(draft.unsure)})
        )
    screen.line(screen.tr(N_("Written: {file}"), file=str(target)))
    screen.line(screen.tr(N_("Edit it, then: interviewer rehearse {file}"), file=str(target)))


_TABLE_CELLS = 60
"""Narrower, the columns of the table break words."""
_READ_ONE = N_("Read one with: interviewer scenarios show ID")


def _show_library(screen: Screen, *, as_json: bool) -> None:
    """Every shipped scenario: id, title, language, phases or questions, length."""
    scenarios = library()
    if as_json:
        rows = [_row(scenario) for scenario in scenarios]
        screen.data(dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    if screen.out.width < _TABLE_CELLS:
        _list_library(scenarios, screen)
        return
    table = Table(box=None, pad_edge=False)
    for title in (N_("Scenario"), N_("Title"), N_("Language"), N_("Content"), N_("Length")):
        table.add_column(screen.tr(title), overflow="fold")
    for scenario in scenarios:
        table.add_row(
            Text(scenario.id, style="bold"),
            safe(scenario.title),
            scenario.language,
            _content(scenario, screen),
            format_duration(scenario.target_s),
        )
    screen.out.print(table)
    screen.out.print()
    screen.line(screen.tr(_READ_ONE))


def _list_library(scenarios: Sequence[Scenario], screen: Screen) -> None:
    """The same on a narrow screen: a paragraph a scenario."""
    page = screen.page
    for scenario in scenarios:
        facts = (_content(scenario, screen), format_duration(scenario.target_s))
        screen.show([page.text(scenario.id, "bold")])
        screen.show(page.paragraph(scenario.title, 2))
        screen.show([page.text("  " + ", ".join((scenario.language, *facts)), QUIET)])
    screen.line("")
    screen.show(page.paragraph(screen.tr(_READ_ONE), 0))


def show_scenario(reference: str, screen: Screen) -> None:
    """The whole script of one scenario, in the order it is played."""
    scenario = load(reference)
    screen.speak(scenario.language)
    out = screen.out
    length = format_duration(scenario.target_s)
    out.print(
        Text(safe(f"{scenario.title} ({scenario.id}, {scenario.language}, {length})"), style="bold")
    )
    for text in (scenario.summary, scenario.greeting):
        if text:
            out.print(Text(safe(text)))
    for phase in scenario.phases:
        out.print()
        out.print(_phase(phase, screen))
    if scenario.farewell:
        out.print()
        out.print(Text(safe(scenario.farewell)))
    plan = plan_of(scenario)
    if plan.phases:
        out.print()
        out.print(Text(screen.tr(N_("Whether the texts fit their time")), style="bold"))
        page = Page.of(out, screen.language, translator(screen.language))
        out.print(fit_table(page, fits_of(plan)))
    traps = [f"✗ {trap.any[0]} — {trap.why}" for trap in scenario.traps]
    grid = [f"{each.title} — {' · '.join(each.marks)}" for each in scenario.rubric]
    for title, rows in ((N_("Traps, which cost points"), traps), (N_("What a coach marks"), grid)):
        if rows:
            out.print(Text(f"\n{screen.tr(title)}", style="bold"))
        for row in rows:
            out.print(Padding(Text(safe(row)), (0, 0, 0, 2)))


def validate(files: Sequence[str], screen: Screen) -> None:
    """Checks each file; all are checked even when one is wrong.

    Raises:
        InterviewerError: the last fault found, when there is one; those before it are printed.
    """
    found: list[InterviewerError] = []
    for file in files:
        wrong = faults(file)
        found += wrong
        if wrong:
            continue
        scenario = load(file)
        line = screen.tr(
            N_("{file}: valid ({id}, {length})"),
            file=file,
            id=scenario.id,
            length=format_duration(scenario.target_s),
        )
        screen.line(line)
        for told in _open_questions(file, screen) if is_notes(file) else _warnings(file, scenario):
            screen.line(told.line(screen.tr))
    for fault in found[:-1]:
        screen.fail(fault)
    if found:
        raise found[-1]


def _open_questions(file: str, screen: Screen) -> Iterator[InterviewerError]:
    """What the notes in ``file`` leave open, a line each; before them, what was taken how."""
    draft = draft_of(Path(file), load_glossary())
    for notice in draft.taken[:2]:
        screen.line(screen.tr(notice.message, **notice.values))
    for open_ in draft.unsure:
        yield InvalidFileError(Path(file).name, open_.line, "", open_.message, open_.values)


def _warnings(file: str, scenario: Scenario) -> Iterator[InterviewerError]:
    """What is allowed in ``file``, and hardly meant: a line each, with its place."""
    path = Path(file)
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8-sig")
    data = tomllib.loads(text)
    for near in near_terms(scenario, data, load_glossary()):
        yield invalid(path.name, text, data, [near])
    from interviewer.scoring.indistinct import indistinct

    for each in indistinct(scenario):
        if each.other is None:
            message = N_("{name} holds no word that can be heard: write it as it is said.")
        elif each.by_sign:
            message = N_(
                "{name} differs from {other} by a sign alone, which a recogniser may leave out."
            )
        else:
            message = N_("{name} finds the same as {other}: what is said counts for both.")
        values = {"name": shown(each.pattern), "other": shown(each.other or "")}
        yield invalid(path.name, text, data, [Problem(each.path, message, values)])


def _row(scenario: Scenario) -> dict[str, object]:
    return {
        "id": scenario.id,
        "title": scenario.title,
        "language": scenario.language,
        "summary": scenario.summary,
        "phases": [
            {"id": phase.id, "kind": phase.kind, "target_s": phase.target_s}
            for phase in scenario.phases
        ],
        "questions": sum(
            len(phase.questions) for phase in scenario.phases if phase.kind == "question"
        ),
        "target_s": scenario.target_s,
    }


def _content(scenario: Scenario, screen: Screen) -> str:
    questions = sum(len(phase.questions) for phase in scenario.phases if phase.kind == "question")
    if questions == 1:
        return screen.tr(N_("1 question"))
    if questions:
        return screen.tr(N_("{n} questions"), n=questions)
    if len(scenario.phases) == 1:
        return screen.tr(N_("1 phase"))
    return screen.tr(N_("{n} phases"), n=len(scenario.phases))


def _phase(phase: Phase, screen: Screen) -> RenderableType:
    optional = " " + screen.tr(N_("(optional)")) if phase.optional else ""
    title = f"{phase.title} · {phase.id} · {format_duration(phase.target_s)}{optional}"
    rows = [(screen.tr(N_("Interviewer")), phase.prompt)]
    if phase.kind != "question":
        rows += _task(phase.task, screen)
    rows += [(screen.tr(N_("Hint")), hint) for hint in phase.hints]
    if phase.default_reply:
        rows.append((screen.tr(N_("Otherwise")), phase.default_reply))
    questions = (_question(question, phase, screen) for question in phase.questions)
    return Group(
        Rule(Text(safe(title), style="bold cyan"), align="left", style="dim"),
        _grid(rows),
        *(Padding(question, (1, 0, 0, 2)) for question in questions),
    )


def _question(question: Question, phase: Phase, screen: Screen) -> RenderableType:
    if phase.kind == "ask":
        rows = [
            (screen.tr(N_("You")), question.ask),
            (screen.tr(N_("Interviewer")), question.reply),
        ]
        return Group(Text(safe(question.id), style="bold"), _grid(rows))
    parts = (question.id, format_duration(question.target_s), question.level, question.theme)
    head = Text(safe(" · ".join(part for part in parts if part)), style="bold")
    rows = [(screen.tr(N_("Interviewer")), question.ask), *_task(question.task, screen)]
    if question.definition:
        rows.insert(1, (screen.tr(N_("Definition")), question.definition))
    return Group(head, _grid(rows))


def _task(task: Task, screen: Screen) -> list[tuple[str, str]]:
    required = [term.name for term in task.terms if term.required]
    optional = [term.name for term in task.terms if not term.required]
    rows = (
        (N_("Cue"), task.cue),
        (N_("Terms"), ", ".join(required)),
        (N_("Welcome too"), ", ".join(optional)),
        (N_("Points"), "\n".join(f"• {point.point}" for point in task.points)),
        (N_("Steps"), "\n".join(f"{n}. {step.step}" for n, step in enumerate(task.steps, 1))),
        (N_("Model answer"), task.model_answer),
        (N_("Follow-up"), task.follow_up.ask if task.follow_up else ""),
    )
    return [(screen.tr(label), text) for label, text in rows if text]


def _grid(rows: Sequence[tuple[str, str]]) -> Table:
    """Labels on the left, their text beside them, however many lines it takes."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True, width=_LABEL_WIDTH)
    grid.add_column(overflow="fold")
    for label, text in rows:
        grid.add_row(label, Text("\n".join(safe(line) for line in text.splitlines())))
    return grid
