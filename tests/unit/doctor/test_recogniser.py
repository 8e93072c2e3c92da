"""The real recogniser on the sentences that ship with the program."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest

from interviewer.asr.catalog import BASE_CTRANSLATE2, Weights
from interviewer.asr.weights import ModelStore
from interviewer.doctor import recogniser
from interviewer.doctor.checks import Check
from interviewer.doctor.recogniser import (
    Detected,
    Trial,
    Wanted,
    check_detector,
    check_engine,
    check_model,
    check_recognition,
    detect,
    find_weights,
    sample,
)
from interviewer.domain import (
    SAMPLE_RATE,
    Chunk,
    EngineInfo,
    Language,
    Passage,
    Samples,
    Span,
    Vocabulary,
    Word,
)
from interviewer.errors import EngineError, ModelError, UsageError
from interviewer.session.ports import GiveWay

if TYPE_CHECKING:
    from tests.unit.doctor.conftest import Told


@pytest.mark.parametrize("language", get_args(Language))
def test_speech_is_found_in_the_sample(language: Language) -> None:
    check = check_detector(language)
    assert check.status == "ok"
    assert check.found.values["seconds"] == 4.6
    assert 3.0 < float(check.found.values["speech"]) < 4.6


@pytest.mark.parametrize("language", get_args(Language))
def test_the_sample_is_one_chunk(language: Language) -> None:
    (chunk,) = detect(sample(language)).chunks
    assert 3.5 < chunk.duration_s <= len(sample(language)) / SAMPLE_RATE


def test_a_detector_that_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def silence(language: Language) -> Samples:
        return np.zeros(SAMPLE_RATE, np.float32)

    monkeypatch.setattr(recogniser, "sample", silence)
    check = check_detector("fr")
    assert (check.status, check.found.values["seconds"]) == ("missing", 1.0)
    assert check.fix is not None


WEIGHTS = Weights("faster-whisper", "base", Path("base"), "ctranslate2", True)
SPEECH = Detected((Span(0.2, 1.8),), (Chunk(0.0, np.zeros(2 * SAMPLE_RATE, np.float32)),))


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty models folder."""
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path))
    return tmp_path / "models"


def test_the_engine_that_is_taken_and_the_other() -> None:
    check = check_engine(Wanted(), lambda name: True)
    assert check.status == "ok"
    assert check.found.values == {"engine": "faster-whisper", "others": "openai-whisper"}


def test_the_only_engine() -> None:
    check = check_engine(Wanted(), lambda name: name == "openai-whisper")
    assert check.found.values == {"engine": "openai-whisper"}


def test_an_engine_that_is_not_installed() -> None:
    with pytest.raises(EngineError, match="pip install"):
        check_engine(Wanted("faster-whisper"), lambda name: name == "openai-whisper")


@pytest.mark.parametrize(
    ("wanted", "command"),
    [
        (Wanted(), "interviewer models pull base"),
        (Wanted(model="small"), "interviewer models pull small"),
        (Wanted("openai-whisper"), "interviewer models pull base --engine openai-whisper"),
    ],
)
def test_a_model_that_is_not_here(wanted: Wanted, command: str) -> None:
    assert find_weights(wanted) is None
    check = check_model(wanted, None)
    assert check.status == "missing"
    assert "not on this machine" in check.found.message
    assert check.fix is not None and check.fix.values == {"command": command}


def test_a_damaged_model(cache: Path) -> None:
    place = cache / "faster-whisper" / "base"
    place.mkdir(parents=True)
    for file in BASE_CTRANSLATE2.files:
        with (place / file.name).open("wb") as sparse:
            sparse.truncate(file.size)
    wanted = Wanted("faster-whisper")
    assert find_weights(wanted) is None
    check = check_model(wanted, None)
    assert check.status == "missing"
    assert "damaged" in check.found.message
    assert check.found.values["path"] == str(place)


def test_a_model_that_is_here() -> None:
    check = check_model(Wanted(), WEIGHTS)
    assert (check.status, check.found.values) == ("ok", {"model": "base", "path": "base"})


def test_a_model_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="no model named"):
        find_weights(Wanted(model="gigantic"))


def test_a_path_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model at"):
        find_weights(Wanted(model=str(tmp_path / "mine.pt")))


class Clockwork:
    """An engine that takes its time and says what it is told to."""

    info = EngineInfo("scripted", "none")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, took_s: list[float], said: str) -> None:
        self._now_s = 0.0
        self._took_s = took_s
        self._said = said
        self.heard: list[Samples] = []
        monkeypatch.setattr(recogniser, "open_engine", lambda weights: self)
        monkeypatch.setattr(time, "perf_counter", lambda: self._now_s)

    def transcribe(self, chunk: Chunk, vocabulary: Vocabulary) -> tuple[Word, ...]:
        self._now_s += self._took_s.pop(0)
        self.heard.append(chunk.samples)
        return tuple(Word(word, 0.0, 0.1, 0.9) for word in self._said.split())

    def read(
        self, chunk: Chunk, vocabulary: Vocabulary, give_way: GiveWay | None = None
    ) -> Passage:
        return Passage(self.transcribe(chunk, vocabulary), chunk.end_s)


def tried(told: Told, *, own: bool = True) -> Check:
    return check_recognition(WEIGHTS, Trial(SPEECH, "fr", own), told)


def test_the_words_and_the_second_time(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    Clockwork(monkeypatch, [9.0, 0.5], "Bonjour à vous.")
    check = tried(told)
    assert (check.status, check.fix) == ("ok", None)
    assert check.found.values == {
        "text": "Bonjour à vous.",
        "factor": 0.25,
        "took": 0.5,
        "seconds": 2.0,
    }
    assert "You said" in check.found.message
    assert told.messages == ["Recognising a sentence"]


def test_the_recorded_sentence_is_not_the_persons(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    Clockwork(monkeypatch, [0.5, 0.5], "Bonjour.")
    assert "Recorded sentence" in tried(told, own=False).found.message


def test_slower_than_speech(monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    Clockwork(monkeypatch, [2.0, 3.0], "Bonjour.")
    check = tried(told)
    assert (check.status, check.found.values["factor"]) == ("warning", 1.5)


@pytest.mark.parametrize(("own", "status"), [(True, "warning"), (False, "missing")])
def test_no_words(own: bool, status: str, monkeypatch: pytest.MonkeyPatch, told: Told) -> None:
    Clockwork(monkeypatch, [0.1, 0.1], "")
    check = tried(told, own=own)
    assert (check.status, check.found.values) == (status, {"seconds": 2.0})
    assert check.fix is not None


LOUD = Detected((Span(0.0, 4.0),), (Chunk(0.0, np.ones(4 * SAMPLE_RATE, np.float32)),))


def measured_on(took_s: list[float], told: Told, monkeypatch: pytest.MonkeyPatch) -> Check:
    """The check of 4 s of speech, with a first run, a second one and those that measure on."""
    Clockwork(monkeypatch, took_s, "Bonjour.")
    return check_recognition(WEIGHTS, Trial(LOUD, "fr", True, sizes=True), told)


def test_a_bigger_model_that_would_keep_up_is_proposed(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    # 0.1 of real time live, and 0.3 for the whole reading.
    check = measured_on([9.0, 0.2, *[0.4] * 13, *[1.2] * 5], told, monkeypatch)
    assert check.status == "ok"
    assert check.fix is not None
    assert told.messages[-1] == "Measuring for ten seconds whether a bigger model would keep up"
    values = dict(check.fix.values)
    assert (values.pop("live"), values.pop("whole")) == (0.1, 0.3)
    assert 0.35 < float(values.pop("live_would")) < 0.45
    assert 1.0 < float(values.pop("whole_would")) < 1.3
    assert values == {
        "name": "small",
        "model": "base",
        "engine": "faster-whisper",
        "command": "interviewer models pull small",
    }
    assert "was not run" in check.fix.message
    assert "An estimate from {model}" in check.fix.message


def test_where_base_is_the_answer_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    # Without a hint it might do; with one, as a session has it, it does not.
    assert measured_on([9.0, 0.4, *[0.6] * 9], told, monkeypatch).fix is None
    assert len(told.messages) == 2


def test_on_a_slow_machine_nothing_more_is_measured(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    assert measured_on([9.0, 1.2], told, monkeypatch).fix is None
    assert told.messages == ["Recognising a sentence"]


def test_no_signal_is_measured_right_after_itself(
    monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    engine = Clockwork(monkeypatch, [9.0, 0.4, *[2.0] * 3], "Bonjour.")
    check_recognition(WEIGHTS, Trial(LOUD, "fr", True, sizes=True), told)
    assert [samples[0] for samples in engine.heard] == [1, 1, -1, 1, -1]


def test_a_bigger_model_that_is_here_can_be_tried(
    monkeypatch: pytest.MonkeyPatch, told: Told, tmp_path: Path
) -> None:
    monkeypatch.setattr(ModelStore, "find", lambda *_: tmp_path)
    check = measured_on([9.0, 0.2, *[0.4] * 13, *[1.2] * 5], told, monkeypatch)
    assert check.fix is not None
    assert check.fix.values["command"] == "interviewer doctor --model small"
