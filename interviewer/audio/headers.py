"""What a sound file's own header promises, against what the file holds.

Decoders read a cut WAV short, and a recording whose header was never completed as empty,
without a word. Here the headers are read for that one question; the decoders do the rest.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["Extent", "sound_extent"]

_STREAMED_FROM = 0x7FFF_F000
"""Recorders that write to a pipe put a size near 2 or 4 GiB: sox 0x7FFFF000, aplay 0x7FFFFFFF,
arecord 0x80000000, ffmpeg 0xFFFFFFFF. Such a size promises nothing."""

_MAX_CHUNKS = 1_000
"""Chunks looked at before the one with the sound: a hostile file may hold millions."""

_ASF_MAGIC = bytes.fromhex("3026b275")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_SEARCHED = 65_536
"""The properties object stands among the first; embedded pictures may come before it."""

_OGG_PAGE = 65_307
"""Longest page: 27 bytes of header, 255 of lacing, 255 x 255 of data (RFC 3533, section 6)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Size of the sound in bytes."""

    declared: int | None
    """None: the recorder never completed its header, or never wrote the end mark."""
    present: int

    @property
    def unfinished(self) -> bool:
        return self.declared is None

    def expected_s(self, found_s: float) -> float | None:
        """How long the whole would be if ``found_s`` seconds were found in what is present."""
        if self.declared is None or self.declared <= self.present or not self.present:
            return None
        return found_s * self.declared / self.present


def sound_extent(file: BinaryIO) -> Extent | None:
    """Reads the header of a WAV, RF64, AIFF, CAF, Ogg, WMA or mp3 file.

    Returns:
        None when the format says nothing about its size, or is another one. The position of
        ``file`` is changed.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    kind = head[:4]
    if kind in (b"RIFF", b"RIFX", b"RF64", b"BW64") and head[8:] == b"WAVE":
        return _riff(file, size, ">" if kind == b"RIFX" else "<")
    if kind == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
        return _chunk_extent(file, size, 12, ">4sI", b"SSND")
    if kind == b"caff":
        return _chunk_extent(file, size, 8, ">4sq", b"data")
    if kind == b"OggS":
        return _ogg(file, size)
    if kind == _ASF_MAGIC:
        return _asf(file, size)
    return _mp3(file, size)


def _find_chunk(
    file: BinaryIO, size: int, start: int, layout: str, wanted: bytes
) -> tuple[int, int] | None:
    """Walks the chunks from ``start`` to the one ``wanted``: where its content begins, its size."""
    header = struct.calcsize(layout)
    padded = header == 8  # RIFF and IFF chunks begin at even places, CAF's anywhere
    for _ in range(_MAX_CHUNKS):
        if start >= size:
            return None
        file.seek(start)
        raw = file.read(header)
        if len(raw) < header:
            return None
        name, length = struct.unpack(layout, raw)
        start += header
        if name == wanted:
            return start, length
        if length < 0:
            return None
        start += length + (length % 2 if padded else 0)
    return None


def _chunk_extent(
    file: BinaryIO, size: int, start: int, layout: str, wanted: bytes
) -> Extent | None:
    found = _find_chunk(file, size, start, layout, wanted)
    if found is None or not 0 <= found[1] < _STREAMED_FROM:
        return None
    return Extent(found[1], size - found[0])


def _riff(file: BinaryIO, size: int, order: str) -> Extent | None:
    found = _find_chunk(file, size, 12, f"{order}4sI", b"data")
    if found is None:
        return None
    start, length = found
    present = size - start
    file.seek(0)
    kind, whole, _, first, _, _, long_data = struct.unpack(
        f"{order}4sI4s4sIQQ", file.read(36).ljust(36, b"\0")
    )
    if kind in (b"RF64", b"BW64") and first == b"ds64" and length == 0xFFFF_FFFF:
        return Extent(long_data or None, present)
    if length >= _STREAMED_FROM:
        return None
    closed_when_empty = length == 0 and whole + 8 == size
    if length == 0 and present and not closed_when_empty:
        return Extent(None, present)
    return Extent(length, present)


def _ogg(file: BinaryIO, size: int) -> Extent | None:
    """The last page of a finished stream is whole and bears the end-of-stream flag, 4."""
    file.seek(max(0, size - 2 * _OGG_PAGE))
    tail = file.read()
    at = tail.rfind(b"OggS")
    page = tail[at:]
    if at < 0 or len(page) < 27:
        return Extent(None, size)
    length = 27 + page[26] + sum(page[27 : 27 + page[26]])
    whole = len(page) >= length and page[5] & 4
    return Extent(size, size) if whole else Extent(None, size)


def _asf(file: BinaryIO, size: int) -> Extent | None:
    """The file properties object: GUID, its size, the file's GUID, the size of the file."""
    file.seek(0)
    head = file.read(_ASF_SEARCHED)
    at = head.find(_ASF_PROPERTIES)
    if at < 0 or len(head) < at + 48:
        return None
    (length,) = struct.unpack_from("<Q", head, at + 40)
    return Extent(length, size) if length else None


def _mp3(file: BinaryIO, size: int) -> Extent | None:
    """Size from the Xing (VBR) or Info (CBR) tag that encoders put into the first frame."""
    file.seek(0)
    tag = file.read(10)
    start = 0
    if tag[:3] == b"ID3" and len(tag) == 10:
        # Four bytes of seven bits: ID3v2.4 structure, section 3.1.
        start = 10 + sum(
            (byte & 0x7F) << shift for byte, shift in zip(tag[6:], (21, 14, 7, 0), strict=True)
        )
    file.seek(start)
    frame = file.read(256)
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & 0xE0 != 0xE0:
        return None
    at = max(frame.find(b"Xing"), frame.find(b"Info"))
    if at < 0 or len(frame) < at + 16:
        return None
    flags, _, length = struct.unpack(">III", frame[at + 4 : at + 16])
    has_frames_and_bytes = flags & 3 == 3
    return Extent(length, size - start) if has_frames_and_bytes and length else None
