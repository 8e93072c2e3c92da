"""A session at the microphone, as ``rehearse``, ``resume`` and ``drill`` hold it at a terminal: what the
command line says of it, what is taken from this machine, what is shown after it. Built by
:mod:`interviewer.rehearsal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from rich.console import Console

from interviewer.asr.catalog import Weights
from interviewer.asr.engine import open_engine
from interviewer.audio.microphone import Microphone
from interviewer.cli.language_model import open_model, say_where, with_second_opinions
from interviewer.cli.options import EngineRequest, find_weights, write_output
from interviewer.cli.result import Result, show_result, title_of
from interviewer.domain import EngineInfo, Language, Notice, SessionRecord
from interviewer.errors import InterviewerError
from interviewer.history.folder import own_lines
from interviewer.i18n import N_
from interviewer.live.events import Keyboard, MachineTime, MakeEvent, Time
from interviewer.live.microphone import Device, MicrophoneSupply
from interviewer.live.ports import Hearing
from interviewer.live.screen import LiveScreen, ScreenSettings
from interviewer.live.suggester import Begin, in_background
from interviewer.rehearsal import Session, SessionOptions, hold
from interviewer.report.json import dumps
from interviewer.report.stored import reread_notices, usual_voice
from interviewer.scoring.answer import score_session
from interviewer.session.ports import LiveTranscriber, Speaker
from interviewer.settings import load_settings
from interviewer.tts.signal import TurnTone
from interviewer.tts.speaker import MutedSpeaker, PyttsxSpeaker, Reports
from interviewer.tts.voices import DEFAULT_RATE, VoiceWish, require_voice
from interviewer.ui.screen import Screen
from interviewer.vad.endpointer import PATIENCE_S


def session_options(
    mic: str,
    voice: str | None,
    rate: int | None,
    *,
    mute: bool,
    keep_audio: bool | None,
    hands_free: bool = False,
    full: bool = False,
    cue: bool = False,
    patience: float | None = None,
    json: str | None = None,
) -> SessionOptions:
    """What the command line says, completed by what is settled.

    Args:
        mic: as :attr:`SessionOptions.mic`.
        voice: part of a voice's name; None for the scenario's language's own.
        rate: words a minute; None for the usual speed.
        mute: as :attr:`SessionOptions.mute`.
        keep_audio: None for what the settings say.
        hands_free: as :attr:`SessionOptions.hands_free`.
        full: as :attr:`SessionOptions.full`.
        cue: the cues may be looked at.
        patience: seconds of silence that end an answer; None for what the settings say.
        json: as :attr:`SessionOptions.json`.

    Raises:
        UsageError: the rate is out of range, or a setting is wrong.
        MissingError: there is no such voice; said before a session is opened.
    """
    if voice is not None:
        require_voice(voice)
    settled = load_settings()
    keep = settled.audio.keep if keep_audio is None else keep_audio
    patience_s = patience or settled.patience_s or PATIENCE_S
    wish = VoiceWish(voice, DEFAULT_RATE if rate is None else rate, own_lines())
    return SessionOptions(
        mic,
        mute=mute,
        voice=wish,
        cue=cue,
        hands_free=hands_free,
        patience_s=patience_s,
        keep_audio=keep,
        model=open_model(settled.llm),
        full=full,
        json=json,
    )


def open_voice(
    options: SessionOptions, language: Language, reports: Reports
) -> MutedSpeaker | PyttsxSpeaker:
    """The interviewer's voice, or the time to read where it is muted."""
    if options.mute:
        return MutedSpeaker(reports)
    return PyttsxSpeaker(language, options.voice, reports)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a session takes from this machine: its time, its ears, its voice, its recogniser."""

    time: Time = field(default_factory=MachineTime)
    open_microphone: Callable[[str], Device] = Microphone
    """Given a device's name, or nothing for any."""
    open_voice: Callable[[SessionOptions, Language, Reports], AbstractContextManager[Speaker]] = (
        open_voice
    )
    open_tone: Callable[[Callable[[float], object]], AbstractContextManager[TurnTone]] = TurnTone
    """Given what is told before each tone in how many seconds it is over."""
    find_weights: Callable[[EngineRequest, Screen], Weights] = find_weights
    open_engine: Callable[[Weights], LiveTranscriber] = open_engine
    think: Begin = in_background
    """How a language model is set to work."""


MACHINE = Machine()
"""This machine as it is."""


def open_microphone(options: SessionOptions, machine: Machine) -> MicrophoneSupply:
    """The microphone asked for. Use it as a context.

    Raises:
        DeviceError: there is none.
    """
    return MicrophoneSupply(
        partial(machine.open_microphone, options.mic),
        partial(machine.open_microphone, ""),
        machine.time.monotonic,
    )


def hold_session(
    session: Session, options: SessionOptions, screen: Screen, machine: Machine
) -> SessionRecord:
    """Goes through the session with the person; its end is kept by the caller.

    A language model, where there is one that works, then gives its second opinions.

    Raises:
        InterviewerError: something is missing or broke; what was recorded is kept.
    """
    console = screen.err if options.json == "-" else screen.out
    say_where(options.model, screen)
    seat = TerminalSeat(console, session.plan.scenario.language, options)
    try:
        held = hold(session, options, seat, machine)
    except (KeyboardInterrupt, InterviewerError):
        screen.notice(kept_notice())
        raise
    answers = with_second_opinions(held.record.answers, held.model, screen)
    return replace(held.record, answers=answers)


def kept_notice() -> Notice:
    """That what was said is kept, and for how long, in a session that can be gone on with."""
    days = load_settings().audio.days
    if days is None:
        return Notice(N_("What you said is kept; to go on with it: interviewer resume"))
    message = N_(
        "What you said is kept until {days} days after the session began; to go on with it: "
        "interviewer resume"
    )
    return Notice(message, {"days": days})


class TerminalSeat:
    """A :class:`interviewer.rehearsal.Seat` at a terminal."""

    def __init__(self, console: Console, language: Language, options: SessionOptions) -> None:
        self._console = console
        sent_to = "" if options.model is None else options.model.sent_to
        self._settings = ScreenSettings(language, options.cue, sent_to)
        self._hands_free = options.hands_free

    def screen(self, hearing: Callable[[], Hearing]) -> LiveScreen:
        self._screen = LiveScreen(self._console, hearing, self._settings)
        return self._screen

    @contextmanager
    def attend(self, post: Callable[[MakeEvent], None]) -> Iterator[bool]:
        keyboard = Keyboard(post, self._screen)
        with self._screen.drawing(), keyboard.listening():
            yield keyboard.single and not self._hands_free


def show_record(
    record: SessionRecord,
    info: EngineInfo,
    options: SessionOptions,
    screen: Screen,
    session_id: str,
    *,
    left: bool = False,
) -> None:
    """The scorecard of a session kept as ``session_id``, and its JSON where asked for.

    ``left``: it can be gone on with, and that is said.

    Raises:
        UsageError: the file cannot be written.
    """
    scorecard = replace(
        score_session(record.scenario, info, record.answers),
        usual=usual_voice(record.scenario.language, session_id),
    )
    for notice in () if left else reread_notices(record, screen.page):
        screen.notice(notice)
    if options.json == "-":
        screen.data(dumps(scorecard))
        return
    if record.answers:
        silent = tuple(title_of(record.scenario, task) for task in record.skipped)
        told = Result(
            options.reference or record.scenario.id,
            session_id,
            full=options.full,
            unanswered=silent,
            left=left,
        )
        show_result(scorecard, told, screen)
    else:
        screen.notice(Notice(N_("Nothing was answered.")))
    if options.json is not None:
        write_output("--json", options.json, dumps(scorecard))
    if left:
        screen.notice(kept_notice())
