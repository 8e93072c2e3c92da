"""What answers are scored with, made ready beside the session."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from interviewer.domain import Language, Phase, Scenario, Take, Task
from interviewer.live import preparation
from interviewer.live.preparation import Preparation
from interviewer.session.plan import make_plan

PHASE = Phase("a", "A", "pitch", 30.0, "", Task("a", 30.0, model_answer="Les données comptent."))
PHASES = tuple(
    replace(PHASE, id=id_, title=id_, task=replace(PHASE.task, id=id_)) for id_ in ("a", "b", "c")
)
SCENARIO = Scenario("essai", "Essai", "fr", PHASES)
STEPS = make_plan(SCENARIO).steps


def test_nobody_waits_for_it_and_closing_ends_it_after_the_task_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    begun, go_on = Event(), Event()

    def slow(task: Task, _: Language) -> None:
        read.append(task.id)
        begun.set()
        assert go_on.wait(10)

    monkeypatch.setattr(preparation, "prepare", slow)
    under_way = Preparation(SCENARIO, STEPS)
    assert begun.wait(10)
    under_way._closed.set()
    go_on.set()
    under_way.close()
    assert read == ["a"]


def test_every_task_is_read_and_scored_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(preparation, "prepare", lambda task, _: read.append(task.id))

    def score(scenario: Scenario, phase: Phase, task: Task, take: Take) -> None:
        assert (scenario, phase.id) == (SCENARIO, task.id)
        read.append(take.transcript.text)

    monkeypatch.setattr(preparation, "score_take", score)
    under_way = Preparation(SCENARIO, STEPS)
    under_way._thread.join()
    under_way.close()
    assert read == [text for id_ in "abc" for text in (id_, "Les données comptent.")]


def test_a_task_without_any_text_is_scored_by_its_title() -> None:
    bare = replace(PHASE, task=Task("a", 30.0))
    (step,) = make_plan(replace(SCENARIO, phases=(bare,))).steps
    assert preparation._model(SCENARIO, step).transcript.text == "A"


def test_an_encoder_that_breaks_breaks_no_session(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("weights")

    monkeypatch.setattr(preparation, "prepare", broken)
    under_way = Preparation(SCENARIO, STEPS)
    under_way._thread.join()
    under_way.close()
    assert "cannot be made ready" in caplog.text
