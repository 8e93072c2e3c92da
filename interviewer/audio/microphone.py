"""The microphone as blocks of the program's own signal, whatever the device offers.

PortAudio runs in :mod:`interviewer.audio.capture`, a process of its own; here its packets are
queued by a thread and turned into mono at 16 kHz by whoever reads. One microphone stays open for
the whole session: what it hears while the interviewer speaks is marked, so that the meter and
the watchdog go on.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from interviewer.audio.capture import OVERFLOW, Packet
from interviewer.audio.devices import end_capture, first_line, pipe, read_packet, start_capture
from interviewer.audio.resampling import Converter, Frames
from interviewer.audio.watchdog import Level, join_levels, level_of
from interviewer.domain import Samples

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


class Blocks:
    """Packets of one device to blocks: mono, resampled, marked while the interviewer speaks, losses counted.

    Args:
        rate: samples a second of the device.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._was_gated = False
        self._gate = Gate()
        self._losses = LossCounter(rate)
        self._converter = Converter(rate)

    @property
    def losses(self) -> Losses:
        """What was received and what was lost so far."""
        return self._losses.losses

    def gate(self, at_s: float) -> None:
        """The interviewer begins to speak: blocks are marked from then on."""
        self._gate.close(at_s)

    def ungate(self, at_s: float) -> None:
        """The interviewer has ended: blocks are marked until the voice has died away."""
        self._gate.open(at_s)

    def missed(self, seconds: float) -> None:
        """So much is known to be lost before the next packet."""
        self._losses.missed(seconds)

    def block(self, signal: Frames, at_s: float, *, overflow: bool = False) -> Block:
        """The packet with ``signal``, whose last sample was handed over at ``at_s``."""
        frames = len(signal)
        self._losses.feed(frames, at_s, overflow=overflow)
        gated = self._gate.covers(at_s - frames / self._rate, at_s)
        if gated != self._was_gated:
            # Nothing of the interviewer's voice may come out of the filter with the answer.
            self._converter.restart()
            self._was_gated = gated
        clipped = float(np.mean(np.abs(signal) >= _FULL_SCALE)) if frames else 0.0
        return Block(self._converter.feed(signal), at_s, gated, clipped)

    def close(self) -> None:
        """Lets go of the filter."""
        self._converter.close()


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
        self._ended = False
        self._process = start_capture(["open", wanted])
        self.device = Opened(**first_line(self._process))
        self._blocks = Blocks(self.device.rate)
        self._thread = threading.Thread(target=self._receive, name="microphone", daemon=True)
        self._thread.start()

    @property
    def active(self) -> bool:
        """False once the stream has ended by itself: device gone, sound server dead."""
        return not self._ended

    @property
    def losses(self) -> Losses:
        """What was received and what was lost so far."""
        return self._blocks.losses

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
        self._blocks.gate(at_s)

    def ungate(self, at_s: float) -> None:
        """The interviewer has ended: blocks are marked until the voice has died away."""
        self._blocks.ungate(at_s)

    def close(self) -> None:
        """Lets go of the device, at once even if it hangs."""
        end_capture(self._process)
        self._thread.join()
        _log.info("microphone %s closed: %s", self.device.name, self.losses)
        pipe(self._process).close()
        self._blocks.close()
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
        signal = np.frombuffer(data, np.float32).reshape(frames, self.device.channels)
        return self._blocks.block(signal, at_s, overflow=bool(flags & OVERFLOW))


_WINDOW_S = 2.0
"""Packets are handed over late when the machine is busy, never early: the least delay within this
window is the true one."""
_JUDGED_S = 1.6
"""So much of the window must be filled: after a stall what was held up comes first, all at once."""

_GAP_S = 0.1
"""A lasting rise of the delay by so much is a gap. Two clocks drift apart by 0.1 ms a second."""


@dataclass(frozen=True, slots=True)
class Losses:
    """The account of a microphone since it was opened."""

    frames: int
    """Samples a channel that were received, at the device's rate."""
    seconds: float
    """The same as time."""
    overflows: int
    """Times the sound system said it had to drop something."""
    gaps: int
    """Times the signal stopped and went on later: frozen server, machine asleep."""
    missing_s: float
    """What those gaps swallowed."""


class LossCounter:
    """Counts the packets of one microphone.

    Args:
        rate: samples a second of the device.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._frames = 0
        self._overflows = 0
        self._gaps = 0
        self._missing_s = 0.0
        self._delays: deque[tuple[float, float]] = deque()
        self._usual_s: float | None = None

    @property
    def losses(self) -> Losses:
        return Losses(
            self._frames, self._frames / self._rate, self._overflows, self._gaps, self._missing_s
        )

    def missed(self, seconds: float) -> None:
        """So much is known to be lost before the next packet: a gap, however the delay tells it."""
        self._gaps += 1
        self._missing_s += seconds
        if self._usual_s is not None:
            self._usual_s += seconds
        self._delays.clear()

    def feed(self, frames: int, at_s: float, overflow: bool) -> None:
        """Takes a packet of ``frames``, handed over at ``at_s``."""
        self._frames += frames
        self._overflows += overflow
        delay_s = at_s - self._frames / self._rate
        self._delays.append((at_s, delay_s))
        while self._delays[0][0] < at_s - _WINDOW_S:
            self._delays.popleft()
        if self._usual_s is not None and at_s - self._delays[0][0] < _JUDGED_S:
            return
        least_s = min(delay for _, delay in self._delays)
        if self._usual_s is not None and least_s - self._usual_s >= _GAP_S:
            self._gaps += 1
            self._missing_s += least_s - self._usual_s
        self._usual_s = least_s


@dataclass(frozen=True, slots=True)
class LevelTest:
    """What a microphone gave while it was tested."""

    device: str
    level: Level
    """Of the whole test; ``seconds`` is 0 where nothing came."""


def measure_level(
    wanted: str = "", seconds: float = 2.0, watch: Callable[[Block], None] = lambda _: None
) -> LevelTest:
    """Listens to a microphone for ``seconds`` of signal; gives up when nothing comes for 1.5 s.

    Args:
        wanted: the device's name, a part of it or its number; empty for the default one.
        seconds: of signal, not of waiting.
        watch: given each block as it comes.

    Raises:
        DeviceError: it cannot be opened.
    """
    heard: list[Level] = []
    with Microphone(wanted) as microphone:
        while sum(level.seconds for level in heard) < seconds:
            block = microphone.read(1.5)
            if block is None:
                break
            watch(block)
            heard.append(level_of(block.samples, block.clipped))
        return LevelTest(microphone.device.name, join_levels(heard))
