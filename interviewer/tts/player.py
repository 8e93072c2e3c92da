"""Sound to the loudspeaker, through sounddevice. Runs in the child only."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from interviewer.domain import Samples
from interviewer.tts.protocol import LoudspeakerError, Sound, StalledError


class Tape:
    """Mono sound in order. Runs dry in silence, and goes on when there is more."""

    def __init__(self) -> None:
        self._parts: deque[Samples] = deque()
        self._waiting = 0
        self._ended = False
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """Samples not yet taken."""
        return self._waiting

    @property
    def played_out(self) -> bool:
        """All of it was taken, and no more will come."""
        return self._ended and self._waiting == 0

    def add(self, samples: Samples) -> None:
        """Appends ``samples``, shape ``(n,)``."""
        with self._lock:
            self._parts.append(samples)
            self._waiting += len(samples)

    def end(self, silence: int) -> None:
        """Nothing more comes but ``silence`` samples of it."""
        self.add(np.zeros(silence, dtype=np.float32))
        self._ended = True

    def take(self, count: int) -> Samples:
        """The next ``count`` samples, silence where there are none."""
        out = np.zeros(count, dtype=np.float32)
        filled = 0
        with self._lock:
            while self._parts and filled < count:
                part = self._parts.popleft()
                used = min(len(part), count - filled)
                out[filled : filled + used] = part[:used]
                if used < len(part):
                    self._parts.appendleft(part[used:])
                filled += used
            self._waiting -= filled
        return out


_LATENCY_S = 0.3
"""Buffered on the way, against a machine at work on other things."""
_MARGIN_S = 0.05
_AHEAD_S = 10.0
"""Sound made before it is needed."""
_POLL_S = 0.01
_STALLED_POLLS = 200
"""Polls without a callback, 2 s, until the sound server is taken to stand still. Counted, not
timed: when the whole machine is held up, neither happens."""
_OPENS_WITHIN_S = 3.0
"""Opening hangs when the sound server does; 0.1 s is usual."""


class SoundPlayer:
    """Plays on the system's loudspeaker, at the rate and channels it offers."""

    def prepare(self) -> None:
        """Loads the libraries.

        Raises:
            OSError: PortAudio is not installed.
        """
        import sounddevice  # noqa: F401  used once there is a sound
        import soxr  # noqa: F401  likewise

    def play(self, sounds: Iterator[Sound]) -> None:
        """Plays ``sounds`` without a gap; returns when the last was heard.

        Raises:
            LoudspeakerError: there is no loudspeaker, or it refuses.
            StalledError: it stopped taking sound.
        """
        first = next(sounds, None)
        if first is None:
            return
        stream = open_stream(_LATENCY_S)
        stream.add(first)
        stream.start()
        for sound in sounds:
            stream.add(sound)
            stream.wait(lambda: stream.waiting_s < _AHEAD_S)
        stream.finish()


class OutputStream:
    """A stream to the loudspeaker, fed from a tape. Made by :func:`open_stream`."""

    def __init__(self, latency_s: float) -> None:
        import sounddevice

        self._tape = Tape()
        self._over = threading.Event()
        self._callbacks = 0

        def fill(out: Samples, frames: int, _time: object, _status: object) -> None:
            self._callbacks += 1
            out[:] = self._tape.take(frames)[:, np.newaxis]
            if self._tape.played_out:
                raise sounddevice.CallbackStop

        try:
            device = sounddevice.query_devices(kind="output")
            self._rate_hz = int(device["default_samplerate"])
            self._stream: Any = sounddevice.OutputStream(
                samplerate=self._rate_hz,
                channels=min(2, device["max_output_channels"]),
                dtype="float32",
                latency=latency_s,
                callback=fill,
                finished_callback=self._over.set,
            )
        except sounddevice.PortAudioError as error:
            raise LoudspeakerError(" ".join(str(error).split())) from error

    @property
    def waiting_s(self) -> float:
        """Seconds of sound not yet handed to the device."""
        return self._tape.waiting / self._rate_hz

    def add(self, sound: Sound) -> None:
        """Appends ``sound``, at the device's rate."""
        import soxr

        samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768
        self._tape.add(soxr.resample(samples, sound.rate_hz, self._rate_hz).astype(np.float32))

    def start(self) -> None:
        """Begins to play."""
        import sounddevice

        try:
            self._stream.start()
        except sounddevice.PortAudioError as error:
            raise LoudspeakerError(" ".join(str(error).split())) from error

    def wait(self, ready: Callable[[], bool]) -> None:
        """Until ``ready`` or the end of the sound."""
        seen, idle = self._callbacks, 0
        while not ready():
            if self._over.wait(_POLL_S):
                if self._tape.played_out:
                    return
                raise StalledError("the stream ended")
            idle = idle + 1 if self._callbacks == seen else 0
            seen = self._callbacks
            if idle > _STALLED_POLLS:
                raise StalledError("the stream stands still")

    def finish(self) -> None:
        """Waits until all was heard, and closes.

        A stream that ends by itself loses what is still buffered (measured on PulseAudio), so
        the buffer is filled with silence behind the sound.
        """
        self._tape.end(int((self._stream.latency + _MARGIN_S) * self._rate_hz))
        self.wait(lambda: False)
        self._stream.close()


def open_stream(latency_s: float) -> OutputStream:
    """A stream that is open, with ``latency_s`` of sound on the way. One that hangs is left behind: the parent ends this process.

    Raises:
        LoudspeakerError: there is no loudspeaker, or it refuses.
        StalledError: the sound server does not answer.
    """
    outcome: list[OutputStream | LoudspeakerError] = []

    def run() -> None:
        try:
            outcome.append(OutputStream(latency_s))
        except LoudspeakerError as error:
            outcome.append(error)

    opening = threading.Thread(target=run, daemon=True)
    opening.start()
    opening.join(_OPENS_WITHIN_S)
    if not outcome:
        raise StalledError("the loudspeaker does not open")
    if isinstance(outcome[0], LoudspeakerError):
        raise outcome[0]
    return outcome[0]
