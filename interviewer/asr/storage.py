"""Files that must be right or absent: checksums, locks, moves into place."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from interviewer.asr.catalog import Bundle

BLOCK = 1 << 20
"""Bytes read at a time."""

_LOCK_POLL_S = 0.1

# What the disk says, as against what a network says: both speak through OSError.
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG})


def is_disk_error(error: BaseException) -> bool:
    """True when an error is about the place written to, so that no other source would help."""
    return isinstance(error, OSError) and error.errno in _DISK_ERRORS


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def file_size(path: Path) -> int:
    """Bytes of a regular file, 0 when there is none."""
    return path.stat().st_size if path.is_file() else 0


def paths_of(bundle: Bundle, place: Path) -> tuple[Path, ...]:
    """The files of ``bundle`` kept at ``place``, in its order: the file, or those of the folder."""
    if bundle.form == "pt":
        return (place,)
    return tuple(place / file.name for file in bundle.files)


def first_damaged(bundle: Bundle, place: Path) -> Path | None:
    """The first file of ``bundle`` at ``place`` that is not the pinned one, or None."""
    for path, file in zip(paths_of(bundle, place), bundle.files, strict=True):
        if file_size(path) != file.size or sha256_of(path) != file.sha256:
            return path
    return None


def tree_size(folder: Path) -> int:
    """Bytes of all files under ``folder``, some of which may vanish while it is walked."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += Path(parent, name).stat().st_size
            except FileNotFoundError:
                continue
    return total


def remove(path: Path) -> None:
    """Deletes a file or a folder with all it holds; nothing there is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def move_into_place(source: Path, target: Path) -> None:
    """Renames a finished file or folder to ``target``, its bytes on the disk first.

    Both must be on one file system. A reader sees the old ``target``, none, or the whole new one.
    """
    for path in source.iterdir() if source.is_dir() else (source,):
        # "r+b": Windows flushes only what is open for writing.
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        remove(target)
    source.replace(target)


@contextmanager
def locked(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds an exclusive lock between processes; released by the system if this one dies.

    Args:
        path: the lock file, made when missing and never removed: removing it would let two
            processes lock two different files of the same name.
        on_wait: called once when another process holds the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        waited = False
        while not _try_lock(file):
            if not waited:
                on_wait()
                waited = True
            time.sleep(_LOCK_POLL_S)
        yield  # closing the file releases the lock


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
