"""The command itself: files, history and scorecard, with a microphone that plays a recording."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from interviewer.cli import rehearse
from interviewer.cli.rehearse import RehearseRequest
from interviewer.domain import SessionChoice
from interviewer.history.store import open_store
from interviewer.rehearsal import SessionOptions
from interviewer.ui.screen import Screen


def run(desk: Any, tmp_path: Path, html: str | None = None, **options: Any) -> str:
    screen = Screen()
    out = io.StringIO()
    screen.out = Console(file=out, width=80)
    request = RehearseRequest(
        "pitch-3min",
        SessionChoice(phase="intro"),
        SessionOptions("Bureau", mute=True, json=str(tmp_path / "card.json"), **options),
        html=html,
    )
    rehearse.run(request, screen, desk.machine)
    return out.getvalue()


def test_one_phase_from_the_greeting_to_the_scorecard(desk: Any, tmp_path: Path) -> None:
    desk.signal = desk.whole
    shown = run(desk, tmp_path)
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    (answer,) = card["answers"]
    assert card["engine"] == {"name": "openai-whisper", "model": "base"}
    assert answer["timing"]["verdict"] == "on_time"
    assert answer["timing"]["spoken_s"] == pytest.approx(29.5, abs=1.0)
    assert "Se présenter" in shown
    assert desk.gates == ["let go"]  # a muted interviewer makes no sound that could be heard

    with open_store(tmp_path / "data") as store:
        assert store.unfinished() == ()
        (summary,) = store.sessions(5)
        kept = store.load(summary.id)
    # Read whole it was meanwhile, or after the farewell.
    meanwhile = ("ReadWhole", "Confirmed")
    names = [type(event).__name__ for event in kept.events]
    assert [name for name in names if name in meanwhile] == [*meanwhile]
    assert [name for name in names if name not in meanwhile] == [
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


def test_recordings_go_when_asked(desk: Any, tmp_path: Path) -> None:
    run(desk, tmp_path, keep_audio=False)
    assert list((tmp_path / "data" / "audio").iterdir()) == []
    with open_store(tmp_path / "data") as store:
        kept = store.load(store.sessions(1)[0].id)
    assert kept.takes["intro-take1"].transcript.text.startswith(desk.said)
    assert not kept.recordings[0].on_disk


@pytest.mark.parametrize(
    ("keep_audio", "players"), [(True, 1), (False, 0)], ids=["kept", "forgotten"]
)
def test_a_report_is_written_at_the_end(
    desk: Any, tmp_path: Path, keep_audio: bool, players: int
) -> None:
    run(desk, tmp_path, html=str(tmp_path / "report.html"), keep_audio=keep_audio)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count("<audio") == players
    assert ">valeur</span>" in page
