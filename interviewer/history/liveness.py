"""Which sessions are going on right now, told by locks that end with the program that holds them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["SessionLock", "is_running"]

_PROBED_S = 0.5
"""How long to try: another program that only looks holds the lock for an instant."""


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
