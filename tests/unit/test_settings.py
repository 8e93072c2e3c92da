"""The settings file: missing, right, and wrong in every way."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer.errors import UsageError
from interviewer.settings import AudioSettings, Settings, load_settings, settings_file


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("INTERVIEWER_CONFIG", str(path))
    return path


def test_without_a_file_recordings_stay_thirty_days(file: Path) -> None:
    assert settings_file() == file
    assert load_settings() == Settings(AudioSettings(keep=True, days=30))


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INTERVIEWER_CONFIG", raising=False)
    assert settings_file().parts[-2:] == ("interviewer", "settings.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AudioSettings()),
        ("[audio]", AudioSettings()),
        ("[audio]\nkeep = false", AudioSettings(keep=False)),
        ("audio.days = 7", AudioSettings(days=7)),
        ('[audio]\ndays = "ever"', AudioSettings(days=None)),
        ("\ufeff[audio]\nkeep = true\ndays = 36500", AudioSettings(days=36_500)),
    ],
)
def test_what_is_settled(text: str, expected: AudioSettings, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    assert load_settings() == Settings(expected)


@pytest.mark.parametrize(("text", "patience_s"), [("patience = 2", 2.0), ("patience = 7.5", 7.5)])
def test_how_long_a_silence_is_waited_for(text: str, patience_s: float, file: Path) -> None:
    file.write_text(f"[answer]\n{text}", encoding="utf-8")
    assert load_settings().patience_s == patience_s


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[audio]\nkep = true", "no setting audio.kep. Did you mean audio.keep?"),
        ("[sound]\nvolume = 3", "no setting sound.volume. The settings are: date, audio.keep"),
        ("[sound]", "no setting sound."),
        ("audio = 3", "no setting audio."),
        ("[audio.keep]", "no setting audio.keep|audio.keep cannot be"),
        ('[audio]\nkeep = "yes"', "audio.keep cannot be 'yes'. Write one of: true, false."),
        ("[audio]\nkeep = 1", "audio.keep cannot be 1"),
        ("[audio]\ndays = 0", "audio.days cannot be 0"),
        ("[audio]\ndays = true", "audio.days cannot be True"),
        ("[audio]\ndays = 1.5", "audio.days cannot be 1.5"),
        ('[audio]\ndays = "often"', "audio.days cannot be 'often'"),
        ("[answer]\npatience = 0.5", "answer.patience cannot be 0.5. Write one of: 1 … 30."),
        ("[answer]\npatience = true", "answer.patience cannot be True"),
        ('[answer]\npatience = "long"', "answer.patience cannot be 'long'"),
        ("[answer]\npatience = nan", "answer.patience cannot be nan"),
        ("[audio\n", r"cannot be read \(.*line 1"),
    ],
)
def test_what_is_no_setting_is_named(text: str, message: str, file: Path) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message) as caught:
        load_settings()
    assert str(file) in str(caught.value)


def test_what_cannot_be_read(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings()
    file.unlink()
    file.mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings()


def test_recordings_are_removed_once_the_days_settled_are_over() -> None:
    now = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
    assert AudioSettings(days=7).removed_before(now) == datetime(2026, 11, 15, 5, 30, tzinfo=UTC)
    assert AudioSettings(days=None).removed_before(now) is None


def test_a_pipe_is_refused_rather_than_waited_for(file: Path) -> None:
    os.mkfifo(file)
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings()
