"""``interviewer doctor`` on the virtual desk, as a person at a terminal has it.

Without weights: what the recogniser does with them is tried in ``tests/model``.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pexpect
import pyte
import pytest
import soundfile

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = pytest.mark.device

SPOKEN = Path(__file__).parents[2] / "audio_fixtures" / "answers" / "en-drift.flac"
DOCTOR = ["-m", "interviewer", "doctor"]
TITLES = ("Voice", "Microphone", "Detector", "Engine", "Model", "Recognition", "Disk", "Sessions")
WIDTH = 80
WAIT_S = 60.0


class Terminal:
    """What the program writes, and what is left on the screen at the end."""

    def __init__(self, process: Any) -> None:
        self.process = process
        self._screen = pyte.Screen(WIDTH, 60)
        self._stream = pyte.Stream(self._screen)
        process.logfile_read = self

    def write(self, text: str) -> None:
        self._stream.feed(text)

    def flush(self) -> None:
        pass

    def await_text(self, text: str) -> None:
        self.process.expect_exact(text)

    def findings(self) -> dict[str, str]:
        """Sign and words of each check, once the program has ended."""
        self.process.expect(pexpect.EOF)
        self.process.close()
        return findings("\n".join(line.rstrip() for line in self._screen.display))


def findings(shown: str) -> dict[str, str]:
    """By title: ``✓ and the words``, wrapped lines joined."""
    found: dict[str, str] = {}
    title = ""
    for line in shown.splitlines():
        sign, _, rest = line.partition(" ")
        begun = next((each for each in TITLES if len(sign) == 1 and rest.startswith(each)), None)
        if begun:
            title = begun
            found[title] = f"{sign} {rest.removeprefix(begun).strip()}"
        elif line.startswith(" ") and title:
            found[title] += f" {line.strip()}"
        else:
            title = ""
    return found


def environment(sound: SoundStack, folder: Path) -> dict[str, str]:
    return {
        **sound.env,
        "LANGUAGE": "en",
        "TERM": "xterm-256color",
        "INTERVIEWER_CACHE": str(folder / "cache"),
        "INTERVIEWER_DATA": str(folder / "data"),
    }


@pytest.fixture
def begin(sound: SoundStack, tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """``begin(*arguments)``: the program, on a terminal of the virtual desk."""
    begun: list[Terminal] = []

    def start(*arguments: str) -> Terminal:
        process = pexpect.spawn(
            sys.executable,
            [*DOCTOR, *arguments],
            env=environment(sound, tmp_path),
            dimensions=(60, WIDTH),
            encoding="utf-8",
            timeout=WAIT_S,
        )
        begun.append(Terminal(process))
        return begun[-1]

    yield start
    for terminal in begun:
        terminal.process.close(force=True)


@pytest.fixture
def unattended(
    sound: SoundStack, tmp_path: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``unattended(*arguments)``: the program without a terminal, run to its end."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *DOCTOR, *arguments],
            env=environment(sound, tmp_path),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WAIT_S,
            check=False,
        )

    return run


@pytest.fixture
def room(sound: SoundStack, tmp_path: Path) -> None:
    """A room that is never quite silent: -60 dBFS."""
    signal = np.random.default_rng(3).normal(0.0, 0.001, 90 * 16_000)
    soundfile.write(tmp_path / "room.wav", signal, 16_000)
    sound.start_playing(tmp_path / "room.wav")
    sound.wait_for_players(1)


def test_a_person_who_speaks_is_heard_well(
    sound: SoundStack, room: None, begin: Callable[..., Terminal]
) -> None:
    terminal = begin()
    terminal.await_text("Say nothing for a moment")
    terminal.await_text("Now say")
    sound.start_playing(SPOKEN)
    found = terminal.findings()
    assert list(found) == list(TITLES)
    assert found["Microphone"].startswith("✓ default: voice -2")
    assert "dB above the room (-60 dBFS), no clipping" in found["Microphone"]
    assert found["Voice"].startswith("✓ Heart (Kokoro)")
    assert "“default”" in found["Voice"]
    assert found["Detector"].startswith("✓ It finds 3.8 s of speech")
    assert "Get it with: interviewer models pull base" in found["Model"]
    assert found["Recognition"].startswith("– Not tried")
    assert found["Disk"][0] == found["Sessions"][0] == "✓"
    assert terminal.process.exitstatus == 3


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [("overdrive", "Turn its level down"), ("faint", "Turn its level up")],
)
def test_a_wrong_level(
    fault: str, remedy: str, sound: SoundStack, room: None, begin: Callable[..., Terminal]
) -> None:
    if fault == "faint":
        sound.gain(32)  # -30 dB
    else:
        sound.overdrive()
    terminal = begin("--mute")
    terminal.await_text("Now say")
    sound.start_playing(SPOKEN)
    found = terminal.findings()
    assert found["Microphone"].startswith("! default: ")
    assert remedy in found["Microphone"]
    assert found["Voice"].startswith("– Heart (Kokoro)")


@pytest.mark.parametrize("fault", ["mute", "unplug"])
def test_a_microphone_that_is_off(
    fault: str, sound: SoundStack, room: None, begin: Callable[..., Terminal]
) -> None:
    getattr(sound, fault)()
    terminal = begin("--mute")
    terminal.await_text("Now say")
    sound.start_playing(SPOKEN)
    found = terminal.findings()
    assert found["Microphone"].startswith("✗ default: digital silence")
    assert found["Detector"].startswith("✓")


def test_a_microphone_that_goes_away_meanwhile(
    sound: SoundStack, room: None, begin: Callable[..., Terminal]
) -> None:
    terminal = begin("--mute")
    terminal.await_text("Now say")
    sound.kill()
    found = terminal.findings()
    assert found["Microphone"].startswith("✗ default: only ")
    assert "Plug it in again" in found["Microphone"]
    assert found["Sessions"].startswith("✓")


def test_the_sentence_is_heard_on_the_loudspeaker(
    sound: SoundStack, begin: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = begin("--quick")
    sound.heard(tmp_path / "heard.wav", 6.0)
    assert terminal.findings()["Voice"].startswith("✓")
    signal, rate = soundfile.read(tmp_path / "heard.wav")
    frames = np.abs(signal[: len(signal) // 480 * 480]).reshape(-1, 480).max(axis=1)
    assert rate == 48_000
    # « Hello, I will be your interviewer today. »
    assert 1.5 < np.count_nonzero(frames > 0.01) / 100 < 4.0


def test_without_a_terminal_only_the_room_is_measured(
    room: None, unattended: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    result = unattended("--mute")
    found = findings(result.stdout)
    assert list(found) == list(TITLES)
    assert found["Microphone"].startswith("– default: signal -60 dBFS. Only the room was measured")
    assert (result.stderr, result.returncode) == ("", 3)


def test_without_a_sound_server(
    sound: SoundStack, unattended: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    sound.kill()
    result = unattended()
    found = findings(result.stdout)
    assert found["Voice"].startswith("✗ Heart (Kokoro)")
    assert "no loudspeaker" in found["Voice"]
    assert found["Microphone"].startswith("✗ There is no microphone")
    assert found["Disk"].startswith("✓")
    assert result.returncode == 3


def test_a_frozen_sound_server_holds_nothing_up(
    sound: SoundStack, unattended: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    sound.freeze()
    found = findings(unattended().stdout)
    sound.thaw()
    assert found["Voice"][0] == found["Microphone"][0] == "✗"
    assert found["Sessions"].startswith("✓")


def test_a_wrong_name_is_told_those_there_are(
    unattended: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    found = findings(unattended("--mute", "--mic", "Blue Yeti").stdout)
    assert "No microphone is called Blue Yeti; there is: " in found["Microphone"]
    assert "default" in found["Microphone"]
