"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from interviewer.asr.catalog import Weights
from interviewer.doctor.checks import (
    DETECTOR,
    DISK,
    ENGINE,
    LOCAL_AI,
    LOG,
    MEANING,
    MICROPHONE,
    MODEL,
    RECOGNITION,
    SESSIONS,
    VOICE,
    Check,
    Guide,
    guarded,
)
from interviewer.doctor.local_ai import check_local_ai
from interviewer.doctor.meaning import check_meaning
from interviewer.doctor.microphone import judge, listen_to_person, listen_to_room
from interviewer.doctor.recogniser import (
    Detected,
    Trial,
    Wanted,
    check_detector,
    check_engine,
    check_model,
    check_recognition,
    detect,
    find_weights,
    sample,
)
from interviewer.doctor.storage import check_disk, check_log, check_sessions
from interviewer.doctor.voice import check_voice
from interviewer.domain import Language, Notice
from interviewer.errors import InterviewerError
from interviewer.history.folder import data_folder
from interviewer.i18n import N_
from interviewer.llm.server import LlmSettings


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the machine is to be examined."""

    language: Language
    """Of the screen, and of what is said."""
    mic: str = ""
    """The microphone's name, a part of it or its number; empty for the default one."""
    mute: bool = False
    """Nothing is played."""
    attended: bool = True
    """There is somebody to be asked to speak, and to wait ten seconds more."""
    recogniser: Wanted = field(default_factory=Wanted)
    llm: LlmSettings | InterviewerError = field(default_factory=LlmSettings)
    """What is settled of a language model, or what is wrong with the settings."""


def examine(wishes: Wishes, guide: Guide) -> Iterator[Check]:
    """Each check as soon as it is done, in the order of :data:`checks.TITLES`.

    None of them raises, and none keeps the next one from being made.
    """
    language = wishes.language
    yield guarded(VOICE, partial(check_voice, language, mute=wishes.mute, guide=guide))
    # Before the microphone, whose test needs it; and before the recogniser is loaded, as both
    # set how their libraries use the cores.
    detector = guarded(DETECTOR, partial(check_detector, language))
    hearing = _Hearing(wishes, guide, detects=detector.status == "ok")
    yield guarded(MICROPHONE, hearing.check_microphone)
    yield detector
    yield guarded(ENGINE, partial(check_engine, wishes.recogniser))
    yield guarded(MODEL, hearing.check_model)
    yield guarded(RECOGNITION, hearing.check_recognition)
    yield guarded(MEANING, partial(check_meaning, language))
    if wishes.llm != LlmSettings():
        yield guarded(LOCAL_AI, partial(check_local_ai, wishes.llm))
    folder = data_folder()
    yield guarded(DISK, partial(check_disk, folder))
    yield guarded(SESSIONS, partial(check_sessions, folder))
    yield guarded(LOG, check_log)


class _Hearing:
    """From the microphone to words: what one check leaves for the next."""

    def __init__(self, wishes: Wishes, guide: Guide, *, detects: bool) -> None:
        self._wishes = wishes
        self._guide = guide
        self._detects = detects
        self._said: Detected | None = None
        self._weights: Weights | None = None

    def check_microphone(self) -> Check:
        wishes = self._wishes
        self._guide.now(Notice(N_("Opening the microphone")))
        room = listen_to_room(wishes.mic, self._guide, detects=self._detects, asks=wishes.attended)
        if not wishes.attended or room.broken:
            return judge(room, None)
        sentence = listen_to_person(wishes.mic, self._guide, wishes.language, detects=self._detects)
        if sentence.speech:
            self._said = detect(sentence.signal)
        return judge(room, sentence)

    def check_model(self) -> Check:
        self._weights = find_weights(self._wishes.recogniser)
        return check_model(self._wishes.recogniser, self._weights)

    def check_recognition(self) -> Check:
        if self._weights is None:
            return _not_tried(N_("Not tried: it takes the model."))
        if not self._detects:
            return _not_tried(N_("Not tried: it takes the detector."))
        language = self._wishes.language
        speech = self._said or detect(sample(language))
        trial = Trial(speech, language, own=self._said is not None, sizes=self._wishes.attended)
        return check_recognition(self._weights, trial, self._guide)


def _not_tried(reason: str) -> Check:
    return Check(RECOGNITION, "not_measured", Notice(reason))
