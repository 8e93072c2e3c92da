"""A recording that survives whatever ends the program.

PCM, 16 bits, mono, at the program's own rate rather than the device's: what is recognised now and
what is recognised from the file after a crash is then the same signal, sample for sample, and an
hour takes 115 MB. Each block is handed to the system at once and the header follows it, so a
killed program loses nothing that was written; the disk is made to keep it every second, so a
power cut loses that at most.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np

from interviewer.domain import SAMPLE_RATE, Samples
from interviewer.errors import AudioError, MissingError
from interviewer.i18n import N_

_SYNC_S = 1.0
"""How much signal a power cut may take."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_SAMPLE_BYTES = 2
_FULL_SCALE = 32_768
_LONGEST = 0xFFFF_FFFF - _HEADER.size
"""Bytes that the header can count: 37 hours."""


def as_recorded(samples: Samples) -> Samples:
    """The signal as a recording of it will be read: in steps of 16 bits."""
    return _pcm(samples).astype(np.float32) / np.float32(_FULL_SCALE)


class WavRecorder:
    """Writes one recording, mode 0600. Close it, or use it as a context.

    Args:
        path: must not exist.

    Raises:
        AudioError: there is such a file already; no recording is ever overwritten.
        MissingError: the system refuses: no such folder, not permitted, disk full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = 0
        self._synced = 0
        self._closed = False
        self._file = _create(path)
        self._write(b"")
        self._sync()
        _sync_folder(path.parent)

    @property
    def duration_s(self) -> float:
        """Seconds written so far."""
        return self._bytes / _SAMPLE_BYTES / SAMPLE_RATE

    def write(self, samples: Samples) -> None:
        """Appends a block of any length. When this returns, a kill cannot take it away.

        Raises:
            MissingError: the disk is full or gone; what was written before stays.
        """
        self._write(_pcm(samples).tobytes())
        if self._bytes - self._synced >= _SYNC_S * SAMPLE_RATE * _SAMPLE_BYTES:
            self._sync()

    def close(self) -> None:
        """Ends the recording; nothing happens where it is closed already."""
        if self._closed:
            return
        self._closed = True
        try:
            self._sync()
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, data: bytes) -> None:
        # Signal first: a header never promises what is not there.
        try:
            self._file.seek(_HEADER.size + self._bytes)
            _write_all(self._file, data)
            self._file.seek(0)
            _write_all(self._file, _header(self._bytes + len(data)))
        except OSError as error:
            raise _not_writable(self.path, error) from error
        self._bytes += len(data)

    def _sync(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _not_writable(self.path, error) from error
        self._synced = self._bytes


def recover(path: Path) -> float:
    """Completes the header of a recording that was cut off, from the size of the file.

    Returns:
        Seconds that the recording holds.

    Raises:
        AudioError: the file is not a recording of this program.
        MissingError: it cannot be read or written.
    """
    try:
        with path.open("r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            head = file.read(_HEADER.size)
            if not _is_ours(head):
                raise AudioError(
                    N_("{file} is not a recording of this program, or its beginning is lost."),
                    N_("Leave it out and record the answer again."),
                    file=path,
                )
            count = min(size - _HEADER.size, _LONGEST) // _SAMPLE_BYTES * _SAMPLE_BYTES
            if head != _header(count):
                file.seek(0)
                _write_all(file, _header(count))
                os.fsync(file.fileno())
    except OSError as error:
        raise _not_writable(path, error) from error
    return count / _SAMPLE_BYTES / SAMPLE_RATE


def _create(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    if sys.platform == "win32":
        flags |= os.O_BINARY
    try:
        return open(os.open(path, flags, 0o600), "r+b", buffering=0)  # noqa: PTH123  by descriptor: Path.open has no exclusive 0600
    except FileExistsError as error:
        raise AudioError(
            N_("{file} exists already, and no recording is ever overwritten."),
            N_("Move it away, or begin a new session."),
            file=path,
        ) from error
    except OSError as error:
        raise _not_writable(path, error) from error


def _write_all(file: BinaryIO, data: bytes) -> None:
    """A full disk may take a part of ``data`` without an error; the next attempt then fails."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _sync_folder(folder: Path) -> None:
    """Makes the disk keep the file's name; Windows keeps it by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pcm(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    scaled = np.rint(samples * _FULL_SCALE)
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2")


def _header(data_bytes: int) -> bytes:
    """RIFF header of 44 bytes: PCM (1), one channel."""
    byte_rate = SAMPLE_RATE * _SAMPLE_BYTES
    return _HEADER.pack(
        b"RIFF", data_bytes + _HEADER.size - 8, b"WAVE",
        b"fmt ", 16, 1, 1, SAMPLE_RATE, byte_rate, _SAMPLE_BYTES, 8 * _SAMPLE_BYTES,
        b"data", data_bytes,
    )  # fmt: skip


def _is_ours(head: bytes) -> bool:
    """Everything but the two sizes is as this module writes it."""
    ours = _header(0)
    return len(head) == len(ours) and (head[:4], head[8:40]) == (ours[:4], ours[8:40])


def _not_writable(path: Path, error: OSError) -> MissingError:
    return MissingError(
        N_("The recording {file} cannot be written ({reason})."),
        N_("Make room on the disk, or give another folder; what was recorded before is kept."),
        file=path,
        reason=error.strerror,
    )
