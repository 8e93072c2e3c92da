"""Files that must be right or absent: checksums, owners, locks, moves into place."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from interviewer.asr.catalog import Bundle, PinnedFile
from interviewer.errors import ModelError
from interviewer.i18n import N_

BLOCK = 1 << 20
"""Bytes read at a time."""

_LOCK_POLL_S = 0.1

# What the disk says, as against what a network says: both speak through OSError.
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG})


def is_disk_error(error: BaseException) -> bool:
    """True when an error is about the place written to, so that no other source would help."""
    return isinstance(error, OSError) and error.errno in _DISK_ERRORS


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_size(path: Path) -> int:
    """Bytes of a regular file, 0 when there is none."""
    return path.stat().st_size if path.is_file() else 0


def paths_of(bundle: Bundle, place: Path) -> tuple[Path, ...]:
    """The files of ``bundle`` kept at ``place``, in its order: the file, or those of the folder."""
    if bundle.form == "pt":
        return (place,)
    return tuple(place / file.name for file in bundle.files)


def first_damaged(bundle: Bundle, place: Path) -> Path | None:
    """The first file of ``bundle`` at ``place`` that is not the pinned one, or None.

    Where nothing is pinned, nothing there can be it: ``place`` itself.
    """
    if not bundle.files:
        return place
    for path, file in zip(paths_of(bundle, place), bundle.files, strict=True):
        if file_size(path) != file.size or sha256_of(path) != file.sha256:
            return path
    return None


def as_found(path: Path, name: str) -> PinnedFile:
    """The file at ``path`` as it is now, to be known again."""
    with owned(path) as file:
        digest = hashlib.file_digest(file, "sha256")
        return PinnedFile(name, digest.hexdigest(), os.fstat(file.fileno()).st_size)


@contextmanager
def opened(path: Path, pinned: PinnedFile) -> Iterator[BinaryIO]:
    """The file at ``path``, open and at its beginning, and ``pinned`` to the last byte.

    What is read is what was checked, whatever takes the name of the file meanwhile.

    Raises:
        ModelError: it is another one, was written to inside the context, or others may change it.
    """
    with owned(path) as file:
        before = os.fstat(file.fileno())
        same = before.st_size == pinned.size
        if not same or hashlib.file_digest(file, "sha256").hexdigest() != pinned.sha256:
            raise _changed(path)
        file.seek(0)
        yield file
        after = os.fstat(file.fileno())
        # The time of a change of the file itself, which nobody can set.
        if (before.st_size, before.st_ctime_ns) != (after.st_size, after.st_ctime_ns):
            raise _changed(path)


def content(path: Path, pinned: PinnedFile) -> bytes:
    """The bytes of the file at ``path``, which are those of ``pinned``.

    Raises:
        ModelError: it is another one, or others may change it.
    """
    with owned(path) as file:
        held = file.read(pinned.size + 1)
    if len(held) != pinned.size or hashlib.sha256(held).hexdigest() != pinned.sha256:
        raise _changed(path)
    return held


def _changed(path: Path) -> ModelError:
    return ModelError(
        N_("{file} is no longer the file that was checked."),
        N_("Somebody is changing it: look who, then run this again."),
        file=path,
    )


@contextmanager
def owned(path: Path) -> Iterator[BufferedReader]:
    """The file at ``path``, which nobody but its owner, the person or root, can change or replace."""
    # Not waiting: a pipe in its place would be waited for.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ModelError(N_("{file} is no regular file."), file=path)
        for place, found in ((path, status), *_folders(path)):
            _refuse_shared(place, found)
        yield file


def _folders(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every folder on the way to ``path``, and to what it stands for where links are on the way."""
    for folder in dict.fromkeys((*path.absolute().parents, *path.resolve().parents)):
        yield folder, folder.stat()


def _refuse_shared(path: Path, status: os.stat_result) -> None:
    """Raises an error for what others may change. Windows, whose rights are others, is trusted."""
    if sys.platform == "win32":
        return
    if status.st_uid not in (0, os.geteuid()):
        raise ModelError(
            N_("{path} belongs to another user of this machine, who could change the model."),
            N_("Copy the model into a folder of your own, and give its path with --model."),
            path=path,
        )
    writers = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    # In /tmp and its like everyone may write, and nobody move what is another's.
    sticky = stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX
    if writers and not sticky and not (writers == stat.S_IWGRP and _own_group(status)):
        raise ModelError(
            N_("{path} can be changed by other users of this machine."),
            N_("Take the right to write from them: chmod go-w {path}"),
            path=path,
        )


def _own_group(status: os.stat_result) -> bool:
    """Whether the file's group is its owner's alone, as Debian and Fedora make one for each user."""
    import grp
    import pwd

    try:
        owner, group = pwd.getpwuid(status.st_uid), grp.getgrgid(status.st_gid)
    except KeyError:
        return False
    alone = set(group.gr_mem) <= {owner.pw_name}
    return owner.pw_gid == group.gr_gid and group.gr_name == owner.pw_name and alone


def make_folder(path: Path) -> None:
    """Makes ``path`` and the folders that lead to it, each for the person alone: mode 0700."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)


def take_rights(*paths: Path) -> None:
    """Takes the right to write from everyone but the owner of ``paths``, where they are the person's.

    Versions before this one gave it where the umask did.
    """
    for path in paths:
        with suppress(OSError):
            mode = path.stat().st_mode
            if mode & (stat.S_IWGRP | stat.S_IWOTH):
                path.chmod(stat.S_IMODE(mode) & ~(stat.S_IWGRP | stat.S_IWOTH))


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
        path.chmod(0o600)
        # "r+b": Windows flushes only what is open for writing.
        with path.open("r+b") as file:
            os.fsync(file.fileno())
    make_folder(target.parent)
    if source.is_dir():
        source.chmod(0o700)
        remove(target)
    source.replace(target)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def locked(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds an exclusive lock between processes; released by the system if this one dies.

    Args:
        path: the lock file, made when missing and never removed: removing it would let two
            processes lock two different files of the same name.
        on_wait: called once when another process holds the lock.
    """
    make_folder(path.parent)
    with open(path, "a+b", opener=_private) as file:
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
