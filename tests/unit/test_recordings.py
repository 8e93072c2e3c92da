"""Which of the files given are listened to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.domain import Phase, Scenario, Task
from interviewer.errors import UsageError
from interviewer.recordings import find_recorded

SCENARIO = Scenario(
    "s",
    "S",
    "fr",
    tuple(
        Phase(id_, title, "pitch", 30, "", Task(id_, 30))
        for id_, title in (("intro", "Se présenter"), ("closing", "Conclure"))
    ),
)


def recorded(folder: Path, *names: str) -> Path:
    for name in names:
        soundfile.write(folder / name, np.full(16_000, 0.1), 16_000, format="WAV")
    return folder


def test_a_stranger_in_a_folder_is_told_and_left_out(tmp_path: Path) -> None:
    folder = recorded(tmp_path, "Intro.WAV", "02 - Conclure.wav", "musique.wav")
    found = find_recorded(SCENARIO, [folder])
    assert [path.name for path in found.paths] == ["Intro.WAV", "02 - Conclure.wav"]
    assert [notice.values["file"] for notice in found.notices] == ["musique.wav"]
    assert "left out" in found.notices[0].message


def test_a_folder_of_strangers_is_refused(tmp_path: Path) -> None:
    folder = recorded(tmp_path, "musique.wav", "train.wav")
    with pytest.raises(UsageError, match="begins with no phase or question"):
        find_recorded(SCENARIO, [folder])


def test_a_stranger_that_was_named_is_refused(tmp_path: Path) -> None:
    recorded(tmp_path, "intro.wav", "musique.wav")
    with pytest.raises(UsageError, match=r"musique\.wav"):
        find_recorded(SCENARIO, [tmp_path / "intro.wav", tmp_path / "musique.wav"])


def test_a_phase_that_is_asked_for_takes_the_whole_folder(tmp_path: Path) -> None:
    folder = recorded(tmp_path, "intro.wav", "musique.wav")
    found = find_recorded(SCENARIO, [folder], "closing")
    assert (len(found.paths), found.notices) == (2, ())
