"""Everything to one file and back; what no export writes is refused as a whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import HistoryError
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
