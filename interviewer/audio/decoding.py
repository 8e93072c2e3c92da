"""An open sound file to pieces of signal, through libsndfile or FFmpeg's libraries.

The content decides, never the suffix. Both are given an open file, not a name, and FFmpeg
only those demuxers that read one self-contained file: playlists and lists of files are no
audio here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

import numpy as np

from interviewer.audio.headers import Extent
from interviewer.audio.resampling import Frames, Piece
from interviewer.errors import AudioError
from interviewer.i18n import N_

if TYPE_CHECKING:
    import av
    import soundfile

__all__ = ["Decoder", "open_decoder"]

_READ_FRAMES = 1_024
"""Frames a read: when a FLAC file breaks off, no more than one read is lost."""

_UNKNOWN_LENGTH = 2**62
"""libsndfile gives 2**63 - 1 frames for a FLAC stream of unknown length, and then cannot read it."""

_DEMUXERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,"
    "ogg,tta,voc,w64,wav,wv"
)

_DECLARES_DURATION = ("mov,", "matroska,", "flac")
"""Formats whose header holds the duration, as does the tag of an mp3 file when there is one.
FFmpeg estimates that of the others."""


class Decoder(Protocol):
    """A file being decoded, once."""

    @property
    def declared_s(self) -> float | None:
        """Seconds by the header; None when it does not say."""
        ...

    @property
    def faults(self) -> int:
        """How many parts could not be decoded so far."""
        ...

    def pieces(self) -> Iterator[Piece]:
        """The signal as it is decoded, a fraction of a second at a time."""
        ...

    def close(self) -> None:
        """Frees the decoder; the file is the caller's."""
        ...


def open_decoder(file: BinaryIO, name: str, extent: Extent | None) -> Decoder:
    """The decoder that can read the file.

    Args:
        file: open for reading, seekable.
        name: how messages call it.
        extent: what the header promises.

    Raises:
        AudioError: not audio, or nothing that can be read.
    """
    import soundfile

    file.seek(0)
    head = file.read(12)
    file.seek(0)
    # For mp3, libsndfile's decoder writes to stderr, and fills a cut file up with silence.
    if not _is_mpeg(head):
        try:
            sound = soundfile.SoundFile(_Readable(file))
        except soundfile.LibsndfileError:
            pass
        else:
            never_closed = extent is not None and extent.unfinished
            if sound.frames < _UNKNOWN_LENGTH and (sound.frames or not never_closed):
                return _SoundFileDecoder(sound)
            sound.close()
    file.seek(0)
    return _ContainerDecoder(file, name, head, tagged=extent is not None)


def _is_mpeg(head: bytes) -> bool:
    """An ID3 tag, or the eleven set bits that begin an MPEG audio frame."""
    return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)


class _Readable:
    """A file whose seeks never raise: hostile headers make the decoders ask for places that
    cannot be, and an exception in their callback would be printed on stderr.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.read = file.read
        self.tell = file.tell

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """The new position, or -1 as the C library says when there is no such place."""
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1


class _SoundFileDecoder:
    def __init__(self, sound: soundfile.SoundFile) -> None:
        self._sound = sound
        self.faults = 0

    @property
    def declared_s(self) -> float:
        return float(self._sound.frames / self._sound.samplerate)

    def pieces(self) -> Iterator[Piece]:
        import soundfile

        while True:
            try:
                frames = self._sound.read(_READ_FRAMES, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError:
                self.faults += 1  # it cannot find its way again: what comes after is lost
                return
            if not len(frames):
                return
            yield Piece(self._sound.samplerate, frames)

    def close(self) -> None:
        self._sound.close()


class _ContainerDecoder:
    def __init__(self, file: BinaryIO, name: str, head: bytes, *, tagged: bool) -> None:
        import av

        try:
            self._container = av.open(
                _Readable(file),
                mode="r",
                options={"protocol_whitelist": "file", "format_whitelist": _DEMUXERS},
                metadata_errors="replace",
            )
        except (av.FFmpegError, ValueError) as error:
            raise _not_opened(name, head) from error
        self.faults = 0
        self._tagged = tagged
        try:
            self._stream = self._sound_track(name, head)
        except AudioError:
            self._container.close()
            raise
        # As declared: decoding changes what the track says of itself.
        context = self._stream.codec_context
        self._channels = 0 if context is None else context.layout.nb_channels

    def _sound_track(self, name: str, head: bytes) -> av.AudioStream:
        import av

        stream = self._container.streams.best("audio")
        if isinstance(stream, av.AudioStream):
            return stream
        if self._container.streams.audio:  # of which nothing is known: random bytes look like mp3
            raise _not_opened(name, head)
        raise AudioError(
            N_("{file} has no sound track."),
            N_("Give a recording in which your voice can be heard."),
            file=name,
        )

    @property
    def declared_s(self) -> float | None:
        kind = self._container.format.name
        if not (kind.startswith(_DECLARES_DURATION) or (kind == "mp3" and self._tagged)):
            return None
        stream = self._stream
        if stream.duration is not None and stream.time_base is not None:
            return float(stream.duration * stream.time_base)
        if self._container.duration is not None and len(self._container.streams) == 1:
            return self._container.duration / 1_000_000
        return None

    def pieces(self) -> Iterator[Piece]:
        import av

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                self.faults += 1
                return
            if packet is None:
                return
            try:
                decoded = packet.decode()
            except av.FFmpegError:
                self.faults += 1
                continue
            for frame in decoded:
                if not isinstance(frame, av.AudioFrame) or not frame.samples:
                    continue
                if not self._sound(frame):
                    self.faults += 1
                    continue
                yield Piece(frame.sample_rate, _floats(frame))

    def _sound(self, frame: av.AudioFrame) -> bool:
        """Whether a frame has as many channels as its track, or twice as many: mono may carry stereo.

        Decoded from an encrypted track, frames claim dozens, and more than they have memory for:
        reading one ended the process.
        """
        channels = frame.layout.nb_channels
        planes = channels if frame.format.is_planar else 1
        return channels in (self._channels, 2 * self._channels) and len(frame.planes) == planes

    def close(self) -> None:
        self._container.close()


def _floats(frame: av.AudioFrame) -> Frames:
    """One decoded frame of any sample format, shape ``(n, channels)``, full scale 1."""
    data = frame.to_ndarray()
    values = data.T if frame.format.is_planar else data.reshape(-1, frame.layout.nb_channels)
    if values.dtype.kind == "f":
        with np.errstate(over="ignore"):  # too large for 32 bits: infinite, and refused as such
            return values.astype(np.float32)
    scale = 2.0 ** (8 * values.dtype.itemsize - 1)
    offset = scale if values.dtype.kind == "u" else 0.0
    return ((values - offset) / scale).astype(np.float32)


def _not_opened(name: str, head: bytes) -> AudioError:
    if head[4:8] == b"ftyp":
        return AudioError(
            N_("{file} cannot be read: its index is missing, as when a recorder is cut off."),
            N_("Copy it again from where it was recorded, or record it again."),
            file=name,
        )
    return AudioError(
        N_("{file} is not audio that can be read."),
        N_("Give a recording such as wav, flac, mp3, ogg, opus or m4a."),
        file=name,
    )
