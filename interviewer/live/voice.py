"""Half duplex: while the interviewer speaks, what the microphone hears is marked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol

from interviewer.live.events import LiveEvents
from interviewer.session.events import PromptSpoken
from interviewer.session.ports import Speaker


class Gated(Protocol):
    """A microphone that can be told when the interviewer speaks."""

    def gate(self, at_s: float) -> None:
        """The interviewer begins to speak."""
        ...

    def ungate(self, at_s: float) -> None:
        """The interviewer has ended."""
        ...


class NoEcho:
    """A :class:`Gated` for an interviewer who makes no sound: nothing is marked, nothing dropped."""

    def gate(self, at_s: float) -> None:
        del at_s

    def ungate(self, at_s: float) -> None:
        del at_s


class VoiceGate:
    """Which text is being said, so that the echo of one called off opens nothing.

    Args:
        microphone: marked while a text is being said.
        events: told of texts that were said to their end.
        monotonic: the clock that stamps the microphone's blocks.
        begun: told that a text is about to be said.
    """

    def __init__(
        self,
        microphone: Gated,
        events: LiveEvents,
        monotonic: Callable[[], float] = time.monotonic,
        begun: Callable[[], object] = lambda: None,
    ) -> None:
        self._begun = begun
        self._microphone = microphone
        self._events = events
        self._monotonic = monotonic
        self._turn: int | None = None
        self._lock = threading.Lock()

    def begin(self, turn: int) -> None:
        """The text of ``turn`` is about to be said."""
        self._begun()
        with self._lock:
            self._turn = turn
            self._microphone.gate(self._monotonic())

    def spoken(self, turn: int) -> None:
        """The text of ``turn`` was said to its end; called from the voice's thread."""
        with self._lock:
            if turn != self._turn:
                return
            self._end()
        self._events.post(partial(_spoken, turn))

    def stopped(self) -> None:
        """Nothing is said any more."""
        with self._lock:
            if self._turn is not None:
                self._end()

    def _end(self) -> None:
        self._turn = None
        self._microphone.ungate(self._monotonic())


class GatedSpeaker:
    """An :class:`interviewer.session.ports.Speaker` that closes the gate before it says anything.

    Args:
        voice: reports what it has said to ``gate.spoken``.
        gate: closed by this, opened by both.
    """

    def __init__(self, voice: Speaker, gate: VoiceGate) -> None:
        self._voice = voice
        self._gate = gate

    def say(self, turn: int, text: str) -> None:
        self._gate.begin(turn)
        self._voice.say(turn, text)

    def stop(self) -> None:
        self._voice.stop()
        self._gate.stopped()


def _spoken(turn: int, at_s: float) -> PromptSpoken:
    return PromptSpoken(at_s, turn)
