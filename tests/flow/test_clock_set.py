"""Somebody, or the network, sets the machine's clock during a session: no duration changes."""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.cli import rehearse
from interviewer.cli.rehearse import RehearseRequest
from interviewer.domain import SessionChoice, TimedPhase, TimerPlan
from interviewer.history.store import open_store
from interviewer.history.values import SessionSummary, StoredSession
from interviewer.live.events import Time
from interviewer.rehearsal import SessionOptions
from interviewer.timer.plan import as_scenario
from interviewer.timer.runner import Runner, RunOptions
from interviewer.ui.screen import Screen
from tests.flow.simulated import SimulatedTime

PACKAGE = Path(__file__).parents[2] / "interviewer"
HOUR = timedelta(hours=1)
JUMPS = pytest.mark.parametrize(
    "jumps", [(-HOUR,), (HOUR,), (-HOUR, HOUR)], ids=["back", "forward", "back and forth"]
)


def set_clock(
    monkeypatch: pytest.MonkeyPatch, session_time: Time, jumps: tuple[timedelta, ...]
) -> None:
    """Five seconds after the beginning, and again after twenty, for the session and for the system."""
    right, system, monotonic = session_time.now, time.time, session_time.monotonic

    def by() -> timedelta:
        return timedelta(0) if monotonic() < 5.0 else jumps[0 if monotonic() < 20.0 else -1]

    monkeypatch.setattr(session_time, "now", lambda: right() + by())
    monkeypatch.setattr(time, "time", lambda: system() + by().total_seconds())


def rehearsed(desk: Any, folder: Path) -> tuple[dict[str, Any], StoredSession]:
    """The scorecard and what is kept of one phase, at the microphone."""
    screen = Screen()
    screen.out = Console(file=io.StringIO(), width=80)
    options = SessionOptions("Bureau", mute=True, json=str(folder / "card.json"))
    choice = SessionChoice(phase="intro")
    rehearse.run(RehearseRequest("pitch-3min", choice, options), screen, desk.machine)
    with open_store(folder / "data") as store:
        kept = store.load(store.sessions(1)[0].id)
    return json.loads((folder / "card.json").read_text(encoding="utf-8")), kept


def durations(kept: StoredSession) -> list[float]:
    assert kept.record is not None
    lengths = [recording.duration_s or 0.0 for recording in kept.recordings]
    return [kept.record.duration_s, *lengths, *(event.at_s for event in kept.events)]


def assert_sane(summary: SessionSummary) -> None:
    assert summary.finished_at is not None
    assert summary.finished_at > summary.started_at


@JUMPS
def test_a_rehearsal_lasts_as_long_whatever_the_clock_says(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumps: tuple[timedelta, ...]
) -> None:
    desk.signal = desk.whole
    set_clock(monkeypatch, desk.time, jumps)
    card, kept = rehearsed(desk, tmp_path)
    (answer,) = card["answers"]
    assert answer["timing"]["spoken_s"] == pytest.approx(29.5, abs=1.0)
    # The same as by the clock of the session, which nobody can set.
    assert max(durations(kept)) == pytest.approx(desk.time.monotonic(), abs=0.5)
    assert min(durations(kept)) >= 0.0
    assert_sane(kept.summary)


class PlainTime(SimulatedTime):
    """For the timer, which waits for nothing but events: time goes on to each."""

    def get(self, waiting: Any, seconds: float) -> Any:
        if waiting.empty():
            self._now_s += seconds
        return waiting.get_nowait()


@JUMPS
def test_a_run_of_the_timer_lasts_as_long_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumps: tuple[timedelta, ...]
) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    held = PlainTime()
    set_clock(monkeypatch, held, jumps)
    phases = (TimedPhase("a", "A", 10.0), TimedPhase("b", "B", 20.0))
    plan = TimerPlan("mien", "Mien", "fr", phases)
    runner = Runner(plan, RunOptions(auto=True, mute=True), Console(file=io.StringIO()), held)
    record = runner.go_through(lambda: as_scenario(plan))
    runner.keep(record)
    runner.close()
    assert record.duration_s == 30.0
    assert [each.taken_s for each in record.tries] == [10.0, 20.0]
    with open_store(tmp_path) as store:
        (summary,) = store.sessions()
    assert_sane(summary)


def test_the_clock_that_can_be_set_is_only_read_where_a_date_is_wanted() -> None:
    """No other module can take a duration from it: the edge hands dates to the rest."""
    reading = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for text in (path.read_text(encoding="utf-8"),)
        if re.search(r"\b(now|today|utcnow|time|time_ns)\(", text)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and re.search(
            r"\b(date(time)?\.(now|today|utcnow)|time\.(time|time_ns))$", ast.unparse(node.func)
        )
    }
    assert "live/events.py" in reading
    dated = {f"cli/{name}.py" for name in ("history", "progress", "replay", "today")}
    assert reading <= {*dated, "live/events.py"}
