"""The microphone: the room first, then a sentence of the person."""

from __future__ import annotations

from interviewer.audio.microphone import Block, measure_level
from interviewer.audio.watchdog import level_of
from interviewer.doctor.detector import detect
from interviewer.doctor.guide import Guide
from interviewer.doctor.levels import Listened
from interviewer.i18n import N_, translator
from interviewer.models import Language, Notice

__all__ = ["SENTENCE", "listen_to_person", "listen_to_room"]

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
