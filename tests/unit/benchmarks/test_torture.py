"""The long forms themselves: what they throw is the same every time, and what is wrong is found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.torture import scenarios
from benchmarks.torture.killed import Recorded, block, judge, kill_recorder
from benchmarks.torture.pool import Outcome, report, run_all
from interviewer.audio.recorder import WavRecorder
from interviewer.errors import AudioError


def recorded(path: Path, numbers: list[int]) -> Path:
    with WavRecorder(path) as recorder:
        for number in numbers:
            recorder.write(block(number))
    return path


@pytest.mark.parametrize(
    ("numbers", "said", "found"),
    [
        ([0, 1, 2], Recorded(3, 3), (0, "")),
        ([0, 1, 2], Recorded(5, 3), (100, "")),
        ([0, 1, 2], Recorded(8, 3), (250, "250 ms lost")),
        ([0, 1, 2], Recorded(4, 4), (50, "4 blocks were written, 3.0 are there")),
        ([0, 2, 2], Recorded(3, 3), (0, "other samples than were written")),
    ],
    ids=["all there", "under way", "too much", "written and lost", "another"],
)
def test_a_recording_is_held_against_what_was_said_of_it(
    tmp_path: Path, numbers: list[int], said: Recorded, found: tuple[int, str]
) -> None:
    assert judge(recorded(tmp_path / "a.wav", numbers), said) == found


def test_a_recorder_that_is_killed_leaves_what_it_wrote(tmp_path: Path) -> None:
    for number in range(2):
        path = tmp_path / f"{number}.wav"
        said = kill_recorder(path, random.Random(number))
        assert said.written >= 1
        assert judge(path, said)[1] == ""


def test_a_case_is_the_same_every_time() -> None:
    assert [scenarios.damaged(n) for n in range(5)] == [scenarios.damaged(n) for n in range(5)]
    assert len({scenarios.damaged(number) for number in range(20)}) == 20


@pytest.mark.parametrize("number", range(40))
def test_a_damaged_scenario_is_scored_with_or_refused(tmp_path: Path, number: int) -> None:
    path = tmp_path / "essai.toml"
    path.write_text(scenarios.damaged(number), encoding="utf-8")
    assert scenarios.scored_or_refused(path) in ("scored", "refused")


def misbehave(number: int, folder: Path) -> str:
    """A case for each kind of end."""
    if number == 1:
        raise KeyError("a")
    if number == 2:
        import os

        os._exit(9)
    return ("fine", "", "", "writes where it must not")[number]


def test_what_a_case_comes_to_is_told_even_if_its_process_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes = run_all(misbehave, range(4))
    assert {each.number: each.said for each in outcomes} == {
        0: "fine",
        1: "raises KeyError: 'a'",
        2: "crashes the process, or hangs",
        3: "writes where it must not",
    }
    assert report("cases", outcomes) == 1
    assert "4 cases: 1 fine; " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("outcome", "finding"),
    [
        (Outcome(1, "read", 9.9, 299), ""),
        (Outcome(1, "read", 10.1, 1), "takes 10.1 s"),
        (Outcome(1, "read", 0.1, 301), "takes 301 MB"),
    ],
)
def test_too_long_and_too_large_are_findings(outcome: Outcome, finding: str) -> None:
    assert outcome.finding(10.0, 300) == finding


def test_a_recording_of_another_program_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF" + bytes(100))
    with pytest.raises(AudioError):
        judge(tmp_path / "a.wav", Recorded(1, 1))
