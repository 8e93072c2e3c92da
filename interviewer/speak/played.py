"""A synthesiser that makes sound, and a player that makes it heard. Runs in the child only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from interviewer.speak.pieces import pieces
from interviewer.speak.protocol import UseVoice, VoiceInfo
from interviewer.speak.sound import Sound

__all__ = ["PlayedEngine", "Player", "Synthesiser"]


class Synthesiser(Protocol):
    """Text to sound."""

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What it can sound like."""
        ...

    def use(self, voice: UseVoice) -> None:
        """Sounds like this from now on."""
        ...

    def sound(self, text: str) -> Sound:
        """All of ``text``."""
        ...


class Player(Protocol):
    """Sound to the loudspeaker."""

    def prepare(self) -> None:
        """Loads what is slow to load."""
        ...

    def play(self, sounds: Iterator[Sound]) -> None:
        """Plays ``sounds`` one after another; returns when the last was heard."""
        ...


class PlayedEngine:
    """Speaks by playing what is synthesised, later pieces made while earlier ones are heard."""

    def __init__(self, synthesiser: Synthesiser, player: Player) -> None:
        self._synthesiser = synthesiser
        self._player = player

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What the synthesiser offers."""
        return self._synthesiser.voices()

    def use(self, voice: UseVoice) -> None:
        """Speaks like this from now on, and is ready to."""
        self._synthesiser.use(voice)
        self._player.prepare()

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was heard."""
        self._player.play(self._synthesiser.sound(piece) for piece in pieces(text))
