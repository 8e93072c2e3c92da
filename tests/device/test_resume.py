"""A real rehearsal killed in the middle of an answer, and finished with ``interviewer resume``."""

from __future__ import annotations

import json
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile

from interviewer.history.store import open_store
from tests.device.signals import RATE, alike, read

if TYPE_CHECKING:
    from tests.device.conftest import Program, SoundStack

pytestmark = [pytest.mark.device, pytest.mark.model]

Start = Callable[..., "Program"]

FIXTURES = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
HEADER_BYTES = 44
SPOKEN_S = 12.0


def stored(tmp_path: Path) -> Any:
    with open_store(tmp_path / "data") as store:
        return store.load(store.sessions(1)[0].id)


def test_killed_in_the_middle_of_an_answer_and_finished(
    start: Start, sound: SoundStack, tmp_path: Path
) -> None:
    signal = read(FIXTURES / "intro.flac")
    played = tmp_path / "intro.wav"
    soundfile.write(played, signal, RATE)

    rehearsal = start("rehearse", "pitch-3min", "--phase", "intro", "--mute")
    rehearsal.wait_for("À vous")
    began_s = time.monotonic()
    time.sleep(0.5)  # nobody answers in the very moment the question ends
    sound.start_playing(played)
    (path,) = tmp_path.glob("data/audio/*/intro-take1.wav")
    delay_s = shortest_delay_s(path, began_s, SPOKEN_S)
    rehearsal.process.kill()
    listened_s = time.monotonic() - began_s
    rehearsal.process.wait()

    (recording,) = stored(tmp_path).recordings
    assert recording.state == "open"
    with wave.open(str(recording.path)) as file:
        recorded_s = file.getnframes() / RATE
    # Below zero where the turn began a moment before its line could be read.
    assert -0.3 < delay_s < 0.5
    assert recorded_s > listened_s - delay_s - 0.2

    resumed = start("resume", "--mute", "--json", str(tmp_path / "card.json"))
    resumed.wait_for("À vous")
    resumed.press("q")
    resumed.press("q")  # it asks once
    assert resumed.ended() == 0
    assert stored(tmp_path).record is None
    scored = start("resume", "--score-only", "--json", str(tmp_path / "card.json"))
    assert scored.ended() == 0
    session = stored(tmp_path)
    assert session.record is not None
    (answer,) = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["answers"]
    assert answer["audio"].endswith("intro-take1.wav")
    assert "Alex" in answer["transcript"]["text"]
    assert len(answer["transcript"]["words"]) > 15
    assert answer["timing"]["spoken_s"] == pytest.approx(SPOKEN_S, abs=1.5)
    heard = read(recording.path)
    assert len(heard) / RATE == pytest.approx(recorded_s)
    assert alike(signal[: 8 * RATE], heard) > 0.99
    assert [each.name for each in session.recordings] == ["intro-take1", "intro-take2"]

    again = start("resume")
    assert again.ended() == 0


def test_a_rehearsal_that_goes_on_is_not_taken(start: Start, tmp_path: Path) -> None:
    rehearsal = start("rehearse", "pitch-3min", "--phase", "intro", "--mute")
    rehearsal.wait_for("À vous")
    refused = start("resume", "--score-only")
    assert refused.ended() == 2
    rehearsal.process.kill()
    rehearsal.process.wait()
    ended = start("resume", "--score-only")
    assert ended.ended() == 0
    record = stored(tmp_path).record
    assert record is not None
    assert (record.answers, record.left) == ((), ("intro",))


def shortest_delay_s(path: Path, began_s: float, seconds: float) -> float:
    """How long sound takes from the desk to the disk at best, watched until ``seconds`` are over.

    The sound server holds that much back: it never reached the program.
    """
    delays: list[float] = []
    while (listened_s := time.monotonic() - began_s) < seconds:
        if listened_s > seconds / 2:
            delays.append(listened_s - (path.stat().st_size - HEADER_BYTES) / 2 / RATE)
        time.sleep(0.005)
    return min(delays)
