from __future__ import annotations

from collections.abc import Iterator

from interviewer.speak.pieces import pieces
from interviewer.speak.played import PlayedEngine
from interviewer.speak.protocol import UseVoice, VoiceInfo
from interviewer.speak.sound import Sound

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
