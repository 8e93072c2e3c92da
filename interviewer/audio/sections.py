"""Where in a file the sound lies: recordings joined end to end, and headers that cannot be trusted.

Decoders believe a header: they stop where it says that the sound ends, refuse a chunk that was not
padded, and set memory aside for a title of 2 GB in a file of 2 kB. So a WAV or AIFF file is given to
them under a header written here, from its format and from where its sound really is; and of files that
were joined, each on its own.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from interviewer.audio.headers import (
    STREAMED_FROM,
    Chunk,
    Extent,
    are_chunks,
    chunks,
    ogg_page_end,
    sound_extent,
)

_MOST_SECTIONS = 1_000
"""Files joined: a hostile one may hold millions of beginnings."""
_LONGEST_FORMAT = 1_024
"""Bytes of a format chunk; the longest in use, that of MS ADPCM, has 50."""
_LONGEST_HEADER = 1 << 16
_LONGEST_RIFF = 0xFFFF_FF00
_TRAILER = 1_024
"""Bytes behind the sound that are some tag or padding rather than more sound (0.03 s of a voice memo)."""
_BLOCK = 1 << 20


class View:
    """Bytes that stand for a header, then a stretch of a file; read-only.

    Nothing here raises: hostile headers make the decoders ask for places that cannot be, and an
    exception in their callback would be printed on stderr.
    """

    def __init__(self, file: BinaryIO, start: int, end: int, header: bytes = b"") -> None:
        self._file = file
        self._header = header
        self._start = start
        self._size = len(header) + max(0, end - start)
        self._at = 0
        self.failure: OSError | None = None
        """What the disk said, where it gave up."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; fewer at the end, or where the disk gave up."""
        wanted = max(0, self._size - self._at)
        wanted = wanted if size < 0 else min(wanted, size)
        data = self._header[self._at : self._at + wanted]
        if len(data) < wanted:
            try:
                self._file.seek(self._start + self._at + len(data) - len(self._header))
                data += self._file.read(wanted - len(data))
            except OSError as error:
                self.failure = error
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """The new position, or -1 as the C library says when there is no such place."""
        place = offset + (0, self._at, self._size)[whence]
        if not 0 <= place < 1 << 62:
            return -1
        self._at = place
        return place

    def tell(self) -> int:
        return self._at


@dataclass(frozen=True, slots=True)
class Section:
    """One recording of a file, as decoders are given it."""

    view: View
    extent: Extent | None
    """What its own header promises; None when it says nothing."""
    chained: bool = False
    """A link of an Ogg stream, which may have several."""
    accounted: bool = False
    """All bytes belong to it, by its chunks: nothing was joined behind."""


def sections(file: BinaryIO) -> Iterator[Section]:
    """The recordings that ``file`` holds, joined end to end: nearly always one.

    Links of a chained Ogg stream (RFC 3533, section 4) are such recordings. Formats made of frames
    that need no beginning (mp3, AAC, AMR, AC-3, MPEG streams) go on by themselves.
    """
    size = file.seek(0, os.SEEK_END)
    first = _section(file, 0, size)
    if first.accounted:
        yield first
        return
    starts = [0, *_beginnings(file, size)][:_MOST_SECTIONS]
    for start, end in zip(starts, [*starts[1:], size], strict=True):
        yield _section(file, start, end)


def _section(file: BinaryIO, start: int, end: int) -> Section:
    file.seek(start)
    head = file.read(12)
    if head[:4] in _RIFF and head[8:] == b"WAVE":
        return _wav(file, start, end)
    if head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
        return _aiff(file, start, end)
    if head[:4] == b"caff":
        return _caf(file, start, end)
    if head[:4] == b".snd":
        return _au(file, start, end)
    view = View(file, start, end)
    return Section(view, sound_extent(view), chained=head[:4] == b"OggS")


_RIFF = (b"RIFF", b"RIFX", b"RF64", b"BW64")
_LONGEST_BEGINNING = 96
_BEGINNINGS: dict[bytes, re.Pattern[bytes]] = {
    needle: re.compile(pattern, re.DOTALL)
    for needle, pattern in (
        (b"RIFF", rb"RIFF.{4}WAVE[ -~]{4}"),
        (b"RIFX", rb"RIFX.{4}WAVE[ -~]{4}"),
        (b"RF64", rb"RF64.{4}WAVEds64"),
        (b"FORM", rb"FORM.{4}AIF[FC][ -~]{4}"),
        (b"caff\0", rb"caff\x00\x01\x00.desc"),
        (b"fLaC", rb"fLaC[\x00\x80]\x00\x00\x22"),
        (b"OggS\0\2", rb"OggS\x00\x02\x00{8}"),
        (b"\x1aE\xdf\xa3", rb"\x1aE\xdf\xa3.{1,64}?(?:matroska|webm)"),
        (b"\x30\x26\xb2\x75\x8e\x66", rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9"),
        (b"FLV\1", rb"FLV\x01[\x01\x04\x05]\x00{3}\x09"),
        (b"#!AMR", rb"#!AMR(?:-WB)?\n"),
        (b"ftyp", rb"ftyp[ -~]{4}"),
    )
}
"""How files begin: bytes that are quick to find, and what makes sure; too long to be there by chance."""

_BEFORE = {b"ftyp": 4}
"""Bytes of a file before those."""
_HOLDS_OTHERS = (b"OggS\0\2", b"\x1aE\xdf\xa3", b"ftyp")
"""Containers: what begins within them may be a part."""


def _beginnings(file: BinaryIO, size: int) -> list[int]:
    """Where further files begin behind the first, in order."""
    file.seek(0)
    head = file.read(_LONGEST_BEGINNING)
    own = [
        needle
        for needle, pattern in _BEGINNINGS.items()
        if pattern.match(head, _BEFORE.get(needle, 0))
    ]
    if not own:
        return []
    needles = own if own[0] in _HOLDS_OTHERS else list(_BEGINNINGS)
    found: set[int] = set()
    for at in range(0, size, _BLOCK):
        file.seek(at)
        block = file.read(_BLOCK + _LONGEST_BEGINNING)
        for needle in needles:
            place = block.find(needle, 0, _BLOCK + len(needle))
            while place >= 0 and len(found) < 2 * _MOST_SECTIONS:
                if _BEGINNINGS[needle].match(block, place):
                    found.add(at + place - _BEFORE.get(needle, 0))
                place = block.find(needle, place + 1, _BLOCK + len(needle))
    found.discard(0)
    # The streams of one link of an Ogg file begin with a page each, one behind the other.
    together = (
        {ogg_page_end(file, place) for place in (0, *found)} if head[:4] == b"OggS" else set()
    )
    return sorted(found - together)


def _told(
    file: BinaryIO, sound: Chunk, end: int, declared: int | None, layout: str
) -> tuple[int, Extent | None]:
    """Where the sound of a chunk ends, by what is said and by what follows it, and what it promised."""
    present = end - sound.start
    if declared is None:
        return end, Extent(None, present)
    if declared >= STREAMED_FROM and declared > present:
        return end, None
    if declared > present:
        return end, Extent(declared, present)
    behind = sound.start + declared
    if present - declared <= _TRAILER and declared:
        return behind, Extent(declared, present)
    for place in (behind + declared % 2, behind):
        if are_chunks(file, place, end, layout):
            return behind, Extent(declared, present)
    return end, Extent(None, present)


def _accounts(extent: Extent | None) -> bool:
    return extent is not None and extent.declared is not None and extent.declared <= extent.present


def _wav(file: BinaryIO, start: int, end: int) -> Section:
    file.seek(start)
    kind = file.read(4)
    order = ">" if kind == b"RIFX" else "<"
    format_ = b""
    long_size: int | None = None
    for chunk in chunks(file, start + 12, end, f"{order}4sI"):
        if chunk.name == b"data":
            break
        if chunk.name == b"fmt " and not format_ and chunk.length <= _LONGEST_FORMAT:
            file.seek(chunk.start)
            format_ = file.read(chunk.length)
        elif chunk.name == b"ds64" and kind in (b"RF64", b"BW64") and chunk.length >= 16:
            file.seek(chunk.start + 8)
            long_size = int.from_bytes(file.read(8), "little") or None
    else:
        return Section(View(file, start, start), None)
    long = kind in (b"RF64", b"BW64") and chunk.length == 0xFFFF_FFFF
    declared = long_size if long else chunk.length
    stop, extent = _told(file, chunk, end, declared, f"{order}4sI")
    size = stop - chunk.start
    if len(format_) < 14 or (size > _LONGEST_RIFF and order == ">"):
        return Section(View(file, start, start), None)
    parts = struct.pack(f"{order}4sI", b"fmt ", len(format_)) + format_ + b"\0" * (len(format_) % 2)
    if size > _LONGEST_RIFF:
        sizes = struct.pack("<4sIQQQI", b"ds64", 28, size + len(parts) + 48, size, 0, 0)
        header = struct.pack("<4sI4s", b"RF64", 0xFFFF_FFFF, b"WAVE") + sizes + parts
        header += struct.pack("<4sI", b"data", 0xFFFF_FFFF)
    else:
        kind = b"RIFX" if order == ">" else b"RIFF"
        header = struct.pack(f"{order}4sI4s", kind, 4 + len(parts) + 8 + size, b"WAVE") + parts
        header += struct.pack(f"{order}4sI", b"data", size)
    return Section(View(file, chunk.start, stop, header), extent, accounted=_accounts(extent))


def _aiff(file: BinaryIO, start: int, end: int) -> Section:
    file.seek(start + 8)
    kind = file.read(4)
    format_ = b""
    for chunk in chunks(file, start + 12, end, ">4sI"):
        if chunk.name == b"SSND" and format_:
            break
        if chunk.name == b"COMM" and 18 <= chunk.length <= _LONGEST_FORMAT:
            file.seek(chunk.start)
            format_ = file.read(chunk.length)
    else:
        return Section(View(file, start, start), None)
    stop, extent = _told(file, chunk, end, chunk.length, ">4sI")
    size = stop - chunk.start
    if len(format_) < 18:
        return Section(View(file, start, start), None)
    if extent is not None and extent.unfinished:
        channels, _, bits = struct.unpack(">hIh", format_[:8])
        frames = (size - 8) // max(1, channels * -(-bits // 8))
        format_ = format_[:2] + struct.pack(">I", max(0, frames) & 0xFFFF_FFFF) + format_[6:]
    parts = struct.pack(">4sI", b"COMM", len(format_)) + format_ + b"\0" * (len(format_) % 2)
    whole = (4 + len(parts) + 8 + size) & 0xFFFF_FFFF
    header = struct.pack(">4sI4s", b"FORM", whole, kind) + parts
    header += struct.pack(">4sI", b"SSND", size & 0xFFFF_FFFF)
    return Section(View(file, chunk.start, stop, header), extent, accounted=_accounts(extent))


def _caf(file: BinaryIO, start: int, end: int) -> Section:
    """Its sound may be of a size that is not known, -1, when nothing follows it."""
    found = next(
        (chunk for chunk in chunks(file, start + 8, end, ">4sq") if chunk.name == b"data"), None
    )
    if found is None:
        return Section(View(file, start, end), None)
    stop, extent = _told(file, found, end, found.length, ">4sq")
    if extent is None or not extent.unfinished or found.start - start > _LONGEST_HEADER:
        return Section(View(file, start, end), extent)
    file.seek(start)
    header = file.read(found.start - start - 8) + struct.pack(">q", -1)
    return Section(View(file, found.start, stop, header), extent)


def _au(file: BinaryIO, start: int, end: int) -> Section:
    """Magic, size of the header, size of the sound or all ones (Sun's audio(4))."""
    file.seek(start)
    head = file.read(12)
    if len(head) < 12:
        return Section(View(file, start, end), None)
    _, first, length = struct.unpack(">4sII", head)
    present = end - start - first
    if present <= 0 or length >= STREAMED_FROM:
        return Section(View(file, start, end), None)
    if present - length <= _TRAILER:
        return Section(View(file, start, end), Extent(length, present))
    view = View(file, start + 12, end, head[:8] + b"\xff" * 4)
    return Section(view, Extent(None, present))
