"""The interviewer's voice as sound, for whoever plays it elsewhere; no loudspeaker is needed here."""

from __future__ import annotations

import sys
import threading

from interviewer.domain import SAMPLE_RATE
from interviewer.tts.failures import no_reply, voice_broke
from interviewer.tts.process import Cancelled, ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import Rendered, Sound, Utter

_CHILD = (sys.executable, "-P", "-m", "interviewer.tts.child", "render")
_PATIENCE_S = 20.0
"""For one text: what was spoken beforehand takes 50 ms, a minute of speech by espeak one second."""


def rendering_process() -> VoiceProcess:
    """A child that gives back what it would say, not started yet."""
    return VoiceProcess(_CHILD)


class ChildRenderer:
    """The child renders. After a breakdown the text is begun again once, by a new child.

    Args:
        process: started, and told how to speak: :func:`interviewer.tts.speaker.open_child`.
    """

    def __init__(self, process: VoiceProcess) -> None:
        self._process = process

    def render(self, text: str, cancelled: threading.Event) -> Sound:
        """All of ``text``; nothing once ``cancelled`` is set.

        Raises:
            VoiceFailure: it cannot be said.
        """
        try:
            try:
                return self._ask(text, cancelled)
            except ChildBroke:
                return self._ask(text, cancelled)
        except Cancelled:
            return Sound(SAMPLE_RATE, b"")
        except ChildBroke as broke:
            raise voice_broke(str(broke)) from broke
        except ChildHangs as hangs:
            raise no_reply() from hangs

    def interrupt(self) -> None:
        """Kills the child that is at work."""
        self._process.interrupt()

    def close(self) -> None:
        """Ends the child."""
        self._process.close()

    def _ask(self, text: str, cancelled: threading.Event) -> Sound:
        reply = self._process.ask(Utter(text), _PATIENCE_S, cancelled)
        if not isinstance(reply, Rendered):
            raise ChildBroke(f"{type(reply).__name__} instead of sound")
        return reply.sound
