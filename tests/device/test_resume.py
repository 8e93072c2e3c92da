"""A real rehearsal killed in the middle of an answer, and finished with ``interviewer resume``."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from interviewer.history.store import open_store

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = [pytest.mark.device, pytest.mark.model]

FIXTURES = Path(__file__).parents[2] / "audio_fixtures" / "pitch-3min"
RATE = 16_000
HEADER_BYTES = 44
SPOKEN_S = 12.0
READY_S = 60.0
"""Loading the libraries and reading the greeting, on a busy machine."""


class Running:
    """``interviewer`` at work, in a plain pipe; what it printed so far."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "interviewer", *command],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def wait_for(self, text: str, count: int = 1) -> None:
        """Until ``text`` stands in ``count`` lines."""
        with self._changed:
            found = self._changed.wait_for(
                lambda: sum(text in line for line in self._lines) >= count, READY_S
            )
        assert found, f"{text!r} was not printed:\n{self.printed}"

    def press(self, key: str) -> None:
        """A key, then Enter."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()

    @property
    def printed(self) -> str:
        return "".join(self._lines)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._thread.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()


@pytest.fixture
def start(sound: SoundStack, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """``start("rehearse", ...)``: the program at the virtual desk, its data in a folder of its own."""
    env = {
        **sound.env,
        "INTERVIEWER_DATA": str(tmp_path / "data"),
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "fr_FR.UTF-8",
        "PYTHONUTF8": "1",
    }
    started: list[Running] = []

    def begin(*command: str) -> Running:
        started.append(Running(list(command), env))
        return started[-1]

    yield begin
    for running in started:
        running.close()


def stored(tmp_path: Path) -> Any:
    with open_store(tmp_path / "data") as store:
        return store.load(store.sessions(1)[0].id)


def test_killed_in_the_middle_of_an_answer_and_finished(
    start: Callable[..., Running], sound: SoundStack, tmp_path: Path
) -> None:
    signal, rate = soundfile.read(FIXTURES / "intro.flac", dtype="float32")
    assert rate == RATE
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
    assert resumed.process.wait(READY_S) == 0
    session = stored(tmp_path)
    assert session.record is not None
    (answer,) = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["answers"]
    assert answer["audio"].endswith("intro-take1.wav")
    assert "Alex" in answer["transcript"]["text"]
    assert len(answer["transcript"]["words"]) > 15
    assert answer["timing"]["spoken_s"] == pytest.approx(SPOKEN_S, abs=1.5)
    heard, _ = soundfile.read(recording.path, dtype="float32")
    assert len(heard) / RATE == pytest.approx(recorded_s)
    assert correlation(signal[: 8 * RATE], heard) > 0.99
    assert [each.name for each in session.recordings] == ["intro-take1", "intro-take2"]

    again = start("resume")
    assert again.process.wait(READY_S) == 0


def test_a_rehearsal_that_goes_on_is_not_taken(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    rehearsal = start("rehearse", "pitch-3min", "--phase", "intro", "--mute")
    rehearsal.wait_for("À vous")
    refused = start("resume", "--score-only")
    assert refused.process.wait(READY_S) == 2
    rehearsal.process.kill()
    rehearsal.process.wait()
    ended = start("resume", "--score-only")
    assert ended.process.wait(READY_S) == 0
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


def correlation(part: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]) -> float:
    """Of ``part`` with where it is found in ``whole``."""
    size = len(whole) + len(part)
    product = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    at = int(np.fft.irfft(product, size)[: len(whole)].argmax())
    there = np.zeros(len(part))
    taken = whole[at : at + len(part)]
    there[: len(taken)] = taken
    return float(np.corrcoef(part, there)[0, 1])
