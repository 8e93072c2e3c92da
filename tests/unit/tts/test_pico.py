"""SVOX Pico, where its package is: it makes sound, plays none."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from interviewer.tts.pico import Pico
from interviewer.tts.protocol import UseVoice


class Nano:
    """The package's voice, and what it was given to read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, float]] = []
        self.pcm = b"\1\0" * 100

    def speak(self, text: str, voice: str, speed: float) -> bytes:
        self.asked.append((text, voice, round(speed, 2)))
        return self.pcm


@pytest.fixture
def nano(monkeypatch: pytest.MonkeyPatch) -> Nano:
    nano = Nano()
    module: Any = SimpleNamespace(NanoTTS=lambda: nano)
    monkeypatch.setitem(sys.modules, "py_nanotts", module)
    return nano


def test_the_jargon_is_respelt(nano: Nano) -> None:
    pico = Pico()
    pico.use(UseVoice("pico/fr-FR", 370))
    assert pico.sound("Le RAG, « en deux mots » ?").rate_hz == 16_000
    pico.use(UseVoice("pico/en-US", 196))
    pico.sound("What is a LoRA?")
    assert nano.asked == [
        ("Le rague, en deux mots ?", "fr-FR", 2.0),
        ("What is a lora?", "en-US", 1.0),
    ]


def test_what_looks_like_markup_is_not_given_as_such(nano: Nano) -> None:
    pico = Pico()
    pico.use(UseVoice("pico/en-GB", 196))
    pico.sound("R&D <break> now")
    assert nano.asked[0][0] == "R D break now"


def test_silence_is_a_failure(nano: Nano) -> None:
    nano.pcm = bytes(200)
    with pytest.raises(RuntimeError, match="no sound"):
        Pico().sound("Bonjour.")


def test_a_voice_that_is_not_there_is_refused(nano: Nano) -> None:
    with pytest.raises(ValueError, match="no voice 'pico/de-DE'"):
        Pico().use(UseVoice("pico/de-DE", 160))
    assert nano.asked == []
