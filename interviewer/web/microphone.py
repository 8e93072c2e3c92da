"""The browser's microphone, as the session has any other: frames of a socket to blocks of 16 kHz."""

from __future__ import annotations

import queue
from collections import deque

import numpy as np

from interviewer.audio.microphone import Block, Blocks, Losses, Opened
from interviewer.i18n import N_
from interviewer.web.messages import Frame

_FULL_SCALE = np.float32(32_768)
_DRIFT_S = 10.0
"""For so long a window of frames the least delay is that of the clocks: frames come late, never early."""
_MOST_WAITING = 2_400
"""Frames, two minutes: a listener that hangs so long is lost, and memory is not."""

TROUBLES: dict[str, str] = {
    "muted": N_("The microphone is muted, by a switch on it or by the system. Switch it on."),
    "ended": N_("The microphone is gone. Plug it in again, or choose another one."),
    "denied": N_(
        "The browser does not let this page hear the microphone. Allow it beside the address, then try again."
    ),
    "absent": N_("No microphone was found. Connect one, then try again."),
    "busy": N_(
        "The microphone cannot be opened: another program may have it. Close that, then try again."
    ),
    "silent": N_("Nothing comes from the microphone."),
    "no_api": N_(
        "This browser gives pages no microphone. Try a current Firefox, Chrome, Edge or Safari."
    ),
}
"""What a page says of its microphone, by what the browser says of it, the gettext ids."""


class PageClock:
    """The page's clock on ours: frames are stamped where they are heard, and come here when there is time."""

    def __init__(self) -> None:
        self._offsets: deque[tuple[float, float]] = deque()

    def on_ours(self, at_ms: float, now_s: float) -> float:
        """When it was ``at_ms`` by the page, in seconds of our clock; ``now_s`` is when that came."""
        offset_s = now_s - at_ms / 1000
        self._offsets.append((now_s, offset_s))
        while self._offsets[0][0] < now_s - _DRIFT_S:
            self._offsets.popleft()
        return at_ms / 1000 + min(offset for _, offset in self._offsets)


class PageMicrophone:
    """A :class:`interviewer.live.microphone.Device` fed by the server's loop, read by the listener.

    Args:
        name: as the browser calls it.
        rate: samples a second of the frames.
    """

    def __init__(self, name: str, rate: int) -> None:
        self.device = Opened(name, rate, 1)
        self._waiting: queue.SimpleQueue[tuple[Frame, float] | None] = queue.SimpleQueue()
        self._blocks = Blocks(rate)
        self._clock = PageClock()
        self._next: int | None = None
        """Position that the next frame should have."""
        self._ended = False

    # ------------------------------------------------------------------ from the socket

    def feed(self, frame: Frame, now_s: float) -> bool:
        """Takes a frame that came at ``now_s``; False: nobody reads, and it is dropped."""
        if self._waiting.qsize() >= _MOST_WAITING:
            return False
        self._waiting.put((frame, now_s))
        return True

    def end(self) -> None:
        """Nothing more comes: the socket is closed, the device gone."""
        self._waiting.put(None)

    # ------------------------------------------------------------------ from the listener

    @property
    def active(self) -> bool:
        return not self._ended

    @property
    def losses(self) -> Losses:
        return self._blocks.losses

    def read(self, timeout_s: float) -> Block | None:
        if self._ended:
            return None
        try:
            came = self._waiting.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if came is None:
            self._ended = True
            return None
        frame, now_s = came
        self._account(frame)
        at_s = self._clock.on_ours(frame.at_ms, now_s)
        signal = np.frombuffer(frame.pcm, "<i2").astype(np.float32)[:, np.newaxis] / _FULL_SCALE
        return self._blocks.block(signal, at_s)

    def gate(self, at_s: float) -> None:
        self._blocks.gate(at_s)

    def ungate(self, at_s: float) -> None:
        self._blocks.ungate(at_s)

    def close(self) -> None:
        self._ended = True
        self._blocks.close()

    def _account(self, frame: Frame) -> None:
        """What the page dropped or never sent is known by the positions, and told with the answer."""
        if self._next is not None and frame.position > self._next:
            self._blocks.missed((frame.position - self._next) / self.device.rate)
        self._next = frame.position + frame.samples
