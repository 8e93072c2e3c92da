"""The interviewer's voice and the tone of the candidate's turn, played by the page."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Callable
from typing import Protocol, Self

from interviewer.tts.failures import no_sound, sound_stopped
from interviewer.tts.protocol import Sound
from interviewer.tts.tones import TURN_S

_START_S = 8.0
"""For a page that is slow to begin; a browser that may not play says so at once."""
_SLOWER = 1.5
"""Of a sound's length, before it is taken to hang."""
_TONE_LATENCY_S = 0.15
"""From the server's word to the end of a tone's first sample in the loudspeaker."""
_KEPT = 4
"""Sounds that a page may still ask for."""


class Renderer(Protocol):
    """Texts to sound. Closed by who has it."""

    def render(self, text: str, cancelled: threading.Event) -> Sound:
        """All of ``text``.

        Raises:
            VoiceFailure: it cannot be said.
        """
        ...

    def interrupt(self) -> None:
        """Ends what would last, from another thread."""
        ...

    def close(self) -> None: ...


class PageVoice:
    """A :class:`interviewer.tts.speaker.Voice` that the page plays.

    Args:
        renderer: makes the sound.
        show: told which sound is to be played, by its number; 0: none any more.
        last: number of the last sound that the page had, of another voice.
    """

    def __init__(self, renderer: Renderer, show: Callable[[int], object], last: int = 0) -> None:
        self._renderer = renderer
        self._show = show
        self.last = last
        self._changed = threading.Condition()
        self._sounds: dict[int, bytes] = {}
        self._over: set[int] = set()
        self._refused: dict[int, str] = {}

    # ------------------------------------------------------------------ from the page

    def wav(self, id_: int) -> bytes | None:
        """The sound of that number, as a file; None where there is none (any more)."""
        return self._sounds.get(id_)

    def spoken(self, id_: int) -> None:
        """It was played to its end."""
        with self._changed:
            self._over.add(id_)
            self._changed.notify_all()

    def unplayable(self, id_: int, reason: str) -> None:
        """The browser does not play it."""
        with self._changed:
            self._refused[id_] = reason
            self._changed.notify_all()

    # ------------------------------------------------------------------ a voice

    def utter(self, text: str, cancelled: threading.Event) -> None:
        sound = self._renderer.render(text, cancelled)
        if cancelled.is_set() or not sound.pcm:
            return
        seconds = len(sound.pcm) / 2 / sound.rate_hz
        with self._changed:
            self.last += 1
            id_ = self.last
            self._sounds[id_] = as_wav(sound)
            self._sounds.pop(id_ - _KEPT, None)
        self._show(id_)
        try:
            self._wait(id_, cancelled, _START_S + _SLOWER * seconds)
        finally:
            self._show(0)

    def interrupt(self) -> None:
        self._renderer.interrupt()
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        self._renderer.close()

    def _wait(self, id_: int, cancelled: threading.Event, most_s: float) -> None:
        def known() -> bool:
            return cancelled.is_set() or id_ in self._over or id_ in self._refused

        with self._changed:
            told = self._changed.wait_for(known, most_s)
            refused = self._refused.get(id_)
        if cancelled.is_set():
            return
        if refused is not None:
            raise no_sound(refused)
        if not told:
            raise sound_stopped()


class PageTone:
    """The soft tone that says that the microphone listens, played by the page. Use it as a context.

    Args:
        show: told of each tone.
        begins: told before each in how many seconds it is over.
    """

    def __init__(self, show: Callable[[], object], begins: Callable[[float], object]) -> None:
        self._show = show
        self._begins = begins

    def play(self) -> None:
        self._begins(_TONE_LATENCY_S + TURN_S)
        self._show()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def as_wav(sound: Sound) -> bytes:
    """``sound`` as a file that every browser plays: PCM, 16 bits, one channel."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(sound.rate_hz)
        out.writeframes(sound.pcm)
    return file.getvalue()
