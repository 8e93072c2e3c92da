"""Tones for a session or a run of the timer, from a child process that plays them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Self

from interviewer.domain import Notice
from interviewer.i18n import N_
from interviewer.tts.process import ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import TONE_LATENCY_S, UseVoice
from interviewer.tts.speaker import ChildVoice, ReadingPause, Reports, Voice, VoiceSpeaker
from interviewer.tts.tones import TURN_S
from interviewer.tts.voices import DEFAULT_RATE

_CHILD = (sys.executable, "-P", "-m", "interviewer.tts.tones")
_HOLD_S, _MOST_HOLDS = 0.2, 5
"""A loudspeaker that has not taken the tone after so long is waited for once more: a busy machine plays late. Not for ever, since one
that hangs must not keep the microphone closed."""
_SILENT = N_("No tone can be heard: there is no loudspeaker.")


def open_tones(reports: Reports) -> VoiceSpeaker:
    """A speaker that plays the tones it is asked to say by their names; silent without a loudspeaker."""
    process = VoiceProcess(_CHILD)
    voice: Voice = ChildVoice(process)
    try:
        process.use(UseVoice("tones", DEFAULT_RATE))
    except (ChildBroke, ChildHangs):
        reports.say_notice(Notice(_SILENT))
        voice = ReadingPause(_no_pause)
    return VoiceSpeaker(voice, reports)


class TurnTone:
    """The soft tone that says that the microphone listens. Use it as a context.

    Its child starts in the background, while the interviewer greets; where it is not there yet, or
    there is no loudspeaker, nothing is heard and nothing waits.

    Args:
        begins: told in how many seconds a tone is over: before each one, and again while it lasts longer.
    """

    def __init__(self, begins: Callable[[float], object]) -> None:
        self._begins = begins
        self._speaker: VoiceSpeaker | None = None
        self._played = 0
        self._taken = threading.Event()
        """The loudspeaker has the tone that was played last."""
        self._closed = False
        self._lock = threading.Lock()
        threading.Thread(target=self._open, name="tone", daemon=True).start()

    def play(self) -> None:
        """Begins to play and returns."""
        with self._lock:
            if self._speaker is not None:
                self._played += 1
                self._taken = threading.Event()
                self._begins(TONE_LATENCY_S + TURN_S)
                hold = threading.Thread(target=self._hold, args=(self._taken,), daemon=True)
                hold.start()
                self._speaker.say(self._played, "turn")

    def close(self) -> None:
        """Ends the child, whenever it comes."""
        with self._lock:
            self._closed = True
            if self._speaker is not None:
                self._speaker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _hold(self, taken: threading.Event) -> None:
        """Tells as long as need be that the tone is not over."""
        for _ in range(_MOST_HOLDS):
            if taken.wait(_HOLD_S):
                break
            self._begins(_HOLD_S)
        self._begins(TONE_LATENCY_S)

    def _over(self, turn: int) -> None:
        with self._lock:
            if turn == self._played:
                self._taken.set()

    def _open(self) -> None:
        speaker = open_tones(Reports(self._over, _forget_notice))
        with self._lock:
            if self._closed:
                speaker.close()
            else:
                self._speaker = speaker


def _no_pause(text: str) -> float:
    del text
    return 0.0


def _forget_notice(notice: Notice) -> None:
    del notice
