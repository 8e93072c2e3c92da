"""The program as a user runs it: a subprocess, real recordings, real weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from interviewer.asr.catalog import EngineName
from tests.model.conftest import PHASES, PITCH, ROOT, Replayed, interviewer

pytestmark = pytest.mark.model

Pitch = Callable[[EngineName], Replayed]


@pytest.mark.parametrize("engine", get_args(EngineName))
def test_the_recorded_pitch_scores_sensibly(engine: EngineName, replayed_pitch: Pitch) -> None:
    card = replayed_pitch(engine).card
    assert card["schema"] == "interviewer.scorecard/1"
    assert card["engine"] == {"name": engine, "model": "base"}
    answers = {answer["phase"]: answer for answer in card["answers"]}
    assert list(answers) == list(PHASES[engine])
    verdicts = {phase: answer["timing"]["verdict"] for phase, answer in answers.items()}
    assert verdicts.pop("questions") == "short"
    assert set(verdicts.values()) == {"on_time"}
    target_s, spoken_s = (90, 85) if engine == "faster-whisper" else (60, 56)
    assert card["total"]["target_s"] == target_s
    assert card["total"]["spoken_s"] == pytest.approx(spoken_s, abs=2)
    assert all(answer["score"] >= 60 for answer in answers.values())
    assert 70 <= card["total"]["score"] <= 100
    for answer in answers.values():
        text = answer["transcript"]["text"]
        assert text == " ".join(word["text"] for word in answer["transcript"]["words"])
        for term in answer["coverage"]["terms"]:
            assert (term["status"] == "missed") == (term["quote"] is None)
            if term["quote"]:
                assert term["quote"].strip("… ") in text


@pytest.mark.parametrize("engine", get_args(EngineName))
def test_the_page_is_one_small_file(engine: EngineName, replayed_pitch: Pitch) -> None:
    replayed = replayed_pitch(engine)
    assert "report.html" in replayed.err
    assert len(replayed.page.encode()) < 4_000_000
    assert replayed.page.count("data:audio/mpeg;base64,") == len(PHASES[engine])
    assert replayed.page.count('<mark class="exact"') >= 10


def test_the_same_recording_gives_the_same_answer_to_the_last_digit(replayed_pitch: Pitch) -> None:
    """In another process, behind no other recording, without a page. 47 s: several windows.

    By the fast engine; test_repeatable.py has readings of both in processes of their own.
    """
    path = PITCH / "anecdote.flac"
    options = ("--json", "-", "--engine", "faster-whisper")
    again = interviewer("replay", "pitch-3min", path, *options).card
    before = replayed_pitch("faster-whisper").card
    (answer,) = again.pop("answers")
    (expected,) = (each for each in before.pop("answers") if each["phase"] == "anecdote")
    assert json.dumps(answer) == json.dumps(expected)
    del again["total"], before["total"]  # of one answer, and of five
    assert json.dumps(again) == json.dumps(before)


def test_the_whole_pitch_in_one_recording(replayed_take: Replayed) -> None:
    truth = json.loads((ROOT / "audio_fixtures" / "truth.json").read_text(encoding="utf-8"))
    card = replayed_take.card
    answers = {answer["phase"]: answer for answer in card["answers"]}
    found = {phase: answer["place"]["start"] for phase, answer in answers.items()}
    assert found == pytest.approx(truth["pitch-one-take"]["phase_starts_s"], abs=2)
    verdicts = {phase: answer["timing"]["verdict"] for phase, answer in answers.items()}
    assert verdicts.pop("questions") == "short"
    assert set(verdicts.values()) == {"on_time"}
    assert card["total"]["target_s"] == 180
    assert card["total"]["spoken_s"] == pytest.approx(168, abs=2)
    assert all(answer["score"] >= 60 for answer in answers.values())
    for answer in answers.values():
        for word in answer["transcript"]["words"]:
            assert answer["place"]["start"] <= word["end"]
            assert word["start"] <= answer["place"]["end"]


def test_a_compressed_file_and_a_named_phase(tmp_path: Path) -> None:
    import av
    import soundfile

    samples, rate = soundfile.read(PITCH / "questions.flac", dtype="float32")
    mp3, m4a = tmp_path / "ma question.mp3", tmp_path / "ma question.m4a"
    soundfile.write(mp3, samples, rate)
    with av.open(str(m4a), "w") as container:
        stream = container.add_stream("aac", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    for path in (mp3, m4a):
        out = tmp_path / "card.json"
        result = interviewer("replay", "pitch-3min", "--phase", "questions", path, "--json", out)
        assert result.code == 0, result.err
        (answer,) = json.loads(out.read_text(encoding="utf-8"))["answers"]
        assert answer["phase"] == "questions"
        assert answer["timing"]["spoken_s"] == pytest.approx(9.5, abs=0.5)
        assert answer["coverage"]["score"] >= 50
        assert "15" in result.out


def test_a_recording_of_silence_is_not_measured(tmp_path: Path) -> None:
    import numpy as np
    import soundfile

    path = tmp_path / "intro.wav"
    soundfile.write(path, np.zeros(16_000 * 4, np.float32), 16_000)
    result = interviewer("replay", "pitch-3min", path, "--json", "-")
    card = result.card
    (answer,) = card["answers"]
    assert answer["transcript"]["words"] == []
    assert answer["timing"]["verdict"] == "not_measured"
    assert card["total"]["score"] is None


def test_models_lists_what_is_here() -> None:
    result = interviewer("models")
    assert result.code == 0, result.err
    assert "faster-whisper" in result.out
    assert "base" in result.out
