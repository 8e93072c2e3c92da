"""Who is in a folder or a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.batch.candidates import Candidate, find_candidates
from interviewer.errors import UsageError
from interviewer.scenario.library import load

PITCH = load("pitch-3min")


def made(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def found(given: Path, besides: Path | None = None) -> list[Candidate]:
    return find_candidates(given, PITCH, load, besides)


def told(candidates: list[Candidate]) -> dict[str, list[tuple[str, str | None]]]:
    return {
        each.name: [(given.path.name, given.task) for given in each.files] for each in candidates
    }


def test_a_sub_folder_and_a_file_are_a_candidate_each(tmp_path: Path) -> None:
    made(tmp_path, "Zoé/intro.wav", "Zoé/closing.flac", "Zoé/notes.txt", "ali.mp3", ".hidden.wav")
    assert told(found(tmp_path)) == {
        "Zoé": [("closing.flac", None), ("intro.wav", None)],
        "ali": [("ali.mp3", None)],
    }


def test_one_recording_alone_in_a_folder_may_be_a_whole_pitch(tmp_path: Path) -> None:
    made(tmp_path, "ada/dictaphone.m4a", "ben/intro.wav", "ben/closing.wav")
    assert [each.folder for each in found(tmp_path)] == [None, tmp_path / "ben"]


def test_an_empty_folder_is_a_candidate_who_cannot_be_scored(tmp_path: Path) -> None:
    made(tmp_path, "ada/intro.wav")
    (tmp_path / "ben").mkdir()
    assert told(found(tmp_path))["ben"] == []


def test_the_folder_of_the_reports_is_nobody(tmp_path: Path) -> None:
    made(tmp_path, "ada/intro.wav", "class-reports/ada.html")
    assert list(told(found(tmp_path, tmp_path / "class-reports"))) == ["ada"]


def test_two_files_of_one_stem_are_two_candidates(tmp_path: Path) -> None:
    made(tmp_path, "ada.wav", "ada.mp3")
    assert list(told(found(tmp_path))) == ["ada.mp3", "ada.wav"]


def test_files_named_after_the_phases_are_one_candidate(tmp_path: Path) -> None:
    made(tmp_path, "intro.wav", "closing.wav")
    with pytest.raises(UsageError, match="interviewer replay"):
        found(tmp_path)


def test_a_folder_without_anybody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no candidate"):
        found(tmp_path)
    with pytest.raises(UsageError, match="neither a folder"):
        found(made(tmp_path, "x.wav") / "x.wav")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_manifest_as_a_spreadsheet_saves_it(tmp_path: Path, mark: str, encoding: str) -> None:
    lines = ("Candidat|Phase|Fichier|Note", "Zoé|intro|a/1.wav|x", "Zoé||a/closing.wav|", "|||")
    path = tmp_path / "liste.csv"
    path.write_bytes("\r\n".join(lines).replace("|", mark).encode(encoding))
    (only,) = found(path)
    assert told([only]) == {"Zoé": [("1.wav", "intro"), ("closing.wav", None)]}
    assert only.files[0].path == tmp_path / "a" / "1.wav"


def test_a_manifest_of_json_lines_names_scenarios(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    rows = [
        {"candidate": "ada", "file": "1.wav", "phase": None, "more": [1]},
        {"candidate": "ada", "file": "2.wav", "scenario": "pitch-3min-en"},
        {"file": "ben.wav"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [(each.name, each.scenario.id) for each in found(path)] == [
        ("ada", "pitch-3min"),
        ("ada", "pitch-3min-en"),
        ("ben", "pitch-3min"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "what"),
    [
        ("l.csv", "candidate,phase\nada,intro", 1, "no column"),
        ("l.csv", "candidate,file\nada,1.wav\nben,", 3, "no file"),
        ("l.jsonl", '{"file": "1.wav"}\n[1]', 2, "no JSON object"),
        ("l.jsonl", '{"file": 3}', 1, "no text"),
        ("l.jsonl", "[" * 100_000, 1, "no JSON object"),
    ],
)
def test_a_wrong_manifest_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, line: int, what: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=f"line {line}: .*{what}"):
        found(tmp_path / name)
