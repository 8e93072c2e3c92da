"""The session's speaker: texts are delivered in order by a thread of their own."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol, Self

from interviewer.domain import Language, Notice
from interviewer.errors import MissingError
from interviewer.tts.failures import (
    VoiceFailure,
    no_language,
    no_reply,
    no_sound,
    no_voice,
    sound_stopped,
    voice_broke,
)
from interviewer.tts.process import Cancelled, ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import UseVoice, Utter, VoiceInfo
from interviewer.tts.text import reading_s
from interviewer.tts.voices import (
    DEFAULT_RATE,
    VoiceWish,
    ask_voices,
    named_voice,
    of_language,
    part_missing,
)


class Voice(Protocol):
    """Delivers one text at a time."""

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Returns when all of ``text`` was delivered, or soon after ``cancelled`` is set.

        Raises:
            VoiceFailure: it cannot be delivered this way any more.
        """
        ...

    def interrupt(self) -> None:
        """Called from another thread after ``cancelled`` was set: ends what would last."""
        ...

    def close(self) -> None:
        """Gives back what is held."""
        ...


def patience_s(text: str) -> float:
    """When a child that has not said ``text`` to its end hangs, in seconds.

    Six characters a second is slower than the slowest rate, and sooner than a session gives up.
    """
    return 4.0 + len(text) / 6


def say_once(voice: VoiceInfo, text: str) -> None:
    """Has ``text`` said by ``voice`` in a child of its own.

    Raises:
        ChildBroke: it ended or failed.
        ChildHangs: no reply in time.
    """
    process = VoiceProcess()
    try:
        process.use(UseVoice(voice.id, DEFAULT_RATE))
        process.ask(Utter(text), patience_s(text), threading.Event())
    finally:
        process.close()


class ChildVoice:
    """The child speaks. After a breakdown the text is begun again once, by a new child."""

    def __init__(
        self, process: VoiceProcess, patience: Callable[[str], float] = patience_s
    ) -> None:
        self._process = process
        self._patience_s = patience

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Has ``text`` said."""
        with suppress(Cancelled):
            try:
                self._say(text, cancelled)
            except ChildBroke as broke:
                self._say_again(text, cancelled, broke)
            except ChildHangs as hangs:
                raise no_reply() from hangs

    def interrupt(self) -> None:
        """Kills the child that speaks: silence at once, whatever it is doing."""
        self._process.interrupt()

    def close(self) -> None:
        """Ends the child."""
        self._process.close()

    def _say_again(self, text: str, cancelled: threading.Event, broke: ChildBroke) -> None:
        try:
            self._say(text, cancelled)
        except (ChildBroke, ChildHangs) as again:
            raise _lost(broke) from again

    def _say(self, text: str, cancelled: threading.Event) -> None:
        self._process.ask(Utter(text), self._patience_s(text), cancelled)


def _lost(broke: ChildBroke) -> VoiceFailure:
    match broke.cause:
        case "device":
            return no_sound(str(broke))
        case "stalled":
            return sound_stopped()
        case "voice":
            return voice_broke(str(broke))


class ReadingPause:
    """No voice: leaves the person the time to read the text on the screen."""

    def __init__(self, pause: Callable[[str], float] = reading_s) -> None:
        self._pause_s = pause

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Waits as long as reading ``text`` takes."""
        cancelled.wait(self._pause_s(text))

    def interrupt(self) -> None:
        """Nothing to do: the wait ends by itself."""

    def close(self) -> None:
        """Nothing is held."""


_log = logging.getLogger(__name__)

_STOP_S = 0.5
"""How long stopping waits for silence; it takes a few milliseconds unless the device hangs."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Where a speaker tells what happens; both are called from its own thread."""

    on_spoken: Callable[[int], None]
    """The text of that turn was delivered to its end; not called for one that was stopped."""
    say_notice: Callable[[Notice], None]
    """The voice is lost, and why; at most once a speaker."""
    say_missing: Callable[[Notice], None] = lambda _: None
    """A part of the voice is missing and the next one speaks in its place; at most once."""


@dataclass(frozen=True, slots=True)
class _Job:
    turn: int
    text: str
    cancelled: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


class VoiceSpeaker:
    """A :class:`interviewer.session.ports.Speaker` on any voice. Use it as a context.

    No text is lost: what is said while another is being said waits for its turn, and when the
    voice fails, this text and all further ones are left standing for the time it takes to read
    them, so that the session goes on.
    """

    def __init__(self, voice: Voice, reports: Reports, pause: ReadingPause | None = None) -> None:
        self._voice = voice
        self._reports = reports
        self._pause = pause or ReadingPause()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._pending: list[_Job] = []
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    def say(self, turn: int, text: str) -> None:
        """Begins to deliver ``text`` and returns; ``on_spoken(turn)`` is called at its end."""
        job = _Job(turn, text)
        with self._lock:
            self._pending.append(job)
        self._jobs.put(job)

    def stop(self) -> None:
        """Drops all that is said or waits; when this returns, nothing is heard any more."""
        with self._lock:
            dropped = tuple(self._pending)
        for job in dropped:
            job.cancelled.set()
        if dropped:
            self._voice.interrupt()
            dropped[0].over.wait(_STOP_S)

    def close(self) -> None:
        """Stops, and ends thread and child."""
        self.stop()
        self._jobs.put(None)
        self._thread.join(_STOP_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if not job.cancelled.is_set():
                self._deliver(job)
            with self._lock:
                self._pending.remove(job)
            job.over.set()
            if not job.cancelled.is_set():
                self._reports.on_spoken(job.turn)
        self._voice.close()

    def _deliver(self, job: _Job) -> None:
        try:
            self._voice.utter(job.text, job.cancelled)
        except VoiceFailure as failure:
            self._fall_back(job, failure)
        except Exception as error:  # noqa: BLE001  whatever breaks, the interview goes on
            _log.info("the voice broke", exc_info=error)
            self._fall_back(job, voice_broke(f"{type(error).__name__}: {error}"))

    def _fall_back(self, job: _Job, failure: VoiceFailure) -> None:
        """From now on, text only."""
        _log.info("from here on in writing: %s", failure)
        lost, self._voice = self._voice, self._pause
        self._reports.say_notice(failure.notice)
        lost.close()
        self._pause.utter(job.text, job.cancelled)


class PyttsxSpeaker(VoiceSpeaker):
    """The interviewer's voice through pyttsx3, in the scenario's language.

    Where no voice can be had it starts in writing, with the one notice that says so.

    Raises:
        MissingError: the voice the person named does not exist.
    """

    def __init__(self, language: Language, wish: VoiceWish, reports: Reports) -> None:
        try:
            voice: Voice = open_voice(language, wish, reports.say_missing)
        except VoiceFailure as failure:
            _log.info("in writing: %s", failure)
            voice = ReadingPause()
            reports.say_notice(failure.notice)
        super().__init__(voice, reports)


class MutedSpeaker(VoiceSpeaker):
    """``--mute``: reports each text as spoken after the time it takes to read it.

    Args:
        reports: where it tells what happens.
        pause: seconds to leave for reading a text.
    """

    def __init__(self, reports: Reports, pause: Callable[[str], float] = reading_s) -> None:
        super().__init__(ReadingPause(pause), reports)


def open_voice(
    language: Language, wish: VoiceWish, say_missing: Callable[[Notice], None]
) -> ChildVoice:
    """A voice for ``language``, its child started and told how to speak; see :func:`open_child`."""
    return ChildVoice(open_child(VoiceProcess(), language, wish, say_missing))


def open_child(
    process: VoiceProcess,
    language: Language,
    wish: VoiceWish,
    say_missing: Callable[[Notice], None],
) -> VoiceProcess:
    """``process``, started and told how to speak.

    Args:
        process: not started yet.
        language: of the texts.
        wish: what the person asked for.
        say_missing: told where a part of the voice leaves its place to the next.

    Raises:
        VoiceFailure: no synthesiser can be started, or none of its voices speaks ``language``.
        MissingError: no voice is named as the person wishes.
    """
    try:
        found = ask_voices(process)
        chosen = _choose(found.voices, language, wish.name)
        process.use(UseVoice(chosen.id, wish.rate, str(wish.lines or "")))
        if found.missing and wish.name is None:
            say_missing(part_missing(found.missing))
        _log.info("voice %s, %d words a minute", chosen, wish.rate)
    except (ChildBroke, ChildHangs) as error:
        raise no_voice(str(error)) from error
    except (MissingError, VoiceFailure):
        process.close()
        raise
    return process


def _choose(voices: Sequence[VoiceInfo], language: Language, name: str | None) -> VoiceInfo:
    if name is not None:
        return named_voice(voices, language, name)
    spoken = of_language(voices, language)
    if not spoken:
        raise no_language(language)
    return spoken[0]
