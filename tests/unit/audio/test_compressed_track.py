from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from interviewer.audio.reader import compressed_track
from interviewer.errors import AudioError

RATE = 48_000


def tone(path: Path, seconds: float) -> Path:
    """A second of silence, then a tone, in stereo."""
    time = np.arange(int(RATE * seconds)) / RATE
    signal = 0.3 * np.sin(2 * np.pi * 440 * time) * (time >= 1)
    soundfile.write(path, np.stack([signal, signal], axis=1), RATE)
    return path


def test_the_track_is_the_recording_to_the_moment(tmp_path: Path) -> None:
    track = compressed_track(tone(tmp_path / "a.flac", 4.0))
    samples, rate = soundfile.read(io.BytesIO(track))
    assert soundfile.info(io.BytesIO(track)).format == "MP3"
    assert (rate, samples.ndim) == (16_000, 1)
    assert len(samples) / rate == pytest.approx(4.0, abs=0.01)
    onset = int(np.argmax(np.abs(samples) > 0.1)) / rate
    assert onset == pytest.approx(1.0, abs=0.02)


def test_a_three_minute_session_stays_under_four_megabytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    path = tmp_path / "noise.wav"
    # Noise is what compresses worst.
    soundfile.write(path, rng.normal(0, 0.2, 16_000 * 180).clip(-1, 1), 16_000)
    assert len(compressed_track(path)) * 4 / 3 < 1_250_000


def test_the_same_recording_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 2.0)
    assert compressed_track(path) == compressed_track(path)


def test_what_cannot_be_decoded_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"no sound" * 100)
    with pytest.raises(AudioError, match=r"a\.wav"):
        compressed_track(path)
    with pytest.raises(AudioError, match=r"b\.wav"):
        compressed_track(tmp_path / "b.wav")


def test_speech_is_kept_at_40_kilobits_a_second(tmp_path: Path) -> None:
    """Less would sound like a telephone to who listens to themselves."""
    path = tmp_path / "noise.wav"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.2, 16_000 * 20).clip(-1, 1), 16_000)
    assert len(compressed_track(path)) * 8 / 20 == pytest.approx(40_000, rel=0.03)
