"""Where the history is: one folder for the user alone, and which sessions are going on in it.

::

    sessions.db                  the store; SQLite keeps sessions.db-wal and -shm beside it
    sessions-v1.db               its copy from before a migration, one for each version left behind
    audio/<session>/<name>.wav   the recordings of a session
    audio/<session>.lock         held by the program in which an unfinished session goes on
    log/interviewer.log          what the program did, without what was said; see interviewer.log
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_PROBED_S = 0.5
"""How long to try for a lock: another program that only looks holds it for an instant."""

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
    """Beside the recordings of a session; see :mod:`interviewer.history.folder`."""
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


class SessionLock:
    """Held by the program that runs the session; the system lets go of it when that dies.

    Args:
        file: made when missing, mode 0600.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        # A lock by the file's mere existence would outlive a kill: never fall back to one.
        self._lock = FileLock(file, mode=0o600, thread_local=False, fallback_to_soft=False)

    def acquire(self, wait_s: float = _PROBED_S) -> bool:
        """Whether it is ours now; no other program has it then.

        Raises:
            OSError: the file cannot be made or locked.
        """
        try:
            self._lock.acquire(timeout=wait_s)
        except Timeout:
            return False
        except NotImplementedError as error:  # filelock's word for a file system without locks
            raise OSError(str(error)) from error
        return True

    def release(self) -> None:
        """Lets go of it; nothing happens where it is not ours."""
        self._lock.release()

    def remove(self) -> None:
        """Lets go of it for good: the session is finished."""
        self._lock.release()
        # Where someone looks at it right now, Windows keeps it.
        with suppress(OSError):
            self._file.unlink()


def is_running(file: Path) -> bool:
    """Whether a program holds the lock ``file``; no file is made.

    Raises:
        OSError: the file cannot be locked.
    """
    if not file.exists():
        return False
    lock = SessionLock(file)
    running = not lock.acquire(0.0)
    lock.release()
    return running
