"""A zip file that claims to be an export, held against what an export can be before it is unpacked.

What is said of an entry in the file's directory is checked first, and held to while it is read: no
number of it makes the program take more memory or disk than the limits here.
"""

from __future__ import annotations

import io
import lzma
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from interviewer.errors import HistoryError
from interviewer.files import NotRegularError, cause, disk_of, open_regular
from interviewer.history.folder import is_plain_part, make_private_file, make_private_folder, shown
from interviewer.history.stored import Json, loads
from interviewer.i18n import N_

SESSION_ID = re.compile(r"[0-9A-Za-z](?:[\w.-]{0,198}\w)?", re.ASCII)
"""Today's are a moment, a scenario's id and perhaps a number: 90 letters at most."""
FILE_NAME = re.compile(r"[^./\\:\0-\x1f][^/\\:\0-\x1f]{0,250}")

_ENTRY = re.compile(
    r"(?P<manifest>manifest\.json)|(?P<deck>deck\.json)"
    rf"|sessions/(?P<session>{SESSION_ID.pattern})\.json"
    rf"|audio/(?P<owner>{SESSION_ID.pattern})/(?P<file>{FILE_NAME.pattern})",
    re.ASCII,
)

_MOST_ENTRIES = 100_000
"""Ten thousand sessions of nine recordings; the directory of so many takes 100 MB of memory."""
_MOST_READ = 16 * 1024 * 1024
"""Bytes taken from the file at once; all that is ever asked for in one piece is the directory."""
_MOST_JSON = 32 * 1024 * 1024
"""Bytes of one JSON entry: a session of hours takes some ten million."""
_MOST_JSON_IN_ALL = 1024 * 1024 * 1024
_MOST_VALUES = 2_000_000
"""Lists, tables and their members in one JSON entry; each takes some hundred bytes once it is read."""
_ALWAYS, _RATIO = 256 * 1024 * 1024, 50
"""Bytes that any archive may unpack to, and how many times its own size beyond that: speech shrinks to
half at best, its JSON to a tenth; an hour of silence takes 115 MB."""
_SPARE = 64 * 1024 * 1024
"""Bytes that stay free on the disk."""

_NOTHING = N_("Nothing was imported; take the file that interviewer export made.")

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_SYMLINK = 0o12
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of an archive, by what they are."""

    manifest: zipfile.ZipInfo
    sessions: tuple[tuple[str, zipfile.ZipInfo], ...]
    """By id."""
    deck: zipfile.ZipInfo | None
    audio: tuple[tuple[str, str, zipfile.ZipInfo], ...]
    """Session, name of the file, entry."""


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive ``file``. Whatever is wrong with it in the block is one line.

    Raises:
        HistoryError: it cannot be read, is no zip file, or is damaged.
    """
    try:
        with open_regular(file) as whole, zipfile.ZipFile(_Held(whole)) as archive:
            yield archive
    except NotRegularError as error:
        raise HistoryError(N_("{file} is no regular file."), _NOTHING, file=file) from error
    except OSError as error:
        raise no_archive(file, cause(error, file)) from error
    except _DAMAGE as error:
        raise no_archive(file, shown(str(error))) from error


# All that zipfile and what it unpacks with raise over files that were changed at random, and JSON of
# any shape or depth on its way into rows.
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,  # encrypted; and RecursionError, which is one
    ValueError,
    OverflowError,
    LookupError,
    TypeError,
    AttributeError,
)


class _Held(io.RawIOBase):
    """A file of which nobody takes more at once than is there, nor than the limit."""

    def __init__(self, whole: BinaryIO) -> None:
        self._whole = whole
        self._size = whole.seek(0, io.SEEK_END)
        whole.seek(0)

    def read(self, size: int | None = -1) -> bytes:
        left = max(self._size - self._whole.tell(), 0)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > _MOST_READ:
            raise ValueError(f"{wanted} > {_MOST_READ}")
        return self._whole.read(wanted)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._whole.seek(offset, whence)

    def tell(self) -> int:
        return self._whole.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def checked_entries(archive: zipfile.ZipFile, file: Path, folder: Path) -> Entries:
    """The entries, each one that an export writes, and no more than the limits and the disk take.

    Args:
        archive: what was opened.
        file: its name, for errors.
        folder: where it is to be unpacked.

    Raises:
        HistoryError: there is another entry, or too much.
    """
    infos = archive.infolist()
    sessions: list[tuple[str, zipfile.ZipInfo]] = []
    audio: list[tuple[str, str, zipfile.ZipInfo]] = []
    single: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        found = _ENTRY.fullmatch(info.filename)
        if found is None or info.external_attr >> 28 == _SYMLINK or info.is_dir():
            raise _foreign(file, info.filename)
        if info.compress_type not in _PACKED or info.flag_bits & _ENCRYPTED:
            raise no_archive(file, f"{shown(info.filename)}: {info.compress_type}")
        if found["session"]:
            sessions.append((found["session"], info))
        elif found["owner"]:
            if not is_plain_part(found["file"]):
                raise _foreign(file, info.filename)
            audio.append((found["owner"], found["file"], info))
        else:
            single[info.filename] = info
    # Names that differ in case only are one file on some systems.
    if len({info.filename.casefold() for info in infos}) < len(infos):
        raise no_archive(file, "an entry twice")
    if "manifest.json" not in single:
        raise no_archive(file, "manifest.json")
    entries = Entries(
        single["manifest.json"], tuple(sessions), single.get("deck.json"), tuple(audio)
    )
    _check_sizes(infos, file, folder)
    return entries


def _check_sizes(infos: list[zipfile.ZipInfo], file: Path, folder: Path) -> None:
    texts = [info.file_size for info in infos if info.filename.endswith(".json")]
    size = sum(info.file_size for info in infos)
    packed = file.stat().st_size
    if len(infos) > _MOST_ENTRIES:
        raise HistoryError(
            N_("{file} holds {found} entries; at most {most} are taken in."),
            _NOTHING,
            file=file,
            found=len(infos),
            most=_MOST_ENTRIES,
        )
    for found, most in (
        (max(texts, default=0), _MOST_JSON),
        (sum(texts), _MOST_JSON_IN_ALL),
        (size, _ALWAYS + _RATIO * packed),
    ):
        if found > most:
            raise HistoryError(
                N_(
                    "{file} would unpack to more than an export of its size can: {found} MB, at most {most} MB."
                ),
                _NOTHING,
                file=file,
                found=-(-found // 10**6),
                most=most // 10**6,
            )
    free = shutil.disk_usage(folder).free - _SPARE
    if size > free:
        raise HistoryError(
            N_(
                "The disk {disk} has no room for what {file} holds: {needed} MB, {free} MB are free."
            ),
            N_("Nothing was imported; free some space there, then try again."),
            disk=disk_of(folder),
            file=file,
            needed=-(-size // 10**6),
            free=max(free, 0) // 10**6,
        )


def read_json(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Json:
    """The object in an entry.

    Raises:
        ValueError: it is none, or larger than was said, or holds too many values.
    """
    with archive.open(info) as stream:
        text = b"".join(_blocks(stream, info))
    if sum(text.count(mark) for mark in (b"[", b"{", b",")) > _MOST_VALUES:
        raise ValueError(f"{info.filename}: > {_MOST_VALUES}")
    return loads(text.decode("ascii"))


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    """Writes an entry to the new file ``path``, for its owner alone."""
    make_private_folder(path.parent)
    make_private_file(path)
    with archive.open(info) as source, path.open("wb") as target:
        for block in _blocks(source, info):
            target.write(block)


def _blocks(stream: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """All of an entry, never more than its directory says."""
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > info.file_size:
            raise ValueError(f"{info.filename}: > {info.file_size}")
        yield block
    if size < info.file_size:
        raise EOFError(info.filename)


def no_archive(file: Path, reason: object) -> HistoryError:
    """The error of a ``file`` that cannot be taken in, and why."""
    return HistoryError(
        N_("{file} is no history that can be imported ({reason})."),
        _NOTHING,
        file=file,
        reason=reason,
    )


def _foreign(file: Path, entry: str) -> HistoryError:
    return HistoryError(
        N_("{file} holds {entry}, which no export of interviewer writes."),
        _NOTHING,
        file=file,
        entry=shown(entry),
    )
