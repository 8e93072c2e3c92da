"""Whether the microphone gives something that can be scored. Pure: fed seconds, levels, counts.

The first finding that holds, the gravest first, is the one to show; it goes when all is well again.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interviewer.domain import SAMPLE_RATE, Notice, Samples
from interviewer.i18n import N_

FindingKind = Literal["gone", "frozen", "zeros", "silent", "clipping", "quiet", "nothing"]


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a stretch of signal is; 1 is full scale."""

    seconds: float
    rms: float
    peak: float
    clipped: float
    """Share of the samples at full scale."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and what to do about it."""

    kind: FindingKind
    notice: Notice


@dataclass(frozen=True, slots=True)
class WatchdogSettings:
    """When something is wrong. Levels are ratios of full scale."""

    frozen_s: float = 1.5
    """No block for so long; blocks come every 0.05 s, and stalls of a busy machine pass."""
    zeros_s: float = 1.5
    """Nothing but exact zeros for so long, from a microphone whose noise was heard before: it was
    switched off."""
    floor_s: float = 2.0
    """So much sound without speech, and no zero in it, is a converter's noise. Noise suppression gives
    zeros instead, and so does whatever has no converter: their zeros say nothing."""
    silent_s: float = 8.0
    """Nothing but exact zeros since it was opened, for so long of the candidate's time. It may be switched
    off, or suppress noise while they think."""
    clipped: float = 0.005
    """Share of the samples of the last second at full scale. Measured on the fixtures: speech that
    peaks there has 0.0001, turned up by 3 dB 0.002 to 0.005, by 6 dB 0.011 to 0.036."""
    quiet: float = 0.003
    """Level of speech (-50 dB) under which it is faint. Measured on the fixtures: speech that uses
    the whole range has 0.15; the detector hears all of it down to 0.0015, half of it at 0.0002."""
    nothing_s: float = 15.0
    """Time without any speech after which it is said, below the level ``nothing``."""
    nothing: float = 0.001
    """-60 dB."""


_WINDOW_S = 1.0
_PASSING_S = 0.15
"""Zeros for so long are none of a stall; a microphone that gives them and goes on gives them as silence."""
_LEAST_SPEECH_S = 0.5
"""Speech within the window that is enough to tell its level."""


def level_of(samples: Samples, clipped: float = 0.0) -> Level:
    """The level of a block; ``clipped`` is better known before resampling."""
    if not len(samples):
        return Level(0.0, 0.0, 0.0, clipped)
    square = float(np.mean(np.square(samples, dtype=np.float64)))
    return Level(
        len(samples) / SAMPLE_RATE, math.sqrt(square), float(np.abs(samples).max()), clipped
    )


def join_levels(levels: Sequence[Level]) -> Level:
    """The level of the stretches one after the other."""
    seconds = sum(level.seconds for level in levels)
    if not seconds:
        return Level(0.0, 0.0, 0.0, 0.0)
    return Level(
        seconds,
        math.sqrt(sum(level.rms**2 * level.seconds for level in levels) / seconds),
        max(level.peak for level in levels),
        sum(level.clipped * level.seconds for level in levels) / seconds,
    )


class Watchdog:
    """Follows one open microphone.

    Args:
        at_s: when it was opened, on the clock of all later times.
        device: its name, for the notices.
    """

    def __init__(self, at_s: float, device: str, settings: WatchdogSettings | None = None) -> None:
        self._device = device
        self._settings = settings or WatchdogSettings()
        self._last_block_s = self._last_speech_s = at_s
        self._expected_s = at_s
        """Since when the candidate is expected to speak."""
        self._zeros_s = self._noise_s = 0.0
        self._alive = self._gives_zeros = self._has_floor = False
        self._recent: deque[tuple[Level, bool]] = deque()
        self._recent_s = 0.0

    def hear(self, at_s: float, level: Level, *, speech: bool) -> None:
        """Takes a block that arrived at ``at_s``; ``speech`` is what the detector says of it."""
        if not level.seconds:
            return
        self._last_block_s = at_s
        if speech:
            self._last_speech_s = at_s
        self._count_zeros(level, speech=speech)
        self._recent.append((level, speech))
        self._recent_s += level.seconds
        while self._recent_s - self._recent[0][0].seconds >= _WINDOW_S:
            self._recent_s -= self._recent.popleft()[0].seconds

    def gate(self, at_s: float) -> None:
        """The candidate is not expected to speak: time up to ``at_s`` is not held against them."""
        self._last_speech_s = max(self._last_speech_s, at_s)
        self._expected_s = max(self._expected_s, at_s)

    def check(self, at_s: float, *, active: bool) -> Finding | None:
        """What is wrong at ``at_s``; ``active`` tells whether the stream still runs."""
        if not active:
            return self._finding("gone")
        if at_s - self._last_block_s >= self._settings.frozen_s:
            return self._finding("frozen")
        zeros_s = min(self._zeros_s, at_s - self._expected_s)
        if self._has_floor and not self._gives_zeros and zeros_s >= self._settings.zeros_s:
            return self._finding("zeros")
        if not self._alive and zeros_s >= self._settings.silent_s:
            return self._finding("silent")
        if join_levels([level for level, _ in self._recent]).clipped >= self._settings.clipped:
            return self._finding("clipping")
        if self._faint():
            return self._finding("quiet")
        if self._silent(at_s):
            return self._finding("nothing")
        return None

    def _count_zeros(self, level: Level, *, speech: bool) -> None:
        if level.peak == 0:
            self._zeros_s += level.seconds
            self._noise_s = 0.0
            return
        self._alive = True
        self._gives_zeros = self._gives_zeros or self._zeros_s >= _PASSING_S
        self._zeros_s = 0.0
        if not speech:
            self._noise_s += level.seconds
        self._has_floor = self._has_floor or self._noise_s >= self._settings.floor_s

    def _faint(self) -> bool:
        spoken = join_levels([level for level, speech in self._recent if speech])
        return spoken.seconds >= _LEAST_SPEECH_S and spoken.rms < self._settings.quiet

    def _silent(self, at_s: float) -> bool:
        loudest = max((level.rms for level, _ in self._recent), default=0.0)
        long = at_s - self._last_speech_s >= self._settings.nothing_s
        return long and loudest < self._settings.nothing

    def _finding(self, kind: FindingKind) -> Finding:
        return Finding(kind, Notice(_MESSAGES[kind], {"device": self._device}))


_MESSAGES: dict[FindingKind, str] = {
    "gone": N_(
        "The microphone {device} is gone. Plug it in again or choose another one; what you said is kept."
    ),
    "frozen": N_(
        "The microphone {device} sends nothing any more. Wait a moment, or plug it in again; what you said is kept."
    ),
    "zeros": N_(
        "The microphone {device} is muted, or not the one you speak into. Switch it on, or choose another one."
    ),
    "silent": N_(
        "Nothing has come from the microphone {device} so far. If you have spoken, it is switched off, or "
        "not the one you speak into."
    ),
    "clipping": N_(
        "The microphone {device} is too loud. Turn its level down, or move back a little."
    ),
    "quiet": N_(
        "You are hardly heard by the microphone {device}. Turn its level up, or come closer."
    ),
    "nothing": N_("The microphone {device} hears nobody. Check that it is the one you speak into."),
}
