"""``interviewer voices --render``: a scenario of one's own, spoken beforehand and kept."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from interviewer.cli import devices
from interviewer.cli.devices import speak_beforehand
from interviewer.domain import Language, Phase, Samples, Scenario, Task
from interviewer.errors import HistoryError, MissingError
from interviewer.tts.spoken_lines import find_line, read_line
from interviewer.ui.screen import Screen

SCENARIO = Scenario(
    "s",
    "Titre",
    "fr",
    (Phase("a", "Un titre à moi", "pitch", 10.0, prompt="Parlez.", task=Task("a", 10.0)),),
    greeting="Bonjour à vous, pour une fois.",
)


class Studio:
    """Speaks tones, counts them, and fails at what it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "lines"
        self.spoken: list[str] = []
        self.fault: dict[str, Exception] = {}
        self.screen = Screen()
        self.screen.err = Console(file=io.StringIO(), width=200)

    def render(self, text: str, language: Language) -> Samples:
        assert language == "fr"
        if text in self.fault:
            raise self.fault[text]
        self.spoken.append(text)
        tone: Samples = (np.sin(np.arange(24_000) / 9) / 4).astype(np.float32)
        return tone

    def told(self) -> str:
        file = self.screen.err.file
        assert isinstance(file, io.StringIO)
        return file.getvalue()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path))
    studio = Studio(tmp_path)
    monkeypatch.setattr(devices, "render_text", studio.render)
    monkeypatch.setattr(devices, "find_spec", lambda name: name)
    return studio


def test_every_text_is_kept_where_the_voice_finds_it_for_its_owner_alone(studio: Studio) -> None:
    speak_beforehand(SCENARIO, studio.screen)
    assert studio.spoken == ["Bonjour à vous, pour une fois.", "Parlez.", "Un titre à moi"]
    path = find_line("Parlez.", "fr", (studio.folder,))
    assert path is not None
    assert read_line(path).rate_hz == 24_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "3 textes sur 3" in studio.told()


def test_what_is_there_stays_and_only_a_changed_text_is_spoken(studio: Studio) -> None:
    speak_beforehand(SCENARIO, studio.screen)
    find = find_line("Parlez.", "fr", (studio.folder,))
    assert find is not None
    find.unlink()
    studio.spoken.clear()
    speak_beforehand(SCENARIO, studio.screen)
    assert studio.spoken == ["Parlez."]


def test_a_text_that_cannot_be_spoken_is_left_to_another_voice(studio: Studio) -> None:
    studio.fault["Parlez."] = ValueError("unknown symbol")
    speak_beforehand(SCENARIO, studio.screen)
    assert find_line("Parlez.", "fr", (studio.folder,)) is None
    assert "2 textes sur 3" in studio.told()


def test_interrupted_it_keeps_what_was_spoken(studio: Studio) -> None:
    studio.fault["Un titre à moi"] = KeyboardInterrupt()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        speak_beforehand(SCENARIO, studio.screen)
    assert find_line("Parlez.", "fr", (studio.folder,)) is not None


def test_a_folder_that_cannot_be_made_is_a_line(studio: Studio) -> None:
    studio.folder.write_text("in the way")
    with pytest.raises(HistoryError, match="cannot be kept"):
        speak_beforehand(SCENARIO, studio.screen)


def test_without_the_extra_it_says_what_to_install(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "find_spec", lambda name: None)
    with pytest.raises(MissingError, match="interviewer-oral\\[voice\\]"):
        speak_beforehand(SCENARIO, studio.screen)
    assert studio.spoken == []
