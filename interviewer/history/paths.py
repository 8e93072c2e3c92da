"""Where the history is: one folder for the user alone.

::

    sessions.db                  the store; SQLite keeps sessions.db-wal and -shm beside it
    sessions-v1.db               its copy from before a migration, one for each version left behind
    audio/<session>/<name>.wav   the recordings of a session
    audio/<session>.lock         held by the program in which an unfinished session goes on
    log/interviewer.log          what the program did, without what was said; see interviewer.log
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "DATA_VARIABLE",
    "audio_folder",
    "backup_file",
    "backup_files",
    "data_folder",
    "database_file",
    "lock_file",
    "make_private_file",
    "make_private_folder",
]

DATA_VARIABLE = "INTERVIEWER_DATA"

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


def data_folder() -> Path:
    """``$INTERVIEWER_DATA``, read at each call, else the platform's folder for user data."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("interviewer", appauthor=False)


def database_file(folder: Path) -> Path:
    """The store in the data folder ``folder``."""
    return folder / "sessions.db"


def backup_file(database: Path, version: int) -> Path:
    """Where ``database`` is copied to before it leaves schema ``version``."""
    return database.with_name(f"{database.stem}-v{version}{database.suffix}")


def backup_files(database: Path) -> tuple[Path, ...]:
    """Every copy of ``database`` that a migration left, half made ones and their logs included."""
    return tuple(sorted(database.parent.glob(f"{database.stem}-v[0-9]*{database.suffix}*")))


def audio_folder(folder: Path, session_id: str = "") -> Path:
    """Where the recordings of one session are; without an id, the folder of all sessions."""
    return folder / "audio" / session_id


def lock_file(folder: Path, session_id: str) -> Path:
    """Beside the recordings of a session; see :mod:`interviewer.history.liveness`."""
    return audio_folder(folder) / f"{session_id}.lock"


def make_private_folder(folder: Path) -> None:
    """Makes ``folder``, mode 0700; one that is there already keeps its mode, which someone chose.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Makes ``file`` where it is missing, and takes its rights from everyone else: mode 0600.

    Raises:
        OSError: it cannot be made, or belongs to another user.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, _FILE_MODE))
    except FileExistsError:
        # Never opened here: closing it would drop the locks that this process has on it.
        file.chmod(_FILE_MODE)
