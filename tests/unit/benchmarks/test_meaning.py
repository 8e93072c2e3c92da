"""The sentences for each point: their labels are the library's, and no set is broken."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.meaning import whole
from benchmarks.meaning.composed import KINDS, answers, questions, reported, same
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


def test_an_answer_is_composed_of_the_same_sentences_every_time() -> None:
    question = questions()[0]
    for kind in KINDS:
        assert list(answers(question, kind, 2)) == list(answers(question, kind, 2))
    one, other = answers(question, "excellent", 2)
    assert one.made == other.made
    assert one.transcript != other.transcript


def test_what_is_reported_is_never_fitted_to_in_the_other_language_either() -> None:
    kept = [each for each in questions() if reported(each)]
    assert 0.2 < len(kept) / len(questions()) < 0.5
    assert all(reported(each) for each in questions() if any(same(each, one) for one in kept))


def test_a_half_answer_makes_half_of_the_points_and_a_false_one_none() -> None:
    question = ("genai-36", "q1")
    (half,), (false,) = answers(question, "half", 1), answers(question, "false", 1)
    assert (len(half.made), len(false.made)) == (2, 0)
    assert {each.sentence.kind for each in false.said} == {"contradicts"}
    (off,) = answers(question, "off", 1)
    assert not any(same(each.sentence.question, question) for each in off.said)


def test_no_whole_answer_that_is_looked_at_is_to_a_question_reported_elsewhere() -> None:
    every = {of: list(whole.answers(of)) for of in ("answers", "sentences")}
    looked = {
        each.question for each in every["sentences"] if whole.looked_at(each.question, "sentences")
    }
    assert 0 < len(looked) < len({each.question for each in every["sentences"]}) / 2
    reported_ = [each.question for each in every["answers"] if not whole.looked_at(each.question)]
    assert not any(same(one, other) for one in looked for other in reported_)
    assert {each.kind for each in every["sentences"]} == {"excellent", "false"}


def test_what_others_answered_is_reported_wherever_an_older_set_reports() -> None:
    others = list(whole.answers("others"))
    looked = {each.question for each in others if whole.looked_at(each.question, "others")}
    assert 0 < len(looked) < len({each.question for each in others})
    assert not any(reported(each) for each in looked)
    for of in ("answers", "sentences"):
        held = [
            each.question for each in whole.answers(of) if not whole.looked_at(each.question, of)
        ]
        assert not any(same(one, other) for one in looked for other in held)
    assert {each.kind for each in others} == {"excellent", "plain", "false"}
    labelled = {question for question, _, _, _ in whole.sentences("others")}
    assert labelled == {each.question for each in others}
