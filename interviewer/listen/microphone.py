"""The microphone as blocks of the program's own signal, whatever the device offers.

PortAudio runs in :mod:`interviewer.listen.capture`, a process of its own; here its packets are
queued by a thread and turned into mono at 16 kHz by whoever reads. One microphone stays open for
the whole session: what it hears while the interviewer speaks is marked, so that the meter and
the watchdog go on.
"""

from __future__ import annotations

import logging
import queue
import threading
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from interviewer.listen.capture import OVERFLOW, Packet
from interviewer.listen.capture_process import (
    end_capture,
    first_line,
    pipe,
    read_packet,
    start_capture,
)
from interviewer.listen.conform import Downmix, Frames, Piece
from interviewer.listen.losses import LossCounter, Losses
from interviewer.models import SAMPLE_RATE, Samples

__all__ = ["Block", "Converter", "Gate", "Microphone", "Opened"]

_log = logging.getLogger(__name__)

_FULL_SCALE = 0.999
"""Samples from here on are cut off; converters of 12 bits and more have a step below it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The device as it was opened."""

    name: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of what the microphone heard, about 50 ms."""

    samples: Samples
    at_s: float
    """When its last sample was handed over, by ``time.monotonic``."""
    gated: bool
    """Holds, or may hold, the interviewer's voice: neither to be recorded nor transcribed."""
    clipped: float
    """Share of its samples at full scale."""


class Gate:
    """Half duplex: which blocks fall into the time when the interviewer spoke.

    Args:
        tail_s: how long the room and the buffers on the way go on after the voice has ended.
    """

    def __init__(self, tail_s: float = 0.15) -> None:
        self._tail_s = tail_s
        self._closed_s: float | None = None
        self._spoken: list[tuple[float, float]] = []

    def close(self, at_s: float) -> None:
        """The interviewer begins to speak."""
        if self._closed_s is None:
            self._closed_s = at_s

    def open(self, at_s: float) -> None:
        """The interviewer has ended."""
        if self._closed_s is not None:
            self._spoken.append((self._closed_s, at_s + self._tail_s))
            self._closed_s = None

    def covers(self, start_s: float, end_s: float) -> bool:
        """Whether the block heard from ``start_s`` to ``end_s`` holds any of that time.

        To be asked in order: what lies before the block is forgotten.
        """
        self._spoken = [spoken for spoken in self._spoken if spoken[1] > start_s]
        if self._closed_s is not None and end_s > self._closed_s:
            return True
        return any(start < end_s for start, _ in self._spoken)


class Converter:
    """The device's frames to mono at :data:`SAMPLE_RATE`, a block at a time.

    The filter holds back the last milliseconds until the next block.

    Args:
        rate: samples a second and channel of what is fed.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self.restart()

    def restart(self) -> None:
        """Forgets what the filter holds back."""
        import soxr

        self._downmix = Downmix()
        self._stream: Any = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="float32")

    def close(self) -> None:
        """Lets go of the filter: its library complains of one that is left when Python ends."""
        self._stream = None

    def feed(self, frames: Frames) -> Samples:
        """The signal of ``frames``, clipped to -1..1; what is not a number becomes 0."""
        finite = np.clip(np.nan_to_num(frames, nan=0.0), -1.0, 1.0)
        mono = self._downmix.mono(Piece(self._rate, finite))
        if self._rate == SAMPLE_RATE:
            return mono
        resampled: Samples = self._stream.resample_chunk(mono)
        return np.clip(resampled, -1.0, 1.0)


class Microphone:
    """An open microphone. Close it, or use it as a context.

    It is to be read all the time, also when nobody wants what it hears: nothing is thrown away.

    Args:
        wanted: the device's name or a part of it, or its number; empty for the default one.

    Raises:
        DeviceError: there is no such device, it cannot be opened, or the sound system hangs.
    """

    def __init__(self, wanted: str = "") -> None:
        self._packets: queue.SimpleQueue[Packet | None] = queue.SimpleQueue()
        self._ended = self._was_gated = False
        self._gate = Gate()
        self._process = start_capture(["open", wanted])
        self.device = Opened(**first_line(self._process))
        self._losses = LossCounter(self.device.rate)
        self._converter = Converter(self.device.rate)
        self._thread = threading.Thread(target=self._receive, name="microphone", daemon=True)
        self._thread.start()

    @property
    def active(self) -> bool:
        """False once the stream has ended by itself: device gone, sound server dead."""
        return not self._ended

    @property
    def losses(self) -> Losses:
        """What was received and what was lost so far."""
        return self._losses.losses

    def read(self, timeout_s: float) -> Block | None:
        """The next block, waited for at most ``timeout_s``; None if there was none.

        Never hangs, whatever the device does.
        """
        if self._ended:
            return None
        try:
            packet = self._packets.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if packet is None:
            self._ended = True
            return None
        return self._block(packet)

    def gate(self, at_s: float) -> None:
        """The interviewer begins to speak, by ``time.monotonic``: blocks are marked from then on."""
        self._gate.close(at_s)

    def ungate(self, at_s: float) -> None:
        """The interviewer has ended: blocks are marked until the voice has died away."""
        self._gate.open(at_s)

    def close(self) -> None:
        """Lets go of the device, at once even if it hangs."""
        end_capture(self._process)
        self._thread.join()
        _log.info("microphone %s closed: %s", self.device.name, self.losses)
        pipe(self._process).close()
        self._converter.close()
        self._ended = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _receive(self) -> None:
        stdout = pipe(self._process)
        while (packet := read_packet(stdout, 4 * self.device.channels)) is not None:
            self._packets.put(packet)
        self._packets.put(None)

    def _block(self, packet: Packet) -> Block:
        frames, flags, at_s, data = packet
        self._losses.feed(frames, at_s, overflow=bool(flags & OVERFLOW))
        signal = np.frombuffer(data, np.float32).reshape(frames, self.device.channels)
        gated = self._gate.covers(at_s - frames / self.device.rate, at_s)
        if gated != self._was_gated:
            # Nothing of the interviewer's voice may come out of the filter with the answer.
            self._converter.restart()
            self._was_gated = gated
        clipped = float(np.mean(np.abs(signal) >= _FULL_SCALE)) if frames else 0.0
        return Block(self._converter.feed(signal), at_s, gated, clipped)
