"""What is heard of the timer on a real sound stack: tones and spoken cues, when they are due."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import numpy as np
import pytest

from tests.device.loudspeaker import LOUD, RATE_HZ, WAIT_S, Loudspeaker

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = pytest.mark.device

ROOT = Path(__file__).parents[2]
LATE_S = 0.3
"""A tone due at a moment is heard around it, on a machine that is busy with other things too."""


def sounds(loudspeaker: Loudspeaker, gap_s: float = 0.3) -> list[tuple[float, float]]:
    """When each sound began, and its strongest frequency in hertz while it began."""
    found: list[tuple[float, float]] = []
    last_s = -WAIT_S
    blocks = loudspeaker.blocks
    for index, (at_s, block) in enumerate(blocks):
        samples = np.frombuffer(block, dtype="<i2").astype(np.float64)
        if np.abs(samples).max() <= LOUD:
            continue
        if at_s - last_s > gap_s:
            start = b"".join(data for _, data in blocks[index : index + 10])
            found.append((at_s, _pitch(np.frombuffer(start, dtype="<i2").astype(np.float64))))
        last_s = at_s
    return found


def _pitch(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * RATE_HZ / len(samples)


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


def test_a_tone_before_the_end_and_another_at_it(loudspeaker: Loudspeaker, run: Run) -> None:
    began_s, _ = run("--phases", "a 6s, b 3s")
    time.sleep(0.2)
    heard = [(at_s - began_s, hertz) for at_s, hertz in sounds(loudspeaker)]
    assert [at_s for at_s, _ in heard] == pytest.approx([4.0, 6.0, 8.0, 9.0], abs=LATE_S)
    assert [hertz for _, hertz in heard] == pytest.approx([880, 659, 880, 659], abs=25)


def test_muted_it_is_silent(loudspeaker: Loudspeaker, run: Run) -> None:
    run("--phases", "a 2s", "--mute")
    assert sounds(loudspeaker) == []


def test_spoken_cues(loudspeaker: Loudspeaker, run: Run) -> None:
    began_s, _ = run("--phases", "premier 14s", "--speak")
    time.sleep(0.2)
    heard = [at_s - began_s for at_s, _ in sounds(loudspeaker, gap_s=1.0)]
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
