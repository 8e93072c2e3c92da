"""Files of the person: read without hanging, written whole or not at all, and the disk they are on."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where nothing more fits: the disk is full, or the person's share of it."""

_MODE = 0o600
"""What the program writes has the person's voice or words in it."""


class NotRegularError(OSError):
    """A folder, a pipe or a device stands in the place of a file."""


def open_regular(path: Path) -> BinaryIO:
    """``path`` open for reading. What is no file is refused rather than waited for.

    Raises:
        NotRegularError: it is a folder, a pipe or a device.
        OSError: it is not there, or cannot be read.
    """
    # A pipe that nobody writes to would be waited for by open itself.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise NotRegularError(errno.EINVAL, "no regular file", str(path))
    except OSError:
        os.close(number)
        raise
    return os.fdopen(number, "rb")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file, mode 0600, that takes the place of ``path`` once all of it is on the disk.

    If the block raises, or the disk does, what was at ``path`` is still there, whole. A pipe or a
    device is written to directly; a link stays one, and what it points to is replaced.

    Raises:
        OSError: it cannot be written there.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            yield stream
        return
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(unfinished, flags, _MODE), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
        _settle(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """The new name is on the disk, too; Windows opens no folders, and needs it not."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        # Some file systems of a network know no such thing.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(number)


def disk_of(path: Path) -> Path:
    """Where the disk that holds ``path`` is mounted; ``path`` itself need not be there."""
    place = path.absolute()
    while not os.path.ismount(place) and place != place.parent:
        place = place.parent
    return place


def cause(error: OSError, path: Path) -> str:
    """What is wrong with ``path``, in the system's words; a disk that is full is named."""
    said = error.strerror or str(error)
    return f"{said}: {disk_of(path)}" if error.errno in FULL else said
