"""Seconds, levels and counts in, findings out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.audio.watchdog import FindingKind, Level, Watchdog, level_of

STEP_S = 0.05

ZEROS = Level(STEP_S, 0.0, 0.0, 0.0)
ROOM = Level(STEP_S, 0.002, 0.006, 0.0)
VOICE = Level(STEP_S, 0.05, 0.3, 0.0)
FAINT = Level(STEP_S, 0.001, 0.005, 0.0)
DEAD_ROOM = Level(STEP_S, 0.0002, 0.001, 0.0)
CLIPPED = Level(STEP_S, 0.5, 1.0, 0.05)

SPOKEN = (VOICE, FAINT, CLIPPED)


class Desk:
    """A watchdog with a clock: feeds it a level for some seconds, and asks after each block."""

    def __init__(self) -> None:
        self.watchdog = Watchdog(0.0, "USB Mic")
        self.now_s = 0.0

    def hear(self, level: Level | None, seconds: float) -> list[FindingKind | None]:
        found = []
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            if level is not None:
                self.watchdog.hear(self.now_s, level, speech=level in SPOKEN)
            found.append(self.ask())
        return found

    def ask(self, active: bool = True) -> FindingKind | None:
        finding = self.watchdog.check(self.now_s, active=active)
        return finding.kind if finding else None


@pytest.mark.parametrize(
    ("level", "kind", "least_s", "most_s"),
    [
        pytest.param(None, "frozen", 1.0, 2.0, id="no blocks"),
        pytest.param(ZEROS, "zeros", 1.0, 2.0, id="exact zeros"),
        pytest.param(CLIPPED, "clipping", 0.0, 2.0, id="full scale"),
        pytest.param(FAINT, "quiet", 0.5, 2.0, id="faint speech"),
        pytest.param(DEAD_ROOM, "nothing", 14.0, 16.0, id="nobody"),
    ],
)
def test_a_fault_is_found_in_time_and_goes_with_its_cause(
    level: Level | None, kind: FindingKind, least_s: float, most_s: float
) -> None:
    desk = Desk()
    assert set(desk.hear(ROOM, 3.0) + desk.hear(VOICE, 3.0)) == {None}
    found = desk.hear(level, 20.0)
    after_s = (found.index(kind) + 1) * STEP_S
    assert least_s <= after_s <= most_s
    assert set(found) == {None, kind}
    assert desk.hear(VOICE, 1.5)[-1] is None


@pytest.mark.parametrize("level", [VOICE, ROOM])
def test_what_is_well_is_left_alone(level: Level) -> None:
    desk = Desk()
    assert set(desk.hear(level, 60.0)) == {None}


def test_a_stream_that_ended_is_gone() -> None:
    desk = Desk()
    desk.hear(VOICE, 1.0)
    assert desk.ask(active=False) == "gone"


def test_the_gravest_finding_comes_first() -> None:
    desk = Desk()
    desk.hear(ROOM, 3.0)
    desk.hear(ZEROS, 3.0)
    assert desk.ask() == "zeros"
    assert desk.hear(None, 3.0)[-1] == "frozen"
    assert desk.ask(active=False) == "gone"


def test_zeros_of_a_microphone_that_suppresses_noise_are_no_switch() -> None:
    desk = Desk()
    assert set(desk.hear(ZEROS, 5.0)) == {None}  # thinking
    for _ in range(3):
        assert set(desk.hear(VOICE, 4.0) + desk.hear(ROOM, 3.0) + desk.hear(ZEROS, 10.0)) == {None}


def test_after_speech_that_nobody_heard_noise_beside_zeros_are_no_switch() -> None:
    desk = Desk()
    assert set(desk.hear(VOICE, 3.0) + desk.hear(ZEROS, 10.0)) == {None}


def test_a_microphone_that_never_gave_anything_is_told_in_the_candidates_time_alone() -> None:
    desk = Desk()
    for _ in range(20):
        desk.watchdog.gate(desk.now_s)
        assert set(desk.hear(ZEROS, 1.0)) == {None}
    desk.watchdog.gate(desk.now_s)
    found = desk.hear(ZEROS, 12.0)
    assert set(found) == {None, "silent"}
    assert found.index("silent") * STEP_S == pytest.approx(8.0, abs=0.2)


def test_a_switch_is_not_told_while_the_interviewer_speaks() -> None:
    desk = Desk()
    desk.hear(ROOM, 3.0)
    for _ in range(10):
        desk.watchdog.gate(desk.now_s)
        assert set(desk.hear(ZEROS, 1.0)) == {None}
    assert desk.hear(ZEROS, 1.5)[-1] == "zeros"


def test_one_loud_moment_is_no_clipping() -> None:
    desk = Desk()
    desk.hear(VOICE, 2.0)
    assert set(desk.hear(CLIPPED, STEP_S) + desk.hear(VOICE, 2.0)) == {None}


def test_silence_is_not_held_against_who_need_not_speak() -> None:
    desk = Desk()
    for _ in range(30):
        desk.watchdog.gate(desk.now_s)
        assert set(desk.hear(DEAD_ROOM, 1.0)) == {None}
    assert desk.hear(DEAD_ROOM, 16.0)[-1] == "nothing"


def test_a_finding_says_what_to_do_about_which_device() -> None:
    desk = Desk()
    desk.hear(ROOM, 3.0)
    desk.hear(ZEROS, 3.0)
    finding = desk.watchdog.check(desk.now_s, active=True)
    assert finding is not None and finding.kind == "zeros"
    line = finding.notice.message.format(**finding.notice.values)
    assert line.startswith("The microphone USB Mic is muted")


def test_level() -> None:
    level = level_of(np.array([0.6, -0.8] * 800, np.float32), clipped=0.25)
    assert level.seconds == 0.1
    assert level.rms == pytest.approx(np.sqrt(0.5))
    assert level.peak == pytest.approx(0.8)
    assert level.clipped == 0.25
    assert level_of(np.empty(0, np.float32)).seconds == 0


@given(
    st.lists(st.tuples(st.sampled_from([ZEROS, ROOM, VOICE, CLIPPED, None]), st.integers(1, 60)))
)
def test_a_good_second_and_a_half_clears_all(runs: list[tuple[Level | None, int]]) -> None:
    desk = Desk()
    for level, count in runs:
        desk.hear(level, count * STEP_S)
    assert desk.hear(VOICE, 1.5)[-1] is None
