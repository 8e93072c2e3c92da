"""One short recording in every container that is read, as bytes."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interviewer.domain import Samples

if TYPE_CHECKING:
    import av

__all__ = ["CONTAINERS", "contained", "muxed"]

_RATE = 16_000

_LIBSNDFILE = {
    "wav": ("WAV", "PCM_16"),
    "float.wav": ("WAV", "DOUBLE"),
    "adpcm.wav": ("WAV", "MS_ADPCM"),
    "gsm.wav": ("WAV", "GSM610"),
    "wavex": ("WAVEX", "PCM_24"),
    "rf64": ("RF64", "PCM_16"),
    "w64": ("W64", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
    "ogg": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "aiff": ("AIFF", "PCM_16"),
    "caf": ("CAF", "PCM_16"),
    "alac.caf": ("CAF", "ALAC_16"),
    "au": ("AU", "PCM_16"),
    "voc": ("VOC", "PCM_16"),
}
"""Format and subtype."""

_FFMPEG = {
    "m4a": ("ipod", "aac", {}),
    "fast.m4a": ("ipod", "aac", {"movflags": "faststart"}),
    "alac.m4a": ("ipod", "alac", {}),
    "mp4": ("mp4", "aac", {"movflags": "frag_keyframe+empty_moov"}),
    "mov": ("mov", "pcm_s16le", {}),
    "3gp": ("3gp", "amr_nb", {}),
    "aac": ("adts", "aac", {}),
    "webm": ("webm", "libopus", {}),
    "mka": ("matroska", "flac", {}),
    "mkv": ("matroska", "pcm_s16le", {}),
    "flv": ("flv", "aac", {}),
    "mp3.flv": ("flv", "libmp3lame", {}),
    "ts": ("mpegts", "aac", {}),
    "mp2.ts": ("mpegts", "mp2", {}),
    "mpg": ("mpeg", "mp2", {}),
    "wma": ("asf", "wmav2", {}),
    "avi": ("avi", "libmp3lame", {}),
    "amr": ("amr", "amr_nb", {}),
    "ac3": ("ac3", "ac3", {}),
    "eac3": ("eac3", "eac3", {}),
    "tta": ("tta", "tta", {}),
    "wv": ("wv", "wavpack", {}),
    "flac.ogg": ("ogg", "flac", {}),
}
"""Container, codec, options of the container."""

_ENCODED = {
    "amr_nb": (8_000, 12_200),
    "libopus": (48_000, 64_000),
    "ac3": (48_000, 96_000),
    "eac3": (48_000, 96_000),
    "wmav2": (44_100, 64_000),
    "libmp3lame": (44_100, 64_000),
}
"""Rate and bit rate that an encoder is happy with."""

CONTAINERS = (*_LIBSNDFILE, *_FFMPEG)


@cache
def contained(name: str, seconds: float = 2.0) -> bytes:
    """A tone over noise, in the container ``name``, one of :data:`CONTAINERS`."""
    at = np.arange(round(seconds * _RATE)) / _RATE
    noise = np.random.default_rng(1).normal(0, 0.05, len(at))
    signal = (0.3 * np.sin(2 * np.pi * 220 * at) + noise).astype(np.float32)
    if name in _LIBSNDFILE:
        import soundfile

        format_, subtype = _LIBSNDFILE[name]
        file = io.BytesIO()
        soundfile.write(file, signal, _RATE, format=format_, subtype=subtype)
        return file.getvalue()
    container, codec, options = _FFMPEG[name]
    return muxed(container, [(codec, signal)], options)


def muxed(
    container: str,
    tracks: list[tuple[str, Samples]],
    options: dict[str, str] | None = None,
    moved: Callable[[int, float], float | None] = lambda _, at_s: at_s,
) -> bytes:
    """Sound tracks muxed by FFmpeg's libraries.

    Args:
        container: FFmpeg's name of it.
        tracks: codec and signal at 16 kHz of each.
        options: of the container.
        moved: track and second of a packet to the second it is written at; None: left out.
    """
    import av

    with (
        tempfile.TemporaryDirectory() as folder,
        av.open(f"{folder}/made", "w", format=container, options=options or {}) as output,
    ):
        streams = [_opened(output, codec) for codec, _ in tracks]
        packets = [
            (float(packet.pts * packet.time_base), number, packet)
            for number, (stream, (_, signal)) in enumerate(zip(streams, tracks, strict=True))
            for packet in _encoded(stream, signal)
            if packet.pts is not None and packet.time_base is not None
        ]
        for at_s, number, packet in sorted(packets, key=lambda each: each[:2]):
            written_s = moved(number, at_s)
            if written_s is not None and packet.time_base is not None:
                packet.pts = packet.dts = round(written_s / packet.time_base)
                output.mux(packet)
        output.close()
        return Path(folder, "made").read_bytes()


def _opened(output: av.container.OutputContainer, codec: str) -> av.AudioStream:
    import av

    rate, bit_rate = _ENCODED.get(codec, (_RATE, 64_000))
    stream = output.add_stream(codec, rate=rate, layout="mono")
    assert isinstance(stream, av.AudioStream)
    stream.bit_rate = bit_rate
    stream.codec_context.open()
    return stream


def _encoded(stream: av.AudioStream, signal: Samples) -> list[av.Packet[av.AudioStream]]:
    import av

    context = stream.codec_context
    resampler = av.AudioResampler(
        context.format.name, "mono", context.rate, frame_size=context.frame_size or 1_024
    )
    whole = av.AudioFrame.from_ndarray(signal[None], format="flt", layout="mono")
    whole.sample_rate = _RATE
    whole.pts = 0
    frames = [*resampler.resample(whole), *resampler.resample(None), None]
    return [packet for frame in frames for packet in stream.encode(frame)]
