"""Ways to deliver a text: said by the child, or only shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from interviewer.speak.failure import VoiceFailure, no_reply, no_sound, sound_stopped, voice_broke
from interviewer.speak.pieces import reading_s
from interviewer.speak.process import Cancelled, ChildBroke, ChildHangs, VoiceProcess
from interviewer.speak.protocol import Utter

__all__ = ["ChildVoice", "ReadingPause", "Voice", "patience_s"]


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
