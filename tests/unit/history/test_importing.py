"""Everything to one file and back; what no export writes is refused as a whole."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.torture import archives
from interviewer.errors import HistoryError
from interviewer.history import importing
from interviewer.history.deck import DeckRow, ReviewRow
from interviewer.history.folder import audio_root
from interviewer.history.store import Store, open_store

from .conftest import Played

NOW = datetime(2026, 11, 22, 5, 30, 12, tzinfo=UTC)


@pytest.fixture
def archive(store: Store, played: Played, tmp_path: Path) -> Path:
    """A history with a session, its recordings and a drill card, exported."""
    played.play()
    for path in played.log.audio_folder.iterdir():
        path.write_bytes(b"RIFF" + path.name.encode())
    played.log.finish(played.record_of_it, now=NOW)
    store.add_cards([DeckRow("essai/q1", "fr", "essai", "q1", "Q", NOW)])
    store.keep_review(ReviewRow("essai/q1", NOW, 3, 71.5, NOW, {"stability": 2.5}))
    file = tmp_path / "history.zip"
    exported = store.export_to(file)
    assert (exported.sessions, exported.recordings) == (1, 3)
    return file


def contents(store: Store) -> tuple[object, ...]:
    """All that a history says, in its own folder's terms."""
    sessions = [store.load(each.id) for each in store.sessions()]
    files = {
        path.relative_to(store.folder): path.read_bytes()
        for path in audio_root(store.folder).rglob("*.wav")
    }
    takes = [{name: take.transcript for name, take in each.takes.items()} for each in sessions]
    return (
        [each.summary for each in sessions],
        [each.scenario for each in sessions],
        [len(each.events) for each in sessions],
        [[card.score for card in each.record.answers] for each in sessions if each.record],
        takes,
        files,
        store.deck("fr"),
        store.terms(),
        store.best_answers("essai"),
    )


def test_everything_comes_back(store: Store, archive: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "other") as other:
        imported = other.import_from(archive)
        assert (len(imported.added), imported.known, imported.recordings) == (1, (), 3)
        assert contents(other) == contents(store)
        (recording, *_) = other.load(imported.added[0]).recordings
        assert recording.on_disk
        assert recording.path.is_relative_to(tmp_path / "other")
        again = tmp_path / "again.zip"
        other.export_to(again)
    with zipfile.ZipFile(archive) as first, zipfile.ZipFile(again) as second:
        assert first.namelist() == second.namelist()
        assert all(first.read(name) == second.read(name) for name in first.namelist())


def test_a_file_half_written_is_not_exported(
    store: Store, played: Played, archive: Path, tmp_path: Path
) -> None:
    """Files whose names begin with a dot are what a program that was killed left unfinished. An
    import refuses an archive that holds one, as a whole: nobody could take that history in.
    """
    (played.log.audio_folder / ".intro-take1.wav.part").write_bytes(b"RIFF")
    (played.log.audio_folder / ".DS_Store").write_bytes(b"x")
    file = tmp_path / "again.zip"
    assert store.export_to(file).recordings == 3
    with zipfile.ZipFile(archive) as first, zipfile.ZipFile(file) as second:
        assert second.namelist() == first.namelist()
    with open_store(tmp_path / "other") as other:
        assert other.import_from(file).recordings == 3


def test_a_second_time_changes_nothing(store: Store, archive: Path) -> None:
    before = contents(store)
    imported = store.import_from(archive)
    assert (imported.added, len(imported.known), imported.recordings) == ((), 1, 0)
    assert contents(store) == before


def test_of_a_card_in_both_decks_the_latest_review_counts(
    store: Store, archive: Path, tmp_path: Path
) -> None:
    later = ReviewRow("essai/q1", NOW + timedelta(days=1), 4, 90.0, NOW, {"stability": 9.0})
    store.keep_review(later)
    store.import_from(archive)
    assert store.deck("fr")[0].state == {"stability": 9.0}
    newer = tmp_path / "newer.zip"
    store.export_to(newer)
    with open_store(tmp_path / "other") as other:
        other.import_from(archive)
        other.import_from(newer)
        assert other.deck("fr")[0].state == {"stability": 9.0}


def test_the_file_is_for_its_owner_alone(archive: Path, mode_of: Callable[[Path], int]) -> None:
    assert mode_of(archive) == 0o600
    assert not list(archive.parent.glob(".*part"))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.wav",
        "/etc/evil",
        "audio/../../evil.wav",
        "audio/s/../evil.wav",
        "audio/s/sub/evil.wav",
        "audio/s/..",
        "audio/../evil.wav",
        "audio/s/evil\\..\\evil.wav",
        "audio/s/C:evil.wav",
        "audio/s/.evil",
        "audio/s/",
        "sessions/../evil.json",
        "readme.txt",
    ],
)
def test_a_hostile_entry_is_refused_and_nothing_written(
    name: str, archive: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(name, b"evil")
    with open_store(tmp_path / "other") as other:
        with pytest.raises(HistoryError, match="which no export"):
            other.import_from(archive)
        assert other.sessions() == ()
    assert not list(tmp_path.rglob("*evil*"))


def test_a_link_is_refused(archive: Path, store: Store) -> None:
    info = zipfile.ZipInfo("audio/s/link.wav")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(info, "/etc/passwd")
    with pytest.raises(HistoryError, match="which no export"):
        store.import_from(archive)


def rewritten(archive: Path, change: Callable[[str, dict[str, Any]], None]) -> Path:
    """The archive with every JSON entry changed in place."""
    changed = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".json"):
                value = json.loads(data)
                change(name, value)
                data = json.dumps(value).encode()
            target.writestr(name, data)
    return changed


def _unknown_column(name: str, data: dict[str, Any]) -> None:
    for row in data.get("sessions", []):
        row["id) VALUES ('x'); --"] = 1


def _foreign_file(name: str, data: dict[str, Any]) -> None:
    for row in data.get("recordings", []):
        row["path"] = "/etc/passwd"


def _path_upwards(name: str, data: dict[str, Any]) -> None:
    for row in data.get("recordings", []):
        row["path"] = "audio/../../secret.wav"


def _unreadable(name: str, data: dict[str, Any]) -> None:
    for row in data.get("answers", []):
        row["card"] = "{}"


def _wrong_kind(name: str, data: dict[str, Any]) -> None:
    for row in data.get("sessions", []):
        row["kind"] = "spy"


def _no_list(name: str, data: dict[str, Any]) -> None:
    if "events" in data:
        data["events"] = 7


def _other_schema(name: str, data: dict[str, Any]) -> None:
    if "schema" in data:
        data["schema"] = "else/1"


@pytest.mark.parametrize(
    "change",
    [
        _unknown_column,
        _foreign_file,
        _path_upwards,
        _unreadable,
        _wrong_kind,
        _no_list,
        _other_schema,
    ],
)
def test_hostile_rows_are_refused_and_nothing_written(
    change: Callable[[str, dict[str, Any]], None], archive: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "other") as other:
        with pytest.raises(HistoryError, match="no history that can be imported"):
            other.import_from(rewritten(archive, change))
        assert other.sessions() == ()
        assert list(audio_root(other.folder).iterdir()) == []


def test_a_newer_one_says_so(archive: Path, store: Store) -> None:
    def newer(name: str, data: dict[str, Any]) -> None:
        if name == "manifest.json":
            data["version"] = 99

    with pytest.raises(HistoryError, match="newer interviewer"):
        store.import_from(rewritten(archive, newer))


def test_what_is_no_archive(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    for content in (b"", b"no zip", b"PK\x05\x06" + bytes(18)):
        file.write_bytes(content)
        with pytest.raises(HistoryError, match="no history that can be imported"):
            store.import_from(file)
    with pytest.raises(HistoryError, match="No such file"):
        store.import_from(tmp_path / "none.zip")


def test_another_session_of_the_same_id_is_left_out(store: Store, archive: Path) -> None:
    def later(name: str, data: dict[str, Any]) -> None:
        for row in data.get("sessions", []):
            row["started_at"] = "2026-11-22T05:30:12.999999+00:00"

    before = contents(store)
    imported = store.import_from(rewritten(archive, later))
    assert len(imported.clashing) == 1
    assert contents(store) == before


def test_a_place_that_cannot_be_written(store: Store, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="cannot be written"):
        store.export_to(tmp_path / "none" / "x.zip")


def left(folder: Path) -> set[str]:
    """What is in a data folder beside an empty history."""
    below = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return {name for name in below if name != "audio" and not name.startswith("sessions.db")}


def refused(archive: Path, place: Path) -> str:
    """The line that refuses ``archive``, of which nothing is left behind."""
    with open_store(place) as other:
        with pytest.raises(HistoryError) as caught:
            other.import_from(archive)
        assert other.sessions() == ()
        assert left(place) == set()
    line = caught.value.line()
    assert "\n" not in line
    assert len(line) < 1_000
    return line


@pytest.mark.parametrize("name", ["", ".", "..", "../..", "/x", "a/b", "a\0b", "a" * 5_000])
@pytest.mark.parametrize("place", ["sessions", "recordings", "scenario", "task"])
def test_no_name_in_the_rows_leads_anywhere(
    name: str, place: str, archive: Path, tmp_path: Path
) -> None:
    def change(entry: str, data: dict[str, Any]) -> None:
        for row in data.get("sessions", []):
            scenario = json.loads(row["scenario"])
            match place:
                case "sessions":
                    row["id"] = name
                    for table in ("events", "cards", "recordings", "answers", "terms"):
                        for each in data[table]:
                            each["session"] = name
                case "recordings":
                    data["recordings"][0]["name"] = name
                case "scenario":
                    scenario["id"] = row["scenario_id"] = name
                case "task":
                    scenario["phases"][0]["task"]["id"] = name
            row["scenario"] = json.dumps(scenario)

    assert "no history that can be imported" in refused(
        rewritten(archive, change), tmp_path / "other"
    )


@pytest.mark.parametrize("audio", ["/etc/passwd", "../secret.wav", "audio/other/a.wav"])
def test_a_take_names_no_recording_of_others(audio: str, archive: Path, tmp_path: Path) -> None:
    def change(entry: str, data: dict[str, Any]) -> None:
        for row in data.get("answers", []):
            card = json.loads(row["card"])
            card["take"]["audio"] = audio
            row["card"] = json.dumps(card)

    refused(rewritten(archive, change), tmp_path / "other")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sessions", "answered", 2**63),
        ("sessions", "score", "high"),
        ("sessions", "score", float("inf")),
        ("sessions", "started_at", "2026-11-22"),
        ("sessions", "finished_at", "0001-01-01T00:00:00"),
        ("sessions", "utc_offset_s", 10**17),
        ("sessions", "language", "de"),
        ("events", "at_s", float("nan")),
        ("events", "n", 10**400 // 10**350),
    ],
)
def test_a_value_that_would_stop_the_history_is_refused(
    table: str, column: str, value: object, archive: Path, tmp_path: Path
) -> None:
    def change(entry: str, data: dict[str, Any]) -> None:
        for row in data.get(table, []):
            row[column] = value

    refused(rewritten(archive, change), tmp_path / "other")


def entry_of(archive: Path, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> Path:
    """The archive with one entry more, or in the place of another."""
    changed = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for each in source.namelist():
            if each != name:
                target.writestr(each, source.read(each))
        target.writestr(name, content, how)
    return changed


def test_an_archive_that_unpacks_to_far_more_than_it_is(archive: Path, tmp_path: Path) -> None:
    bomb = entry_of(archive, "audio/s/a.wav", bytes(300_000_000))
    assert bomb.stat().st_size < 1_000_000
    assert "would unpack to more" in refused(bomb, tmp_path / "other")


def test_a_text_that_is_larger_than_any_session(archive: Path, tmp_path: Path) -> None:
    bomb = entry_of(archive, "sessions/s.json", b" " * 40_000_000)
    assert "would unpack to more" in refused(bomb, tmp_path / "other")


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 3_000_000,
        b'{"sessions":[' + b"1," * 3_000_000 + b"1]}",
        b"[" * 50_000 + b"]" * 50_000,
    ],
    ids=["open lists", "many values", "deep"],
)
def test_a_text_that_would_take_the_memory(text: bytes, archive: Path, tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        refused(entry_of(archive, "sessions/s.json", text), tmp_path / "other")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_a_directory_that_claims_more_than_is_there(archive: Path, tmp_path: Path) -> None:
    data = bytearray(archive.read_bytes())
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = (2**31 - 1).to_bytes(4, "little")
    file = tmp_path / "changed.zip"
    file.write_bytes(data)
    refused(file, tmp_path / "other")


def test_a_disk_that_has_no_room_is_told_before_anything_is_written(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 1024 * 1024))
    line = refused(archive, tmp_path / "other")
    assert "The disk" in line
    assert "has no room" in line


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_export_uses(how: int, archive: Path, tmp_path: Path) -> None:
    refused(entry_of(archive, "audio/s/a.wav", b"RIFF", how), tmp_path / "other")


def test_a_recording_damaged_inside_leaves_nothing_behind(archive: Path, tmp_path: Path) -> None:
    """Its sum is found wrong when all the rest is unpacked already."""
    data = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as source:
        last = [info for info in source.infolist() if info.filename.startswith("audio/")][-1]
    at = last.header_offset + 30 + len(last.filename)
    data[at + 2] ^= 0xFF
    file = tmp_path / "changed.zip"
    file.write_bytes(data)
    refused(file, tmp_path / "other")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_on_the_way_leaves_nothing_behind(
    code: int, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(importing, "unpack", refuse)
    line = refused(archive, tmp_path / "other")
    assert "The history" in line or "No space is left on the disk" in line
    assert "no history that can be imported" not in line


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_program_cut_off_while_it_moves_is_settled_by_the_next_import(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path / "other") as other:
        with monkeypatch.context() as cut:
            cut.setattr(importing, "_move", _cut_off)
            cut.setattr(importing, "remove_folder", lambda *_: [])
            with pytest.raises(KeyboardInterrupt):
                other.import_from(archive)
        (session,) = other.sessions()
        assert not any(each.on_disk for each in other.load(session.id).recordings)
        assert other.import_from(archive).known == (session.id,)
        assert all(each.on_disk for each in other.load(session.id).recordings)
        assert left(tmp_path / "other") == {
            f"audio/{session.id}",
            *(f"audio/{session.id}/{each.name}.wav" for each in other.load(session.id).recordings),
        }


def test_what_is_no_file_is_not_waited_for(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(HistoryError, match="no regular file"):
            store.import_from(place)


def test_an_export_leaves_out_what_no_import_would_take(
    store: Store, archive: Path, tmp_path: Path
) -> None:
    (session,) = store.sessions()
    with store._database.writing() as connection:
        connection.execute(
            "INSERT INTO sessions SELECT '..', kind, scenario_id, title, language, engine, model,"
            " started_at, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
            " scenario, choice, NULL, NULL FROM sessions"
        )
    exported = store.export_to(tmp_path / "again.zip")
    assert (exported.sessions, exported.left_out) == (1, ("..",))
    with open_store(tmp_path / "other") as other:
        assert other.import_from(tmp_path / "again.zip").added == (session.id,)


def test_damaged_archives_are_refused_in_a_line_and_leave_nothing(tmp_path: Path) -> None:
    """The short form of ``python -m benchmarks.torture.archives``."""
    whole = archives.EXPORT.read_bytes()
    said: Counter[str] = Counter()
    for number in range(24):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(archives.damaged(number, whole))
        said[archives.finding(file, tmp_path / str(number))] += 1
    assert set(said) <= {"refused", "taken in"}, said
    assert said["refused"]
    assert said["taken in"]
