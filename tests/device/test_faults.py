"""What goes wrong with a microphone is noticed within two seconds, and loses no word said before."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    from tests.device.conftest import Recording, SoundStack

pytestmark = pytest.mark.device

Record = Callable[..., "Recording"]

NOTICED_S = 2.0


@pytest.fixture
def noise(tmp_path: Path) -> Path:
    """Half a minute that is never silent."""
    signal = np.random.default_rng(5).normal(0.0, 0.1, 30 * 16_000)
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.clip(signal, -1, 1), 16_000)
    return path


@pytest.fixture
def recording(sound: SoundStack, record: Record, noise: Path) -> Recording:
    """Records noise, for one second so far, and all is well."""
    running = record(sound)
    running.expect(began_s=...)
    sound.start_playing(noise)
    time.sleep(1.0)
    return running


def loud_s(path: Path) -> float:
    """Seconds of ``path`` that hold noise."""
    signal, rate = soundfile.read(path)
    return float(np.count_nonzero(np.abs(signal) > 0.001) / rate)


@pytest.mark.parametrize(
    ("fault", "remedy", "finding"),
    [
        ("mute", "unmute", "zeros"),
        ("unplug", "plug", "zeros"),
        ("freeze", "thaw", "frozen"),
        ("overdrive", "normal", "clipping"),
    ],
)
def test_a_fault_is_noticed_and_its_end_too(
    sound: SoundStack, recording: Recording, fault: str, remedy: str, finding: str
) -> None:
    if finding == "zeros":
        time.sleep(1.5)  # Two seconds of noise: a microphone that does not suppress it.
    began_s = time.monotonic()
    getattr(sound, fault)()
    noticed = recording.expect(finding=finding)
    assert noticed["at_s"] - began_s < NOTICED_S

    began_s = time.monotonic()
    getattr(sound, remedy)()
    well = recording.expect(finding=None)
    assert well["at_s"] - began_s < NOTICED_S + 1.0  # a level is judged over the last second
    time.sleep(0.5)
    recording.stop()
    assert loud_s(recording.path) > 1.2


def test_a_dead_server_is_noticed_and_another_one_is_gone_on_with(
    sound: SoundStack, recording: Recording, noise: Path
) -> None:
    began_s = time.monotonic()
    sound.kill()
    noticed = recording.expect(finding="gone")
    assert noticed["at_s"] - began_s < NOTICED_S
    assert noticed["recorded_s"] > 1.0

    sound.revive()
    sound.start_playing(noise)
    recording.command("reopen")
    recording.expect(began_s=...)
    time.sleep(1.0)
    recording.stop()
    assert loud_s(recording.path) > noticed["recorded_s"] + 0.5 - 0.3


def test_a_frozen_server_does_not_hang_the_end(sound: SoundStack, recording: Recording) -> None:
    sound.freeze()
    recording.expect(finding="frozen")
    report = recording.stop()
    assert report["close_s"] < 1.0
    assert loud_s(recording.path) > 0.5


def test_what_a_sleeping_microphone_did_not_hear_is_counted(
    sound: SoundStack, recording: Recording
) -> None:
    began_s = time.monotonic()
    sound.sleep()
    recording.expect(finding="frozen")
    sound.wake()
    asleep_s = time.monotonic() - began_s
    recording.expect(finding=None)
    time.sleep(2.2)  # a gap is told from a stall once two seconds have come since
    report = recording.stop()
    assert report["gaps"] == 1
    assert report["missing_s"] == pytest.approx(asleep_s, abs=0.3)


def test_a_machine_without_a_sound_server_is_told_so(sound: SoundStack, record: Record) -> None:
    sound.kill()
    report = record(sound).expect(error=...)
    assert report["exit_code"] == 3
    assert "\n" not in report["error"]


def test_a_server_that_hangs_from_the_start_is_told_so(sound: SoundStack, record: Record) -> None:
    sound.freeze()
    report = record(sound).expect(error=...)
    assert report["exit_code"] == 3
    assert "does not answer" in report["error"]


def test_a_wrong_name_lists_what_there_is(sound: SoundStack, record: Record) -> None:
    report = record(sound, "Blue Yeti").expect(error=...)
    assert report["exit_code"] == 3
    assert "Blue Yeti" in report["error"]
    assert "there is: pulse, default." in report["error"]


@pytest.mark.parametrize("wanted", ["PULS", "0"])
def test_a_microphone_is_chosen_by_a_part_of_its_name_or_its_number(
    sound: SoundStack, record: Record, wanted: str
) -> None:
    recording = record(sound, wanted)
    assert recording.expect(opened=...)["opened"]["name"] == "pulse"
    recording.expect(began_s=...)
    recording.stop()


def test_a_missing_alsa_configuration_ends_in_one_line(sound: SoundStack, record: Record) -> None:
    sound.env["ALSA_CONFIG_PATH"] = "/nowhere/asound.conf"
    report = record(sound).expect(error=...)
    assert report["exit_code"] == 3
