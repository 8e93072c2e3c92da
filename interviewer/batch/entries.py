"""The file of a batch's results: a line of JSON a candidate, valid at every moment.

A line is written whole and is on the disk before the next one begins; at the end the lines are put
into the order of the candidates, in one step. What is read at once is one line, however many there
are.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from interviewer.errors import UsageError
from interviewer.files import cause, open_regular, replacing
from interviewer.i18n import N_

Entry = dict[str, Any]


class Entries:
    """The results so far.

    Args:
        path: the file; what is there is written over, but for what ``keep`` says.
        keep: keys of entries that stay; None: none, the file is begun anew.

    Raises:
        UsageError: it cannot be written, or is to be gone on with and is no such file.
    """

    def __init__(self, path: Path, keep: Container[str] | None = None) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        try:
            self._begin(keep)
            self._file = path.open("r+b", buffering=0)
            self._end = self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise self._unwritable(error) from error

    @property
    def keys(self) -> frozenset[str]:
        """Of all that is in it."""
        return frozenset(self._places)

    def add(self, key: str, line: str) -> None:
        """Writes an entry behind the others; it is on the disk when this returns.

        Raises:
            UsageError: the disk takes no more; what was there is still valid.
        """
        data = line.encode("utf-8", "replace") + b"\n"
        try:
            written = self._file.write(data)
            if written != len(data):
                self._file.truncate(self._end)
                self._file.seek(self._end)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        self._places[key] = (self._end, len(data))
        self._end += len(data)

    def lines(self, order: Sequence[str]) -> Iterator[bytes]:
        """The lines of the keys in ``order``, of those that are there."""
        for key in order:
            if key in self._places:
                start, size = self._places[key]
                self._file.seek(start)
                yield self._file.read(size)
        self._file.seek(self._end)

    def settle(self, order: Sequence[str]) -> None:
        """Leaves the entries of ``order`` alone, in that order; the file is closed.

        Raises:
            UsageError: it cannot be written.
        """
        try:
            with replacing(self._path) as new:
                for line in self.lines(order):
                    new.write(line)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            self.close()

    def close(self) -> None:
        """Lets go of the file as it is."""
        self._file.close()

    def _begin(self, keep: Container[str] | None) -> None:
        """The file with nothing in it but whole lines that are kept."""
        if keep is None or not self._path.exists():
            with replacing(self._path):
                return
        with open_regular(self._path) as old, replacing(self._path) as new:
            for key, line in self._kept(old, keep):
                self._places[key] = (new.tell(), len(line))
                new.write(line)

    def _kept(self, file: BinaryIO, keep: Container[str]) -> Iterator[tuple[str, bytes]]:
        seen: set[str] = set()
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return  # cut off while it was written
            entry = entry_of(line)
            if entry is None:
                raise UsageError(
                    N_("{file}, line {line}: not what a batch has written; --resume cannot go on."),
                    N_("Give --json another file, or leave --resume out."),
                    file=self._path,
                    line=number,
                )
            added = entry["batch"]
            if added["error"] is None and added["key"] in keep and added["key"] not in seen:
                seen.add(added["key"])
                yield added["key"], line

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(
            N_("{file}: cannot be written ({reason})."),
            N_("Give {option} another place."),
            file=self._path,
            reason=cause(error, self._path),
            option="--json",
        )


def entry_of(line: bytes | str) -> Entry | None:
    """The entry that a line is; None where it is none."""
    try:
        entry = json.loads(line)
        added = entry["batch"]
        known = isinstance(added["key"], str) and isinstance(added["candidate"], str)
        return entry if known and "error" in added and isinstance(entry["answers"], list) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
