"""Recordings made on a page: on the disk as they come, and there until they are kept with a session or taken away.

One file each in ``recorded/`` of the data folder, ``<id> <name>.wav``, one channel of 16 bits. Its header tells what
has come so far, so that what a browser left that went in the midst is a recording, too.
"""

from __future__ import annotations

import os
import re
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import UsageError
from interviewer.history.folder import (
    data_folder,
    make_private_file,
    make_private_folder,
    recorded_folder,
)
from interviewer.i18n import N_
from interviewer.web.batch import MOST_BYTES, MOST_BYTES_TOGETHER, MOST_FILES, inert_name

MOST_BYTES_AT_ONCE = 4 * 1024**2
"""Of a piece: a page sends one a second, and more at once only when it had to wait."""
_HEADER = 44
_ID = re.compile(r"[0-9a-f]{32}")
_RATES = range(8_000, 192_001)


@dataclass(frozen=True, slots=True)
class Made:
    """A recording that is here."""

    id: str
    name: str
    seconds: float | None
    """None where its beginning is damaged, so that nobody knows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The next bytes of a recording, ``at`` so many of those before."""

    id: str
    name: str
    rate: int
    at: int
    data: bytes


class RecordedHere:
    """The recordings made on pages that are in no session yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def add(self, piece: Piece) -> int:
        """Writes a piece; how many bytes of the recording are here. One that is here already changes nothing.

        Raises:
            UsageError: it is no piece of a recording, some before it are lacking, there are too many, or the disk
                takes no more.
        """
        if not (_ID.fullmatch(piece.id) and piece.rate in _RATES and len(piece.data) % 2 == 0):
            raise UsageError(N_("This is no recording of this page."))
        with self._lock:
            file = self._found(piece.id)
            try:
                return self._write(file or self._begun(piece), piece)
            except OSError as error:
                raise UsageError(
                    N_("{file}: cannot be written ({reason})."),
                    file=piece.name,
                    reason=error.strerror,
                ) from error

    def all(self) -> list[Made]:
        """Those that are here, the oldest first."""
        files = sorted(self._files(), key=lambda file: file.stat().st_mtime)
        return [_made(file) for file in files]

    def file(self, id_: str) -> Path | None:
        """That of a recording; None where it is not here."""
        return self._found(id_)

    def remove(self, id_: str) -> None:
        """Takes a recording away, for good; nothing where it is not here."""
        with self._lock:
            if (file := self._found(id_)) is not None:
                file.unlink(missing_ok=True)

    def _begun(self, piece: Piece) -> Path:
        name = inert_name(f"{Path(piece.name).stem}.wav")
        if len(list(self._files())) >= MOST_FILES:
            raise UsageError(
                N_("More than {most} recordings wait on this page: score some, or take some away."),
                most=MOST_FILES,
            )
        folder = recorded_folder(data_folder())
        make_private_folder(folder)
        file = folder / f"{piece.id} {name}"
        make_private_file(file)
        file.write_bytes(_header(piece.rate, 0))
        return file

    def _write(self, file: Path, piece: Piece) -> int:
        here = file.stat().st_size - _HEADER
        if piece.at > here:
            raise UsageError(N_("Some of this recording is lacking."))
        new = piece.data[here - piece.at :]
        together = sum(each.stat().st_size for each in self._files())
        if here + len(new) > MOST_BYTES or together + len(new) > MOST_BYTES_TOGETHER:
            raise UsageError(N_("These recordings are too large together: send fewer at once."))
        with file.open("r+b") as out:
            out.seek(0, os.SEEK_END)
            out.write(new)
            out.seek(0)
            out.write(_header(piece.rate, here + len(new)))
        return here + len(new)

    def _found(self, id_: str) -> Path | None:
        if not _ID.fullmatch(id_):
            return None
        return next((file for file in self._files() if file.name.startswith(f"{id_} ")), None)

    @staticmethod
    def _files() -> Iterator[Path]:
        for file in recorded_folder(data_folder()).glob("*.wav"):
            if _ID.fullmatch(file.name.partition(" ")[0]) and file.stat().st_size > _HEADER:
                yield file


def _made(file: Path) -> Made:
    id_, _, name = file.name.partition(" ")
    try:
        with wave.open(str(file)) as recording:
            seconds = recording.getnframes() / recording.getframerate()
    except (wave.Error, EOFError, ZeroDivisionError):
        return Made(id_, name, None)
    return Made(id_, name, seconds)


def _header(rate: int, size: int) -> bytes:
    """Of ``size`` bytes of samples, as RIFF WAVE has it."""
    fields = (
        (36 + size, 4),
        (16, 4),
        (1, 2),
        (1, 2),
        (rate, 4),
        (2 * rate, 4),
        (2, 2),
        (16, 2),
        (size, 4),
    )
    riff, *form, data = (value.to_bytes(width, "little") for value, width in fields)
    return b"".join((b"RIFF", riff, b"WAVEfmt ", *form, b"data", data))
