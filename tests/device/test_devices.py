"""Listing and testing the devices of the virtual desk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = pytest.mark.device


def run(sound: SoundStack, expression: str) -> Any:
    """The value of an expression about ``devices``, as JSON, on that sound stack."""
    code = (
        "import json, dataclasses\n"
        "from interviewer.audio import devices, microphone\n"
        f"print(json.dumps({expression}, default=dataclasses.asdict))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], env=sound.env, capture_output=True, text=True, check=True
    )
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_devices_are_listed_with_the_default_marked(sound: SoundStack) -> None:
    found = {device["name"]: device for device in run(sound, "devices.list_devices()")}
    assert set(found) == {"default", "pulse"}
    assert found["default"]["default_input"] and found["default"]["default_output"]
    assert not found["pulse"]["default_input"]
    assert found["pulse"]["inputs"] and found["pulse"]["outputs"] and found["pulse"]["rate"]
    assert found["pulse"]["host"] == "ALSA"


def test_the_level_of_a_microphone_is_measured(sound: SoundStack, tmp_path: Path) -> None:
    at = np.arange(16_000 * 5) / 16_000
    soundfile.write(tmp_path / "tone.wav", 0.5 * np.sin(2 * np.pi * 440 * at), 16_000)
    sound.start_playing(tmp_path / "tone.wav")
    sound.wait_for_players(1)
    test = run(sound, "microphone.measure_level(seconds=1.5)")
    assert test["device"] == "default"
    assert test["level"]["seconds"] == pytest.approx(1.5, abs=0.1)
    assert test["level"]["peak"] == pytest.approx(0.5, abs=0.02)
    assert 0.2 < test["level"]["rms"] < 0.36
    assert test["level"]["clipped"] == 0


def test_a_muted_microphone_measures_zero(sound: SoundStack) -> None:
    sound.mute()
    level = run(sound, "microphone.measure_level(seconds=0.5)")["level"]
    assert (level["rms"], level["peak"]) == (0, 0)
