"""The wheel carries all it needs: an installed copy works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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
    (wheel,) = folder.glob("interviewer-*.whl")
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
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_runs_from_another_folder(unpacked: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "import interviewer; assert interviewer.__file__.startswith(sys.path[0])\n"
        "sys.argv = ['interviewer', 'scenarios', '--json']\n"
        "from interviewer.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert result.returncode == 0, result.stderr
    ids = {row["id"] for row in json.loads(result.stdout)}
    assert {"pitch-3min", "entretien-ia"} <= ids
