"""What is heard of the timer on a real sound stack: tones and spoken cues, when they are due."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = pytest.mark.device

ROOT = Path(__file__).parents[2]
RATE_HZ = 48_000
BLOCK_S = 0.01
LOUD = 200
"""Of 32,767: the virtual loudspeaker is silent to the last bit."""
WAIT_S = 60.0
LATE_S = 0.3
"""A tone due at a moment is heard around it, on a machine that is busy with other things too."""


class Ear:
    """Everything the loudspeaker gives, and when it gave it."""

    def __init__(self, sound: SoundStack) -> None:
        self._process = subprocess.Popen(
            ["parec", "--device=speaker.monitor", "--latency-msec=10", f"--rate={RATE_HZ}",
             "--channels=1", "--format=s16le", "--raw"],
            env=sound.env,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._blocks: list[tuple[float, bytes]] = []
        self._flows = threading.Event()
        self._thread = threading.Thread(target=self._record)
        self._thread.start()
        assert self._flows.wait(WAIT_S)

    def sounds(self, gap_s: float = 0.3) -> list[tuple[float, float]]:
        """When each sound began, and its strongest frequency in hertz while it began."""
        found: list[tuple[float, float]] = []
        last_s = -WAIT_S
        blocks = tuple(self._blocks)
        for index, (at_s, block) in enumerate(blocks):
            samples = np.frombuffer(block, dtype="<i2").astype(np.float64)
            if np.abs(samples).max() <= LOUD:
                continue
            if at_s - last_s > gap_s:
                start = b"".join(data for _, data in blocks[index : index + 10])
                found.append((at_s, _pitch(np.frombuffer(start, dtype="<i2").astype(np.float64))))
            last_s = at_s
        return found

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._thread.join(WAIT_S)
        self._process.wait(WAIT_S)

    def _record(self) -> None:
        with cast(IO[bytes], self._process.stdout) as stdout:
            while (
                len(block := stdout.read(int(RATE_HZ * BLOCK_S) * 2)) == int(RATE_HZ * BLOCK_S) * 2
            ):
                self._blocks.append((time.monotonic(), block))
                self._flows.set()


def _pitch(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * RATE_HZ / len(samples)


@pytest.fixture
def ear(sound: SoundStack) -> Iterator[Ear]:
    ear = Ear(sound)
    yield ear
    ear.close()


Run = Callable[..., tuple[float, str]]


@pytest.fixture
def run(sound: SoundStack, tmp_path: Path) -> Run:
    """Runs the timer by itself; when its first line came, and all it printed."""

    def start(*arguments: str) -> tuple[float, str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "interviewer", "timer", *arguments],
            env={
                **sound.env,
                "INTERVIEWER_DATA": str(tmp_path),
                "LANGUAGE": "fr",
                # The tones' own process is to be of this checkout, whatever is installed.
                "PYTHONPATH": str(ROOT),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        stdout = cast(IO[str], process.stdout)
        first = stdout.readline()
        began_s = time.monotonic()
        with stdout:
            rest = stdout.read()
        assert process.wait(WAIT_S) == os.EX_OK, first + rest
        return began_s, first + rest

    return start


def test_a_tone_before_the_end_and_another_at_it(ear: Ear, run: Run) -> None:
    began_s, _ = run("--phases", "a 6s, b 3s")
    time.sleep(0.2)
    heard = [(at_s - began_s, hertz) for at_s, hertz in ear.sounds()]
    assert [at_s for at_s, _ in heard] == pytest.approx([4.0, 6.0, 8.0, 9.0], abs=LATE_S)
    assert [hertz for _, hertz in heard] == pytest.approx([880, 659, 880, 659], abs=25)


def test_muted_it_is_silent(ear: Ear, run: Run) -> None:
    run("--phases", "a 2s", "--mute")
    assert ear.sounds() == []


def test_spoken_cues(ear: Ear, run: Run) -> None:
    began_s, _ = run("--phases", "premier 14s", "--speak")
    time.sleep(0.2)
    heard = [at_s - began_s for at_s, _ in ear.sounds(gap_s=1.0)]
    # The name of the phase, « cinq secondes », « c’est fini ».
    assert len(heard) == 3
    assert heard[0] < 8.0
    assert heard[1:] == pytest.approx([9.0, 14.0], abs=1.5)


@pytest.mark.parametrize("options", [[], ["--speak"]], ids=["tones", "voice"])
def test_without_a_loudspeaker_it_says_so_once_and_goes_on(
    sound: SoundStack, run: Run, options: list[str]
) -> None:
    sound.kill()
    _, printed = run("--phases", "a 6s, b 2s", *options)
    assert printed.count("Rien ne peut être entendu") == 1
    assert "Total" in printed
