"""What answers are compared with, made ready beside the session."""

from __future__ import annotations

from threading import Event

import pytest

from interviewer.domain import Language, Task
from interviewer.live import preparation
from interviewer.live.preparation import Preparation

TASKS = tuple(Task(id_, 30.0) for id_ in ("a", "b", "c"))


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
    under_way = Preparation(TASKS, "fr")
    assert begun.wait(10)
    under_way._closed.set()
    go_on.set()
    under_way.close()
    assert read == ["a"]


def test_every_task_is_read_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(preparation, "prepare", lambda task, _: read.append(task.id))
    under_way = Preparation(TASKS, "fr")
    under_way._thread.join()
    under_way.close()
    assert read == ["a", "b", "c"]


def test_an_encoder_that_breaks_breaks_no_session(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("weights")

    monkeypatch.setattr(preparation, "prepare", broken)
    Preparation(TASKS, "fr").close()
    assert "cannot be made ready" in caplog.text
