"""Commands that are practised with: rehearse, resume, replay, timer, drill."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli.options import (
    AudioOption,
    CueOption,
    Engine,
    EngineOption,
    HtmlOption,
    JsonOption,
    KeepAudioOption,
    Lang,
    MicOption,
    ModelOption,
    MuteOption,
    RateOption,
    ScenarioArgument,
    TrustOption,
    VoiceOption,
    screen_of,
)
from interviewer.i18n import N_

__all__ = ["app"]

app = typer.Typer(rich_markup_mode=None)


@app.command(help=N_("Rehearse at the microphone: the interviewer asks, you answer."))
def rehearse(
    context: typer.Context,
    scenario: ScenarioArgument,
    phase: Annotated[str | None, typer.Option(metavar="ID", help=N_("Only this phase."))] = None,
    questions: Annotated[
        int | None, typer.Option(metavar="N", help=N_("How many questions to ask at most."))
    ] = None,
    level: Annotated[
        str | None, typer.Option(metavar="LEVEL", help=N_("Only questions of this level."))
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="S", help=N_("Draw the questions; the same S, the same ones.")),
    ] = None,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    keep_audio: KeepAudioOption = None,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer rehearse``."""
    from interviewer.commands import rehearse as command
    from interviewer.commands.keeping import keeps_audio
    from interviewer.models import SessionChoice

    keep = keeps_audio(keep_audio)
    options = command.SessionOptions(
        mic, mute=mute, voice=voice, rate=rate, cue=cue, keep_audio=keep, json=json
    )
    choice = SessionChoice(questions, level, seed, phase)
    command.run(
        command.RehearseRequest(scenario, choice, options, html, audio),
        command.EngineRequest(engine, model, trust_model),
        screen_of(context),
    )


@app.command(
    help=N_("Finish a rehearsal or drill that was cut off: score what was recorded, go on.")
)
def resume(
    context: typer.Context,
    session: Annotated[
        str | None, typer.Argument(metavar="SESSION", help=N_("Its name; the latest by default."))
    ] = None,
    score_only: Annotated[
        bool, typer.Option("--score-only", help=N_("Score what was recorded; ask nothing more."))
    ] = False,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    keep_audio: KeepAudioOption = None,
    json: JsonOption = None,
    engine: Annotated[
        Engine | None, typer.Option(help=N_("Recogniser; the session’s own by default."))
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=N_("Whisper model; the session’s own by default.")),
    ] = None,
    trust_model: TrustOption = False,
) -> None:
    """``interviewer resume``."""
    from interviewer.commands import resume as command
    from interviewer.commands.keeping import keeps_audio

    keep = keeps_audio(keep_audio)
    options = command.SessionOptions(
        mic, mute=mute, voice=voice, rate=rate, cue=cue, keep_audio=keep, json=json
    )
    command.run(
        command.ResumeRequest(session, score_only, options, engine, model, trust_model),
        screen_of(context),
    )


@app.command(help=N_("Score recorded answers and show the evidence."))
def replay(
    context: typer.Context,
    scenario: ScenarioArgument,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...", help=N_("Recordings, or a folder with one file per phase.")
        ),
    ],
    phase: Annotated[
        str | None, typer.Option(metavar="ID", help=N_("Phase or question that they answer."))
    ] = None,
    json: JsonOption = None,
    html: HtmlOption = None,
    audio: AudioOption = "embed",
    history: Annotated[
        bool, typer.Option("--history/--no-history", help=N_("Keep the scores; or leave no trace."))
    ] = True,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer replay``."""
    from interviewer.commands import replay as command

    command.run(
        command.ReplayRequest(scenario, tuple(paths), phase, json, html, audio, history),
        command.EngineRequest(engine, model, trust_model),
        screen_of(context),
    )


@app.command(help=N_("Time a scripted pitch, phase by phase, without a microphone."))
def timer(
    context: typer.Context,
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="SCENARIO", help=N_("Id of a scenario, or a .toml file.")),
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
    from interviewer.commands import timer as command

    request = command.TimerRequest(
        scenario,
        phases,
        script,
        language,
        auto=auto,
        prompt=prompt,
        speak=speak,
        mute=mute,
        check=check,
        json=json,
    )
    command.run(request, screen_of(context))


@app.command(
    help=N_("Answer cards one at a time: what you miss first, then what is due, the weakest first.")
)
def drill(
    context: typer.Context,
    scenario: ScenarioArgument,
    count: Annotated[
        int, typer.Option(metavar="N", min=1, help=N_("How many cards at most."))
    ] = 10,
    typed: Annotated[
        bool, typer.Option("--typed", help=N_("Type the answers: no microphone, no voice."))
    ] = False,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    keep_audio: KeepAudioOption = None,
    engine: EngineOption = "auto",
    model: ModelOption = "base",
    trust_model: TrustOption = False,
) -> None:
    """``interviewer drill``."""
    from interviewer.commands import drill as command
    from interviewer.commands.keeping import keeps_audio

    keep = keeps_audio(keep_audio)
    options = command.SessionOptions(mic, mute=mute, voice=voice, rate=rate, keep_audio=keep)
    command.run(
        command.DrillRequest(scenario, count, typed, options),
        command.EngineRequest(engine, model, trust_model),
        screen_of(context),
    )
