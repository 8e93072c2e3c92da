"""Recordings that became too old: put into a bin, and removed some days after that.

Looked for where a session ends and where the person purges, never where the history is only read. A
clock that is wrong must not destroy a voice: the date counts where it is within :data:`AGREES` of the
newest session before this one and of the last time that recordings were looked for. If not, nothing
is done, and the date counts once it is met again on another day. ``sweep.json`` keeps this::

    {"last": MOMENT, "doubted": MOMENT or null, "restored": {SESSION: MOMENT}}

``bin/YYYYMMDD-HHMMSS/SESSION/`` holds what was put there at that moment of UTC. What was taken out of
it again is as young as on that day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from interviewer.files import open_regular, replacing
from interviewer.history.database import Database
from interviewer.history.faults import explained
from interviewer.history.folder import (
    audio_folder,
    audio_root,
    bin_folder,
    files_below,
    is_running,
    lock_file,
    make_private_folder,
    remove_folder,
    subfolders,
    sweep_file,
)
from interviewer.history.removal import Removed, remove_audio
from interviewer.history.writing import utc_text

AGREES = timedelta(days=14)
"""Between two sessions of someone who prepares for an interview; a clock that lost its battery, or is
a month ahead, is further off."""
IN_BIN = timedelta(days=7)

_STAMP = "%Y%m%d-%H%M%S"
_MOST_BYTES = 1024 * 1024
_NOTHING = Removed(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of the clock, in UTC."""

    last: datetime | None = None
    """When recordings were last looked for by a clock that was trusted."""
    doubted: datetime | None = None
    """A moment that was far from the others, and not met again on another day yet."""
    restored: Mapping[str, datetime] = field(default_factory=dict)
    """When recordings were taken out of the bin, by session."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What was done."""

    binned: Removed = _NOTHING
    """Put into the bin."""
    emptied: Removed = _NOTHING
    """Removed out of the bin, for good."""
    doubted: bool = False
    """Nothing was done: the date is far from that of the last session."""


def is_trusted(now: datetime, newest: datetime | None, seen: Seen) -> bool:
    """Whether what is old at ``now`` is old.

    Args:
        now: by this machine's clock.
        newest: when the newest session before this one began.
        seen: what was seen before.
    """
    known = [moment for moment in (newest, seen.last) if moment is not None]
    if all(abs(now - moment) <= AGREES for moment in known):
        return True
    return seen.doubted is not None and now.date() > seen.doubted.date()


def sweep(
    database: Database, folder: Path, before: datetime | None, now: datetime, besides: str = ""
) -> Swept:
    """Puts recordings of sessions begun ``before`` into the bin, and removes what was there long.

    Finished sessions and such as were cut off alike, those not that are going on. Recordings that
    were not to be kept, and were left by a program that was cut off at its end, are removed.

    Args:
        database: the store.
        folder: the data folder.
        before: None where recordings stay for ever.
        now: by this machine's clock.
        besides: the session that ends now, which says nothing about the clock.

    Raises:
        HistoryError: a file cannot be moved or removed.
    """
    now = now.astimezone(UTC)
    with database.reading() as connection:
        forgotten, newest = _not_to_be_kept(connection), _newest(connection, now, besides)
        old = set() if before is None else _begun(connection, before)
    with explained(database.file):
        here = {path.name for path in subfolders(audio_root(folder))}
        remove_audio(database, folder, forgotten & here)
        seen = _read(sweep_file(folder))
        if not is_trusted(now, newest, seen):
            first = now if seen.doubted is None else min(now, seen.doubted)
            # The next session begun by this clock must not speak for it.
            known = newest if seen.last is None else seen.last
            _write(sweep_file(folder), replace(seen, last=known, doubted=first))
            return Swept(doubted=bool(old & here) or bool(subfolders(bin_folder(folder))))
        if before is not None:
            old -= {each for each, moment in seen.restored.items() if moment >= before}
        emptied = _empty(folder, now)
        binned = _put_away(folder, sorted(old & here), now)
        restored = {each: seen.restored[each] for each in seen.restored if each in here}
        _write(sweep_file(folder), Seen(now, None, restored))
    return Swept(binned, emptied)


def restore(folder: Path, now: datetime) -> tuple[str, ...]:
    """Takes everything out of the bin; the sessions whose recordings are back.

    Raises:
        OSError: a folder cannot be moved.
    """
    back: list[str] = []
    for stamp in reversed(subfolders(bin_folder(folder))):
        for path in subfolders(stamp):
            target = audio_folder(folder, path.name)
            if not target.exists():
                make_private_folder(target.parent)
                path.replace(target)
                back.append(path.name)
        _drop_empty(stamp)
    _drop_empty(bin_folder(folder))
    seen = _read(sweep_file(folder))
    restored = {**seen.restored, **dict.fromkeys(back, now.astimezone(UTC))}
    if back:
        _write(sweep_file(folder), replace(seen, restored=restored))
    return tuple(sorted(back))


def forget(folder: Path, ids: Sequence[str], *, left: bool) -> None:
    """Nothing of the sessions ``ids`` is known any more; of the clock neither, once none is left.

    Raises:
        OSError: it cannot be removed.
    """
    file = sweep_file(folder)
    seen = _read(file)
    if not left or seen.restored.keys() & set(ids):
        file.unlink(missing_ok=True)
    if left and seen.restored.keys() & set(ids):
        rest = {each: seen.restored[each] for each in seen.restored if each not in ids}
        _write(file, replace(seen, restored=rest))


def in_bin(folder: Path, session_id: str) -> bool:
    """Whether recordings of the session are in the bin."""
    return any(
        path.name == session_id
        for stamp in subfolders(bin_folder(folder))
        for path in subfolders(stamp)
    )


def _not_to_be_kept(connection: Connection) -> set[str]:
    """Finished sessions whose recordings the person did not want."""
    rows = connection.execute(
        "SELECT id FROM sessions WHERE finished_at IS NOT NULL AND json_valid(choice)"
        " AND json_extract(choice, '$.keep_audio') = 0"
    )
    return {row["id"] for row in rows}


def _newest(connection: Connection, now: datetime, besides: str) -> datetime | None:
    """Sessions of the future, begun while the clock was ahead, say nothing."""
    row = connection.execute(
        "SELECT max(started_at) FROM sessions WHERE id != ? AND started_at <= ?",
        (besides, utc_text(now)),
    ).fetchone()
    return None if row[0] is None else datetime.fromisoformat(row[0])


def _begun(connection: Connection, before: datetime) -> set[str]:
    rows = connection.execute("SELECT id FROM sessions WHERE started_at < ?", (utc_text(before),))
    return {row["id"] for row in rows}


def _put_away(folder: Path, ids: list[str], now: datetime) -> Removed:
    place = bin_folder(folder) / f"{now:{_STAMP}}"
    sessions, sizes = 0, []
    for session_id in ids:
        if is_running(lock_file(folder, session_id)):
            continue
        path = audio_folder(folder, session_id)
        held = [size for _, size in files_below(path)]
        make_private_folder(bin_folder(folder))
        make_private_folder(place)
        with suppress(FileNotFoundError):  # another program came first
            path.replace(place / session_id)
            sessions += 1
            sizes += held
    return Removed(sessions, len(sizes), sum(sizes))


def _empty(folder: Path, now: datetime) -> Removed:
    sizes: list[int] = []
    for stamp in subfolders(bin_folder(folder)):
        try:
            moment = datetime.strptime(stamp.name, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue  # nothing of ours
        if now - moment >= IN_BIN:
            sizes += remove_folder(stamp, bin_folder(folder))
    _drop_empty(bin_folder(folder))
    return Removed(0, len(sizes), sum(sizes))


def _drop_empty(folder: Path) -> None:
    with suppress(OSError):  # refused while anything is in it
        folder.rmdir()


def _read(file: Path) -> Seen:
    """What is there; where it cannot be read, nothing was seen, and the sessions alone are asked."""
    try:
        with open_regular(file) as stream:
            data = json.loads(stream.read(_MOST_BYTES))
        restored = {each: _moment(text) for each, text in data["restored"].items()}
        doubted = data["doubted"]
        return Seen(
            _moment(data["last"]) if data["last"] is not None else None,
            None if doubted is None else _moment(doubted),
            restored,
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Seen()


def _moment(text: str) -> datetime:
    """As a moment of UTC.

    Raises:
        ValueError: it says none.
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def _write(file: Path, seen: Seen) -> None:
    data = {
        "last": None if seen.last is None else utc_text(seen.last),
        "doubted": None if seen.doubted is None else utc_text(seen.doubted),
        "restored": {each: utc_text(moment) for each, moment in seen.restored.items()},
    }
    # On a full disk less is known of the clock the next time, and it is doubted rather.
    with suppress(OSError), replacing(file) as stream:
        stream.write(json.dumps(data).encode("ascii"))
