"""The program on bad input, as a user runs it: one line on standard error, and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.cli import main

RATE = 16_000


def process(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
        timeout=120,
    )


def noise(folder: Path, name: str) -> None:
    rng = np.random.default_rng(3)
    (folder / name).write_bytes(rng.bytes(20_000))


def silence(seconds: float) -> Callable[[Path, str], None]:
    def make(folder: Path, name: str) -> None:
        soundfile.write(folder / name, np.zeros(round(RATE * seconds), np.float32), RATE)

    return make


def fifo(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)


def text(content: str) -> Callable[[Path, str], None]:
    def make(folder: Path, name: str) -> None:
        (folder / name).write_text(content)

    return make


def nothing(folder: Path, name: str) -> None:
    pass


@pytest.mark.parametrize(
    ("make", "name"),
    [
        pytest.param(nothing, "intro.wav", id="missing"),
        pytest.param(noise, "intro.mp3", id="not audio"),
        pytest.param(text(""), "intro.wav", id="empty file"),
        pytest.param(silence(0), "intro.wav", id="no frames"),
        pytest.param(silence(0.2), "intro.flac", id="shorter than 0.3 s"),
        pytest.param(fifo, "intro.wav", id="not a regular file"),
        pytest.param(nothing, "https://example.org/intro.wav", id="url"),
        pytest.param(text("#EXTM3U\nintro-1.wav\n"), "intro.wav", id="playlist"),
    ],
)
def test_refused_recordings(
    make: Callable[[Path, str], None],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """What a library in C writes to the error stream counts too."""
    make(tmp_path, name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(
        sys, "argv", ["interviewer", "replay", "pitch-3min", "--phase", "intro", name]
    )
    with pytest.raises(SystemExit) as stop:
        main()
    out, err = capfd.readouterr()
    assert (stop.value.code, out) == (2, ""), err
    (line,) = err.splitlines()
    assert name in line
    assert len(line.split()) > 8
    assert "Traceback" not in line


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["replay", "pitch-3mn", "x.wav"], "pitch-3min"),
        (["replay", "pitch-3min", "salut.wav"], "salut.wav"),
        (["replay", "pitch-3min", "salut.wav", "merci.wav"], "--phase"),
        (["replay", "questions-ia", "salut.wav"], "--phase"),
        (["replay", "pitch-3min", "x.wav", "--phase", "intor"], "intor"),
        (["replay", "pitch-3min", "x.wav", "--engine", "siri"], "--engine"),
        (["replay", "pitch-3min"], "PATH"),
        (["replay", "pitch-3min", "."], "aucun fichier audio"),
        (["replay", "pitch-3min", "x.wav", "--html", "nowhere/r.html"], "--html"),
        (["report", "last", "--csv", "nowhere/r.csv"], "--csv"),
        (["report", "last", "--audio", "loud"], "--audio"),
        (["models", "pull", "huge"], "huge"),
        (["dance"], "dance"),
        (["scenarios", "show", "nothing-like-it"], "nothing-like-it"),
        (["scenarios", "validate", "missing.toml"], "missing.toml"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: list[str],
    expected: str,
    interviewer: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = interviewer(*arguments)
    assert result.returncode == 2, result
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert expected in line


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    result = process("replay", "nothing-like-it", "x.wav", "--debug", folder=tmp_path)
    assert result.returncode != 0
    assert "Traceback" in result.stderr


def test_no_model_to_be_had_is_exit_code_3(tmp_path: Path) -> None:
    silence(1)(tmp_path, "intro.wav")
    result = process("replay", "pitch-3min", "intro.wav", "--model", "mine.pt", folder=tmp_path)
    assert result.returncode == 3
    assert "mine.pt" in result.stderr
