"""A recording on disk to the signal the program works on, block by block.

Only local, regular files are read. What makes a recording impossible to score is an
:class:`AudioError` in one line; what was lost but leaves something to score is a
:class:`Notice`.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import numpy as np

from interviewer.audio.decoding import open_decoder
from interviewer.audio.files import empty, not_readable, open_regular, printable
from interviewer.audio.notices import Read, told
from interviewer.audio.resampling import Downmix, Piece, gather, reblock, resample
from interviewer.audio.sections import Section, sections
from interviewer.domain import SAMPLE_RATE, Notice, Samples
from interviewer.errors import AudioError
from interviewer.i18n import N_

AUDIO_SUFFIXES = frozenset(
    [
        ".3gp",
        ".aac",
        ".aif",
        ".aifc",
        ".aiff",
        ".amr",
        ".au",
        ".avi",
        ".caf",
        ".flac",
        ".flv",
        ".m4a",
        ".m4b",
        ".mka",
        ".mkv",
        ".mov",
        ".mp3",
        ".mp4",
        ".mpeg",
        ".mpg",
        ".oga",
        ".ogg",
        ".opus",
        ".rf64",
        ".w64",
        ".wav",
        ".wave",
        ".webm",
        ".wma",
    ]
)
"""Suffixes, in lower case, by which a folder listing finds recordings."""

MIN_DURATION_S = 0.3
"""A shorter recording holds no answer."""

_RATES = range(2_000, 768_001)
"""Below, no speech is left; above, no recorder goes, and one second would not fit in memory."""

_MOST_TRACKS = 8
_LISTENED_S = 300.0
"""Of each of several sound tracks, to know which one is spoken on."""


class Recording:
    """A file that can be decoded, as often as needed. Made by :func:`open_recording`.

    Attributes:
        path: the file.
        name: the file as it was given, safe to show.
        notices: what the person should know of it; complete once :meth:`blocks` is exhausted.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = printable(path)
        self.notices: tuple[Notice, ...] = ()
        self._duration_s: float | None = None
        self._chosen: tuple[int | None] | None = None

    @property
    def duration_s(self) -> float:
        """Seconds that were decoded.

        Raises:
            RuntimeError: :meth:`blocks` was not exhausted yet.
        """
        if self._duration_s is None:
            raise RuntimeError("the duration is known once blocks() is exhausted")
        return self._duration_s

    def blocks(self) -> Iterator[Samples]:
        """The signal from the start, 16 kHz mono, in blocks of one second, the last shorter.

        Memory does not grow with the length of the file.

        Raises:
            AudioError: a sample is not a number, or nothing that can be scored is found.
        """
        return self._decode()

    def check(self) -> None:
        """Decodes the first second.

        Raises:
            AudioError: the file cannot be scored.
        """
        with closing(self._decode()) as blocks:
            next(blocks)

    def _decode(self) -> Generator[Samples]:
        with open_regular(self.path, self.name) as file:
            try:
                yield from self._signal(file)
            except OSError as error:  # the disk gives up while it is being read
                raise not_readable(self.path, self.name, error) from error

    def _signal(self, file: BinaryIO) -> Iterator[Samples]:
        count = 0
        read: list[Read] = []
        signal = resample(_mono(self._pieces(file, read), self.name))
        for block in reblock(signal, SAMPLE_RATE):
            count += len(block)
            if count >= MIN_DURATION_S * SAMPLE_RATE:
                yield block
        found_s = count / SAMPLE_RATE
        if found_s < MIN_DURATION_S:
            raise _too_short(self.name, found_s, sum(each.faults for each in read))
        self.notices = tuple(told(printable(self.path.name), found_s, read))
        self._duration_s = found_s

    def _pieces(self, file: BinaryIO, read: list[Read]) -> Iterator[Piece]:
        """The signal of all that ``file`` holds; ``read`` is what became of each recording."""
        for section in sections(file):
            try:
                decoder = open_decoder(
                    section.view, self.name, section.extent, self._track(section)
                )
            except AudioError:
                if section.view.failure is not None:
                    raise section.view.failure from None
                if not read:
                    raise
                read.append(Read(section, faults=1))
                continue
            with closing(decoder):
                found_s = 0.0
                for piece in gather(decoder.pieces()):
                    found_s += len(piece.frames) / piece.rate if piece.rate else 0.0
                    yield piece
                read.append(Read.of(section, decoder, found_s))
            if section.view.failure is not None:
                raise section.view.failure

    def _track(self, section: Section) -> int | None:
        """The sound track with the most speech, of several."""
        if self._chosen is None:
            self._chosen = _most_spoken(section, self.name)
        return self._chosen[0]


def open_recording(path: str | Path) -> Recording:
    """A local sound file, checked by decoding its first second.

    wav, flac, ogg, opus, aiff, caf (libsndfile), mp3, m4a, aac, webm, mp4, mka, wma (FFmpeg's
    libraries); the content decides, not the suffix.

    Raises:
        AudioError: missing, not a regular file, an address or a playlist, not permitted, not
            audio, empty, shorter than :data:`MIN_DURATION_S`, encrypted, without sound track,
            or with samples that are not numbers (in the first second; later: from ``blocks``).
    """
    recording = Recording(path)
    recording.check()
    return recording


def _mono(pieces: Iterable[Piece], name: str) -> Iterator[tuple[int, Samples]]:
    downmix = Downmix()
    at_s = 0.0
    for piece in pieces:
        if piece.rate not in _RATES:
            raise AudioError(
                N_("{file} says it has {rate} samples a second, which no voice recording has."),
                N_("Record it again, or convert it to wav at 16000 samples a second."),
                file=name,
                rate=piece.rate,
            )
        bad = np.flatnonzero(~np.isfinite(piece.frames).all(axis=1))
        if len(bad):
            raise AudioError(
                N_("{file} is damaged: at second {second} a sample is not a number."),
                N_("Export it again from the program that made it, as 16-bit wav."),
                file=name,
                second=round(at_s + int(bad[0]) / piece.rate, 3),
            )
        at_s += len(piece.frames) / piece.rate
        yield piece.rate, downmix.mono(Piece(piece.rate, np.clip(piece.frames, -1.0, 1.0)))


def _most_spoken(section: Section, name: str) -> tuple[int | None]:
    """The sound track with the most speech in its first minutes; None where there is one only."""
    try:
        decoder = open_decoder(section.view, name, section.extent)
    except AudioError:
        return (None,)
    with closing(decoder):
        main, tracks = decoder.track, min(decoder.tracks, _MOST_TRACKS)
    if tracks < 2:
        return (None,)
    spoken = {track: _spoken_s(section, name, track) for track in {main, *range(tracks)}}
    most = max(spoken, key=spoken.__getitem__)
    # The main one, unless there is little in it beside another.
    return (main if spoken[main] >= spoken[most] / 2 else most,)


def _spoken_s(section: Section, name: str, track: int) -> float:
    from interviewer.vad.detector import FRAME_S, SileroDetector, SpanSettings

    detector = SileroDetector()
    windows = spoken = 0
    try:
        decoder = open_decoder(section.view, name, section.extent, track)
        with closing(decoder):
            for block in resample(_mono(gather(decoder.pieces()), name)):
                for probability in detector.feed(block):
                    windows += 1
                    spoken += probability >= SpanSettings().enter
                if windows * FRAME_S >= _LISTENED_S:
                    break
    except AudioError:
        return 0.0
    return spoken * FRAME_S


def _too_short(name: str, found_s: float, faults: int) -> AudioError:
    if faults:
        return AudioError(
            N_("The sound in {file} cannot be decoded: it is encrypted or damaged."),
            N_("Give a copy without protection, or record it again."),
            file=name,
        )
    if not found_s:
        return empty(name)
    return AudioError(
        N_("{file} lasts {found} s, too short for an answer ({least} s at least)."),
        N_("Record it again."),
        file=name,
        found=round(found_s, 2),
        least=MIN_DURATION_S,
    )


MIME_TYPE = "audio/mpeg"

_LEVEL = 1 - (40 - 8) / (160 - 8)
"""libsndfile's scale from the highest bit rate of 16 kHz MP3, 160 kbit/s, at 0, to the lowest, 8."""


def compressed_track(path: Path) -> bytes:
    """The recording at ``path`` as MP3; the same recording gives the same bytes.

    Raises:
        AudioError: it is not there, or cannot be decoded.
    """
    import soundfile

    recording = open_recording(path)
    track = io.BytesIO()
    with soundfile.SoundFile(
        track,
        "w",
        samplerate=SAMPLE_RATE,
        channels=1,
        format="MP3",
        subtype="MPEG_LAYER_III",
        compression_level=_LEVEL,
        bitrate_mode="CONSTANT",
    ) as file:
        for block in recording.blocks():
            file.write(block)
    return track.getvalue()


def data_address(path: Path) -> str:
    """:func:`compressed_track` as an address that a page carries inside."""
    return f"data:{MIME_TYPE};base64,{base64.b64encode(compressed_track(path)).decode('ascii')}"
