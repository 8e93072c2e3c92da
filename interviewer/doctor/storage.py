"""Where recordings and sessions are kept."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from interviewer.audio.recorder import WavRecorder
from interviewer.doctor.checks import DISK, LOG, SESSIONS, Check
from interviewer.domain import SAMPLE_RATE, Notice
from interviewer.history.faults import explained
from interviewer.history.folder import (
    DATA_VARIABLE,
    audio_root,
    database_file,
    make_private_file,
    make_private_folder,
)
from interviewer.history.schema import version_of
from interviewer.history.store import open_store
from interviewer.i18n import N_
from interviewer.log import log_file

_BYTES_A_MINUTE = 60 * SAMPLE_RATE * 2
"""Of a recording, see :mod:`interviewer.audio.recorder`: 115 MB an hour."""
_ENOUGH_MIN = 60
"""A long session with redone answers; with less, one may end for want of space."""
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_disk(folder: Path) -> Check:
    """Records a second in the data folder ``folder``, and takes it away again.

    Raises:
        HistoryError: the folder cannot be made.
        MissingError: nothing can be written there.
    """
    audio = audio_root(folder)
    with explained(database_file(folder)):
        make_private_folder(folder)
        make_private_folder(audio)
        mode = _record(audio)
        free = shutil.disk_usage(audio).free
    minutes = int(free / _BYTES_A_MINUTE)
    values: dict[str, str | float] = {
        "folder": str(folder),
        "free": round(free / 1e9, 1),
        "time": _hours(minutes),
        "mode": f"{mode:04o}",
    }
    if sys.platform == "win32":
        found = Notice(N_("{free} GB free, {time} of recording: {folder}"), values)
    elif mode & _OTHERS:
        message = N_(
            "{free} GB free, {time} of recording, but others on this machine can read it "
            "(mode {mode}): {folder}"
        )
        return _elsewhere(Notice(message, values))
    else:
        message = N_(
            "{free} GB free, {time} of recording, which only you can read (mode {mode}): {folder}"
        )
        found = Notice(message, values)
    return Check(DISK, "ok", found) if minutes >= _ENOUGH_MIN else _elsewhere(found)


def _elsewhere(found: Notice) -> Check:
    fix = N_("Free some space, or name a folder on another disk in {variable}.")
    return Check(DISK, "warning", found, Notice(fix, {"variable": DATA_VARIABLE}))


def check_sessions(folder: Path) -> Check:
    """Opens the history in the data folder ``folder``, begun where there is none.

    Raises:
        HistoryError: it cannot be used.
    """
    with open_store(folder) as store:
        cut_off = [session for session in store.unfinished() if not session.running]
    file = database_file(folder)
    values: dict[str, str | int] = {"file": str(file), "version": _version(file)}
    if not cut_off:
        message = N_("None was cut off; schema version {version}: {file}")
        return Check(SESSIONS, "ok", Notice(message, values))
    values |= {"count": len(cut_off), "last": cut_off[0].summary.id}
    message = N_("Cut off: {count}, the last one {last}; schema version {version}: {file}")
    fix = Notice(N_("Finish it with: interviewer resume"))
    return Check(SESSIONS, "warning", Notice(message, values), fix)


def check_log() -> Check:
    """Where the log is, and whether it can be written: all else works without it."""
    file = log_file()
    try:
        make_private_folder(file.parent)
        make_private_file(file)
        with file.open("ab"):
            pass
    except OSError as error:
        values = {"file": str(file), "reason": error.strerror or str(error)}
        found = Notice(N_("It cannot be written ({reason}): {file}"), values)
        return Check(
            LOG,
            "warning",
            found,
            Notice(N_("Make that place writable; all else works without it.")),
        )
    return Check(
        LOG,
        "ok",
        Notice(N_("What you say is not in it unless you ask: {file}"), {"file": str(file)}),
    )


def _record(audio: Path) -> int:
    """The rights of a recording made in ``audio``, which is gone when this returns."""
    path = audio / f".doctor-{secrets.token_hex(4)}.wav"
    try:
        with WavRecorder(path) as recorder:
            recorder.write(np.zeros(SAMPLE_RATE, np.float32))
        return stat.S_IMODE(path.stat().st_mode)
    finally:
        path.unlink(missing_ok=True)


def _version(file: Path) -> int:
    with explained(file), closing(sqlite3.connect(file)) as connection:
        return version_of(connection)


def _hours(minutes: int) -> str:
    return f"{minutes}\u00a0min" if minutes < 2 * 60 else f"{minutes // 60}\u00a0h"
