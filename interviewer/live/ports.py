"""What the listener is joined to: a microphone before it; the session, recogniser and screen behind."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Protocol

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.audio.watchdog import Level
from interviewer.domain import Chunk, Language, ListenRequest, Notice
from interviewer.live.events import LiveEvents
from interviewer.live.glances import OnText
from interviewer.live.sleep import slept_s
from interviewer.recordings import Heard
from interviewer.vad.detector import SpeechDetector
from interviewer.vad.endpointer import PATIENCE_S, EndpointState


class Source(Protocol):
    """What is read: :class:`interviewer.audio.microphone.Microphone`."""

    @property
    def device(self) -> Opened: ...

    @property
    def active(self) -> bool:
        """False once it has ended by itself."""
        ...

    @property
    def losses(self) -> Losses: ...

    def read(self, timeout_s: float) -> Block | None:
        """The next block, waited for at most ``timeout_s``."""
        ...


class Sink(Protocol):
    """Where recordings go: :class:`interviewer.live.transcriber.LiveTakes`."""

    def opened(self, request: ListenRequest, path: Path) -> None: ...

    def chunk(self, name: str, chunk: Chunk) -> None: ...

    def look(self, name: str, chunk: Chunk | None, on_text: OnText | None = None) -> None: ...

    def tail(self, name: str, chunk: Chunk) -> None: ...

    def no_tail(self, name: str) -> None: ...

    def settled(self, name: str, heard: Heard, rest: Chunk | None) -> None: ...

    def closed(self, name: str, heard: Heard) -> None: ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where the listener tells what it hears; called from its thread, mostly."""

    events: LiveEvents
    takes: Sink
    say_notice: Callable[[Notice | None], None]
    """What is wrong with the microphone; None when it is well again."""
    say_line: Callable[[Notice], None]
    """What should stay on the screen."""
    say_near: Callable[[float], None] = lambda _: None
    """Told once an answer, so many seconds before its limit."""


@dataclass(frozen=True, slots=True)
class ListenSettings:
    """How it is listened."""

    language: Language
    folder: Path
    """Where the recordings go, each under its name; it is there."""
    make_detector: Callable[[], SpeechDetector]
    """A fresh one for each recording."""
    monotonic: Callable[[], float] = time.monotonic
    """The clock that stamps the blocks."""
    wait_for: Callable[[Condition, Callable[[], bool], float], bool] = Condition.wait_for
    """How it is waited for the end of a recording."""
    slept: Callable[[], float] = slept_s
    """How long the machine slept in all, but for a constant."""
    silent: bool = False
    """The interviewer makes no sound: whatever speech is heard is the candidate's."""
    patience_s: float = PATIENCE_S
    """Silence that ends an answer."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the listener hears at the moment, for the screen."""

    level: Level
    state: EndpointState | None
    """None where nothing is recorded."""
    recorded_s: float
    countdown_s: float | None
    """Silence left before the answer ends; None outside a pause."""
    first_word_s: float | None = None
    """Where in the recording the first word was; None as long as there was none."""
    limit_left_s: float | None = None
    """Left before the answer is cut off, or before its first word is not waited for any more; None while
    that is far."""
