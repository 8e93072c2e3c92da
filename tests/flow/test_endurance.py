"""The short form of ``python -m benchmarks.torture.endurance``: nothing is held one session longer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.torture.endurance import Held, findings, replays, sessions, voices


def test_replays_leave_no_descriptor_thread_or_child_behind(tmp_path: Path) -> None:
    held = replays(4, tmp_path)
    assert len(held) == 4
    # What is loaded once is there after the first.
    assert {each.counts for each in held[1:]} == {held[1].counts}


def test_live_sessions_leave_no_descriptor_thread_or_child_behind(tmp_path: Path) -> None:
    held = sessions(3, tmp_path, "intro")
    assert len(held) == 3
    assert {each.counts for each in held} == {held[0].counts}


def test_the_process_that_speaks_is_gone_when_it_is_closed() -> None:
    held = voices(3)
    assert {each.counts for each in held} == {held[0].counts}


def test_a_descriptor_that_stays_open_is_found() -> None:
    before = Held.now()
    reading, writing = os.pipe()
    after = Held.now()
    os.close(reading)
    os.close(writing)
    assert findings("pipes", [before, after], settled=1) != []


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (Held(7, 2, 0, 104.9), 0),
        (Held(7, 2, 0, 105.1), 1),
        (Held(8, 2, 0, 100.0), 1),
        (Held(7, 3, 0, 100.0), 1),
        (Held(7, 2, 1, 105.1), 2),
    ],
)
def test_a_finding_is_one_more_of_anything_or_five_per_cent_of_memory(
    after: Held, found: int
) -> None:
    held = [Held(5, 1, 0, 50.0), Held(7, 2, 0, 100.0), Held(9, 9, 9, 900.0), after]
    assert len(findings("sessions", held, settled=2)) == found
