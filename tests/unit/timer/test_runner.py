"""A whole run with its screen, keys and history, on a clock that jumps to where it is waited for."""

from __future__ import annotations

import io
import math
import queue
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from rich.console import Console

from interviewer.domain import TimedPhase, TimerPlan, TimerRecord
from interviewer.errors import HistoryError
from interviewer.history.store import open_store
from interviewer.timer.plan import as_scenario
from interviewer.timer.runner import Runner, RunOptions

E = TypeVar("E")

BEGAN = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
PLAN = TimerPlan("mien", "Mien", "fr", (TimedPhase("a", "A", 10.0), TimedPhase("b", "B", 20.0)))


class JumpingTime:
    """Nobody waits: what is waited for in vain is over at once."""

    poll_s = math.inf

    def __init__(self) -> None:
        self.now_s = 0.0

    def monotonic(self) -> float:
        return self.now_s

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=self.now_s)

    def get(self, waiting: queue.SimpleQueue[E], seconds: float) -> E:
        if waiting.empty():
            self.now_s += seconds
        return waiting.get_nowait()

    def wait_for(
        self, changed: threading.Condition, done: Callable[[], bool], seconds: float
    ) -> bool:
        raise AssertionError("the timer waits for nothing but events")


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return tmp_path / "data"


def run(*, terminal: bool, **options: bool) -> tuple[TimerRecord, str]:
    """A run of the plan, kept, and what was shown of it."""
    out = io.StringIO()
    console = Console(file=out, width=80, height=24, force_terminal=terminal)
    runner = Runner(PLAN, RunOptions(mute=True, **options), console, JumpingTime())
    try:
        record = runner.go_through(lambda: as_scenario(PLAN))
        runner.keep(record)
    finally:
        runner.close()
    assert not runner.stopped
    return record, out.getvalue().replace("\u00a0", " ")


@pytest.mark.parametrize("terminal", [True, False])
def test_by_itself_it_moves_on_at_each_target_and_is_kept(data: Path, terminal: bool) -> None:
    record, shown = run(terminal=terminal, auto=True)
    assert [(each.phase_id, each.taken_s, each.end) for each in record.tries] == [
        ("a", 10.0, "target"),
        ("b", 20.0, "target"),
    ]
    assert (record.reason, record.duration_s) == ("completed", 30.0)
    with open_store(data) as store:
        (summary,) = store.sessions()
        kept = store.load(summary.id)
    assert (summary.kind, kept.timer) == ("timer", record)
    assert summary.started_at == BEGAN
    assert summary.finished_at == BEGAN + timedelta(seconds=30)
    assert list((data / "audio").iterdir()) == []
    if terminal:
        assert "avance tout seul" in shown
        assert shown.index("Dans les temps") < shown.index("Bientôt l’heure")
    else:
        assert shown.splitlines() == ["0:00  1/2  A, 10 s", "0:10  2/2  B, 20 s"]


def test_where_nobody_can_press_a_key_the_phases_move_on(data: Path) -> None:
    record, _ = run(terminal=False)
    assert [each.end for each in record.tries] == ["target", "target"]


def test_a_history_that_cannot_be_used_lets_the_run_end_and_is_told_then(data: Path) -> None:
    data.mkdir()
    (data / "sessions.db").write_bytes(b"no store at all" * 100)
    console = Console(file=io.StringIO(), width=80)
    runner = Runner(PLAN, RunOptions(auto=True, mute=True), console, JumpingTime())
    record = runner.go_through(lambda: as_scenario(PLAN))
    assert record.reason == "completed"
    with pytest.raises(HistoryError, match=r"sessions\.db"):
        runner.keep(record)
    runner.close()


def test_what_is_wrong_with_the_scenario_is_told_though_the_run_has_begun(data: Path) -> None:
    def whole() -> object:
        raise HistoryError("no scenario")

    runner = Runner(PLAN, RunOptions(mute=True), Console(file=io.StringIO()), JumpingTime())
    with pytest.raises(HistoryError, match="no scenario"):
        runner.go_through(whole)  # type: ignore[arg-type]
    runner.close()
    assert not data.exists()
