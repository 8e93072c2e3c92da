"""What was spoken beforehand is played; all else another voice says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.tts.protocol import Sound, UseVoice, VoiceInfo
from interviewer.tts.spoken_lines import SpokenLines, at_tempo, find_line, line_name, read_line

SIWIS = UseVoice("kokoro/ff_siwis", 160)
THOMAS = VoiceInfo("thomas", "Thomas", "fr-fr")


class Other:
    """The other voice, and what it was asked."""

    def __init__(self, *voices: VoiceInfo) -> None:
        self._voices = voices
        self.used: list[UseVoice] = []
        self.said: list[str] = []

    def voices(self) -> tuple[VoiceInfo, ...]:
        return self._voices

    def use(self, voice: UseVoice) -> None:
        self.used.append(voice)

    def utter(self, text: str) -> None:
        self.said.append(text)


class Loudspeaker:
    def __init__(self) -> None:
        self.heard: list[Sound] = []

    def prepare(self) -> None:
        pass

    def play(self, sounds: Iterator[Sound]) -> None:
        self.heard.extend(sounds)


@pytest.fixture
def loudspeaker() -> Loudspeaker:
    return Loudspeaker()


@pytest.fixture
def other() -> Other:
    return Other(VoiceInfo("gb", "English", "en-gb"), THOMAS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """« Bonjour ! » is there in French, two seconds of a tone."""
    path = tmp_path / line_name("Bonjour\u202f!", "fr")
    path.parent.mkdir()
    tone = 0.3 * np.sin(np.arange(48_000) * 2 * np.pi * 440 / 24_000)
    soundfile.write(path, tone, 24_000, format="OGG", subtype="OPUS")
    return tmp_path


@pytest.fixture
def lines(other: Other, loudspeaker: Loudspeaker, folder: Path) -> SpokenLines:
    return SpokenLines(other, loudspeaker, (), folder)


def test_a_text_that_is_there_is_played_and_not_said(
    lines: SpokenLines, other: Other, loudspeaker: Loudspeaker
) -> None:
    lines.use(SIWIS)
    lines.utter("Bonjour !")
    (sound,) = loudspeaker.heard
    assert sound.rate_hz == 24_000
    assert len(sound.pcm) == pytest.approx(2 * 48_000, rel=0.02)
    assert other.said == []


def test_a_text_that_was_changed_is_said_by_the_best_other_voice_of_the_language(
    lines: SpokenLines, other: Other, loudspeaker: Loudspeaker
) -> None:
    lines.use(UseVoice(SIWIS.id, 130))
    lines.utter("Bonsoir !")
    assert other.used == [UseVoice("thomas", 130)]
    assert other.said == ["Bonsoir !"]
    assert loudspeaker.heard == []


def test_a_text_in_another_language_is_another_text(folder: Path) -> None:
    assert find_line("Bonjour !", "fr", (folder,)) is not None
    assert find_line("Bonjour !", "en", (folder,)) is None


def test_typography_that_is_not_heard_does_not_change_a_line() -> None:
    assert line_name("L’IA\u202f: « oui »", "fr") == line_name("L'IA : oui", "fr")
    assert line_name("L’IA : oui", "fr") != line_name("L’IA : non", "fr")


def test_whoever_chose_another_voice_hears_that_one_only(
    lines: SpokenLines, other: Other, loudspeaker: Loudspeaker
) -> None:
    lines.use(UseVoice("thomas", 160))
    lines.utter("Bonjour !")
    assert other.said == ["Bonjour !"]
    assert loudspeaker.heard == []


def test_lines_of_the_persons_own_are_played_beside_those_of_the_library(
    lines: SpokenLines, other: Other, loudspeaker: Loudspeaker, folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    path = own / line_name("Ma question ?", "fr")
    path.parent.mkdir(parents=True)
    path.write_bytes((folder / line_name("Bonjour !", "fr")).read_bytes())
    lines.use(UseVoice(SIWIS.id, 160, str(own)))
    lines.utter("Ma question ?")
    lines.utter("Bonjour !")
    assert len(loudspeaker.heard) == 2
    lines.use(SIWIS)
    lines.utter("Ma question ?")
    assert other.said == ["Ma question ?"]


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"OggS" * 20])
def test_a_damaged_line_is_said_by_the_other_voice(
    content: bytes, lines: SpokenLines, other: Other, folder: Path
) -> None:
    (folder / line_name("Bonjour !", "fr")).write_bytes(content)
    lines.use(SIWIS)
    lines.utter("Bonjour !")
    assert other.said == ["Bonjour !"]


def test_a_voice_is_offered_in_the_languages_that_have_lines(lines: SpokenLines) -> None:
    assert [voice.id for voice in lines.voices()] == ["kokoro/ff_siwis", "gb", "thomas"]


def test_lines_are_played_without_any_other_voice(folder: Path, loudspeaker: Loudspeaker) -> None:
    lines = SpokenLines(Other(), loudspeaker, (), folder)
    lines.use(SIWIS)
    lines.utter("Bonjour !")
    assert len(loudspeaker.heard) == 1


@pytest.mark.parametrize("tempo", [0.5, 0.75, 1.5, 2.8])
def test_another_speed_changes_the_length_and_not_the_pitch(tempo: float, folder: Path) -> None:
    sound = read_line(folder / line_name("Bonjour !", "fr"))
    moved = at_tempo(sound, tempo)
    samples = np.frombuffer(moved.pcm, "<i2").astype(float)
    assert len(samples) == pytest.approx(48_000 / tempo, rel=0.05)
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    loudest = int(np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax())
    assert loudest * 24_000 / len(middle) == pytest.approx(440, abs=8)


def test_the_usual_speed_leaves_the_sound_as_it_is(folder: Path) -> None:
    sound = read_line(folder / line_name("Bonjour !", "fr"))
    assert at_tempo(sound, 1.0) is sound
