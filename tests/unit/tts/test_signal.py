"""The tone that says that the microphone listens."""

from __future__ import annotations

import queue
from typing import Any

import numpy as np
import pytest
import soxr

from interviewer.domain import SAMPLE_RATE
from interviewer.tts import signal
from interviewer.tts.protocol import TONE_LATENCY_S
from interviewer.tts.tones import TURN_S, tone
from interviewer.vad.detector import SileroDetector, SpanTracker


def test_the_microphone_that_hears_it_takes_it_for_no_speech() -> None:
    sound = tone("turn")
    samples = np.frombuffer(sound.pcm, "<i2").astype(np.float32) / 32768
    assert np.abs(samples).max() < 0.15
    heard = soxr.resample(samples, sound.rate_hz, SAMPLE_RATE)
    room = np.random.default_rng(0).normal(0.0, 1e-3, SAMPLE_RATE).astype(np.float32)
    for share in (1.0, 0.3, 0.1):
        tracker = SpanTracker()
        for probability in SileroDetector().feed(np.concatenate((room, share * heard, room))):
            assert tracker.feed(probability) is None
            assert tracker.open_since_s is None


class Speaker:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.closed: queue.Queue[bool] = queue.Queue()

    def say(self, turn: int, text: str) -> None:
        self.said.append(text)

    def close(self) -> None:
        self.closed.put(True)


def test_it_is_played_once_its_child_is_there_and_nothing_waits_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speaker, may = Speaker(), queue.Queue[bool]()

    def open_tones(reports: Any) -> Speaker:
        may.get(timeout=10)
        return speaker

    monkeypatch.setattr(signal, "open_tones", open_tones)
    with signal.TurnTone(lambda _: None) as turn:
        turn.play()
        assert speaker.said == []
        may.put(True)
        while not speaker.said:
            turn.play()
        assert set(speaker.said) == {"turn"}
    assert speaker.closed.get(timeout=10)


def test_the_microphone_stays_closed_until_the_loudspeaker_has_the_tone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    speaker, told = Speaker(), queue.Queue[float]()
    reports: list[Any] = []
    monkeypatch.setattr(signal, "_HOLD_S", 30.0)

    def open_tones(given: Any) -> Speaker:
        reports.append(given)
        return speaker

    monkeypatch.setattr(signal, "open_tones", open_tones)
    with signal.TurnTone(told.put) as turn:
        while not speaker.said:
            turn.play()
        assert told.get(timeout=10) == TONE_LATENCY_S + TURN_S
        assert told.empty()
        reports[0].on_spoken(1)
        assert told.get(timeout=10) == TONE_LATENCY_S
        monkeypatch.setattr(signal, "_HOLD_S", 0.02)
        turn.play()  # and one whose loudspeaker hangs
        assert told.get(timeout=10) == TONE_LATENCY_S + TURN_S
        held = [told.get(timeout=10) for _ in range(6)]
        assert held == [0.02] * 5 + [TONE_LATENCY_S]
        assert told.empty()


def test_a_child_that_comes_too_late_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    speaker, may = Speaker(), queue.Queue[bool]()
    monkeypatch.setattr(signal, "open_tones", lambda _: may.get(timeout=10) and speaker)
    with signal.TurnTone(lambda _: None):
        pass
    may.put(True)
    assert speaker.closed.get(timeout=10)
