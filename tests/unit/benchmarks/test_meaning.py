"""The sentences for each point: their labels are the library's, and no set is broken."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from interviewer.scenario.library import load

FOLDER = Path(__file__).parents[3] / "benchmarks" / "meaning"
SET = {"made": 5, "plain": 3, "heard": 2, "contradicts": 3, "near": 3}


@pytest.fixture(scope="module")
def sentences() -> list[dict[str, Any]]:
    files = sorted(FOLDER.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def labels(scenario: str) -> dict[str, set[str]]:
    """Those of each task."""
    found: dict[str, set[str]] = {}
    for phase in load(scenario).phases:
        for task in (phase.task, *phase.question_tasks):
            points = {point.point for point in task.points} | {step.step for step in task.steps}
            found.setdefault(task.id, set()).update(points)
    return found


def test_every_label_is_one_of_its_question(sentences: list[dict[str, Any]]) -> None:
    known = {name: labels(name) for name in {each["scenario"] for each in sentences}}
    wrong = [
        each
        for each in sentences
        if not {each["point"], *each["also"]} <= known[each["scenario"]][each["question"]]
        or each["point"] in each["also"]
    ]
    assert wrong == []


def test_every_point_has_a_whole_set(sentences: list[dict[str, Any]]) -> None:
    sets: dict[tuple[str, str, str], Counter[str]] = {}
    for each in sentences:
        key = (each["scenario"], each["question"], each["point"])
        sets.setdefault(key, Counter())[each["kind"]] += 1
    assert {key: dict(kinds) for key, kinds in sets.items() if kinds != SET} == {}
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"{len(sentences):,} sentences written by hand for {len(sets)} points" in told


def test_no_sentence_stands_twice(sentences: list[dict[str, Any]]) -> None:
    said = Counter((each["lang"], each["text"].casefold()) for each in sentences)
    assert [text for text, count in said.items() if count > 1] == []
