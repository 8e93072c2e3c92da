"""Listening, with a microphone made up here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from interviewer.audio.microphone import Block, LevelTest
from interviewer.audio.watchdog import Level
from interviewer.doctor import microphone
from interviewer.doctor.detector import sample
from interviewer.doctor.microphone import SENTENCE, listen_to_person, listen_to_room
from interviewer.i18n import translator
from interviewer.models import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from tests.unit.doctor.conftest import Told

Play = Callable[[Samples], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, told: Told) -> Play:
    """``play(signal)``: what the microphone gives; the person is told nothing before it does."""

    def play(signal: Samples) -> None:
        def measure(wanted: str, seconds: float, watch: Callable[[Block], None]) -> LevelTest:
            assert wanted == "desk"
            assert told.messages == []
            whole = signal[: round(seconds * SAMPLE_RATE)]
            for start in range(0, len(whole), 800):
                watch(Block(whole[start : start + 800], 0.0, False, 0.0))
            return LevelTest("Desk", Level(len(whole) / SAMPLE_RATE, 0.1, 0.1, 0.0))

        monkeypatch.setattr(microphone, "measure_level", measure)

    return play


def test_the_room_is_kept_and_silence_asked_for(play: Play, told: Told) -> None:
    play(np.full(3 * SAMPLE_RATE, 0.001, np.float32))
    heard = listen_to_room("desk", told, detects=True, asks=True)
    assert (heard.device, heard.asked_s, heard.speech) == ("Desk", 2.0, ())
    assert len(heard.signal) == 2 * SAMPLE_RATE
    assert told.messages == ["Say nothing for a moment: measuring the room"]
    assert told.rests == sorted(told.rests, reverse=True)
    assert told.rests[-1] == pytest.approx(0.0, abs=0.001)


def test_nobody_is_asked_for_anything(play: Play, told: Told) -> None:
    play(np.full(3 * SAMPLE_RATE, 0.001, np.float32))
    listen_to_room("desk", told, detects=True, asks=False)
    assert told.messages == ["Measuring the room"]


def test_speech_is_found_in_the_sentence(play: Play, told: Told) -> None:
    play(sample("en"))
    heard = listen_to_person("desk", told, "en", detects=True)
    assert heard.speech
    assert heard.spoken.rms > heard.level.rms
    assert told.messages == [f"Now say: “{translator('en')(SENTENCE)}”"]


def test_without_a_detector_it_is_not_asked(play: Play, told: Told) -> None:
    play(sample("en"))
    assert listen_to_person("desk", told, "en", detects=False).speech is None


def test_a_microphone_that_gives_nothing(play: Play, told: Told) -> None:
    play(np.empty(0, np.float32))
    heard = listen_to_room("desk", told, detects=True, asks=True)
    assert heard.broken
    assert told.messages == []
