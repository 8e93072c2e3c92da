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

from interviewer.tts import synthesis
from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo
from interviewer.tts.synthesis import Espeak, InOrder, NativeEngine, PlayedEngine
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


class Named:
    """A synthesiser whose sound is its name; with a fault it makes none."""

    def __init__(self, name: str, *voices: VoiceInfo, fault: Exception | None = None) -> None:
        self.name, self._voices, self.fault = name, voices, fault
        self.used: list[str] = []

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def use(self, voice: UseVoice) -> None:
        self.used.append(voice.id)

    def sound(self, text: str) -> Sound:
        del text
        if self.fault is not None:
            raise self.fault
        return Sound(16_000, self.name.encode())


PICO_FR, PICO_GB = VoiceInfo("pico/fr", "", "fr-fr"), VoiceInfo("pico/gb", "", "en-gb")
ESPEAK_FR, ESPEAK_GB = VoiceInfo("roa/fr", "", "fr-fr"), VoiceInfo("gmw/en", "", "en-gb")


def test_the_first_synthesiser_speaks_and_where_it_fails_the_next_of_the_language() -> None:
    pico, espeak = Named("pico", PICO_FR, PICO_GB), Named("espeak", ESPEAK_GB, ESPEAK_FR)
    both = InOrder((pico, espeak))
    both.use(UseVoice("pico/fr", 160))
    assert both.sound("un").pcm == b"pico"
    pico.fault = RuntimeError("no lingware")
    assert both.sound("deux").pcm == b"espeak"
    assert espeak.used == ["roa/fr"]
    espeak.fault = RuntimeError("espeak_Synth failed")
    with pytest.raises(RuntimeError, match="espeak_Synth failed"):
        both.sound("trois")


def test_a_later_synthesiser_that_was_chosen_speaks_alone() -> None:
    pico, espeak = Named("pico", PICO_FR), Named("espeak", ESPEAK_FR)
    both = InOrder((pico, espeak))
    both.use(UseVoice("roa/fr", 160))
    assert both.sound("un").pcm == b"espeak"
    assert pico.used == []
    with pytest.raises(ValueError, match="no voice 'zzz'"):
        both.use(UseVoice("zzz", 160))


class Binding:
    """pyttsx3's binding of an espeak with two MBROLA voices, of which one is installed."""

    EE_OK, AUDIO_OUTPUT_SYNCHRONOUS, ENDPAUSE, CHARS_UTF8, RATE = 0, 2, 0x1000, 1, 1

    def __init__(self) -> None:
        self.rate = 22_050
        self.dll = SimpleNamespace(espeak_ng_GetSampleRate=lambda: self.rate)

    def Initialize(self, _output: int, _path: int) -> int:
        return 22_050

    def SetSynthCallback(self, callback: object) -> None: ...
    def SetParameter(self, *_: int) -> None: ...

    def VOICE(self, languages: bytes) -> bytes:
        return languages

    def ListVoices(self, wanted: bytes | None) -> list[SimpleNamespace]:
        rows = {None: ["roa/fr"], b"fr": ["roa/fr", "mb/mb-fr1", "mb/mb-fr2"], b"en": []}[wanted]
        return [
            SimpleNamespace(identifier=row.encode(), name=row.encode(), languages=b"\5fr-fr")
            for row in rows
        ]

    def SetVoiceByName(self, name: bytes) -> int:
        if name == b"mb/mb-fr2":
            return 2
        self.rate = 16_000 if name.startswith(b"mb/") else 22_050
        return 0

    def Synth(self, _text: bytes, flags: int) -> int:
        del flags
        return 0


@pytest.fixture
def espeak(monkeypatch: pytest.MonkeyPatch) -> Espeak:
    monkeypatch.setitem(sys.modules, "pyttsx3", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers", SimpleNamespace(_espeak=Binding()))
    monkeypatch.setattr(synthesis, "system_espeak", lambda: "libespeak-ng.so.1")
    return Espeak()


def test_the_voices_of_mbrola_that_are_installed_are_offered(espeak: Espeak) -> None:
    assert [voice.id for voice in espeak.voices()] == ["roa/fr", "mb/mb-fr1"]


def test_sound_has_the_rate_of_the_voice_in_use(espeak: Espeak) -> None:
    espeak.use(UseVoice("mb/mb-fr1", 160))
    assert espeak.sound("Bonjour.").rate_hz == 16_000
    espeak.use(UseVoice("roa/fr", 160))
    assert espeak.sound("Bonjour.").rate_hz == 22_050
