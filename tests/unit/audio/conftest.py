"""Recordings made on the spot, in every format that is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

Tone = Callable[..., NDArray[np.float32]]
WriteSound = Callable[..., Path]

_SOUNDFILE = {
    "opus": {"format": "OGG", "subtype": "OPUS"},
    "oga": {"format": "OGG", "subtype": "VORBIS"},
}
_CONTAINERS = {
    "m4a": ("aac", "ipod"),
    "mp4": ("aac", "mp4"),
    "aac": ("aac", "adts"),
    "webm": ("libopus", "webm"),
    "mka": ("libopus", "matroska"),
    "wma": ("wmav2", "asf"),
}


@pytest.fixture
def tone() -> Tone:
    """``tone(seconds, rate, level, hertz)``: a sine, shape ``(n,)``."""

    def make(
        seconds: float = 2.0, rate: int = 48_000, level: float = 0.3, hertz: float = 440.0
    ) -> NDArray[np.float32]:
        at = np.arange(round(seconds * rate)) / rate
        return (level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)

    return make


@pytest.fixture
def write_sound(tmp_path: Path) -> WriteSound:
    """``write_sound(name, signal, rate)``: encodes by the suffix of the name."""

    def write(name: str, signal: NDArray[np.float32], rate: int = 48_000, **options: str) -> Path:
        path = tmp_path / name
        suffix = path.suffix[1:]
        if suffix in _CONTAINERS:
            _encode(path, signal, rate, *_CONTAINERS[suffix], options)
        else:
            soundfile.write(path, signal, rate, **{**_SOUNDFILE.get(suffix, {}), **options})
        return path

    return write


def _encode(
    path: Path,
    signal: NDArray[np.float32],
    rate: int,
    codec: str,
    container: str,
    options: dict[str, str],
) -> None:
    with av.open(str(path), "w", format=container, options=options) as output:
        stream = output.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = 64_000
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(
            context.format.name, "mono", rate, frame_size=context.frame_size
        )
        whole = av.AudioFrame.from_ndarray(signal[None], format="flt", layout="mono")
        whole.sample_rate = rate
        whole.pts = 0  # without it the encoder's delay is not written into the file
        for frame in (*resampler.resample(whole), *resampler.resample(None)):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
