"""Any rate and any number of channels to the signal the program works on, in constant memory.

decoded pieces -> gathered to about a second -> mono -> :data:`SAMPLE_RATE` -> blocks of a second
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewer.domain import SAMPLE_RATE, Samples

Frames = NDArray[np.float32]
"""Decoded signal, shape ``(n, channels)``, float32."""

_GATHER_VALUES = 4_000_000
"""Most values held at once, whatever rate and channel count a header claims (16 MB)."""

_CANCELLED = 0.5
"""Share of the energy that unrelated channels would leave in their mean, below which they
cancel. For two equal channels: a correlation below -0.5. A single silent channel gives 1."""

_CROSSFADE_S = 0.01


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of decoded signal."""

    rate: int
    """Samples per second and channel."""
    frames: Frames


def gather(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Joins what a decoder gives into pieces of about one second of one rate and layout."""
    held: list[Frames] = []
    count = 0
    rate = channels = 0
    for piece in pieces:
        layout = (piece.rate, piece.frames.shape[1])
        if held and (layout != (rate, channels) or count >= min(rate, _GATHER_VALUES // channels)):
            yield Piece(rate, np.concatenate(held))
            held, count = [], 0
        rate, channels = layout
        held.append(piece.frames)
        count += len(piece.frames)
    if held:
        yield Piece(rate, np.concatenate(held))


class Downmix:
    """Mean of the channels, except where they cancel: there the loudest channel alone.

    Channels in opposite phase (a wire swapped in a cable, some « surround » effects) average to
    silence. One channel is taken rather than turned round and added, because the voice may be
    in phase under a louder hum that is not. The choice is made for each piece, keeps to the
    channel it has as long as that one is within 6 dB of the loudest, and fades over 10 ms.
    """

    def __init__(self) -> None:
        self._weights: Frames | None = None

    def mono(self, piece: Piece) -> Samples:
        """The piece in one channel."""
        frames = piece.frames
        if frames.shape[1] == 1:
            self._weights = None
            return frames[:, 0]
        before, now = self._weights, self._choose(frames)
        self._weights = now
        mixed: Samples = frames @ now
        if before is not None and len(before) == len(now) and not np.array_equal(before, now):
            fade = min(len(frames), max(1, round(piece.rate * _CROSSFADE_S)))
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            mixed[:fade] = ramp * mixed[:fade] + (1 - ramp) * (frames[:fade] @ before)
        return mixed

    def _choose(self, frames: Frames) -> Frames:
        channels = frames.shape[1]
        mean = np.full(channels, 1 / channels, dtype=np.float32)
        energy = np.einsum("ij,ij->j", frames, frames)
        left = frames @ mean
        if float(left @ left) >= _CANCELLED * float(energy.sum()) / channels**2:
            return mean
        chosen = int(energy.argmax())
        held = self._weights
        if held is not None and len(held) == channels and held.max() == 1:
            before = int(held.argmax())
            chosen = before if energy[before] >= energy[chosen] / 4 else chosen
        alone = np.zeros(channels, dtype=np.float32)
        alone[chosen] = 1
        return alone


def resample(pieces: Iterable[tuple[int, Samples]]) -> Iterator[Samples]:
    """Mono pieces with their rates to :data:`SAMPLE_RATE`, clipped to -1..1.

    A file may change its rate on the way: the resampler is then emptied and begun afresh.
    """
    import soxr

    stream: soxr.ResampleStream | None = None
    current = 0
    for rate, samples in pieces:
        if stream is None or rate != current:
            if stream is not None:
                yield _clipped(stream.resample_chunk(np.empty(0, np.float32), last=True))
            stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
            current = rate
        yield _clipped(stream.resample_chunk(samples))
    if stream is not None:
        yield _clipped(stream.resample_chunk(np.empty(0, np.float32), last=True))


def reblock(pieces: Iterable[Samples], size: int) -> Iterator[Samples]:
    """The same signal in blocks of exactly ``size`` samples, the last one shorter."""
    rest = np.empty(0, np.float32)
    for piece in pieces:
        joined = np.concatenate((rest, piece))
        whole = len(joined) - len(joined) % size
        for start in range(0, whole, size):
            yield joined[start : start + size]
        rest = joined[whole:]
    if len(rest):
        yield rest


def _clipped(samples: NDArray[np.float32]) -> Samples:
    return np.clip(samples, -1.0, 1.0)


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
