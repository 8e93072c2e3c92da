"""Ways to deliver a text: played from sound, spoken by the system, or only shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from interviewer.speak.failure import no_reply, voice_broke
from interviewer.speak.pieces import pieces, reading_s
from interviewer.speak.process import Cancelled, ChildBroke, ChildHangs, VoiceProcess
from interviewer.speak.protocol import Reply, Sound, Utter

__all__ = [
    "NativeVoice",
    "PlayedVoice",
    "Player",
    "ReadingPause",
    "Voice",
    "speaking_patience",
    "synthesis_patience_s",
]


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


class Player(Protocol):
    """Makes sound heard."""

    def play(self, sounds: Iterator[Sound], cancelled: threading.Event) -> None:
        """Plays ``sounds`` one after another, until the last was heard or ``cancelled`` is set.

        Raises:
            VoiceFailure: they cannot be heard.
        """
        ...


def synthesis_patience_s(text: str) -> float:
    """When a synthesiser that has not made ``text`` into sound hangs: it does 10,000 characters/s."""
    return 3.0 + len(text) / 100


def speaking_patience(rate: int) -> Callable[[str], float]:
    """When a system voice that has not said a text at ``rate`` words/min hangs, in seconds.

    Half again what it should take, at six characters a word.
    """
    return lambda text: 3.0 + 1.5 * len(text) / (rate * 6 / 60)


class _ChildVoice:
    """A text through the child, piece by piece, with one more child a text after a breakdown."""

    def __init__(self, process: VoiceProcess, patience_s: Callable[[str], float]) -> None:
        self._process = process
        self._patience_s = patience_s

    def interrupt(self) -> None:
        """Frees a thread that waits for the child."""
        self._process.interrupt()

    def close(self) -> None:
        """Ends the child."""
        self._process.close()

    def _replies(self, text: str, cancelled: threading.Event) -> Iterator[Reply]:
        """What the child says to each piece of ``text``; ends early when cancelled."""
        tries = 2
        for piece in pieces(text):
            while True:
                try:
                    reply = self._process.ask(Utter(piece), self._patience_s(piece), cancelled)
                    break
                except Cancelled:
                    return
                except ChildHangs as hangs:
                    raise no_reply() from hangs
                except ChildBroke as broke:
                    tries -= 1
                    if not tries:
                        raise voice_broke(str(broke)) from broke
            yield reply


class PlayedVoice(_ChildVoice):
    """The child makes the sound, the player plays it."""

    def __init__(
        self,
        process: VoiceProcess,
        player: Player,
        patience_s: Callable[[str], float] = synthesis_patience_s,
    ) -> None:
        super().__init__(process, patience_s)
        self._player = player

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Plays ``text``; later pieces are made while earlier ones are heard."""
        self._player.play(self._sounds(text, cancelled), cancelled)

    def _sounds(self, text: str, cancelled: threading.Event) -> Iterator[Sound]:
        for reply in self._replies(text, cancelled):
            if not isinstance(reply, Sound):
                raise voice_broke(f"{type(reply).__name__} instead of sound")
            yield reply


class NativeVoice(_ChildVoice):
    """The child speaks itself, through the system."""

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Has ``text`` said piece by piece."""
        for _said in self._replies(text, cancelled):
            pass


class ReadingPause:
    """No voice: leaves the person the time to read the text on the screen."""

    def __init__(self, pause_s: Callable[[str], float] = reading_s) -> None:
        self._pause_s = pause_s

    def utter(self, text: str, cancelled: threading.Event) -> None:
        """Waits as long as reading ``text`` takes."""
        cancelled.wait(self._pause_s(text))

    def interrupt(self) -> None:
        """Nothing to do: the wait ends by itself."""

    def close(self) -> None:
        """Nothing is held."""
