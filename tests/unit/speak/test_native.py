from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from interviewer.speak.native import NativeEngine
from interviewer.speak.protocol import UseVoice, VoiceInfo

LONG = " ".join(f"Phrase numéro {number}, ni longue ni courte." for number in range(20))


class Driver:
    """pyttsx3's engine as the systems have it: one text a run."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.properties: dict[str, object] = {}
        self.silent = False
        self._finish: Callable[..., None] | None = None

    def connect(self, topic: str, callback: Callable[..., None]) -> None:
        assert topic == "finished-utterance"
        self._finish = callback

    def getProperty(self, name: str) -> list[SimpleNamespace]:
        assert name == "voices"
        return [
            SimpleNamespace(id="com.apple.thomas", name="Thomas", languages=["fr_FR"]),
            SimpleNamespace(id="token", name=None, languages=[]),
        ]

    def setProperty(self, name: str, value: object) -> None:
        self.properties[name] = value

    def say(self, text: str) -> None:
        self.said.append(text)

    def runAndWait(self) -> None:
        assert self._finish is not None
        if not self.silent:
            self._finish(name=None, completed=True)


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    driver = Driver()
    monkeypatch.setitem(sys.modules, "pyttsx3", SimpleNamespace(init=lambda _name: driver))
    return driver


def test_voices_with_their_languages(driver: Driver) -> None:
    assert NativeEngine().voices() == (
        VoiceInfo("com.apple.thomas", "Thomas", "fr-fr"),
        VoiceInfo("token", "token", ""),
    )


def test_a_long_text_is_said_piece_by_piece(driver: Driver) -> None:
    engine = NativeEngine()
    engine.use(UseVoice("com.apple.thomas", 180))
    engine.utter(LONG)
    assert driver.properties == {"voice": "com.apple.thomas", "rate": 180}
    assert len(driver.said) > 1
    assert " ".join(driver.said) == LONG


def test_a_loop_that_returns_without_speaking_is_no_success(driver: Driver) -> None:
    engine = NativeEngine()
    engine.utter("Bonjour.")
    driver.silent = True
    with pytest.raises(RuntimeError, match="without having spoken"):
        engine.utter("Bonjour.")
