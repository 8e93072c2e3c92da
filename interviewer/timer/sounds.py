"""What is heard during a run, and when: tones or spoken cues, made so that the clock waits for none."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from interviewer.domain import Language, Notice
from interviewer.i18n import N_, Translate
from interviewer.timer.machine import Timer
from interviewer.tts.protocol import TONE_LATENCY_S

if TYPE_CHECKING:
    from interviewer.tts.speaker import Reports, VoiceSpeaker


MomentKind = Literal["begin", "warning", "end", "over"]

_LONG_WARNING_S, _LONG_FROM_S = 10.0, 30.0
_SHORT_WARNING_S, _SHORT_FROM_S = 5.0, 12.0
_SHARE = 1 / 3
"""Of a phase too short for either: the warning comes when a third of it is left."""

_WARNINGS = {_LONG_WARNING_S: N_("Ten seconds."), _SHORT_WARNING_S: N_("Five seconds.")}
_TIME_IS_UP, _THE_END = N_("Time is up."), N_("The end.")
SAID = (*_WARNINGS.values(), _TIME_IS_UP, _THE_END)
"""All that a voice says besides the names of phases."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something to be heard."""

    at_s: float
    kind: MomentKind
    """``over``: the whole run ends."""
    left_s: float = 0.0
    """``warning``: seconds to the target."""


def moments(state: Timer) -> Iterator[Moment]:
    """What this try of the phase has to be heard, in order; nothing while the clock stands still."""
    if state.reason == "completed" and state.ended_s is not None:
        yield Moment(state.ended_s, "over")
    if state.reason is not None or state.paused_at_s is not None:
        return
    yield Moment(state.began_s, "begin")
    left_s = _warning_s(state.target_s)
    yield Moment(state.deadline_s - left_s, "warning", left_s)
    yield Moment(state.deadline_s, "end")


def words_of(moment: Moment, state: Timer, translate: Translate) -> str:
    """What a voice says at ``moment``; empty for nothing."""
    match moment.kind:
        case "begin":
            return state.phase.title
        case "warning":
            return translate(_WARNINGS[moment.left_s]) if moment.left_s in _WARNINGS else ""
        case "end":
            # The name of the next phase says it where the run goes on by itself.
            return "" if state.auto else translate(_TIME_IS_UP)
        case "over":
            return translate(_THE_END)


def _warning_s(target_s: float) -> float:
    if target_s >= _LONG_FROM_S:
        return _LONG_WARNING_S
    return _SHORT_WARNING_S if target_s >= _SHORT_FROM_S else target_s * _SHARE


_TOO_LATE_S = 1.0
"""A cue that could not be given in this time would mislead."""
_NAME_TOO_LATE_S = 5.0
"""The name of the phase does not: the first one waits for the voice to be opened."""
_CLOSE_S = 2.0

_SILENT = N_(
    "Nothing can be heard: the timer goes on in silence. "
    "Look at: interviewer devices, interviewer voices"
)

NamesSound = Callable[[Moment, Timer], str]
"""What is asked of the voice, or of the tones, at a moment; empty for nothing."""


@dataclass(frozen=True, slots=True)
class _Asked:
    at_s: float
    """When, by the monotonic clock."""
    turn: int
    text: str
    begins: bool
    """A phase begins with it."""


class Silence:
    """:class:`interviewer.timer.loop.Sounds` that are none."""

    def lead_s(self, moment: Moment) -> float:
        del moment
        return 0.0

    def play(self, moment: Moment, state: Timer) -> None: ...

    def close(self, wait_s: float) -> None: ...


class CueSounds:
    """:class:`interviewer.timer.loop.Sounds` through a speaker.

    It is opened in the background when the first cue comes round, and ended by :meth:`close`.

    Args:
        open_speaker: makes the speaker; may take its time.
        names: what is asked of it.
        lead_s: how much before a warning or an end it is asked for.
        say_notice: told once, from another thread, that nothing can be heard.
    """

    def __init__(
        self,
        open_speaker: Callable[[Reports], VoiceSpeaker],
        names: NamesSound,
        lead_s: float,
        say_notice: Callable[[Notice], None],
    ) -> None:
        self._open = open_speaker
        self._names = names
        self._lead_s = lead_s
        self._say_notice = say_notice
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._turn = 0
        self._silent = threading.Event()
        self._silent.set()
        self._thread: threading.Thread | None = None

    def lead_s(self, moment: Moment) -> float:
        return self._lead_s if moment.kind in ("warning", "end") else 0.0

    def play(self, moment: Moment, state: Timer) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="sounds", daemon=True)
            self._thread.start()
        text = self._names(moment, state)
        if text:
            self._turn += 1
            self._silent.clear()
            self._asked.put(_Asked(time.monotonic(), self._turn, text, moment.kind == "begin"))

    def close(self, wait_s: float) -> None:
        """Ends it, once what was asked for last has been heard, or after ``wait_s``."""
        self._silent.wait(wait_s)
        self._asked.put(None)
        if self._thread is not None:
            self._thread.join(_CLOSE_S)

    def _work(self) -> None:
        # Loaded here: the first screen does not wait for what starts processes.
        from interviewer.tts.speaker import Reports

        reports = Reports(self._heard, self._lost)
        with self._open(reports) as speaker:
            while (asked := self._asked.get()) is not None:
                limit_s = _NAME_TOO_LATE_S if asked.begins else _TOO_LATE_S
                if time.monotonic() - asked.at_s > limit_s:
                    self._heard(asked.turn)
                    continue
                if asked.begins:
                    # What is still being said belongs to the phase that is over.
                    speaker.stop()
                speaker.say(asked.turn, asked.text)

    def _lost(self, notice: Notice) -> None:
        """What a speaker says of it is meant for an interview."""
        del notice
        self._say_notice(Notice(_SILENT))

    def _heard(self, turn: int) -> None:
        if turn == self._turn:
            self._silent.set()


def tones(say_notice: Callable[[Notice], None]) -> CueSounds:
    """A short tone before the end of each phase, another one at its end."""
    return CueSounds(_open_tones, _tone_name, TONE_LATENCY_S, say_notice)


def spoken_cues(
    language: Language, translate: Translate, say_notice: Callable[[Notice], None]
) -> CueSounds:
    """The names of the phases and « dix secondes » before their ends, in ``language``."""

    def open_voice(reports: Reports) -> VoiceSpeaker:
        from interviewer.history.folder import own_lines
        from interviewer.tts.speaker import PyttsxSpeaker
        from interviewer.tts.voices import VoiceWish

        return PyttsxSpeaker(language, VoiceWish(lines=own_lines()), reports)

    def words(moment: Moment, state: Timer) -> str:
        return words_of(moment, state, translate)

    return CueSounds(open_voice, words, 0.0, say_notice)


def _tone_name(moment: Moment, state: Timer) -> str:
    del state
    return moment.kind if moment.kind in ("warning", "end") else ""


def _open_tones(reports: Reports) -> VoiceSpeaker:
    # Loaded here: the first screen does not wait for what starts processes.
    from interviewer.tts.signal import open_tones

    return open_tones(reports)
