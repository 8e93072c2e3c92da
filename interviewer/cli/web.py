"""``interviewer web``: the same in a browser, on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.cli.history import open_history
from interviewer.cli.options import (
    EngineOption,
    EngineRequest,
    KeepAudioOption,
    ModelOption,
    MuteOption,
    PatienceOption,
    RateOption,
    TrustOption,
    VoiceOption,
    need,
    screen_of,
)
from interviewer.cli.session import session_options
from interviewer.domain import Language, Notice
from interviewer.i18n import N_
from interviewer.rehearsal import SessionOptions
from interviewer.ui.screen import Screen

if TYPE_CHECKING:
    from interviewer.tts.renderer import ChildRenderer
    from interviewer.tts.voices import VoiceWish
    from interviewer.web.session import Say

app = typer.Typer(rich_markup_mode=None)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """What the command line asks of the pages."""

    port: int = 0
    """0 for a free one."""
    browser: bool = True
    """Open the person's own."""
    options: SessionOptions = field(default_factory=SessionOptions)
    engine: EngineRequest = field(default_factory=EngineRequest)


@app.command()
def web(
    context: typer.Context,
    port: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=65535, help=N_("The port; a free one by default.")),
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=N_("Open the browser."))
    ] = True,
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    patience: PatienceOption = None,
    keep_audio: KeepAudioOption = None,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer web``."""
    need("starlette", "uvicorn", "websockets", "jinja2")
    options = session_options("", voice, rate, mute=mute, keep_audio=keep_audio, patience=patience)
    request = WebRequest(port, browser, options, EngineRequest(engine, model, trust_model))
    run(request, screen_of(context))


def run(request: WebRequest, screen: Screen) -> None:
    """Serves the pages until Ctrl-C or until the last tab was closed.

    Raises:
        InterviewerError: the port is taken, the history cannot be used, a package is missing.
    """
    from interviewer.asr.engine import obtain_weights, open_engine
    from interviewer.web.app import Running, build
    from interviewer.web.guard import Door
    from interviewer.web.pages import Site
    from interviewer.web.rehearsing import Rehearsing
    from interviewer.web.serve import Server, listen, show
    from interviewer.web.session import Means

    with open_history():  # whatever is wrong with it is said here rather than in a page
        pass
    wanted = request.engine
    means = Means(
        lambda progress, say: obtain_weights(
            wanted.engine, wanted.model, trust=wanted.trust, progress=progress, say=say
        ),
        open_engine,
        renderer,
    )
    listening = listen(request.port)
    door = Door(listening.getsockname()[1])
    server = Server(listening)

    def started() -> None:
        screen.notice(Notice(N_("In your browser: {address}"), {"address": door.address}))
        screen.notice(Notice(N_("For you alone, on this machine. Ctrl-C ends it.")))
        if request.browser:
            hint = Notice(N_("No browser could be opened: open the address above yourself."))
            show(door.once, lambda: screen.notice(hint))

    site = Site(door, screen.language)
    server.run(build(site, Rehearsing(request.options, means), Running(server.end, started)))


def renderer(language: Language, wish: VoiceWish, say_missing: Say) -> ChildRenderer:
    """The interviewer's voice, its child started."""
    from interviewer.tts.renderer import ChildRenderer, rendering_process
    from interviewer.tts.speaker import open_child

    return ChildRenderer(open_child(rendering_process(), language, wish, say_missing))
