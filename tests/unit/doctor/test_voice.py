"""The voice check, with a child made up here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from interviewer.audio.devices import Device
from interviewer.doctor import voice
from interviewer.doctor.voice import SENTENCE, check_voice
from interviewer.errors import DeviceError
from interviewer.tts import speaker
from interviewer.tts.process import ChildBroke, ChildHangs
from interviewer.tts.protocol import Done, Reply, Request, UseVoice, Utter, VoiceInfo, Voices

if TYPE_CHECKING:
    from tests.unit.doctor.conftest import Told

VOICES = (VoiceInfo("de", "German", "de"), VoiceInfo("gb", "English", "en-gb"))
LOUDSPEAKER = Device(0, "HDMI", "ALSA", 0, 2, 48_000, False, True)
MICROPHONE = Device(1, "Desk", "ALSA", 1, 0, 48_000, True, False)


class Child:
    """What the child was asked; ``fault`` is raised when it is to speak."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.used: list[UseVoice] = []
        self.said: list[Request] = []
        self.closed = 0

    def use(self, voice: UseVoice) -> None:
        self.used.append(voice)

    def ask(self, request: Request, timeout_s: float, cancelled: threading.Event) -> Reply:
        assert timeout_s > 5
        self.said.append(request)
        if self.fault:
            raise self.fault
        return Done()

    def close(self) -> None:
        self.closed += 1


class Desk:
    """The machine: its voices, child and devices."""

    def __init__(self) -> None:
        self.voices: tuple[VoiceInfo, ...] = VOICES
        self.child = Child()
        self.devices: tuple[Device, ...] | DeviceError = (MICROPHONE, LOUDSPEAKER)

    def list_devices(self) -> tuple[Device, ...]:
        if isinstance(self.devices, DeviceError):
            raise self.devices
        return self.devices


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(voice, "installed_voices", lambda: Voices(desk.voices))
    monkeypatch.setattr(speaker, "VoiceProcess", lambda: desk.child)
    monkeypatch.setattr(voice, "list_devices", desk.list_devices)
    return desk


def test_the_sentence_is_said_in_the_language(desk: Desk, told: Told) -> None:
    check = check_voice("en", mute=False, guide=told)
    assert (check.status, check.fix) == ("ok", None)
    assert check.found.values == {"voice": "English", "text": SENTENCE, "device": "HDMI"}
    assert [used.id for used in desk.child.used] == ["gb"]
    assert desk.child.said == [Utter(SENTENCE)]
    assert desk.child.closed == 1
    assert told.messages[-1] == f"Listen: “{SENTENCE}”"


@pytest.mark.parametrize("devices", [(MICROPHONE,), DeviceError("No PortAudio.")])
def test_a_loudspeaker_that_only_the_system_knows(
    devices: tuple[Device, ...] | DeviceError, desk: Desk, told: Told
) -> None:
    desk.devices = devices
    check = check_voice("en", mute=False, guide=told)
    assert check.status == "ok"
    assert "device" not in check.found.values


def test_muted_it_plays_nothing_and_says_so(desk: Desk, told: Told) -> None:
    check = check_voice("en", mute=True, guide=told)
    assert (check.status, check.found.values["voice"]) == ("not_measured", "English")
    assert "--mute" in check.found.message
    assert desk.child.said == []


def test_no_voice_of_the_language(desk: Desk, told: Told) -> None:
    check = check_voice("fr", mute=False, guide=told)
    assert (check.status, check.found.values) == ("missing", {"count": 2, "language": "fr"})
    assert desk.child.said == []


@pytest.mark.parametrize(
    "fault", [ChildBroke("Error querying device -1", "device"), ChildHangs("no reply")]
)
def test_without_a_loudspeaker(fault: Exception, desk: Desk, told: Told) -> None:
    desk.child.fault = fault
    desk.devices = (MICROPHONE,)
    check = check_voice("en", mute=False, guide=told)
    assert (check.status, desk.child.closed) == ("missing", 1)
    assert "no loudspeaker" in check.found.message


def test_a_loudspeaker_that_refuses(desk: Desk, told: Told) -> None:
    desk.child.fault = ChildBroke("Device unavailable", "device")
    check = check_voice("en", mute=False, guide=told)
    assert check.status == "missing"
    assert check.found.values["reason"] == "Device unavailable"


def test_the_sound_system_explains_itself(desk: Desk, told: Told) -> None:
    desk.child.fault = ChildBroke("OSError: PortAudio library not found")
    desk.devices = DeviceError("The PortAudio library is missing.", "Install it.")
    check = check_voice("en", mute=False, guide=told)
    assert check.status == "missing"
    assert check.found.message == "The PortAudio library is missing."
    assert check.fix is not None
