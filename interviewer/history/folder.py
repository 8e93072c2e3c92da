"""Where the history is: one folder for the user alone, and which sessions are going on in it.

::

    sessions.db                  the store; SQLite keeps sessions.db-wal and -shm beside it
    sessions-v1.db               its copy from before a migration, one for each version left behind
    audio/<session>/<name>.wav   the recordings of a session
    audio/<session>.lock         held by the program in which an unfinished session goes on
    bin/<moment>/<session>/      recordings that became too old, for some days more
    sweep.json                   when they were last looked for; see interviewer.history.sweep
    incoming/                    what an import has checked and not yet taken in
    lines/<language>/<name>.ogg  texts of own scenarios, spoken beforehand
    scenarios/<name>.toml        scenarios written in the browser; files of the person, as any other
    recorded/<id> <name>.wav     recordings made on the page that scores, until they are kept with a session
    log/interviewer.log          what the program did, without what was said; see interviewer.log

A session's id is the name of its folder, and a history may hold any text as one: nothing becomes a
path here that is not one plain part of it, whose folder is where it seems to be.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from interviewer.errors import HistoryError
from interviewer.i18n import N_

_PROBED_S = 0.5
"""How long to try for a lock: another program that only looks holds it for an instant."""

DATA_VARIABLE = "INTERVIEWER_DATA"

_LONGEST_PART = 200
"""Bytes of a name, so that ``.lock`` fits behind it: file systems take 255."""
_NO_PART = re.compile(
    r"\.{0,2}|.*[/\\\0-\x1f].*" + (r"|.*[:. ]$|.*:.*" if os.name == "nt" else ""), re.DOTALL
)
_SHOWN = 60
"""Letters of a name that is none, in the line that says so."""

_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


def data_folder() -> Path:
    """``$INTERVIEWER_DATA``, read at each call, else the platform's folder for user data."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("interviewer", appauthor=False)


def own_lines() -> Path:
    """Where the texts of the person's own scenarios are kept as they were spoken beforehand."""
    return data_folder() / "lines"


def own_scenarios() -> Path:
    """Where the scenarios are that the person wrote in a page, as files."""
    return data_folder() / "scenarios"


def database_file(folder: Path) -> Path:
    """The store in the data folder ``folder``."""
    return folder / "sessions.db"


def backup_file(database: Path, version: int) -> Path:
    """Where ``database`` is copied to before it leaves schema ``version``."""
    return database.with_name(f"{database.stem}-v{version}{database.suffix}")


def backup_files(database: Path) -> tuple[Path, ...]:
    """Every copy of ``database`` that a migration left, half made ones and their logs included."""
    return tuple(sorted(database.parent.glob(f"{database.stem}-v[0-9]*{database.suffix}*")))


def audio_root(folder: Path) -> Path:
    """The folder of all recordings."""
    return folder / "audio"


def audio_folder(folder: Path, session_id: str) -> Path:
    """Where the recordings of one session are.

    Raises:
        HistoryError: the id is no plain name of a folder.
    """
    return audio_root(folder) / plain_part(session_id)


def recorded_folder(folder: Path) -> Path:
    """Where recordings made in a page are until they are kept with a session or taken away."""
    return folder / "recorded"


def bin_folder(folder: Path) -> Path:
    """Where recordings that became too old are for some days."""
    return folder / "bin"


def sweep_file(folder: Path) -> Path:
    """What was seen of the clock when such recordings were last looked for."""
    return folder / "sweep.json"


def incoming_folder(folder: Path) -> Path:
    """What an import has checked and not yet taken in."""
    return folder / "incoming"


def lock_file(folder: Path, session_id: str) -> Path:
    """Beside the recordings of a session; see :mod:`interviewer.history.folder`.

    Raises:
        HistoryError: the id is no plain name of a file.
    """
    return audio_root(folder) / f"{plain_part(session_id)}.lock"


def is_plain_part(text: str) -> bool:
    """Whether ``text`` names a file in a folder, and nothing outside of it on any system."""
    size = len(text.encode("utf-8", "surrogatepass"))
    return _NO_PART.fullmatch(text) is None and size <= _LONGEST_PART


def plain_part(text: str) -> str:
    """``text`` as it is.

    Raises:
        HistoryError: it is no plain part of a path.
    """
    if not is_plain_part(text):
        raise HistoryError(
            N_("“{session}” can be no session’s name: no file of it is touched."),
            N_("Its entry can be deleted: interviewer history delete SESSION"),
            session=shown(text),
        )
    return text


def shown(name: str) -> str:
    """``name``, cut short where it would fill the screen."""
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def subfolders(folder: Path) -> list[Path]:
    """The folders in ``folder``, links left out, in order; none where it is not there."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())


def files_below(folder: Path) -> Iterator[tuple[Path, int]]:
    """Every file below ``folder``, with its bytes; no link is followed."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            yield path, path.lstat().st_size


def remove_folder(path: Path, root: Path) -> list[int]:
    """Removes the folder ``path`` with all that is in it; nothing there is fine.

    Args:
        path: in ``root``, and nowhere else once links are followed. A link itself is removed,
            what it points to is not.
        root: a folder of the program's own.

    Returns:
        The bytes of each file that it held.

    Raises:
        HistoryError: it is no plain part of ``root``; nothing was removed.
        OSError: it is elsewhere, or a file cannot be removed.
    """
    plain_part(os.path.relpath(path, root))
    if path.is_symlink():
        path.unlink()
        return []
    if not path.is_dir():
        return []
    if path.resolve().parent != root.resolve():
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
    sizes = [size for _, size in files_below(path)]
    shutil.rmtree(path)
    return sizes


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
    try:
        running = not lock.acquire(0.0)
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return False  # Nobody records to where nothing can be written.
    lock.release()
    return running
