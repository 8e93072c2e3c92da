"""Installs that lack a package, PortAudio or espeak: what needs it says so, everything else works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import soundfile

ROOT = Path(__file__).parents[2]
INTRO = ROOT / "audio_fixtures" / "pitch-3min" / "intro.flac"

# Found by every Python that is started, the processes for sound and voice included.
SITE = '''
import ctypes, os, sys

LACKING = set(os.environ["LACKING"].split())

class Without:
    """A finder to which some packages are not installed."""

    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in LACKING:
            return None
        return self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]

if "portaudio" in LACKING:
    import ctypes.util
    ctypes.util.find_library = lambda name: None
    sys.modules["_sounddevice_data"] = type(sys)("_sounddevice_data")
    import _cffi_backend
    sys.modules["sounddevice"] = None
    class NoLibrary:
        def find_spec(self, name, path=None, target=None):
            if name == "sounddevice":
                raise OSError("PortAudio library not found")
    del sys.modules["sounddevice"]
    sys.meta_path.insert(0, NoLibrary())

if "libespeak" in LACKING:
    load = ctypes.CDLL
    class Library(load):
        def __init__(self, name, *rest, **more):
            if "espeak" in str(name):
                raise OSError(f"{name}: cannot open shared object file")
            super().__init__(name, *rest, **more)
    ctypes.CDLL = Library
'''

# All commands in one process: what is lacking stays so, and importing costs once.
PROGRAM = """
import contextlib, io, json, os, sys
from interviewer import encoder
encoder.available = lambda: False  # Seconds to load, and no matter here.
from interviewer.cli import main, replay
from tests.flow.recognisers import Parrot

engine = replay._open_transcriber
results = []
for line in json.loads(sys.argv[1]):
    sys.argv = ["interviewer", "--lang", "en", *line]
    real = "--engine" in line
    replay._open_transcriber = engine if real else lambda *_: Parrot("de données brutes")
    sys.stdin = io.StringIO("une réponse\\n")
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    results.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(results))
"""

REPLAY = ("replay", "pitch-3min", "--phase", "intro")
WAV, FLAC = (*REPLAY, "intro.wav"), (*REPLAY, "intro.flac")
COMMANDS: dict[str, tuple[str, ...]] = {
    "scenarios": ("scenarios",),
    "show": ("scenarios", "show", "pitch-3min"),
    "wav": WAV,
    "flac": FLAC,
    "replay --html": (*WAV, "--html", "replay.html"),
    "history": ("history",),
    "history show": ("history", "show", "last"),
    "report": ("report", "last"),
    "report --html": ("report", "last", "--html", "r.html", "--audio", "none"),
    "report --csv": ("report", "last", "--csv", "r.csv", "--markdown", "r.md", "--json", "r.json"),
    "progress": ("progress",),
    "progress SCENARIO": ("progress", "pitch-3min"),
    "progress --html": ("progress", "pitch-3min", "--html", "p.html"),
    "compare": ("compare", "last", "last"),
    "export": ("export", "all.zip"),
    "drill": ("drill", "glossaire", "--typed", "--count", "1"),
    "timer": ("timer", "pitch-3min", "--check"),
    "models": ("models",),
    "devices": ("devices",),
    "voices": ("voices",),
}
ENGINES: dict[str, tuple[str, ...]] = {
    "fast": (*WAV, "--engine", "faster-whisper"),
    "reference": (*WAV, "--engine", "openai-whisper"),
}
MACHINES_OWN = {"devices", "voices", "fast", "reference"}
"""What depends on this machine's sound, voices and weights where nothing is lacking."""


@dataclass(frozen=True)
class Result:
    """What became of a command."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same seconds of speech as WAV and as FLAC."""
    folder = tmp_path_factory.mktemp("recordings")
    samples, rate = soundfile.read(INTRO, frames=6 * 16_000)
    for name in ("intro.wav", "intro.flac"):
        soundfile.write(folder / name, samples, rate)
    return folder


def ran(lacking: str, commands: dict[str, tuple[str, ...]], folder: Path) -> dict[str, Result]:
    """Each of ``commands`` in ``folder``, where ``lacking`` is not there."""
    site = folder / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(list(commands.values()))],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=300,
        env=os.environ
        | {
            "LACKING": lacking,
            "PYTHONPATH": f"{site}{os.pathsep}{ROOT}",
            "INTERVIEWER_DATA": str(folder / "data"),
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "80",
        },
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    return {name: Result(*result) for name, result in zip(commands, results, strict=True)}


@pytest.mark.parametrize(
    ("lacking", "say_so", "line"),
    [
        (
            "matplotlib",
            {"replay --html", "report --html", "progress --html"},
            "The Python package matplotlib is not installed. Install it with: pip install matplotlib",
        ),
        (
            "jinja2",
            {"replay --html", "report --html", "progress --html"},
            "The Python package jinja2 is not installed. Install it with: pip install jinja2",
        ),
        ("plotext", {"progress", "progress SCENARIO", "progress --html"}, "pip install plotext"),
        ("soundfile", {"wav", "replay --html"}, "pip install soundfile"),
        ("av", {"flac"}, "pip install av"),
        (
            "sounddevice",
            {"devices"},
            "The Python package sounddevice is not installed. Install it with: pip install sounddevice",
        ),
        (
            "portaudio",
            {"devices"},
            "The PortAudio library, through which sound goes in and out, is missing.",
        ),
        ("faster_whisper", {"fast"}, "pip install 'interviewer-oral[fast]'"),
        ("torch", {"reference"}, "pip install torch"),
        ("whisper", {"reference"}, "pip install openai-whisper"),
    ],
)
def test_what_needs_it_says_so_in_a_line_and_the_others_work(
    lacking: str, say_so: set[str], line: str, recordings: Path, tmp_path: Path
) -> None:
    shutil.copytree(recordings, tmp_path, dirs_exist_ok=True)
    engines = {name: command for name, command in ENGINES.items() if name in say_so}
    results = ran(lacking, engines or COMMANDS, tmp_path)
    for name in say_so:
        result = results[name]
        assert (name, result.code) == (name, 3), result
        (said,) = [each for each in result.err.splitlines() if line in each]
        assert "Traceback" not in said
    for name, result in results.items():
        assert "fault of the program" not in result.err, (name, result)
        if name not in say_so | MACHINES_OWN:
            assert (name, result.code) == (name, 0), result


@pytest.mark.parametrize(
    ("lacking", "part", "voice"),
    [
        ("pyttsx3", "Espeak: ", "Pico (fr-FR)"),
        ("libespeak espeakng_loader", "Espeak: ", "Pico (fr-FR)"),
        ("py_nanotts", "Pico: ", "French (France)"),
        ("pyttsx3 py_nanotts", "Pico: ", "Siwis (Kokoro)"),
    ],
)
def test_a_part_of_the_voice_that_is_missing_leaves_the_others(
    lacking: str, part: str, voice: str, tmp_path: Path
) -> None:
    result = ran(lacking, {"voices": COMMANDS["voices"]}, tmp_path)["voices"]
    assert result.code == 0, result
    assert f"A part of the voice is missing ({part}" in " ".join(result.err.split())
    assert voice in result.out
