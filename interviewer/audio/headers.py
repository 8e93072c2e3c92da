"""What a sound file's own header promises, against what the file holds.

Decoders read a cut WAV short, and a recording whose header was never completed as empty, without a
word. Here the headers are read for that one question; the decoders do the rest.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

STREAMED_FROM = 0x7FFF_F000
"""Recorders that write to a pipe put a size near 2 or 4 GiB: sox 0x7FFFF000, aplay 0x7FFFFFFF,
arecord 0x80000000, ffmpeg 0xFFFFFFFF. Such a size promises nothing."""

_MAX_CHUNKS = 1_000
"""Chunks looked at before the one with the sound: a hostile file may hold millions."""

_NAME = re.compile(rb"[!-~][ -~]{3}")
"""Of a chunk, as all that are in use."""

_KNOWN = frozenset(
    {b"data", b"fmt ", b"LIST", b"fact", b"SSND", b"COMM", b"bext", b"JUNK", b"id3 "}
)
_FILES = frozenset({b"RIFF", b"RIFX", b"RF64", b"BW64", b"FORM"})
"""Chunks that are a file of their own."""

_ASF_MAGIC = bytes.fromhex("3026b275")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_SEARCHED = 65_536
"""The properties object stands among the first; embedded pictures may come before it."""

_OGG_PAGE = 65_307
"""Longest page: 27 bytes of header, 255 of lacing, 255 x 255 of data (RFC 3533, section 6)."""


class Readable(Protocol):
    """What is asked of an open file."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


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


@dataclass(frozen=True, slots=True)
class Chunk:
    """A named part of a RIFF, IFF or CAF file."""

    name: bytes
    start: int
    """Where its content begins."""
    length: int
    """As declared; it may be more than the file holds."""


def chunks(file: Readable, start: int, end: int, layout: str) -> Iterator[Chunk]:
    """Those from ``start`` on, up to one that says it is larger than what is left, or is none.

    RIFF and IFF chunks begin at even places, CAF's anywhere. Some programs forget the byte between: a
    chunk that begins where only that explains it does so.

    Args:
        file: its position is changed.
        start: where the first begins.
        end: of what is looked at.
        layout: of their header, name and length, for ``struct``.
    """
    for _ in range(_MAX_CHUNKS):
        chunk = _chunk(file, start, layout)
        if chunk is None or chunk.start > end or chunk.length < 0:
            return
        yield chunk
        start = chunk.start + chunk.length
        if start > end:
            return
        if layout[1:] == "4sI" and chunk.length % 2:
            padded, unpadded = _chunk(file, start + 1, layout), _chunk(file, start, layout)
            if _likely(unpadded, end) > _likely(padded, end):
                continue
            start += 1


def _chunk(file: Readable, start: int, layout: str) -> Chunk | None:
    size = struct.calcsize(layout)
    file.seek(start)
    raw = file.read(size)
    if len(raw) < size:
        return None
    name, length = struct.unpack(layout, raw)
    return Chunk(name, start + size, length)


def _likely(chunk: Chunk | None, end: int) -> int:
    """2 for a chunk that is known, 1 for one that may be, 0 for other bytes."""
    if chunk is None or chunk.name in _FILES:
        return 0
    if chunk.name in _KNOWN:
        return 2
    return int(_NAME.fullmatch(chunk.name) is not None and 0 <= chunk.start + chunk.length <= end)


def are_chunks(file: Readable, start: int, end: int, layout: str) -> bool:
    """Whether what lies between is a row of chunks, or a few bytes."""
    reached = start
    for chunk in chunks(file, start, end, layout):
        if not _likely(chunk, end + 1):
            return False
        reached = chunk.start + chunk.length
    return end - reached < struct.calcsize(layout)


def sound_extent(file: Readable) -> Extent | None:
    """Reads the header of an Ogg, WMA or mp3 file.

    Returns:
        None when the format says nothing about its size, or is another one. The position of
        ``file`` is changed.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    kind = file.read(4)
    if kind == b"OggS":
        return _ogg(file, size)
    if kind == _ASF_MAGIC:
        return _asf(file, size)
    return _mp3(file, size)


def ogg_page_end(file: Readable, at: int) -> int:
    """Where the page that begins at ``at`` ends; ``at`` where none does."""
    file.seek(at)
    page = file.read(27 + 255)
    if len(page) < 27 or page[:4] != b"OggS":
        return at
    return at + 27 + page[26] + sum(page[27 : 27 + page[26]])


def _ogg(file: Readable, size: int) -> Extent | None:
    """The last page of a finished stream is whole and bears the end-of-stream flag, 4."""
    first = max(0, size - 2 * _OGG_PAGE)
    file.seek(first)
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + 27:
        return Extent(None, size)
    whole = size >= ogg_page_end(file, first + at) and tail[at + 5] & 4
    return Extent(size, size) if whole else Extent(None, size)


def _asf(file: Readable, size: int) -> Extent | None:
    """The file properties object: GUID, its size, the file's GUID, the size of the file."""
    file.seek(0)
    head = file.read(_ASF_SEARCHED)
    at = head.find(_ASF_PROPERTIES)
    if at < 0 or len(head) < at + 48:
        return None
    (length,) = struct.unpack_from("<Q", head, at + 40)
    return Extent(length, size) if length else None


def _mp3(file: Readable, size: int) -> Extent | None:
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
