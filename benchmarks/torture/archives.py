"""Exports damaged at random: each is taken in whole, or refused in one line and nothing is left of it.

    python -m benchmarks.torture.archives [--cases 4000] [--first 0] [EXPORT]

A case is a number, which gives the same damaged archive every time. A finding is whatever is neither
taken in nor a ``HistoryError`` in one line, leaves a file behind, touches one outside of the data
folder, or gives a history that cannot be listed, read, exported and deleted.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from interviewer.errors import HistoryError
from interviewer.history.folder import audio_root
from interviewer.history.store import Store, open_store

EXPORT = Path(__file__).parents[2] / "tests" / "fixtures" / "data-2026-11" / "export.zip"

_NAMES = (
    "",
    ".",
    "..",
    "../..",
    "/etc",
    "a" * 5_000,
    "a\0b",
    "a/b",
    "C:\\x",
    "\udc80",
    "\ud800",
    "con",
    " ",
    "x\n",
)
_VALUES: tuple[Any, ...] = (
    *_NAMES,
    None,
    True,
    -1,
    2**63,
    10**400,
    1e308,
    float("inf"),
    float("nan"),
    [],
    {},
    [[[]]] * 3,
    "1e999",
    '{"keep_audio": 7}',
    "0001-01-01T00:00:00+00:00",
)


def damaged(number: int, whole: bytes) -> bytes:
    """The archive of case ``number``."""
    chance = random.Random(f"archive {number}")
    return chance.choice((_bytes, _bytes, _cut, _rows, _rows, _rows, _entries, _entries))(
        whole, chance
    )


def _bytes(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    tail = max(len(data) - chance.choice((22, 200, 4_000, len(data))), 0)
    for _ in range(chance.choice((1, 2, 8, 64))):
        data[chance.randrange(tail, len(data))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(data)


def _cut(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole))
    return chance.choice((whole[:at], whole[at:], whole[:at] + bytes(len(whole) - at)))


def _rows(whole: bytes, chance: random.Random) -> bytes:
    """One to three values in the rows of one entry are something else."""

    def change(entries: dict[str, bytes]) -> None:
        name = chance.choice([each for each in entries if each.endswith(".json")])
        data = json.loads(entries[name])
        for _ in range(chance.choice((1, 1, 3))):
            _change_one(data, chance)
        entries[name] = json.dumps(data).encode("ascii")

    return _rewritten(whole, change)


def _change_one(data: Any, chance: random.Random) -> None:
    """Somewhere in it; JSON within a text is gone into, too."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        if not keys:
            return
        key = chance.choice(keys)
        inner = data[key]
        if isinstance(inner, str) and inner[:1] in ("{", "[") and chance.random() < 0.7:
            value = json.loads(inner)
            _change_one(value, chance)
            data[key] = json.dumps(value)
            return
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.1:
            if chance.random() < 0.2 and isinstance(data, dict):
                del data[key]
            else:
                data[key] = chance.choice(_VALUES)
            return
        data = inner


def _entries(whole: bytes, chance: random.Random) -> bytes:
    """Entries are missing, called otherwise, exchanged, larger, or there twice."""

    def change(entries: dict[str, bytes]) -> None:
        name = chance.choice(list(entries))
        match chance.randrange(6):
            case 0:
                del entries[name]
            case 1:
                folder, _, last = name.rpartition("/")
                entries[f"{folder}/{chance.choice(_NAMES)}{chance.choice(('', last))}"] = (
                    entries.pop(name)
                )
            case 2:
                other = chance.choice(list(entries))
                entries[name], entries[other] = entries[other], entries[name]
            case 3:
                entries[name] = bytes(chance.choice((0, 1, 10_000, 40_000_000)))
            case 4:
                entries[name.upper()] = entries[name]
            case _:
                deep = chance.choice((10, 1_000, 100_000))
                entries[name] = b"[" * deep + b"]" * deep

    return _rewritten(whole, change)


def _rewritten(whole: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    change(entries)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name.encode("utf-8", "replace").decode(), data)
    return written.getvalue()


def finding(archive: Path, place: Path) -> str:
    """What is wrong with taking in ``archive`` at ``place``; ``taken in`` or ``refused`` if nothing."""
    guard = place / "guard"
    guard.mkdir(parents=True)
    (guard / "kept").write_text("kept")
    data = place / "a" / "b" / "data"
    try:
        with open_store(data) as store:
            said = _tried(store, archive)
    except Exception as error:  # noqa: BLE001  whatever else comes is the finding
        return f"{type(error).__name__}: {error}"[:300]
    if not (guard / "kept").exists() or {each.name for each in place.iterdir()} != {"guard", "a"}:
        return "touched what is outside of the data folder"
    return said


def _tried(store: Store, archive: Path) -> str:
    try:
        store.import_from(archive)
    except HistoryError as error:
        if "\n" in error.line() or len(error.line()) > 1_000:
            return f"no line: {error}"[:300]
        if store.sessions() or list(audio_root(store.folder).iterdir()):
            return "left sessions or recordings behind"
        left = {path.name for path in store.folder.iterdir()} - {"audio"}
        if any(not name.startswith("sessions.db") for name in left):
            return f"left behind: {sorted(left)}"
        return "refused"
    for each in (*store.sessions(), *(session.summary for session in store.unfinished())):
        store.load(each.id)
    store.terms()
    store.begun_before(store.sessions()[0].started_at) if store.sessions() else ()
    store.export_to(store.folder / "again.zip")
    store.remove_everything()
    if list(store.folder.rglob("*.wav")):
        return "what was taken in cannot be deleted"
    return "taken in"


def main() -> int:
    """Runs the cases; the number of findings, at most 255, is the exit code."""
    parser = argparse.ArgumentParser(description="damaged exports")
    parser.add_argument("--cases", type=int, default=4_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("export", nargs="?", type=Path, default=EXPORT)
    options = parser.parse_args()
    whole, counts, findings = options.export.read_bytes(), Counter[str](), 0
    began_s, slowest_s = time.monotonic(), 0.0
    for number in range(options.first, options.first + options.cases):
        place = Path(tempfile.mkdtemp())
        try:
            archive = place.with_suffix(".zip")
            archive.write_bytes(damaged(number, whole))
            case_s = time.monotonic()
            said = finding(archive, place / "in")
            slowest_s = max(slowest_s, time.monotonic() - case_s)
            counts[said if said in ("refused", "taken in") else "finding"] += 1
            if said not in ("refused", "taken in"):
                findings += 1
                sys.stdout.write(f"{number}: {said}\n")
                sys.stdout.flush()
        finally:
            shutil.rmtree(place, ignore_errors=True)
            archive.unlink(missing_ok=True)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # of the whole program
    seconds = time.monotonic() - began_s
    sys.stdout.write(
        f"{dict(counts)}; peak {peak_mb:.0f} MB, slowest {slowest_s:.1f} s, {seconds:.0f} s in all\n"
    )
    return min(findings, 255)


if __name__ == "__main__":
    sys.exit(main())
