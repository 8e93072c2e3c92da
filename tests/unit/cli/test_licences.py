from __future__ import annotations

import io
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution
from pathlib import Path

import pytest
from rich.console import Console

from interviewer.cli import licences, main
from interviewer.cli.licences import UNKNOWN, licence_of, licensed
from interviewer.ui.screen import Screen

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def package(folder: Path, *lines: str, name: str = "a") -> Distribution:
    metadata = folder / f"{name}-1.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("\n".join((f"Name: {name}", "Version: 1", *lines)), encoding="utf-8")
    return PathDistribution(metadata.parent)


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["License-Expression: mit OR apache-2.0", "License: BSD"], "MIT OR Apache-2.0"),
        (["License: Apache 2.0"], "Apache-2.0"),
        (["License: MIT License", "        ", "        Copyright (c) 2022"], "MIT"),
        (
            [
                "License: All rights of everybody",
                "Classifier: License :: OSI Approved :: BSD License",
            ],
            "BSD",
        ),
        (
            [
                "Classifier: License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)",
                "Classifier: License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)",
            ],
            "GPL-2.0-or-later OR MPL-1.1",
        ),
        (["Classifier: License :: Freeware"], "Freeware"),
        (["License: a text of their own"], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_a_licence_has_one_name_however_a_package_tells_it(
    tmp_path: Path, lines: list[str], licence: str
) -> None:
    assert licence_of(package(tmp_path, *lines)) == licence


def test_the_library_that_a_package_ships_without_a_word_is_told(tmp_path: Path) -> None:
    assert licence_of(package(tmp_path, name="espeakng_loader")) == "GPL-3.0-or-later"


def test_every_requirement_of_the_project_and_what_those_require_is_listed() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["fast"]]
    names = {re.split(r"[^\w-]", text)[0] for text in required}
    listed = {each.name: each for each in licensed()}
    assert names <= listed.keys()
    assert {"markupsafe", "click", "certifi"} <= listed.keys()
    assert "pytest" not in listed
    assert [each.name for each in listed.values() if each.licence == UNKNOWN and each.version] == []


def shown(monkeypatch: pytest.MonkeyPatch, library: str | None) -> str:
    monkeypatch.setattr(licences, "system_espeak", lambda: library)
    screen = Screen()
    screen.out = screen.err = Console(file=io.StringIO(), width=80)
    screen.choose("en")
    licences.show(screen)
    written = screen.out.file
    assert isinstance(written, io.StringIO)
    return " ".join(written.getvalue().split())


def test_what_is_special_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, "libespeak-ng.so.1")
    assert text.startswith("interviewer-oral ")
    for name, words in {
        "espeakng-loader": "Here it is not used: the system has libespeak-ng.so.1.",
        "pyphen": "Three licences to choose from: GPL, LGPL or MPL.",
        "soxr": "Holds libsoxr, LGPL-2.1-or-later",
        "av": "The wheel carries FFmpeg, which says of its build: ",
        "soundfile": "libsndfile, LGPL-2.1-or-later",
        "pyttsx3": "MPL-2.0: changes to its files stay under it",
    }.items():
        assert f"{name} " in text
        assert words in text
    assert "Kokoro-82M" in text
    without = shown(monkeypatch, None)
    assert "Here it is what speaks" in without
    assert "hands out GPL software" in without


def test_a_program_that_is_no_package_says_that_it_cannot_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(licences, "distribution", missing)
    assert [each.name for each in licensed()] == ["interviewer-oral"]
    assert "what it needs cannot be listed" in shown(monkeypatch, None)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version", "--licences"),
        ("--licences", "--version"),
        ("--licenses",),
        ("--lang", "fr", "--licences"),
    ],
)
def test_the_program_shows_them_however_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.argv", ["interviewer", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    out, err = capsys.readouterr()
    assert (stop.value.code, err) == (0, "")
    assert out.startswith("interviewer-oral ")
    assert ("Hors paquets" in out) == ("fr" in arguments)
