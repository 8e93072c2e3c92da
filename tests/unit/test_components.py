"""`make sbom` and `make audit`: what becomes of what the tools say."""

from __future__ import annotations

import json
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from interviewer.cli.licences import Licensed

SCRIPT = Path(__file__).parents[2] / ".ci" / "components.py"


@pytest.fixture
def components() -> ModuleType:
    spec = spec_from_file_location("components", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answering(monkeypatch: pytest.MonkeyPatch, answer: object, errors: str = "") -> None:
    """The tool called writes ``answer`` where it is asked to."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        said = answer if isinstance(answer, str) else json.dumps(answer)
        if "-o" in command:
            Path(command[command.index("-o") + 1]).write_text(said, encoding="utf-8")
        return subprocess.CompletedProcess(command, 0, said, errors)

    monkeypatch.setattr(subprocess, "run", run)


def test_the_list_holds_what_runs_and_the_licence_that_a_package_does_not_tell(
    components: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = [
        Licensed("interviewer-oral", "1", "MIT"),
        Licensed("espeakng-loader", "2", "GPL-3.0-or-later"),
        Licensed("faster-whisper", None, "?"),
    ]
    monkeypatch.setattr(components, "licensed", lambda: wanted)
    answering(
        monkeypatch,
        {
            "specVersion": "1.6",
            "metadata": {"component": {"bom-ref": "root"}},
            "components": [
                {"bom-ref": "e", "name": "espeakng_loader"},
                {"bom-ref": "p", "name": "pytest"},
            ],
            "dependencies": [
                {"ref": "root", "dependsOn": ["e", "p"]},
                {"ref": "p", "dependsOn": ["e"]},
                {"ref": "e"},
            ],
        },
    )
    assert components.sbom(tmp_path / "sbom.json") == 0
    written = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert written["components"] == [
        {
            "bom-ref": "e",
            "name": "espeakng_loader",
            "licenses": [{"expression": "GPL-3.0-or-later"}],
        }
    ]
    assert written["dependencies"] == [{"ref": "root", "dependsOn": ["e"]}, {"ref": "e"}]


def test_a_list_without_a_package_that_is_needed_is_a_failure(
    components: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(components, "licensed", lambda: [Licensed("soxr", "1", "?")])
    empty = {"specVersion": "1.6", "components": [], "dependencies": []}
    answering(monkeypatch, {**empty, "metadata": {"component": {"bom-ref": "root"}}})
    assert components.sbom(tmp_path / "sbom.json") == 1
    assert "though needed: soxr" in capsys.readouterr().err


HOLE = {"id": "PYSEC-1", "fix_versions": ["2"]}


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        ("", 0, "cannot be reached (no route)"),
        ({"dependencies": [{"name": "a", "skip_reason": "not found"}]}, 0, "cannot be reached"),
        (
            {
                "dependencies": [
                    {"name": "a", "version": "1", "vulns": []},
                    {"name": "b", "skip_reason": ""},
                ]
            },
            0,
            "1 packages audited, 0 known vulnerabilities\nNothing is known of: b",
        ),
        (
            {"dependencies": [{"name": "a", "version": "1", "vulns": [HOLE]}]},
            1,
            "a 1: PYSEC-1, fixed in 2",
        ),
    ],
    ids=["no answer", "nothing known", "audited", "a hole"],
)
def test_an_audit_fails_on_a_known_hole_and_says_where_nothing_could_be_asked(
    components: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: object,
    code: int,
    said: str,
) -> None:
    answering(monkeypatch, answer, "warning\nno route")
    assert components.audit() == code
    assert said in capsys.readouterr().out
