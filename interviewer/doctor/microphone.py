"""The microphone: the room first, then a sentence; judged as a session's watchdog would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interviewer.audio.microphone import Block, measure_level
from interviewer.audio.watchdog import FindingKind, Level, Watchdog, join_levels, level_of
from interviewer.doctor.checks import MICROPHONE, Check, Guide, Status
from interviewer.doctor.recogniser import detect
from interviewer.domain import SAMPLE_RATE, Language, Notice, Samples, Span
from interviewer.i18n import N_, translator

ABOVE_ROOM_DB = 10
"""Speech nearer to the room's noise is misheard. Measured with Whisper base on six fixtures in
pink noise: 10 % of the words wrong down to 15 dB, as without noise; 12 % at 10 dB, 13 % at 5 dB,
24 % at 0 dB."""

_LEAST_SHARE = 0.9
"""Of the time asked for; with less, the stream stopped on the way."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What the microphone gave in one go."""

    device: str
    asked_s: float
    blocks: tuple[Block, ...]
    speech: tuple[Span, ...] | None
    """What the detector takes for speech; None where it does not work."""

    @property
    def signal(self) -> Samples:
        """Mono at :data:`SAMPLE_RATE`; empty where nothing came."""
        parts = [block.samples for block in self.blocks]
        return np.concatenate([np.empty(0, np.float32), *parts])

    @property
    def level(self) -> Level:
        """Of all of it."""
        return join_levels([level_of(block.samples, block.clipped) for block in self.blocks])

    @property
    def broken(self) -> bool:
        """Nothing came, or it stopped on the way."""
        return self.level.seconds < _LEAST_SHARE * self.asked_s

    @property
    def spoken(self) -> Level:
        """Of its speech; of no length where there is none."""
        signal = self.signal
        cuts = [
            signal[round(span.start_s * SAMPLE_RATE) : round(span.end_s * SAMPLE_RATE)]
            for span in self.speech or ()
        ]
        return join_levels([level_of(cut) for cut in cuts])


def dbfs(ratio: float) -> int:
    """Decibels to a ratio above 0, to the nearest whole one; 0 is full scale.

    The level of a sine wave that just fills the scale is -3 by this measure.
    """
    return round(20 * math.log10(ratio))


def judge(room: Listened, sentence: Listened | None) -> Check:
    """The line about the microphone.

    Args:
        room: while nobody was to speak.
        sentence: while the person was; None where there was nobody to ask.
    """
    last = sentence or room
    if last.broken:
        return _silent(last)
    if last.level.peak == 0:
        return _zeros(last)
    if sentence is None:
        return _room_only(room)
    if sentence.speech is None:
        message = N_(
            "{device}: signal {level} dBFS. Your voice was not measured, as the detector does not work."
        )
        return _line("not_measured", message, sentence, level=dbfs(sentence.level.rms))
    if not sentence.spoken.rms:
        return _nobody(sentence)
    return _voice(room, sentence)


def _silent(listened: Listened) -> Check:
    return _line(
        "missing",
        N_("{device}: only {seconds} s of sound came where {asked} s were asked for."),
        listened,
        N_("Plug it in again, or choose another: interviewer devices, then --mic NAME."),
        seconds=round(listened.level.seconds, 1),
        asked=round(listened.asked_s),
    )


def _zeros(listened: Listened) -> Check:
    return _line(
        "missing",
        N_("{device}: digital silence, not even noise. It is muted, or not a real microphone."),
        listened,
        N_("Switch it on, or choose another: interviewer devices, then --mic NAME."),
    )


def _room_only(room: Listened) -> Check:
    if "clipping" in _findings(room):
        return _too_loud(room)
    message = N_(
        "{device}: signal {level} dBFS. Only the room was measured, as nobody was asked to speak."
    )
    fix = N_("To measure your voice, too, run this in a terminal without --quick.")
    return _line("not_measured", message, room, fix, level=dbfs(room.level.rms))


def _nobody(sentence: Listened) -> Check:
    return _line(
        "warning",
        N_("{device}: signal {level} dBFS, but no speech was found in it."),
        sentence,
        N_(
            "If you did speak: come closer, turn it up, or choose another: interviewer devices, "
            "then --mic NAME."
        ),
        level=dbfs(sentence.level.rms),
    )


def _voice(room: Listened, sentence: Listened) -> Check:
    """Speech was found: how loud it is, in itself and beside the room's noise."""
    findings = _findings(sentence)
    if "clipping" in findings:
        return _too_loud(sentence)
    voice = dbfs(sentence.spoken.rms)
    if "quiet" in findings:
        return _line(
            "warning",
            N_("{device}: voice {voice} dBFS, you are hardly heard."),
            sentence,
            N_("Turn its level up in the system's settings, or come closer."),
            voice=voice,
        )
    if room.speech:
        message = N_(
            "{device}: voice {voice} dBFS. The room's noise was not measured: someone spoke."
        )
        return _line("ok", message, sentence, voice=voice)
    if room.level.peak == 0:
        message = N_("{device}: voice {voice} dBFS, no noise at all when nobody speaks.")
        return _line("ok", message, sentence, voice=voice)
    return _above_the_room(room, sentence)


def _above_the_room(room: Listened, sentence: Listened) -> Check:
    voice, noise = sentence.spoken.rms, room.level.rms
    above = dbfs(voice / noise)
    good = above >= ABOVE_ROOM_DB
    return _line(
        "ok" if good else "warning",
        N_("{device}: voice {voice} dBFS, {above} dB above the room ({room} dBFS), no clipping."),
        sentence,
        "" if good else N_("The room is loud: come closer to the microphone, or use a headset."),
        voice=dbfs(voice),
        above=above,
        room=dbfs(noise),
    )


def _too_loud(listened: Listened) -> Check:
    return _line(
        "warning",
        N_("{device}: too loud, {share} %\u00a0of the signal is cut off at full scale."),
        listened,
        N_("Turn its level down in the system's settings, or move back a little."),
        share=round(100 * listened.level.clipped, 1),
    )


def _findings(listened: Listened) -> set[FindingKind]:
    """All that the watchdog would have said meanwhile, with its own thresholds."""
    watchdog = Watchdog(0.0, listened.device)
    found: set[FindingKind] = set()
    at_s = 0.0
    for block in listened.blocks:
        level = level_of(block.samples, block.clipped)
        start_s, at_s = at_s, at_s + level.seconds
        watchdog.hear(at_s, level, speech=_holds_speech(listened.speech or (), start_s, at_s))
        finding = watchdog.check(at_s, active=True)
        if finding is not None:
            found.add(finding.kind)
    return found


def _holds_speech(speech: Sequence[Span], start_s: float, end_s: float) -> bool:
    return any(span.start_s < end_s and span.end_s > start_s for span in speech)


def _line(
    status: Status, message: str, listened: Listened, fix: str = "", **values: float
) -> Check:
    found = Notice(message, {"device": listened.device, **values})
    return Check(MICROPHONE, status, found, Notice(fix) if fix else None)


SENTENCE = N_("Hello, I am getting ready for an interview on artificial intelligence.")
"""Said in 4 s at the pace that coaching advises, 120 to 160 words a minute."""

_ROOM_S = 2.0
_SENTENCE_S = 5.0
"""4 s of speech, and the time to begin."""


def listen_to_room(wanted: str, guide: Guide, *, detects: bool, asks: bool) -> Listened:
    """What the microphone gives while nobody speaks.

    Args:
        wanted: the microphone's name, a part of it or its number; empty for the default one.
        guide: told what to do, and of the level.
        detects: the detector works.
        asks: there is somebody to be asked for silence.

    Raises:
        DeviceError: the microphone cannot be opened.
    """
    silent = N_("Say nothing for a moment: measuring the room")
    notice = Notice(silent if asks else N_("Measuring the room"))
    return _listen(wanted, _ROOM_S, _Ear(guide, notice, _ROOM_S), detects)


def listen_to_person(wanted: str, guide: Guide, language: Language, *, detects: bool) -> Listened:
    """What it gives while the person says :data:`SENTENCE`; see :func:`listen_to_room`."""
    text = translator(language)(SENTENCE)
    notice = Notice(N_("Now say: “{text}”"), {"text": text})
    return _listen(wanted, _SENTENCE_S, _Ear(guide, notice, _SENTENCE_S), detects)


class _Ear:
    """Keeps the blocks. The person is told what to do once the first is there, not before."""

    def __init__(self, guide: Guide, notice: Notice, seconds: float) -> None:
        self._guide = guide
        self._notice = notice
        self._rest_s = seconds
        self.blocks: list[Block] = []

    def __call__(self, block: Block) -> None:
        if not self.blocks:
            self._guide.now(self._notice)
        self.blocks.append(block)
        level = level_of(block.samples, block.clipped)
        self._rest_s -= level.seconds
        self._guide.hears(level, max(0.0, self._rest_s))


def _listen(wanted: str, seconds: float, ear: _Ear, detects: bool) -> Listened:
    test = measure_level(wanted, seconds, ear)
    heard = Listened(test.device, seconds, tuple(ear.blocks), None)
    if not detects:
        return heard
    return Listened(test.device, seconds, heard.blocks, detect(heard.signal).spans)
