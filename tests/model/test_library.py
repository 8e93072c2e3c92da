"""The package as other programs use it, with real weights."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]


def output(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    ).stdout


def test_a_recording_is_scored_in_five_lines() -> None:
    questions = "audio_fixtures/pitch-3min/questions.flac"
    score, text, *advice = output(
        "examples/score_file.py", "pitch-3min", "questions", questions
    ).split("\n")
    assert 50 < int(score.removesuffix("/100")) <= 100
    assert "cas d'usage" in text
    assert any(advice)


def test_the_example_of_the_page_that_takes_a_recogniser_runs() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    _, second = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert re.match(r"\d+ short .*cas d'usage", output("-c", second))
