from __future__ import annotations

from typing import Any

import pytest

from interviewer.live.events import LiveEvents, SessionClock
from interviewer.live.voice import GatedSpeaker, VoiceGate
from interviewer.session.events import PromptSpoken


class Room:
    """Microphone and voice in one, that write down what happens."""

    def __init__(self) -> None:
        self.log: list[tuple[object, ...]] = []

    def gate(self, at_s: float) -> None:
        self.log.append(("gate", at_s))

    def ungate(self, at_s: float) -> None:
        self.log.append(("ungate", at_s))

    def say(self, turn: int, text: str) -> None:
        self.log.append(("say", turn, text))

    def stop(self) -> None:
        self.log.append(("stop",))


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def events(clock: Any) -> LiveEvents:
    return LiveEvents(SessionClock(clock))


@pytest.fixture
def gate(room: Room, events: LiveEvents, clock: Any) -> VoiceGate:
    return VoiceGate(room, events, clock)


def test_the_gate_is_closed_while_a_text_is_said(
    room: Room, gate: VoiceGate, events: LiveEvents, clock: Any
) -> None:
    GatedSpeaker(room, gate).say(1, "Bonjour.")
    clock.at_s += 2.0
    gate.spoken(1)
    assert room.log == [("gate", 100.0), ("say", 1, "Bonjour."), ("ungate", 102.0)]
    assert events.next(0.0) == PromptSpoken(2.0, 1)


def test_it_opens_once_a_text_is_called_off(
    room: Room, gate: VoiceGate, events: LiveEvents
) -> None:
    speaker = GatedSpeaker(room, gate)
    speaker.say(1, "Bonjour.")
    speaker.stop()
    speaker.stop()
    assert room.log[2:] == [("stop",), ("ungate", 100.0), ("stop",)]
    assert events.next(0.0) is None


def test_the_echo_of_a_text_called_off_opens_nothing(
    room: Room, gate: VoiceGate, events: LiveEvents
) -> None:
    speaker = GatedSpeaker(room, gate)
    speaker.say(1, "Bonjour.")
    speaker.stop()
    speaker.say(2, "Reprenons.")
    gate.spoken(1)
    assert room.log[-1] == ("say", 2, "Reprenons.")
    assert events.next(0.0) is None


def test_a_tone_closes_the_gate_for_a_time_known_beforehand(room: Room, gate: VoiceGate) -> None:
    gate.tone(0.25)
    assert room.log == [("gate", 100.0), ("ungate", 100.25)]


def test_a_tone_opens_no_gate_while_a_text_is_said(room: Room, gate: VoiceGate) -> None:
    GatedSpeaker(room, gate).say(1, "Bonjour.")
    gate.tone(0.15)
    assert room.log == [("gate", 100.0), ("say", 1, "Bonjour.")]
