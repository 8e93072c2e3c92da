"""An open sound file to pieces of signal, through libsndfile or FFmpeg's libraries.

The content decides, never the suffix. Both are given an open file, not a name, and FFmpeg
only those demuxers that read one self-contained file: playlists and lists of files are no
audio here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from interviewer.audio.headers import Extent
from interviewer.audio.resampling import Frames, Piece
from interviewer.audio.sections import View
from interviewer.errors import AudioError
from interviewer.i18n import N_

if TYPE_CHECKING:
    import av
    import soundfile


_READ_FRAMES = 1_024
"""Frames a read: when a FLAC file breaks off, no more than one read is lost."""

_HOLE_S = 0.1
"""Timestamps are rounded to a millisecond, and frames last 0.02 to 0.1 s: from here on sound is
missing, or a codec left out silence."""

_MOST_FILLED_S = 600.0
"""Silence put into holes, in all: beyond, a clock is wrong, and nobody waits for the answer."""

_SILENCE_VALUES = 400_000
"""Most values of a silence made at once: a second of 8 channels at 48 kHz."""
_MOST_NEW_TRACKS = 1_000

_DEMUXERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,"
    "ogg,tta,voc,w64,wav,wv"
)

_DECLARES_DURATION = ("mov,", "matroska,", "flac")
"""Formats whose header holds the duration, as does the tag of an mp3 file when there is one.
FFmpeg estimates that of the others."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch in which the clock of a recording went on without sound."""

    at_s: float
    """Second of what is given, holes that are filled included."""
    length_s: float
    filled: bool
    """Silence is given in its place."""


class Decoder(Protocol):
    """A recording being decoded, once."""

    faults: int
    """How many parts could not be decoded so far."""
    holes: list[Hole]
    """Those met so far."""

    @property
    def declared_s(self) -> float | None:
        """Seconds by the header; None when it does not say."""
        ...

    @property
    def tracks(self) -> int:
        """How many sound tracks there are, one at least."""
        ...

    @property
    def track(self) -> int:
        """Which of them is decoded, from 0."""
        ...

    def pieces(self) -> Iterator[Piece]:
        """The signal as it is decoded, a fraction of a second at a time.

        Whatever a library makes of damaged bytes is a fault that is counted, never an exception.
        """
        ...

    def close(self) -> None:
        """Frees the decoder; the file is the caller's."""
        ...


def open_decoder(view: View, name: str, extent: Extent | None, track: int | None = None) -> Decoder:
    """The decoder that can read a recording.

    Args:
        view: the recording.
        name: how messages call it.
        extent: what its header promises.
        track: which of several sound tracks; None for the one that its format says is the main one.

    Raises:
        AudioError: not audio, or nothing that can be read.
    """
    view.seek(0)
    head = view.read(32)
    view.seek(0)
    if not _is_for_ffmpeg(head):
        import soundfile

        try:
            sound = soundfile.SoundFile(view)
        except Exception:  # noqa: BLE001, S110  the library's, on bytes that the other one may know
            pass
        else:
            never_closed = extent is not None and extent.unfinished
            if sound.samplerate > 0 and (sound.frames or not never_closed):
                return _SoundFileDecoder(sound)
            sound.close()
    view.seek(0)
    return _ContainerDecoder(view, name, head, tagged=extent is not None, track=track)


def _is_for_ffmpeg(head: bytes) -> bool:
    """Whether libsndfile is not to be asked.

    For mp3 (an ID3 tag, or the eleven set bits that begin an MPEG audio frame) its decoder writes to
    stderr, and fills a cut file up with silence; for ALAC it writes to stdout. Of FLAC it reads no more
    than the header promises, and in Ogg it sees no hole in time.
    """
    mpeg = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    alac = head[:4] == b"caff" and head[28:32] == b"alac"
    return mpeg or alac or head.startswith((b"ID3", b"fLaC", b"OggS"))


class _SoundFileDecoder:
    tracks, track = 1, 0

    def __init__(self, sound: soundfile.SoundFile) -> None:
        self._sound = sound
        self.faults = 0
        self.holes: list[Hole] = []

    @property
    def declared_s(self) -> float:
        return float(self._sound.frames / self._sound.samplerate)

    def pieces(self) -> Iterator[Piece]:
        while True:
            try:
                frames = self._sound.read(_READ_FRAMES, dtype="float32", always_2d=True)
            except Exception:  # noqa: BLE001  libsndfile's, on damaged bytes: told as a fault
                self.faults += 1  # it cannot find its way again: what comes after is lost
                return
            if not len(frames):
                return
            yield Piece(self._sound.samplerate, frames)

    def close(self) -> None:
        self._sound.close()


class _ContainerDecoder:
    def __init__(
        self, view: View, name: str, head: bytes, *, tagged: bool, track: int | None
    ) -> None:
        import av

        try:
            self._container = av.open(
                view,
                mode="r",
                options={"protocol_whitelist": "file", "format_whitelist": _DEMUXERS},
                metadata_errors="replace",
            )
        except Exception as error:  # PyAV's, which are FFmpeg's and Python's, on bytes of anybody's
            raise _not_opened(name, head) from error
        self.faults = 0
        self.holes: list[Hole] = []
        self._tagged = tagged
        try:
            self._stream = self._sound_track(name, head, track)
        except AudioError:
            self._container.close()
            raise
        # As declared: decoding changes what the track says of itself.
        context = self._stream.codec_context
        self._channels = 0 if context is None else context.layout.nb_channels

    def _sound_track(self, name: str, head: bytes, track: int | None) -> av.AudioStream:
        import av

        tracks = self._container.streams.audio
        stream = self._container.streams.best("audio") if track is None else tracks[track]
        if isinstance(stream, av.AudioStream):
            return stream
        if tracks:  # of which nothing is known: random bytes look like mp3
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

    @property
    def tracks(self) -> int:
        return len(self._container.streams.audio)

    @property
    def track(self) -> int:
        return self._container.streams.audio.index(self._stream)

    def pieces(self) -> Iterator[Piece]:
        given_s = 0.0
        ends_s: float | None = None
        for frame in self._frames():
            length_s = frame.samples / frame.sample_rate
            at_s = frame.time
            if at_s is not None and ends_s is not None and at_s - ends_s >= _HOLE_S:
                hole = self._hole(given_s, at_s - ends_s)
                if hole.filled:
                    yield from _silence(frame, hole.length_s)
                    given_s += hole.length_s
            yield Piece(frame.sample_rate, _floats(frame))
            given_s += length_s
            ends_s = None if at_s is None else at_s + length_s

    def _hole(self, at_s: float, length_s: float) -> Hole:
        filled_s = sum(hole.length_s for hole in self.holes if hole.filled)
        hole = Hole(at_s, length_s, filled=filled_s + length_s <= _MOST_FILLED_S)
        self.holes.append(hole)
        return hole

    def _frames(self) -> Iterator[av.AudioFrame]:
        import av

        for packet in self._packets():
            if packet.has_sidedata("encryption_info"):
                # Some decode to noise without a fault.
                self.faults += 1
                continue
            try:
                decoded = packet.decode()
            except Exception:  # noqa: BLE001  PyAV's, on damaged bytes: told as a fault
                self.faults += 1
                continue
            for frame in decoded:
                if not isinstance(frame, av.AudioFrame) or not frame.samples:
                    continue
                if frame.sample_rate > 0 and self._sound(frame):
                    yield frame
                else:
                    self.faults += 1

    def _packets(self) -> Iterator[av.Packet[av.AudioStream]]:
        packets = self._container.demux(self._stream)
        for _ in range(_MOST_NEW_TRACKS):
            try:
                yield from packets
            except IndexError:
                # PyAV knows nothing of a track that begins only here (ts, flv), but goes on.
                packets = self._container.demux(self._stream)
            except Exception:  # noqa: BLE001  PyAV's, on damaged bytes: told as a fault
                self.faults += 1
                return
            else:
                return
        self.faults += 1

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


def _silence(frame: av.AudioFrame, seconds: float) -> Iterator[Piece]:
    """As ``frame`` is, a second at most at a time, and little of a rate that only damage claims."""
    left, channels = round(seconds * frame.sample_rate), frame.layout.nb_channels
    while left > 0:
        count = min(left, frame.sample_rate, _SILENCE_VALUES // channels)
        yield Piece(frame.sample_rate, np.zeros((count, channels), np.float32))
        left -= count


def _floats(frame: av.AudioFrame) -> Frames:
    """One decoded frame of any sample format, shape ``(n, channels)``, full scale 1."""
    data = frame.to_ndarray()
    values = data.T if frame.format.is_planar else data.reshape(-1, frame.layout.nb_channels)
    if values.dtype.kind == "f":
        # Too large for 32 bits: infinite, and refused as such.
        with np.errstate(over="ignore", invalid="ignore"):
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
