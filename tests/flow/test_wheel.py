"""The wheel carries all it needs: an installed copy works from any folder."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import interviewer
from interviewer.tts.spoken_lines import FOLDER

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("interviewer_oral-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_holds_scenarios_catalogue_types_and_licence(unpacked: Path) -> None:
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    shipped = {f"interviewer/scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.toml")}
    assert len(shipped) > 2
    assert shipped <= names
    assert {"interviewer/py.typed", "interviewer/locale/fr/LC_MESSAGES/interviewer.mo"} <= names
    assert {
        f"interviewer/report/templates/report.{kind}" for kind in ("css", "html.j2", "js")
    } <= names
    assert {f"interviewer/doctor/samples/{language}.flac" for language in ("fr", "en")} <= names
    spoken = {path.relative_to(ROOT).as_posix() for path in FOLDER.glob("*/*.ogg")}
    assert len(spoken) > 20
    assert spoken | {"interviewer/tts/lines/CREDITS.md", "interviewer/tts/lexicon.toml"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def printed(unpacked: Path, folder: Path, code: str) -> str:
    """What ``code`` prints in ``folder``, with the unpacked wheel as the only copy of the package."""
    found = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "import interviewer; assert interviewer.__file__.startswith(sys.path[0])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", found + code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_it_runs_from_another_folder(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "sys.argv = ['interviewer', 'scenarios', '--json']\n"
        "from interviewer.cli import main; main()"
    )
    ids = {row["id"] for row in json.loads(printed(unpacked, tmp_path, code))}
    assert {"pitch-3min", "entretien-ia"} <= ids


def test_it_is_a_library_anywhere(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "from interviewer import load_scenario, score_text\n"
        "text = 'des données brutes, une valeur, les processus métier, l’IA appliquée'\n"
        "print(score_text(load_scenario('pitch-3min'), 'intro', text).coverage.score)"
    )
    assert float(printed(unpacked, tmp_path, code)) > 50


def test_its_command_and_package_keep_the_name_that_the_distribution_cannot_have(
    unpacked: Path,
) -> None:
    (installed,) = importlib.metadata.distributions(path=[str(unpacked)])
    assert installed.name == "interviewer-oral"
    assert installed.version == interviewer.__version__
    (script,) = installed.entry_points
    assert (script.group, script.name) == ("console_scripts", "interviewer")
    assert script.value == "interviewer.cli:main"
