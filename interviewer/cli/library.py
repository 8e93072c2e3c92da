"""Commands about scenarios: scenarios, show, validate."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli.options import ScenarioArgument, screen_of
from interviewer.i18n import N_

__all__ = ["app"]

app = typer.Typer(rich_markup_mode=None)
scenarios_app = typer.Typer(rich_markup_mode=None, help=N_("List, show and check scenarios."))
app.add_typer(scenarios_app, name="scenarios")

_VALIDATE = N_("Check scenarios of your own; the first fault of each is named with its line.")


@scenarios_app.callback(invoke_without_command=True)
def scenarios(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help=N_("As JSON."))] = False,
) -> None:
    """``interviewer scenarios``, alone or before one of its commands."""
    if context.invoked_subcommand is None:
        from interviewer.commands import scenarios as command

        command.show_library(screen_of(context), as_json=json)


@scenarios_app.command(help=N_("Print one scenario, readable from top to bottom."))
def show(context: typer.Context, scenario: ScenarioArgument) -> None:
    """``interviewer scenarios show``."""
    from interviewer.commands import scenarios as command

    command.show_scenario(scenario, screen_of(context))


@scenarios_app.command(help=_VALIDATE)
@app.command(help=_VALIDATE)
def validate(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help=N_("Scenario files."))],
) -> None:
    """``interviewer validate``, also below ``scenarios``."""
    from interviewer.commands import scenarios as command

    command.validate(files, screen_of(context))
