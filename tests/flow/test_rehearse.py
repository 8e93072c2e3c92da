"""The command itself: files, history and scorecard, with a microphone that plays a recording."""

from __future__ import annotations

import io
import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from interviewer.commands import rehearse
from interviewer.commands.rehearse import RehearseRequest
from interviewer.commands.replay import EngineRequest
from interviewer.commands.screen import Screen
from interviewer.history.paths import DATA_VARIABLE
from interviewer.history.store import open_store
from interviewer.listen.audiofile import open_recording
from interviewer.listen.losses import Losses
from interviewer.listen.microphone import Block, Opened
from interviewer.live.screen import LiveScreen
from interviewer.models import (
    SAMPLE_RATE,
    Chunk,
    EngineInfo,
    Language,
    ListenRequest,
    Samples,
    SessionChoice,
    Word,
)
from interviewer.speak.speaker import MutedSpeaker
from interviewer.transcribe.catalog import Weights

INTRO = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min" / "intro.flac"
SAID = "je pars de données brutes vers la valeur sur le terrain et l'IA change les processus métier"


class QuickMicrophone:
    """Plays the recording twenty times faster than real time once the candidate's turn comes."""

    def __init__(self, wanted: str) -> None:
        self.device = Opened(wanted, SAMPLE_RATE, 1)
        self.active = True
        self.losses = Losses(0, 0.0, 0, 0, 0.0)
        self.gates: list[str] = []
        self._rest: Samples = np.empty(0, np.float32)

    def play(self) -> None:
        self._rest = np.concatenate(list(open_recording(INTRO).blocks()))

    def gate(self, at_s: float) -> None:
        self.gates.append("closed")

    def ungate(self, at_s: float) -> None:
        self.gates.append("open")

    def close(self) -> None:
        self.gates.append("let go")

    def read(self, timeout_s: float) -> Block:
        time.sleep(0.0025)
        samples, self._rest = self._rest[:800], self._rest[800:]
        if not len(samples):
            samples = np.full(800, 1e-4, np.float32)
        return Block(samples, time.monotonic(), gated=False, clipped=0.0)


class OneSentence:
    info = EngineInfo("scripted", "none")

    def transcribe(self, chunk: Chunk, language: Language) -> tuple[Word, ...]:
        words = SAID.split()
        step_s = chunk.duration_s / len(words)
        return tuple(
            Word(word, chunk.start_s + step_s * at, chunk.start_s + step_s * (at + 1), 0.9)
            for at, word in enumerate(words)
        )


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> QuickMicrophone:
    """The outside of the command, replaced; its microphone."""
    microphone = QuickMicrophone("Bureau")

    def open_microphone(wanted: str) -> QuickMicrophone:
        assert wanted == "Bureau"
        return microphone

    show = LiveScreen.show_listening

    def show_listening(self: LiveScreen, request: ListenRequest) -> None:
        show(self, request)
        microphone.play()

    weights = Weights("openai-whisper", "base", tmp_path, "pt", True)
    replaced: dict[str, object] = {
        "Microphone": open_microphone,
        "find_weights": lambda engine, screen: weights,
        "open_engine": lambda weights: OneSentence(),
        "open_store": partial(open_store, tmp_path / "data"),
        "MutedSpeaker": partial(MutedSpeaker, pause=lambda text: 0.01),
    }
    for name, value in replaced.items():
        monkeypatch.setattr(rehearse, name, value)
    monkeypatch.setattr(LiveScreen, "show_listening", show_listening)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return microphone


def run(tmp_path: Path, **options: Any) -> str:
    screen = Screen()
    out = io.StringIO()
    screen.out = Console(file=out, width=80)
    request = RehearseRequest(
        "pitch-3min",
        SessionChoice(phase="intro"),
        mute=True,
        mic="Bureau",
        json=str(tmp_path / "card.json"),
        **options,
    )
    rehearse.run(request, EngineRequest(), screen)
    return out.getvalue()


def test_one_phase_from_the_greeting_to_the_scorecard(
    microphone: QuickMicrophone, tmp_path: Path
) -> None:
    shown = run(tmp_path)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    (answer,) = card["answers"]
    assert card["engine"] == {"name": "openai-whisper", "model": "base"}
    assert answer["timing"]["verdict"] == "on_time"
    assert answer["timing"]["spoken_s"] == pytest.approx(29.5, abs=1.0)
    assert "Se présenter" in shown
    assert microphone.gates == [*["closed", "open"] * 3, "let go"]

    with open_store(tmp_path / "data") as store:
        assert store.unfinished() == ()
        (summary,) = store.sessions(5)
        kept = store.load(summary.id)
    assert [type(event).__name__ for event in kept.events] == [
        "Started",
        "PromptSpoken",
        "PromptSpoken",
        "SpeechStarted",
        "AnswerEnded",
        "Scored",
        "TimedOut",
        "PromptSpoken",
    ]
    assert kept.record is not None
    assert [card.task.id for card in kept.record.answers] == ["intro"]
    (recording,) = kept.recordings
    assert (recording.name, recording.state, recording.on_disk) == ("intro-take1", "scored", True)


def test_recordings_go_when_asked(microphone: QuickMicrophone, tmp_path: Path) -> None:
    run(tmp_path, keep_audio=False)
    assert list((tmp_path / "data").rglob("*.wav")) == []
    with open_store(tmp_path / "data") as store:
        kept = store.load(store.sessions(1)[0].id)
    assert kept.takes["intro-take1"].transcript.text.startswith(SAID)
    assert not kept.recordings[0].on_disk


@pytest.mark.parametrize(
    ("keep_audio", "players"), [(True, 1), (False, 0)], ids=["kept", "forgotten"]
)
def test_a_report_is_written_at_the_end(
    microphone: QuickMicrophone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keep_audio: bool,
    players: int,
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    run(tmp_path, html=str(tmp_path / "report.html"), keep_audio=keep_audio)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<audio") == players
    assert ">valeur</span>" in page
