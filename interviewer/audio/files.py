"""Opens a local file for reading and refuses everything else: addresses, folders, devices,
FIFOs, playlists. Nothing here knows about sound.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from interviewer.errors import AudioError
from interviewer.i18n import N_

_PLAYLIST_SUFFIXES = frozenset({".asx", ".cue", ".m3u", ".m3u8", ".pls", ".wpl", ".xspf"})
_PLAYLIST_HEADS = (b"#extm3u", b"ffconcat", b"[playlist]", b"<asx")

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]+:"
"""Of an address, RFC 3986 section 3.1; two letters at least, as Windows has drives of one."""


def printable(path: str | Path) -> str:
    """A file's name for a message: what could move the cursor or hide text is escaped."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in str(path)
    )


def open_regular(path: Path, name: str) -> BinaryIO:
    """Opens without waiting for the writer of a FIFO, then looks at what was opened.

    Args:
        path: as the person gave it.
        name: how messages call it, see :func:`printable`.

    Raises:
        AudioError: not there, not permitted, not a regular file, empty, or a playlist.
    """
    try:
        file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 - the caller closes it
    except (OSError, ValueError) as error:
        raise not_readable(path, name, error) from error
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode):
        file.close()
        raise _not_regular(name)
    try:
        _refuse_by_content(file, path, name, status.st_size)
    except AudioError:
        file.close()
        raise
    return file


def _without_waiting(path: str, flags: int) -> int:
    if sys.platform == "win32":
        return os.open(path, flags)
    return os.open(path, flags | os.O_NONBLOCK)


def _refuse_by_content(file: BinaryIO, path: Path, name: str, size: int) -> None:
    if size == 0:
        raise empty(name)
    head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if path.suffix.lower() in _PLAYLIST_SUFFIXES or head.startswith(_PLAYLIST_HEADS):
        raise AudioError(
            N_("{file} is a playlist, not a recording."),
            N_("Give the sound file itself."),
            file=name,
        )


def empty(name: str) -> AudioError:
    """The error for a file that holds nothing."""
    return AudioError(
        N_("{file} is empty."),
        N_("Check that the microphone was recording, and record it again."),
        file=name,
    )


def not_readable(path: Path, name: str, error: OSError | ValueError) -> AudioError:
    """The error for what the system said on opening or reading."""
    if isinstance(error, IsADirectoryError):
        return _not_regular(name)
    if isinstance(error, PermissionError):
        if path.is_dir():  # what Windows says of a folder
            return _not_regular(name)
        return AudioError(
            N_("{file} cannot be opened: you are not allowed to read it."),
            N_("Change its permissions, or copy it to a folder of your own."),
            file=name,
        )
    error_number = error.errno if isinstance(error, OSError) else None
    if error_number == errno.ENXIO:
        return _not_regular(name)
    # What names no file may be an address; Windows calls it an invalid argument.
    if error_number in (errno.ENOENT, errno.EINVAL) and re.match(_SCHEME, name):
        return AudioError(
            N_("{file} is an address, and only files on this machine are read."),
            N_("Download the recording and give the file."),
            file=name,
        )
    if isinstance(error, FileNotFoundError):
        return AudioError(
            N_("There is no file {file}."), N_("Check its name and its folder."), file=name
        )
    return AudioError(
        N_("{file} cannot be read ({reason})."),
        N_("Check its name and its folder."),
        file=name,
        reason=printable(str(error.args[-1] if isinstance(error, ValueError) else error.strerror)),
    )


def _not_regular(name: str) -> AudioError:
    return AudioError(
        N_("{file} is not a regular file."), N_("Give the recording itself."), file=name
    )
