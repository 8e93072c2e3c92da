"""What a microphone gave, judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.audio.microphone import Block, LevelTest
from interviewer.audio.watchdog import Level, WatchdogSettings
from interviewer.doctor import microphone
from interviewer.doctor.checks import Check
from interviewer.doctor.microphone import (
    ABOVE_ROOM_DB,
    SENTENCE,
    Listened,
    dbfs,
    judge,
    listen_to_person,
    listen_to_room,
)
from interviewer.doctor.recogniser import sample
from interviewer.domain import SAMPLE_RATE, Samples, Span
from interviewer.i18n import translator

if TYPE_CHECKING:
    from tests.unit.doctor.conftest import Told

SPOKEN = Span(1.0, 4.0)
BLOCK = SAMPLE_RATE // 20

Listen = Callable[..., Listened]


def noise(level: float, seconds: float = 2.0) -> Samples:
    """White noise of that RMS."""
    signal = np.random.default_rng(7).normal(0.0, level, round(seconds * SAMPLE_RATE))
    return signal.astype(np.float32)


def tone(level: float, seconds: float) -> Samples:
    """A sine wave of that RMS, cut off at full scale."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = level * np.sqrt(2) * np.sin(2 * np.pi * 440 * at)
    return np.asarray(np.clip(wave, -1, 1), np.float32)


def blocks(signal: Samples) -> tuple[Block, ...]:
    """``signal`` as it comes from a microphone."""
    cuts = [signal[start : start + BLOCK] for start in range(0, len(signal), BLOCK)]
    return tuple(
        Block(cut, 0.05 * number, False, float(np.mean(np.abs(cut) >= 0.999)))
        for number, cut in enumerate(cuts, 1)
    )


@pytest.fixture
def listened() -> Listen:
    """``listened(signal, *speech)``: as heard by a microphone called Desk."""

    def listen(signal: Samples, *speech: Span, asked_s: float | None = None) -> Listened:
        asked = len(signal) / SAMPLE_RATE if asked_s is None else asked_s
        return Listened("Desk", asked, blocks(signal), speech)

    return listen


def sentence(level: float, room: float = 0.001) -> Samples:
    """5 s of noise, with a tone for a voice within :data:`SPOKEN`."""
    signal = noise(room, 5.0)
    signal[SAMPLE_RATE : 4 * SAMPLE_RATE] = tone(level, 3.0)
    return signal


def values(check: Check) -> dict[str, str | int | float]:
    return dict(check.found.values)


@pytest.mark.parametrize(("ratio", "level"), [(1.0, 0), (0.5, -6), (0.1, -20), (0.001, -60)])
def test_decibels(ratio: float, level: int) -> None:
    assert dbfs(ratio) == level


def test_a_good_microphone(listened: Listen) -> None:
    check = judge(listened(noise(0.001)), listened(sentence(0.1), SPOKEN))
    assert (check.status, check.fix) == ("ok", None)
    assert values(check) == {"device": "Desk", "voice": -20, "room": -60, "above": 40}


def test_the_voice_is_measured_in_the_speech_alone(listened: Listen) -> None:
    loud_end = sentence(0.1)
    loud_end[4 * SAMPLE_RATE :] = tone(0.5, 1.0)
    check = judge(listened(noise(0.001)), listened(loud_end, SPOKEN))
    assert values(check)["voice"] == -20


@pytest.mark.parametrize(("above", "status"), [(1, "ok"), (-1, "warning")])
def test_a_loud_room(above: int, status: str, listened: Listen) -> None:
    room = 0.1 / 10 ** ((ABOVE_ROOM_DB + above) / 20)
    check = judge(listened(noise(room)), listened(sentence(0.1, room), SPOKEN))
    assert check.status == status
    assert values(check)["above"] == ABOVE_ROOM_DB + above
    assert (check.fix is None) == (status == "ok")


def test_a_muted_microphone(listened: Listen) -> None:
    check = judge(listened(np.zeros(32_000, np.float32)), listened(np.zeros(80_000, np.float32)))
    assert check.status == "missing"
    assert "digital silence" in check.found.message


def test_a_muted_microphone_with_nobody_to_ask(listened: Listen) -> None:
    check = judge(listened(np.zeros(32_000, np.float32)), None)
    assert check.status == "missing"
    assert "digital silence" in check.found.message


def test_zeros_between_words_are_noise_suppression(listened: Listen) -> None:
    gated = sentence(0.1, 0.0)
    check = judge(listened(np.zeros(32_000, np.float32)), listened(gated, SPOKEN))
    assert (check.status, values(check)["voice"]) == ("ok", -20)
    assert "no noise at all" in check.found.message


def test_a_microphone_that_is_switched_off_before_the_sentence(listened: Listen) -> None:
    check = judge(listened(noise(0.001)), listened(np.zeros(80_000, np.float32)))
    assert check.status == "missing"


@pytest.mark.parametrize(("factor", "status"), [(1.2, "ok"), (0.8, "warning")])
def test_the_watchdogs_threshold_of_faintness(factor: float, status: str, listened: Listen) -> None:
    faint = WatchdogSettings().quiet * factor
    check = judge(listened(noise(1e-5)), listened(sentence(faint, 1e-5), SPOKEN))
    assert check.status == status
    assert values(check)["voice"] == dbfs(faint)


def test_clipping_in_one_second_is_enough(listened: Listen) -> None:
    signal = sentence(0.1)
    signal[SAMPLE_RATE : SAMPLE_RATE + 160] = 1.0
    assert np.mean(signal >= 0.999) < WatchdogSettings().clipped
    check = judge(listened(noise(0.001)), listened(signal, SPOKEN))
    assert (check.status, values(check)["share"]) == ("warning", 0.2)


def test_clipping_in_the_room(listened: Listen) -> None:
    check = judge(listened(tone(2.0, 2.0)), None)
    assert check.status == "warning"
    assert "too loud" in check.found.message


def test_nobody_spoke(listened: Listen) -> None:
    check = judge(listened(noise(0.001)), listened(noise(0.001, 5.0)))
    assert (check.status, values(check)["level"]) == ("warning", -60)


def test_only_the_room(listened: Listen) -> None:
    check = judge(listened(noise(0.001)), None)
    assert (check.status, values(check)) == ("not_measured", {"device": "Desk", "level": -60})
    assert "Only the room was measured" in check.found.message


def test_speech_in_the_room_is_no_noise(listened: Listen) -> None:
    check = judge(listened(noise(0.05), Span(0.5, 1.5)), listened(sentence(0.1), SPOKEN))
    assert check.status == "ok"
    assert "room" not in values(check)
    assert "someone spoke" in check.found.message


def test_without_a_detector_the_signal_is_told(listened: Listen) -> None:
    heard = replace(listened(sentence(0.1)), speech=None)
    check = judge(replace(listened(noise(0.001)), speech=None), heard)
    assert check.status == "not_measured"
    assert "detector does not work" in check.found.message


@pytest.mark.parametrize("seconds", [0.0, 1.7])
def test_a_microphone_that_dries_up(seconds: float, listened: Listen) -> None:
    room = listened(noise(0.001, seconds), asked_s=2.0)
    assert room.broken
    check = judge(room, None)
    assert (check.status, values(check)["seconds"]) == ("missing", seconds)


@given(
    room=st.sampled_from([0.0, 1e-5, 0.001, 0.3]),
    voice=st.floats(0.0, 4.0),
    speech=st.sampled_from([None, (), (SPOKEN,)]),
    asked=st.booleans(),
)
def test_there_is_always_a_line(
    room: float, voice: float, speech: tuple[Span, ...] | None, asked: bool
) -> None:
    quiet = Listened("Desk", 2.0, blocks(noise(room)), None if speech is None else ())
    spoken = Listened("Desk", 5.0, blocks(sentence(voice, room)), speech)
    check = judge(quiet, spoken if asked else None)
    assert check.found.message.format(**check.found.values).startswith("Desk: ")
    assert (check.status in ("warning", "missing")) <= (check.fix is not None)


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
