from __future__ import annotations

import sys
import time

import pytest

from interviewer.live.sleep import SleepWatch, slept_s


class Clocks:
    """Of a machine that sleeps when told."""

    CLOCK_BOOTTIME, CLOCK_MONOTONIC, CLOCK_UPTIME_RAW = "boot", "awake or on macOS whole", "uptime"

    def __init__(self, system: str) -> None:
        self._whole = {"linux": "boot", "darwin": "awake or on macOS whole"}[system]
        self.awake_s, self.asleep_s = 5000.0, 0.0

    def clock_gettime(self, which: str) -> float:
        return self.awake_s + (self.asleep_s if which == self._whole else 0.0)


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_sleep_is_what_one_clock_counts_and_the_other_does_not(
    monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    clocks = Clocks(system)
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("interviewer.live.sleep.time", clocks)
    watch = SleepWatch()
    clocks.awake_s += 600.0
    assert watch.look() is None
    clocks.asleep_s += 90.0
    assert watch.look() == pytest.approx(90.0)
    assert watch.look() is None


def test_a_moment_that_a_reading_of_two_clocks_takes_is_no_sleep() -> None:
    moments = iter([0.0, 0.4, 0.1])
    watch = SleepWatch(lambda: next(moments))
    assert watch.look() is None
    assert watch.look() is None


def test_a_clock_that_is_set_is_no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = SleepWatch()
    now_s = time.time()
    monkeypatch.setattr(time, "time", lambda: now_s + 3600.0)
    assert watch.look() is None


def test_this_machine_can_be_asked() -> None:
    assert slept_s() >= -1.0
