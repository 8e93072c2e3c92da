"""The order of the checks, and what one leaves for the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from interviewer.asr.catalog import Weights
from interviewer.audio.microphone import Block
from interviewer.doctor import examine as module
from interviewer.doctor.checks import (
    DETECTOR,
    ENGINE,
    MICROPHONE,
    MODEL,
    RECOGNITION,
    TITLES,
    VOICE,
    Check,
)
from interviewer.doctor.examine import Wishes, examine
from interviewer.doctor.microphone import Listened
from interviewer.doctor.recogniser import Trial, Wanted, detect, sample
from interviewer.domain import SAMPLE_RATE, Notice, Samples
from interviewer.errors import DeviceError, EngineError

if TYPE_CHECKING:
    from tests.unit.doctor.conftest import Told

WEIGHTS = Weights("faster-whisper", "base", Path("base"), "ctranslate2", True)


def heard(signal: Samples) -> Listened:
    spans = detect(signal).spans
    return Listened("Desk", len(signal) / SAMPLE_RATE, (Block(signal, 0.0, False, 0.0),), spans)


class Machine:
    """Replaces every step; each can be made to fail. Remembers what was asked of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.asked: list[str] = []
        self.trials: list[Trial] = []
        self.room: Listened | Exception = heard(np.full(32_000, 0.001, np.float32))
        self.sentence = heard(sample("fr"))
        self.weights: Weights | None = WEIGHTS
        monkeypatch.setenv("INTERVIEWER_DATA", str(folder))
        for name in ("check_voice", "check_engine", "check_model"):
            title = {"check_voice": VOICE, "check_engine": ENGINE}.get(name, MODEL)
            well = Check(title, "ok", Notice("Well."))
            monkeypatch.setattr(module, name, lambda *_, well=well, **__: well)
        monkeypatch.setattr(module, "listen_to_room", self.listen_to_room)
        monkeypatch.setattr(module, "listen_to_person", self.listen_to_person)
        monkeypatch.setattr(module, "find_weights", lambda wanted: self.weights)
        monkeypatch.setattr(module, "check_recognition", self.check_recognition)

    def listen_to_room(self, wanted: str, guide: object, *, detects: bool, asks: bool) -> Listened:
        self.asked.append("silence" if asks else "nothing")
        if isinstance(self.room, Exception):
            raise self.room
        return self.room

    def listen_to_person(self, *_: object, detects: bool) -> Listened:
        self.asked.append("sentence")
        return self.sentence

    def check_recognition(self, weights: Weights, trial: Trial, guide: object) -> Check:
        self.trials.append(trial)
        return Check(RECOGNITION, "ok", Notice("Well."))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    return Machine(monkeypatch, tmp_path)


def examined(told: Told, *, attended: bool = True) -> dict[str, Check]:
    checks = list(examine(Wishes("fr", attended=attended, recogniser=Wanted()), told))
    assert [check.title for check in checks] == list(TITLES)
    return {check.title: check for check in checks}


def test_all_is_well(machine: Machine, told: Told) -> None:
    assert {check.status for check in examined(told).values()} == {"ok"}
    assert machine.asked == ["silence", "sentence"]


def test_the_sentence_of_the_person_is_recognised(machine: Machine, told: Told) -> None:
    examined(told)
    (trial,) = machine.trials
    assert trial.own
    assert trial.sizes
    assert trial.speech.spans == machine.sentence.speech


def test_with_nobody_there_the_recorded_sentence_is(machine: Machine, told: Told) -> None:
    assert examined(told, attended=False)[MICROPHONE].status == "not_measured"
    assert machine.asked == ["nothing"]
    (trial,) = machine.trials
    assert not trial.own
    assert not trial.sizes
    assert trial.speech.spans


def test_a_person_who_says_nothing(machine: Machine, told: Told) -> None:
    machine.sentence = heard(np.full(80_000, 0.001, np.float32))
    assert examined(told)[MICROPHONE].status == "warning"
    assert not machine.trials[0].own


def test_a_microphone_that_gives_nothing_is_not_asked_again(machine: Machine, told: Told) -> None:
    machine.room = Listened("Desk", 2.0, (), ())
    assert examined(told)[MICROPHONE].status == "missing"
    assert machine.asked == ["silence"]


def test_no_microphone_stops_nothing(machine: Machine, told: Told) -> None:
    machine.room = DeviceError("There is no microphone.", "Plug one in.")
    checks = examined(told)
    assert checks[MICROPHONE].found.message == "There is no microphone."
    assert {check.status for title, check in checks.items() if title != MICROPHONE} == {"ok"}


def test_without_a_model_nothing_is_recognised(machine: Machine, told: Told) -> None:
    machine.weights = None
    assert examined(told)[RECOGNITION].status == "not_measured"
    assert machine.trials == []


def test_without_a_detector_nothing_is_recognised(
    machine: Machine, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(language: str) -> Check:
        raise OSError("no such library")

    monkeypatch.setattr(module, "check_detector", broken)
    checks = examined(told)
    assert checks[DETECTOR].status == "missing"
    assert checks[RECOGNITION].status == "not_measured"


@pytest.mark.parametrize(
    "step", ["check_voice", "check_detector", "check_engine", "check_disk", "check_sessions"]
)
@pytest.mark.parametrize("error", [EngineError("Not there."), ValueError("wrong")])
def test_one_failing_step_never_stops_the_next(
    step: str, error: Exception, machine: Machine, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> Check:
        raise error

    monkeypatch.setattr(module, step, fails)
    assert [check.status for check in examined(told).values()].count("missing") == 1


def test_every_step_can_fail(machine: Machine, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> Check:
        raise RuntimeError

    for name in vars(module):
        if name.startswith(("check_", "listen_", "find_")):
            monkeypatch.setattr(module, name, fails)
    statuses = [check.status for check in examined(told).values()]
    assert statuses.count("missing") == len(TITLES) - 1
    assert statuses[TITLES.index(RECOGNITION)] == "not_measured"
