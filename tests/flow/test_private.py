"""Whatever is written is for its owner alone, though the umask would give it to everyone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.cli import replay
from tests.flow.recognisers import Parrot

ROOT = Path(__file__).parents[2]
INTRO = ROOT / "audio_fixtures" / "pitch-3min" / "intro.flac"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def shared(folder: Path) -> dict[str, str]:
    """What others may read, list or change below ``folder``, with its mode."""
    found = {}
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if not path.is_symlink() and mode & 0o077:
            found[str(path.relative_to(folder))] = oct(mode)
    return found


@pytest.fixture
def run(tmp_path: Path, interviewer: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "deep" / "data"))
    monkeypatch.setattr(replay, "_open_transcriber", lambda *_: Parrot("de données brutes"))
    monkeypatch.chdir(tmp_path)

    def run_(*arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
        os.umask(0)  # the command before has set its own
        result = interviewer(*arguments, given=given)
        assert result.returncode == 0, result.stderr
        return result

    return run_


def test_a_drill_a_replay_its_reports_and_an_export_are_the_persons_alone(
    run: Run, tmp_path: Path
) -> None:
    run("drill", "glossaire", "--typed", "--count", "2", given="une réponse\n\n\n")
    run("replay", "pitch-3min", INTRO, "--html", "replay.html", "--json", "replay.json")
    files = ("--html", "r.html", "--markdown", "r.md", "--csv", "r.csv", "--json", "r.json")
    run("report", "last", *files)
    run("progress", "--html", "p.html")
    run("timer", "pitch-3min", "--check", "--json", "t.json")
    run("export", "all.zip")
    run("--debug", "history")
    written = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {"replay.html", "r.html", "r.md", "r.csv", "r.json", "p.html", "t.json"} <= written
    assert {"replay.json", "all.zip", "sessions.db", "interviewer.log"} <= written
    assert shared(tmp_path) == {}


def test_a_process_of_its_own_keeps_its_children_private_too(tmp_path: Path) -> None:
    """The program that is started for sound, voices or pip has the umask of the one that starts it."""
    program = (
        "import subprocess, sys; from interviewer.cli import main; sys.argv = ['interviewer', '--version']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "subprocess.run([sys.executable, '-c', 'open(\"made\", \"w\")'], check=True)"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        umask=0,
        capture_output=True,
    )
    assert (tmp_path / "made").exists()
    assert shared(tmp_path) == {}


def test_what_a_report_takes_the_place_of_is_not_read_by_others_either(
    run: Run, tmp_path: Path
) -> None:
    run("replay", "pitch-3min", INTRO)
    (tmp_path / "r.html").write_text("older")
    (tmp_path / "r.html").chmod(0o666)
    run("report", "last", "--html", "r.html")
    assert shared(tmp_path) == {}
