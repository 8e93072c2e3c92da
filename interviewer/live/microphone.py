"""A microphone that is opened anew when it goes: unplugged, or its sound server died."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, Self

from interviewer.audio.microphone import Block, Losses, Opened
from interviewer.errors import DeviceError
from interviewer.live.ports import Source
from interviewer.live.voice import Gated

_RETRY_S = 1.0
_FROZEN_S = 5.0
"""Without a block for so long, another device is looked for; the watchdog speaks up at 1.5 s."""
_FAITHFUL = 3
"""How often the device that was asked for is tried before any other will do."""


class Device(Source, Gated, Protocol):
    """An open microphone."""

    def close(self) -> None: ...


class MicrophoneSupply:
    """A :class:`interviewer.live.listener.Source` that outlives its device. Use it as a context.

    Once the device has ended or hangs, one is looked for every second, on a thread of its own, as
    a sound system that hangs may take long to say so. Until then nothing is heard; a device that
    comes to life again meanwhile is kept.

    Args:
        open_device: opens the device that is wanted.
        open_any: opens one that will do where that is not to be had.
        monotonic: the clock of the blocks.

    Raises:
        DeviceError: there is none to begin with.
    """

    def __init__(
        self,
        open_device: Callable[[], Device],
        open_any: Callable[[], Device],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_device = open_device
        self._open_any = open_any
        self._monotonic = monotonic
        self._last_s = monotonic()
        self._device = open_device()
        self._lock = threading.Lock()
        self._before = Losses(0, 0.0, 0, 0, 0.0)
        self._gated = False
        self._gone_s: float | None = None
        self._found: list[Device] = []
        self._search: threading.Thread | None = None
        self._called_off = threading.Event()
        self._closing = threading.Event()

    @property
    def device(self) -> Opened:
        return self._device.device

    @property
    def active(self) -> bool:
        return self._device.active

    @property
    def losses(self) -> Losses:
        """Of all devices so far; the time between two of them is a gap."""
        before, now = self._before, self._device.losses
        return Losses(
            before.frames + now.frames,
            before.seconds + now.seconds,
            before.overflows + now.overflows,
            before.gaps + now.gaps,
            before.missing_s + now.missing_s,
        )

    def read(self, timeout_s: float) -> Block | None:
        """The next block, waited for at most ``timeout_s``."""
        block = self._device.read(timeout_s)
        if block is not None:
            self._last_s = self._monotonic()
            self._call_off()
        elif not self._device.active or self._monotonic() - self._last_s >= _FROZEN_S:
            self._replace()
        return block

    def gate(self, at_s: float) -> None:
        with self._lock:
            self._gated = True
            self._device.gate(at_s)

    def ungate(self, at_s: float) -> None:
        with self._lock:
            self._gated = False
            self._device.ungate(at_s)

    def close(self) -> None:
        """Lets go of the device; a search under way closes what it still finds."""
        self._closing.set()
        self._device.close()
        with self._lock:
            for device in self._found:
                device.close()
            self._found.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call_off(self) -> None:
        """The device is well: what was found instead is not needed."""
        if self._search is None:
            return
        self._called_off.set()
        if self._search.is_alive():
            return
        with self._lock:
            for device in self._found:
                device.close()
            self._found.clear()
        self._gone_s = self._search = None

    def _replace(self) -> None:
        if self._gone_s is None:
            self._gone_s = self._last_s
        if self._search is None or (self._called_off.is_set() and not self._search.is_alive()):
            self._called_off = threading.Event()
            self._search = threading.Thread(
                target=self._look, args=(self._called_off,), name="search", daemon=True
            )
            self._search.start()
        with self._lock:
            if not self._found:
                return
            back_s, known = self._monotonic(), self.losses
            self._before = Losses(
                known.frames,
                known.seconds,
                known.overflows,
                known.gaps + 1,
                known.missing_s + back_s - self._gone_s,
            )
            self._device.close()
            self._device = self._found.pop()
            if self._gated:
                self._device.gate(back_s)
        self._gone_s = self._search = None
        self._last_s = back_s

    def _look(self, called_off: threading.Event) -> None:
        tried = 0
        while not (self._closing.is_set() or called_off.is_set()):
            tried += 1
            # Past the faithful tries in turn, so that the one asked for still comes first.
            wanted = tried <= _FAITHFUL or tried % 2
            try:
                device = self._open_device() if wanted else self._open_any()
            except DeviceError:
                self._closing.wait(_RETRY_S)
                continue
            with self._lock:
                if not self._closing.is_set():
                    self._found.append(device)
                    return
            device.close()
