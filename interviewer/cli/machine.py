"""Commands about the machine: doctor, devices, voices, models."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli.options import (
    EngineOption,
    MicOption,
    ModelOption,
    TrustOption,
    screen_of,
)
from interviewer.errors import MissingError
from interviewer.i18n import N_

__all__ = ["app"]

app = typer.Typer(rich_markup_mode=None)
models_app = typer.Typer(rich_markup_mode=None, help=N_("List the Whisper models, or get one."))
app.add_typer(models_app, name="models")


@app.command(
    help=N_("Try voice, microphone, recogniser and disk, and say how to put right what is wrong.")
)
def doctor(
    context: typer.Context,
    mic: MicOption = "",
    mute: Annotated[bool, typer.Option("--mute", help=N_("Play nothing."))] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help=N_("Do not ask me to speak: measure the room only."))
    ] = False,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer doctor``."""
    from interviewer.commands import doctor as command

    engine_request = command.EngineRequest(engine, model, trust_model)
    request = command.DoctorRequest(mic, mute, quick, engine_request)
    if not command.run(request, screen_of(context)):
        raise typer.Exit(MissingError.exit_code)


@app.command(help=N_("List the microphones and loudspeakers."))
def devices(context: typer.Context) -> None:
    """``interviewer devices``."""
    from interviewer.commands import sound as command

    command.show_devices(screen_of(context))


@app.command(help=N_("List the voices that the interviewer can speak with."))
def voices(context: typer.Context) -> None:
    """``interviewer voices``."""
    from interviewer.commands import sound as command

    command.show_voices(screen_of(context))


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """``interviewer models``, alone or before ``pull``."""
    if context.invoked_subcommand is None:
        from interviewer.commands import models as command

        command.show(screen_of(context))


@models_app.command(
    help=N_("Get a model, with a progress bar; an interrupted download goes on where it was.")
)
def pull(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=N_("Name of the model, such as base."))
    ],
    engine: EngineOption = "auto",
) -> None:
    """``interviewer models pull``."""
    from interviewer.commands import models as command

    command.pull(name, engine, screen_of(context))
