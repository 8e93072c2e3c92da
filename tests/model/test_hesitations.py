"""A « euh » that the plain reading leaves out, in a recording of ours: a vowel put into its pauses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.asr.catalog import EngineName
from interviewer.domain import SAMPLE_RATE, Samples, Tic, Vocabulary
from interviewer.recordings import transcribe_file
from interviewer.scoring.delivery import score_delivery
from tests.model.conftest import Engines

pytestmark = pytest.mark.model

FIXTURE = Path(__file__).parents[2] / "audio_fixtures" / "answers" / "fr-rag.flac"
PAUSES_S = (2.5, 4.7)
FORMANTS = ((480.0, 70.0), (1420.0, 90.0), (2450.0, 120.0))
"""Hertz and width of a schwa's."""


def vowel(seconds: float, level: float) -> Samples:
    """« euh »: the harmonics of a voice that falls a little, shaped by three formants."""
    time_s = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(115.0 * (1 - 0.08 * time_s / seconds)) / SAMPLE_RATE
    sound = np.zeros_like(time_s)
    for harmonic in range(1, 30):
        hertz = 115.0 * harmonic
        gain = sum(1 / (1 + ((hertz - middle) / width) ** 2) for middle, width in FORMANTS)
        sound += gain / harmonic**0.5 * np.sin(harmonic * phase)
    fade = np.minimum(1, np.minimum(time_s / 0.04, (seconds - time_s) / 0.08))
    voiced: Samples = (level * fade * sound / np.sqrt(np.mean(sound**2))).astype(np.float32)
    return voiced


def with_vowels(folder: Path, held_s: float) -> Path:
    """The fixture with a vowel in two of its pauses."""
    samples, _ = soundfile.read(FIXTURE, dtype="float32")
    level = float(np.sqrt(np.mean(samples[np.abs(samples) > 0.01] ** 2)))
    rest = np.zeros(SAMPLE_RATE // 10, np.float32)
    parts: list[Samples] = []
    now = 0
    for at in (round(pause_s * SAMPLE_RATE) for pause_s in PAUSES_S):
        parts += [samples[now:at], rest, vowel(held_s, level), rest]
        now = at
    path = folder / "euh.wav"
    soundfile.write(path, np.concatenate([*parts, samples[now:]]), SAMPLE_RATE)
    return path


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_it_is_found_by_the_hesitant_reading_at_its_time(
    engine: EngineName, engines: Engines, tmp_path: Path
) -> None:
    recogniser = engines(engine)

    def sounds(path: Path) -> list[Tic]:
        take = transcribe_file(path, recogniser, Vocabulary("fr"), lambda _: None)
        return [tic for tic in score_delivery(take, (), "fr").tics or () if tic.kind == "sound"]

    assert sounds(FIXTURE) == []
    found = sounds(with_vowels(tmp_path, 0.45))
    assert [(tic.name, tic.found_by) for tic in found] == [("euh", "reading")] * 2
    assert [tic.start_s for tic in found] == pytest.approx([2.6, 5.45], abs=0.4)
