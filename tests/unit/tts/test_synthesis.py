"""The synthesiser itself, in processes of its own as in the program: it makes sound, plays none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import espeakng_loader
import pytest

from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo
from interviewer.tts.synthesis import NativeEngine, PlayedEngine
from interviewer.tts.text import pieces

BUNDLED = "synthesis._SYSTEM_LIBRARIES = ()\n"
"""As on a machine without espeak of its own."""

SECONDS = """
def seconds(text, rate):
    it.use(UseVoice("roa/fr", rate))
    sound = it.sound(text)
    return len(sound.pcm) / 2 / sound.rate_hz
"""


def run(expression: str) -> Any:
    """The value of ``expression`` about the synthesiser ``it``."""
    code = (
        "import json\n"
        "from interviewer.tts import synthesis\n"
        "from interviewer.tts.protocol import UseVoice\n"
        f"{BUNDLED}"
        "it = synthesis.Espeak()\n"
        f"{SECONDS}"
        f"print('RESULT', json.dumps({expression}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(result.stdout.rpartition("RESULT")[2])


def test_french_and_english_voices_are_there_without_a_system_espeak() -> None:
    voices = run("[(v.id, v.language) for v in it.voices()]")
    assert ["roa/fr", "fr-fr"] in voices
    assert ["gmw/en", "en-gb"] in voices


def test_every_voice_listed_can_be_used() -> None:
    assert run("[it.use(UseVoice(v.id, 160)) for v in it.voices()]")


def test_a_voice_that_is_not_there_is_refused() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run("it.use(UseVoice('roa/none', 160))")
    assert "espeak has no voice 'roa/none'" in failed.value.stderr


def test_all_of_a_text_becomes_sound_at_the_rate_asked_for() -> None:
    text = "Présentez-vous."
    slow, fast, many, again = run(
        f"[seconds({text!r}, 160), seconds({text!r}, 320), "
        f"seconds({text + ' '!r} * 2000, 320), seconds({text!r}, 160)]"
    )
    assert 0.8 < slow < 1.8
    assert 0.4 * slow < fast < 0.7 * slow
    assert many == pytest.approx(2000 * fast, rel=0.05)
    assert again == pytest.approx(slow, rel=0.02)


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


VOICE = VoiceInfo("roa/fr", "French (France)", "fr-fr")


class Sounds:
    """A synthesiser whose sound is the text."""

    def __init__(self, log: list[str]) -> None:
        self._log = log

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VOICE,)

    def use(self, voice: UseVoice) -> None:
        self._log.append(f"use {voice.id}")

    def sound(self, text: str) -> Sound:
        self._log.append(f"made {text}")
        return Sound(22_050, text.encode())


class Loudspeaker:
    def __init__(self, log: list[str]) -> None:
        self._log = log

    def prepare(self) -> None:
        self._log.append("prepared")

    def play(self, sounds: Iterator[Sound]) -> None:
        for sound in sounds:
            self._log.append(f"heard {sound.pcm.decode()}")


def test_each_piece_is_played_as_soon_as_it_is_made() -> None:
    log: list[str] = []
    engine = PlayedEngine(Sounds(log), Loudspeaker(log))
    text = " ".join(f"Phrase numéro {number}, ni longue ni courte." for number in range(20))
    engine.use(UseVoice("roa/fr", 160))
    engine.utter(text)
    expected = [line for piece in pieces(text) for line in (f"made {piece}", f"heard {piece}")]
    assert len(expected) > 3
    assert log == ["use roa/fr", "prepared", *expected]
    assert engine.voices() == (VOICE,)


def test_nothing_to_say_makes_no_sound() -> None:
    log: list[str] = []
    PlayedEngine(Sounds(log), Loudspeaker(log)).utter("…")
    assert log == []


def test_the_espeak_of_the_system_goes_before_the_one_that_ships_as_a_package(
    tmp_path: Path,
) -> None:
    library = tmp_path / "libespeak-ng.so.1"
    shutil.copy(espeakng_loader.get_library_path(), library)
    code = (
        "import sys\n"
        "from interviewer.tts import synthesis\n"
        f"synthesis._SYSTEM_LIBRARIES = ({str(library)!r},)\n"
        f"assert synthesis.system_espeak() == {str(library)!r}\n"
        "sounds = synthesis.Espeak().sound('Bonjour.').pcm\n"
        "print('RESULT', len(sounds) > 1000 and 'espeakng_loader' not in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "ESPEAK_DATA_PATH": espeakng_loader.get_data_path()},
    )
    assert result.stdout.rpartition("RESULT")[2].strip() == "True"
