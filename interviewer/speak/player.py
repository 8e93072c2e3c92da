"""Sound to the loudspeaker, through sounddevice. Silent within a few milliseconds when told to.

Measured on PulseAudio: a stream that is let end by itself loses what its buffer holds, so the
sound is followed by as much silence; ``abort`` is silent within 5 ms whatever the buffer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, TypeVar

import numpy as np

from interviewer.models import Samples
from interviewer.speak.failure import VoiceFailure, no_sound, sound_stopped
from interviewer.speak.protocol import Sound
from interviewer.speak.tape import Tape

__all__ = ["SoundPlayer"]

T = TypeVar("T")

_LATENCY_S = 0.5
"""Buffered in the sound server: loading a Whisper model holds Python up for 0.25 s at a time."""
_MARGIN_S = 0.05
_AHEAD_S = 10.0
"""Sound made before it is needed."""
_POLL_S = 0.01
_STALLED_POLLS = 200
"""Polls without a callback, 2 s, until the sound server is taken to stand still. Counted, not
timed: when Python itself is held up, neither happens."""
_DEVICE_S = 5.0
"""Patience with opening and closing the device; both hang when the sound server does."""


class SoundPlayer:
    """Plays on the system's loudspeaker, at the rate and channels it offers."""

    def play(self, sounds: Iterator[Sound], cancelled: threading.Event) -> None:
        """Plays ``sounds`` without a gap; returns when the last was heard, or ``cancelled`` is set.

        Raises:
            VoiceFailure: there is no loudspeaker, or it stopped taking sound.
        """
        first = next(sounds, None)
        if first is None:
            return
        stream = _Stream(cancelled)
        try:
            stream.add(first)
            stream.start()
            for sound in sounds:
                stream.add(sound)
                stream.wait(lambda: stream.waiting_s < _AHEAD_S)
            stream.end()
            stream.wait(lambda: False)
        finally:
            stream.close()


class _Stream:
    """An open output stream fed from a tape."""

    def __init__(self, cancelled: threading.Event) -> None:
        self._cancelled = cancelled
        self._tape = Tape()
        self._over = threading.Event()
        self._callbacks = 0
        self._stream: Any = _bounded(self._open)
        self._rate_hz = int(self._stream.samplerate)

    @property
    def waiting_s(self) -> float:
        """Seconds of sound not yet handed to the device."""
        return self._tape.waiting / self._rate_hz

    def add(self, sound: Sound) -> None:
        """Appends ``sound``, at the device's rate."""
        self._tape.add(_resampled(sound, self._rate_hz))

    def end(self) -> None:
        """Nothing more comes: over as soon as the device has played what it was given."""
        self._tape.end(int((self._stream.latency + _MARGIN_S) * self._rate_hz))

    def start(self) -> None:
        """Begins to play."""
        _bounded(self._stream.start)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Until ``ready``, cancelled, or the end of the sound.

        Raises:
            VoiceFailure: the device takes no more sound.
        """
        seen, idle = self._callbacks, 0
        while not (ready() or self._cancelled.is_set()):
            if self._over.wait(_POLL_S):
                if self._tape.played_out or self._cancelled.is_set():
                    return
                raise sound_stopped()
            idle = idle + 1 if self._callbacks == seen else 0
            seen = self._callbacks
            if idle > _STALLED_POLLS:
                raise sound_stopped()

    def close(self) -> None:
        """Silence at once. A device that hangs is left alone."""

        def close() -> None:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)

        try:
            _bounded(close)
        except VoiceFailure:
            return

    def _open(self) -> Any:
        import sounddevice

        device = sounddevice.query_devices(kind="output")

        def fill(out: Samples, frames: int, _time: object, _status: object) -> None:
            self._callbacks += 1
            if self._cancelled.is_set():
                out.fill(0)
                raise sounddevice.CallbackAbort
            out[:] = self._tape.take(frames)[:, np.newaxis]
            if self._tape.played_out:
                raise sounddevice.CallbackStop

        return sounddevice.OutputStream(
            samplerate=device["default_samplerate"],
            channels=min(2, device["max_output_channels"]),
            dtype="float32",
            latency=_LATENCY_S,
            callback=fill,
            finished_callback=self._over.set,
        )


def _bounded(action: Callable[[], T]) -> T:
    """What ``action`` on the device gives; a device that hangs is left to a thread of its own.

    Raises:
        VoiceFailure: the device refuses, or hangs.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(action())
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(_DEVICE_S)
    except TimeoutError:
        raise sound_stopped() from None
    except Exception as error:
        raise no_sound(" ".join(str(error).split())) from error


def _resampled(sound: Sound, rate_hz: int) -> Samples:
    import soxr

    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768
    return np.asarray(soxr.resample(samples, sound.rate_hz, rate_hz), dtype=np.float32)
