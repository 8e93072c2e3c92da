"""``interviewer voices``: which are listed, in which order, and what is played."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from interviewer.cli import devices
from interviewer.errors import DeviceError, MissingError
from interviewer.tts.process import ChildBroke
from interviewer.tts.protocol import VoiceInfo, Voices
from interviewer.ui.screen import Screen

VOICES = (
    VoiceInfo("art/tlh", "Klingon", "tlh"),
    VoiceInfo("gmw/en", "English (Great Britain)", "en-gb"),
    VoiceInfo("roa/fr", "French (France)", "fr-fr"),
    VoiceInfo("pico/fr-FR", "Pico (fr-FR)", "fr-fr"),
)


class Desk:
    """The machine's voices, what is missing, and what was said."""

    def __init__(self) -> None:
        self.missing: tuple[str, ...] = ()
        self.said: list[tuple[str, str]] = []
        self.fault: Exception | None = None
        self.screen = Screen()
        self.screen.choose("fr")
        self.screen.out = Console(file=io.StringIO(), width=80)
        self.screen.err = Console(file=io.StringIO(), width=80)

    def say(self, voice: VoiceInfo, text: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.said.append((voice.id, text))

    def voices(self, name: str | None = None, *, play: bool = False, every: bool = False) -> str:
        """What the command prints."""
        context: Any = SimpleNamespace(obj=self.screen)
        devices.voices(context, name, play, every, None)
        return self.written(self.screen.out)

    def written(self, console: Console) -> str:
        file = console.file
        assert isinstance(file, io.StringIO)
        return file.getvalue()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()
    monkeypatch.setattr(devices, "installed_voices", lambda: Voices(VOICES, desk.missing))
    monkeypatch.setattr(devices, "say_once", desk.say)
    return desk


def ids(printed: str) -> list[str]:
    return [line.split()[-1] for line in printed.splitlines()[1:]]


def test_the_language_of_the_screen_comes_first_and_no_klingon(desk: Desk) -> None:
    assert ids(desk.voices()) == ["pico/fr-FR", "roa/fr", "gmw/en"]
    desk.screen.choose("en")
    assert ids(desk.voices())[-3:] == ["gmw/en", "pico/fr-FR", "roa/fr"]


def test_all_languages_where_they_are_asked_for(desk: Desk) -> None:
    assert ids(desk.voices(every=True)) == ["pico/fr-FR", "roa/fr", "gmw/en", "art/tlh"]


def test_a_name_finds_a_voice_of_any_language_and_it_is_played_in_its_own(desk: Desk) -> None:
    assert ids(desk.voices("FRENCH", play=True)) == ["roa/fr"]
    desk.voices("gmw", play=True)
    desk.voices("klingon", play=True)
    assert desk.said == [
        ("roa/fr", "Bonjour, je mènerai votre entretien aujourd’hui."),
        ("gmw/en", "Hello, I will be your interviewer today."),
        ("art/tlh", "Hello, I will be your interviewer today."),
    ]


def test_without_a_name_the_voice_that_fits_best_is_played(desk: Desk) -> None:
    desk.voices(play=True)
    assert [voice for voice, _ in desk.said] == ["pico/fr-FR"]


def test_nothing_is_played_unasked(desk: Desk) -> None:
    desk.voices("french")
    assert desk.said == []


def test_a_name_that_no_voice_has(desk: Desk) -> None:
    with pytest.raises(MissingError, match="No voice is named “zzz”"):
        desk.voices("zzz")


def test_a_sample_that_cannot_be_played_is_a_line(desk: Desk) -> None:
    desk.fault = ChildBroke("Error querying device -1", "device")
    with pytest.raises(DeviceError, match="cannot be played \\(Error querying device -1\\)"):
        desk.voices(play=True)


def test_a_part_that_is_missing_is_told(desk: Desk) -> None:
    desk.missing = ("Espeak: no library",)
    assert len(ids(desk.voices())) == 3
    assert "Espeak: no library" in desk.written(desk.screen.err)
