"""The program as a user runs it: a subprocess, real recordings, real weights."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
PITCH = ROOT / "audio_fixtures" / "pitch-3min"


def interviewer(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )


@pytest.fixture(scope="module", params=["openai-whisper", "faster-whisper"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pitch_json(engine: str) -> str:
    result = interviewer("replay", "pitch-3min", PITCH, "--json", "-", "--engine", engine)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_recorded_pitch_scores_sensibly(engine: str, pitch_json: str) -> None:
    card: dict[str, Any] = json.loads(pitch_json)
    assert card["schema"] == "interviewer.scorecard/1"
    assert card["engine"] == {"name": engine, "model": "base"}
    answers = {answer["phase"]: answer for answer in card["answers"]}
    assert list(answers) == ["intro", "anecdote", "punchlines", "questions", "closing"]
    verdicts = {phase: answer["timing"]["verdict"] for phase, answer in answers.items()}
    assert verdicts.pop("questions") == "short"
    assert set(verdicts.values()) == {"on_time"}
    assert card["total"]["target_s"] == 180
    assert card["total"]["spoken_s"] == pytest.approx(168, abs=2)
    assert all(answer["score"] >= 60 for answer in answers.values())
    assert 70 <= card["total"]["score"] <= 100
    for answer in answers.values():
        text = answer["transcript"]["text"]
        assert text == " ".join(word["text"] for word in answer["transcript"]["words"])
        for term in answer["coverage"]["terms"]:
            assert (term["status"] == "missed") == (term["quote"] is None)
            if term["quote"]:
                assert term["quote"].strip("… ") in text


def test_the_same_input_gives_the_same_bytes_and_one_small_file(
    engine: str, pitch_json: str, tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    result = interviewer(
        "replay", "pitch-3min", PITCH, "--json", "-", "--html", page, "--engine", engine
    )
    assert result.stdout == pitch_json
    assert "report.html" in result.stderr
    assert page.stat().st_size < 4_000_000
    text = page.read_text(encoding="utf-8")
    assert text.count("data:audio/mpeg;base64,") == 5
    assert text.count('<mark class="exact"') > 10


def test_the_whole_pitch_in_one_recording() -> None:
    path = ROOT / "audio_fixtures" / "pitch-one-take.flac"
    truth = json.loads((ROOT / "audio_fixtures" / "truth.json").read_text(encoding="utf-8"))
    result = interviewer("replay", "pitch-3min", path, "--json", "-", "--engine", "faster-whisper")
    assert result.returncode == 0, result.stderr
    answers = {answer["phase"]: answer for answer in json.loads(result.stdout)["answers"]}
    found = {phase: answer["place"]["start"] for phase, answer in answers.items()}
    assert found == pytest.approx(truth["pitch-one-take"]["phase_starts_s"], abs=2)
    assert all(answer["score"] >= 60 for answer in answers.values())
    for answer in answers.values():
        for word in answer["transcript"]["words"]:
            assert answer["place"]["start"] <= word["end"]
            assert word["start"] <= answer["place"]["end"]


def test_a_compressed_file_and_a_named_phase(tmp_path: Path) -> None:
    import av
    import soundfile

    samples, rate = soundfile.read(PITCH / "intro.flac", dtype="float32")
    mp3, m4a = tmp_path / "mon intro.mp3", tmp_path / "mon intro.m4a"
    soundfile.write(mp3, samples, rate)
    with av.open(str(m4a), "w") as container:
        stream = container.add_stream("aac", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    for path in (mp3, m4a):
        out = tmp_path / "card.json"
        result = interviewer("replay", "pitch-3min", "--phase", "intro", path, "--json", out)
        assert result.returncode == 0, result.stderr
        (answer,) = json.loads(out.read_text(encoding="utf-8"))["answers"]
        assert answer["phase"] == "intro"
        assert answer["timing"]["spoken_s"] == pytest.approx(30, abs=0.5)
        assert answer["coverage"]["score"] >= 50
        assert "30" in result.stdout


def test_a_recording_of_silence_is_not_measured(tmp_path: Path) -> None:
    import numpy as np
    import soundfile

    path = tmp_path / "intro.wav"
    soundfile.write(path, np.zeros(16_000 * 4, np.float32), 16_000)
    result = interviewer("replay", "pitch-3min", path, "--json", "-")
    assert result.returncode == 0, result.stderr
    card = json.loads(result.stdout)
    (answer,) = card["answers"]
    assert answer["transcript"]["words"] == []
    assert answer["timing"]["verdict"] == "not_measured"
    assert card["total"]["score"] is None


def test_models_lists_what_is_here() -> None:
    result = interviewer("models")
    assert result.returncode == 0, result.stderr
    assert "faster-whisper" in result.stdout
    assert "base" in result.stdout
