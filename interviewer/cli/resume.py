"""``interviewer resume``: a session that was cut off is scored, and gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache, partial
from typing import Annotated, get_args

import typer
from rich.table import Table

from interviewer.asr.catalog import EngineChoice, Weights
from interviewer.cli.history import open_history
from interviewer.cli.language_model import with_second_opinions
from interviewer.cli.options import (
    CueOption,
    EngineRequest,
    FullOption,
    HandsFreeOption,
    JsonOption,
    KeepAudioOption,
    MicOption,
    MuteOption,
    PatienceOption,
    RateOption,
    TrustOption,
    VoiceOption,
    screen_of,
)
from interviewer.cli.removed import end_recordings
from interviewer.cli.report import Files, check_places
from interviewer.cli.result import show_cards
from interviewer.cli.session import (
    MACHINE,
    Machine,
    hold_session,
    kept_notice,
    open_microphone,
    session_options,
    show_record,
)
from interviewer.domain import EngineInfo, Notice, SessionRecord
from interviewer.drill.run import Drill, is_spoken, rated_anew, resumed_drill, score_aloud
from interviewer.errors import UsageError
from interviewer.history.store import Store
from interviewer.history.values import SessionSummary, StoredSession, UnfinishedSession
from interviewer.history.writing import SessionLog
from interviewer.i18n import N_
from interviewer.live.recovery import Recovery
from interviewer.rehearsal import Session, SessionOptions
from interviewer.report.drill import end_lines
from interviewer.scoring.answer import score_take
from interviewer.session.ports import LiveTranscriber, ScoreTake
from interviewer.session.runner import session_record
from interviewer.ui.screen import Screen
from interviewer.ui.text import duration, safe

app = typer.Typer(rich_markup_mode=None)
_ENGINES: tuple[EngineChoice, ...] = get_args(EngineChoice)


@dataclass(frozen=True, slots=True)
class ResumeRequest:
    """What the command line asks to be finished."""

    session: str | None = None
    """None for the latest that was cut off."""
    score_only: bool = False
    """Ask nothing more."""
    keep_audio: bool | None = None
    """None for what was decided when the session began."""
    options: SessionOptions = field(default_factory=SessionOptions)
    engine: EngineChoice | None = None
    """None for the session's own, as for the model."""
    model: str | None = None
    trust: bool = False


@app.command()
def resume(
    context: typer.Context,
    session: Annotated[
        str | None,
        typer.Argument(
            metavar="SESSION", help=N_("Its id, or how this begins; the latest by default.")
        ),
    ] = None,
    score_only: Annotated[
        bool, typer.Option("--score-only", help=N_("Score what was recorded; ask nothing more."))
    ] = False,
    mic: MicOption = "",
    mute: MuteOption = False,
    voice: VoiceOption = None,
    rate: RateOption = None,
    cue: CueOption = False,
    hands_free: HandsFreeOption = False,
    patience: PatienceOption = None,
    keep_audio: KeepAudioOption = None,
    full: FullOption = False,
    json: JsonOption = None,
    engine: Annotated[
        EngineChoice | None, typer.Option(help=N_("Recogniser; the session’s own by default."))
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=N_("Whisper model; the session’s own by default.")),
    ] = None,
    trust_model: TrustOption = False,
) -> None:
    """``interviewer resume``."""
    options = session_options(
        mic,
        voice,
        rate,
        mute=mute,
        hands_free=hands_free,
        full=full,
        keep_audio=keep_audio,
        cue=cue,
        patience=patience,
        json=json,
    )
    request = ResumeRequest(session, score_only, keep_audio, options, engine, model, trust_model)
    run(request, screen_of(context))


def run(request: ResumeRequest, screen: Screen, machine: Machine = MACHINE) -> None:
    """Scores what was recorded, goes on with the person and shows the scorecard.

    Raises:
        InterviewerError: the session is no rehearsal that was cut off, or something is missing
            or broke; what was recorded is kept.
    """
    options, now = request.options, machine.time.now().astimezone(UTC)
    check_places(Files(json=options.json))
    with open_history() as store:
        session_id = _choose(store, request.session, screen)
        if session_id is None:
            screen.notice(Notice(N_("No session was cut off: there is nothing to resume.")))
            return
        log = store.resume(session_id)
        stored = store.load(session_id)
        stored = replace(stored, scenario=store.phrasings.joined(stored.scenario))
        screen.speak(stored.summary.language)
        screen.notice(Notice(N_("Session {session}: {title}"), _names(stored)))
        keep = _keep_audio(stored, log, request)
        _say_gone(store, stored, screen)
        recovery = Recovery(stored, log)
        _take_stock(recovery, screen, live=not request.score_only)
        drill = None
        if stored.summary.kind == "drill":
            deck = store.deck(stored.summary.language)
            drill = resumed_drill(store, deck, stored, now)
        rest = _Rest(stored, log, _engine_of(stored, request), drill)
        record, info = _finish(recovery, rest, options, screen, machine)
        ended = machine.time.now()
        left = record.reason == "quit" and not recovery.over
        if not left:
            log.finish(record, now=ended)
            end_recordings(store, log.id, screen, ended, keep=keep)
    learnt = () if drill is None else drill.answered
    if not learnt or options.json is not None:
        show_record(record, info, options, screen, log.id, left=left)
    if learnt and options.json != "-":
        screen.show(end_lines(screen.page, learnt, now))
        if left:
            screen.notice(kept_notice())


def _keep_audio(stored: StoredSession, log: SessionLog, request: ResumeRequest) -> bool:
    """Whether the recordings stay at the end: as asked now, else as when it began, else as settled."""
    choice = stored.choice
    if request.keep_audio is not None and request.keep_audio != choice.keep_audio:
        choice = replace(choice, keep_audio=request.keep_audio)
        log.choose_audio(choice)
    return request.options.keep_audio if choice.keep_audio is None else choice.keep_audio


def _say_gone(store: Store, stored: StoredSession, screen: Screen) -> None:
    """Recordings that became too old while the session waited."""
    gone = [each for each in stored.recordings if not each.on_disk]
    if not gone:
        return
    if store.in_bin(stored.summary.id):
        message = N_("Its recordings are in the bin; to hear them: interviewer history restore")
        screen.notice(Notice(message))
        return
    message = N_("Recordings of it are gone ({count}): what was heard of them in time is kept.")
    screen.notice(Notice(message, {"count": len(gone)}))


def _choose(store: Store, wanted: str | None, screen: Screen) -> str | None:
    """The session to finish; None where there is none.

    Raises:
        UsageError: the one named is nothing that can be gone on with.
    """
    if wanted is not None and wanted != "last":
        session = store.find(wanted)
        if session.finished_at is None:
            _check_spoken(session)
        return session.id
    unfinished = store.unfinished()
    spoken = [each for each in unfinished if is_spoken(each.summary)]
    if not spoken:
        return None
    cut_off = [each for each in spoken if not each.running]
    # Where all of them go on elsewhere, the store says so.
    chosen = (cut_off or spoken)[0].summary
    if len(cut_off) > 1:
        _list(cut_off, screen)
    return chosen.id


def _check_spoken(session: SessionSummary) -> None:
    if is_spoken(session):
        return
    if session.kind == "drill":
        raise UsageError(
            N_("{session} was typed: each answer was rated as it was given, nothing is lost."),
            N_("Go on with the other cards: interviewer drill {scenario} --typed"),
            session=session.id,
            scenario=session.scenario_id,
        )
    raise UsageError(
        N_("{session} is no rehearsal and cannot be gone on with."),
        N_("Without a name, the last rehearsal is taken: interviewer resume"),
        session=session.id,
    )


def _list(sessions: Sequence[UnfinishedSession], screen: Screen) -> None:
    screen.notice(Notice(N_("Sessions that were cut off, the latest first:")))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(overflow="fold")
    for each in sessions:
        count = sum(recording.on_disk for recording in each.recordings)
        started = f"{each.summary.started_at.astimezone():%Y-%m-%d %H:%M}"
        recorded = screen.tr(N_("recordings: {count}"), count=count)
        table.add_row(safe(each.summary.id), started, recorded)
    screen.err.print(table)
    screen.notice(Notice(N_("The latest is taken; another one: interviewer resume SESSION")))


def _names(stored: StoredSession) -> dict[str, str | int | float]:
    return {"session": stored.summary.id, "title": stored.summary.title}


def _engine_of(stored: StoredSession, request: ResumeRequest) -> EngineRequest:
    """The recogniser asked for; else the one that heard the session so far."""
    kept = stored.summary.engine
    engine: EngineChoice = "auto"
    for name in _ENGINES:
        if kept is not None and name == kept.name:
            engine = name
    model = request.model or (kept.model if kept else "base")
    return EngineRequest(request.engine or engine, model, request.trust)


def _take_stock(recovery: Recovery, screen: Screen, *, live: bool) -> None:
    """Keeps that the session was cut off, and says in the middle of what."""
    broken = recovery.note_cut()
    if broken is not None and broken.spoken:
        recorded = duration(broken.duration_s, screen.language)
        found = N_("Answer “{id}” found: {recorded} recorded.")
        screen.notice(Notice(found, {"id": broken.task_id, "recorded": recorded}))
        if live and broken.again:
            again = N_("The question comes again and the best take counts; s keeps this one.")
            screen.notice(Notice(again))
    elif broken is not None:
        screen.notice(Notice(N_("Answer “{id}”: nothing was said yet."), {"id": broken.task_id}))
        if live and broken.follow_up:
            screen.notice(Notice(N_("The follow-up question comes again.")))
    if not live:
        recovery.end()


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the rest of a session is held with."""

    stored: StoredSession
    log: SessionLog
    engine: EngineRequest
    drill: Drill | None
    """Whose cards are rated; None for a rehearsal."""

    @property
    def score(self) -> ScoreTake:
        """Told of every take."""
        return score_take if self.drill is None else partial(score_aloud, self.drill)


def _finish(
    recovery: Recovery, rest: _Rest, options: SessionOptions, screen: Screen, machine: Machine
) -> tuple[SessionRecord, EngineInfo]:
    """Scores what is there, then goes on to the end; the record, and who transcribed it."""

    @cache
    def find() -> Weights:
        return machine.find_weights(rest.engine, screen)

    @cache
    def load() -> LiveTranscriber:
        return machine.open_engine(find())

    info = rest.stored.summary.engine
    if info is None or recovery.to_transcribe or not recovery.over:
        info = EngineInfo(find().engine, find().model)
        _say_engine(rest.stored, info, screen)
    with screen.err.status(screen.tr(N_("Scoring what was recorded"))):
        cards = recovery.score(load, rest.score)
    if recovery.over:
        record = session_record(recovery.state)
        answers = with_second_opinions(record.answers, options.model, screen)
        return replace(record, answers=answers), info
    console = screen.err if options.json == "-" else screen.out
    show_cards(cards, rest.stored.summary.language, console)
    with open_microphone(options, machine) as microphone:
        session = Session(
            recovery.plan, load, rest.log, microphone, stored=recovery.state, score=rest.score
        )
        if rest.drill is not None:
            session = replace(session, told=partial(rated_anew, rest.drill))
        return hold_session(session, options, screen, machine), info


def _say_engine(stored: StoredSession, now: EngineInfo, screen: Screen) -> None:
    before = stored.summary.engine
    if before is not None and before != now and stored.cards:
        mixed = N_("Up to here {before} transcribed; from here on {now} does.")
        names = {
            "before": f"{before.name} · {before.model}",
            "now": f"{now.name} · {now.model}",
        }
        screen.notice(Notice(mixed, names))
