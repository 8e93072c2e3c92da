"""A microphone, a clock and a detector that do as they are told."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    EngineInfo,
    ListenRequest,
    Passage,
    Phase,
    PhaseKind,
    Samples,
    Task,
    Vocabulary,
    Word,
)
from interviewer.session.ports import GiveWay
from interviewer.vad.detector import FRAME_SAMPLES

BLOCK_S = 0.064


class ManualClock:
    """Goes on when told."""

    def __init__(self) -> None:
        self.at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


class LoudnessDetector:
    """What is louder than 0.1 is speech."""

    def __init__(self) -> None:
        self._rest: Samples = np.empty(0, np.float32)

    def feed(self, block: Samples) -> Iterator[float]:
        signal = np.concatenate([self._rest, block])
        whole = len(signal) - len(signal) % FRAME_SAMPLES
        self._rest = signal[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            yield float(np.abs(signal[start : start + FRAME_SAMPLES]).max() > 0.1)

    def finish(self) -> Iterator[float]:
        return iter(())


class FakeSource:
    """A microphone; ``hear`` returns once the listener has read what is given."""

    def __init__(self, clock: ManualClock) -> None:
        self.device = Opened("Bureau", SAMPLE_RATE, 1)
        self.active = True
        self.losses = Losses(0, 0.0, 0, 0, 0.0)
        self._clock = clock
        self._blocks: queue.Queue[Block | None] = queue.Queue()
        self._handed = False
        self.flow = threading.Event()
        self.flow.set()

    def read(self, timeout_s: float) -> Block | None:
        if self._handed:
            self._blocks.task_done()
            self._handed = False
        try:
            block = self._blocks.get(timeout=0.02)
        except queue.Empty:
            return None
        assert self.flow.wait(10.0)
        self._handed = True
        if block is not None:
            self._clock.at_s = max(self._clock.at_s, block.at_s)
        return block

    def hear(self, seconds: float, level: float = 0.0, *, gated: bool = False) -> None:
        """``seconds`` of speech, or of silence at level 0; returns once all is dealt with."""
        self.send(seconds, level, gated=gated)
        self._blocks.join()

    def send(self, seconds: float, level: float = 0.0, *, gated: bool = False) -> None:
        """The same, and returns at once."""
        at_s = self._clock.at_s
        for index in range(round(seconds / BLOCK_S)):
            samples = np.full(round(BLOCK_S * SAMPLE_RATE), level or 0.0001, np.float32)
            self._blocks.put(Block(samples, at_s + (index + 1) * BLOCK_S, gated, 0.0))

    def wait(self, seconds: float) -> None:
        """Nothing is heard for so long."""
        self._clock.at_s += seconds
        self._blocks.put(None)
        self._blocks.join()


class Scripted:
    """A recogniser: the words of a chunk are when it starts and ends."""

    def __init__(self) -> None:
        self.asked: list[Chunk] = []
        self.begun: queue.SimpleQueue[float] = queue.SimpleQueue()
        """Where each chunk begins that was asked for."""
        self.may = threading.Event()
        self.may.set()
        self.glancing: queue.SimpleQueue[tuple[float, float]] = queue.SimpleQueue()
        self.may_glance = threading.Event()
        self.may_glance.set()

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("scripted", "none")

    def transcribe(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> tuple[Word, ...]:
        self.begun.put(chunk.start_s)
        assert self.may.wait(10.0)
        self.asked.append(chunk)
        end_s = chunk.start_s + chunk.duration_s
        return (Word(f"{chunk.start_s:.1f}-{end_s:.1f}", chunk.start_s, end_s, 0.9),)

    def glance(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        self.glancing.put((chunk.start_s, chunk.end_s))
        assert self.may_glance.wait(10.0)
        return (Word(f"{chunk.start_s:.1f}~{chunk.end_s:.1f}", chunk.start_s, chunk.end_s, 0.9),)

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        return Passage(self.transcribe(chunk, vocabulary), chunk.end_s)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def source(clock: ManualClock) -> FakeSource:
    return FakeSource(clock)


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def make_detector() -> Callable[[], Any]:
    return LoudnessDetector


@pytest.fixture
def make_request() -> Callable[..., ListenRequest]:
    """``make_request(name, kind, limit_s)``."""

    def make(
        name: str = "q1-take1", kind: PhaseKind = "question", limit_s: float = 60.0
    ) -> ListenRequest:
        task = Task("q1", limit_s / 2)
        phase = Phase("p", "P", kind, limit_s / 2, "Parlez.", task)
        return ListenRequest(name, phase, task, limit_s / 2, limit_s)

    return make


class Kept:
    """A keeper that remembers."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str]] = []

    def recording_opened(self, request: ListenRequest, path: Path) -> None:
        assert not path.exists()
        self.log.append(("opened", request.recording))

    def recording_closed(self, name: str, duration_s: float) -> None:
        self.log.append(("closed", name))

    def recording_transcribed(self, name: str, take: Any) -> None:
        self.log.append(("transcribed", name))


@pytest.fixture
def kept() -> Kept:
    return Kept()
