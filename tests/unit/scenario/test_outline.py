"""What the outline says of a file; that it agrees with the whole is tested with the timer's plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.scenario.library import outline

HEAD = 'id = "a"\ntitle = "A"\nlanguage = "fr"\n'
PHASE = '[[phase]]\nid = "p"\ntitle = "P"\nkind = "pitch"\ntarget = "30s"\nprompt = "?"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "a.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_first_screen_needs(tmp_path: Path) -> None:
    text = HEAD + PHASE + 'cue = "Oui"\nterms = ["RAG", { term = "LLM", required = false }]\n'
    scenario = outline(write(tmp_path, text))
    assert scenario is not None
    (phase,) = scenario.phases
    assert (phase.task.cue, phase.target_s) == ("Oui", 30)
    assert [(term.name, term.required) for term in phase.task.terms] == [
        ("RAG", True),
        ("LLM", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        HEAD,
        HEAD + "phase = 3",
        HEAD + "phase = [3]",
        HEAD + PHASE.replace('"30s"', '"long"'),
        HEAD + PHASE.replace('"30s"', "30"),
        HEAD + PHASE + "terms = [3]",
        HEAD + PHASE + "question = 3",
    ],
)
def test_of_a_file_that_is_not_well_formed_it_says_nothing(text: str, tmp_path: Path) -> None:
    assert outline(write(tmp_path, text)) is None


def test_of_a_file_that_is_not_there_it_says_nothing(tmp_path: Path) -> None:
    assert outline(tmp_path / "none.toml") is None
    assert outline("no-such-id") is None
