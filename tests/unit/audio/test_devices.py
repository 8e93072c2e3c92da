"""Listing devices, with a capture process made up here."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from interviewer.audio import devices
from interviewer.audio.devices import Device, list_devices
from interviewer.audio.watchdog import Level, join_levels
from interviewer.errors import DeviceError

MakeUp = Callable[[str], None]


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> MakeUp:
    """``made_up(code)``: the capture process runs ``code`` instead."""

    def make_up(code: str) -> None:
        def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
            assert list(arguments) == ["list"]
            return subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

        monkeypatch.setattr(devices, "start_capture", start)

    return make_up


def test_devices_in_their_order(made_up: MakeUp) -> None:
    mic = Device(0, "USB Mic", "ALSA", 1, 0, 48_000, True, False)
    out = Device(1, "HDMI", "ALSA", 0, 2, 44_100, False, True)
    listed = [
        {name: getattr(device, name) for name in Device.__dataclass_fields__}
        for device in (mic, out)
    ]
    made_up(f"print({json.dumps(json.dumps({'devices': listed}))})")
    assert list_devices() == (mic, out)


def test_a_machine_without_sound_has_none(made_up: MakeUp) -> None:
    made_up("""print('{"devices": []}')""")
    assert list_devices() == ()


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(1)", "pass"])
def test_a_sound_system_that_takes_its_process_down(made_up: MakeUp, code: str) -> None:
    made_up(code)
    with pytest.raises(DeviceError, match="sound system does not answer"):
        list_devices()


def test_a_missing_library_is_named(made_up: MakeUp) -> None:
    made_up("""print('{"fault": "no_portaudio", "reason": "not found"}')""")
    with pytest.raises(DeviceError, match="apt install libportaudio2"):
        list_devices()


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param([], Level(0.0, 0.0, 0.0, 0.0), id="nothing came"),
        pytest.param(
            [Level(1.0, 0.6, 0.7, 0.5), Level(3.0, 0.0, 0.1, 0.1)],
            Level(4.0, 0.3, 0.7, 0.2),
            id="energies add up, the highest peak stays",
        ),
    ],
)
def test_levels_are_joined(levels: list[Level], expected: Level) -> None:
    joined = join_levels(levels)
    assert joined.seconds == pytest.approx(expected.seconds)
    assert joined.rms == pytest.approx(expected.rms)
    assert joined.peak == expected.peak
    assert joined.clipped == pytest.approx(expected.clipped)
