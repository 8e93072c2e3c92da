"""Whether the machine slept: two clocks of the system, of which one stands still meanwhile."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

TOLD_S = 2.0
"""A shorter sleep is none: closing and opening the lid takes longer, and a clock being read is
interrupted for far less."""


def slept_s() -> float:
    """How long the machine slept since it was started, but for a constant; 0 where nothing tells.

    A clock that somebody sets has no part in it.
    """
    seconds = 0.0
    if sys.platform == "linux":
        # clock_gettime(2): CLOCK_BOOTTIME « also includes any time that the system is suspended ».
        seconds = time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    elif sys.platform == "darwin":
        # clock_gettime(3): CLOCK_MONOTONIC goes on « while the system is asleep », CLOCK_UPTIME_RAW not.
        awake_s = time.clock_gettime(time.CLOCK_UPTIME_RAW)
        seconds = time.clock_gettime(time.CLOCK_MONOTONIC) - awake_s
    elif sys.platform == "win32":
        import ctypes

        # QueryUnbiasedInterruptTime, in units of 100 ns, leaves out sleep and hibernation.
        awake = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        seconds = time.monotonic() - awake.value / 1e7
    return seconds


class SleepWatch:
    """Tells each sleep once.

    Args:
        slept: seconds slept in all, but for a constant.
    """

    def __init__(self, slept: Callable[[], float] = slept_s) -> None:
        self._slept = slept
        self._before_s = slept()

    def look(self) -> float | None:
        """Seconds slept since the last look; None where it was no sleep."""
        before_s, self._before_s = self._before_s, self._slept()
        seconds = self._before_s - before_s
        return seconds if seconds >= TOLD_S else None
