"""`interviewer validate`: what is allowed, and hardly meant."""

from __future__ import annotations

from pathlib import Path

from tests.flow.conftest import Run

SCENARIO = """
id = "langages"
title = "Langages"
language = "fr"

[[phase]]
id = "a"
title = "A"
kind = "pitch"
target = "15s"
prompt = "Dites."
terms = [{ term = "C" }, { term = "C++" }]
points = [{ point = "Tout", any = ["cent pour cent"] }, { point = "Rien", any = ["100 %"] }]
"""


def test_patterns_that_cannot_be_told_apart_are_a_line_each(
    interviewer: Run, tmp_path: Path
) -> None:
    file = tmp_path / "langages.toml"
    file.write_text(SCENARIO, encoding="utf-8")
    result = interviewer("validate", file)
    assert result.returncode == 0
    valid, sign, same = result.stdout.splitlines()
    assert valid.endswith("valid (langages, 15 s)")
    assert sign.startswith('langages.toml, line 12, phase "a", terms "C++": "C++" differs from "C"')
    assert same.startswith(
        'langages.toml, line 13, phase "a", points "Rien": "Rien" finds the same'
    )


def test_a_scenario_whose_patterns_are_each_its_own_has_one_line(
    interviewer: Run, tmp_path: Path
) -> None:
    file = tmp_path / "langages.toml"
    file.write_text(SCENARIO.replace('"C++"', '"Python"').replace("100 %", "80 %"), "utf-8")
    assert len(interviewer("validate", file).stdout.splitlines()) == 1
