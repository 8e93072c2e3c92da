"""Recordings that survive a kill, a power cut and a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.audio.reader import open_recording
from interviewer.audio.recorder import WavRecorder, as_recorded, recover
from interviewer.errors import AudioError, MissingError

HEADER = 44


def signal_of(samples: int, seed: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(seed).uniform(-1, 1, samples).astype(np.float32)


def read(path: Path) -> NDArray[np.float32]:
    blocks = list(open_recording(path).blocks())
    return np.concatenate(blocks)


def lengths(path: Path) -> tuple[int, int, int]:
    """Samples found by Python's own reader, by libsndfile and by FFmpeg."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        by_python = len(file.readframes(file.getnframes())) // 2
    by_libsndfile = len(soundfile.read(path)[0])
    with av.open(str(path)) as container:
        by_ffmpeg = sum(frame.samples for frame in container.decode(audio=0))
    return by_python, by_libsndfile, by_ffmpeg


def test_what_is_read_is_what_was_recorded(tmp_path: Path) -> None:
    signal = signal_of(20_000)
    with WavRecorder(tmp_path / "q1.wav") as recorder:
        for start in range(0, 20_000, 777):
            recorder.write(signal[start : start + 777])
        assert recorder.duration_s == 1.25
    np.testing.assert_array_equal(read(tmp_path / "q1.wav"), as_recorded(signal))
    assert np.abs(as_recorded(signal) - signal).max() <= 1 / 32_768
    assert lengths(tmp_path / "q1.wav") == (20_000,) * 3


@given(st.lists(st.floats(-2, 2, width=32), max_size=50))
def test_a_signal_is_recorded_once_for_all(values: list[float]) -> None:
    recorded = as_recorded(np.array(values, np.float32))
    assert recorded.dtype == np.float32
    assert np.all((recorded >= -1) & (recorded < 1))
    np.testing.assert_array_equal(as_recorded(recorded), recorded)


def test_each_block_can_be_read_before_the_recording_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "q1.wav"
    with WavRecorder(path) as recorder:
        assert path.stat().st_size == HEADER
        for count in range(1, 4):
            recorder.write(signal_of(800))
            assert lengths(path) == (count * 800,) * 3


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        WavRecorder(tmp_path / "q1.wav").close()
    finally:
        os.umask(before)
    assert (tmp_path / "q1.wav").stat().st_mode & 0o777 == 0o600


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "q1.wav"
    path.write_bytes(b"precious")
    with pytest.raises(AudioError, match=r"q1\.wav exists already"):
        WavRecorder(path)
    assert path.read_bytes() == b"precious"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "q1.wav").symlink_to(tmp_path / "elsewhere.wav")
    with pytest.raises(AudioError, match="exists already"):
        WavRecorder(tmp_path / "q1.wav")
    assert not (tmp_path / "elsewhere.wav").exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"nowhere/q1\.wav cannot be written \(No such file"):
        WavRecorder(tmp_path / "nowhere" / "q1.wav")


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    recorder = WavRecorder(tmp_path / "q1.wav")
    recorder.write(signal_of(8_000))
    recorder.close()
    recorder.close()
    assert lengths(tmp_path / "q1.wav") == (8_000,) * 3


def test_the_disk_is_made_to_keep_every_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    path = tmp_path / "q1.wav"
    recorder = WavRecorder(path)
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(path.stat().st_size - HEADER))
    for _ in range(45):
        recorder.write(signal_of(800))
    assert synced == [32_000, 64_000]
    recorder.close()
    assert synced == [32_000, 64_000, 72_000]


WRITE_FOR_EVER = """
import sys, numpy as np
from pathlib import Path
from interviewer.audio.recorder import WavRecorder
recorder = WavRecorder(Path(sys.argv[1]))
block = np.full(800, 0.25, np.float32)
count = 0
while True:
    recorder.write(block)
    count += 1
    sys.stdout.write(f"{count}\\n")
    sys.stdout.flush()
"""


def test_a_killed_recorder_leaves_every_block_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "q1.wav"
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process, process.stdout:
        for _ in range(150):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        for line in process.stdout:
            acknowledged = int(line)
    by_python, by_libsndfile, by_ffmpeg = lengths(path)
    assert by_python == by_libsndfile == by_ffmpeg
    # The block being written when the kill came may be there or not.
    assert by_python in (acknowledged * 800, (acknowledged + 1) * 800)
    np.testing.assert_array_equal(read(path), np.float32(0.25))


@pytest.mark.parametrize(
    ("declared", "torn", "kept"),
    [
        pytest.param(0, 0, 9_000, id="the header was never completed"),
        pytest.param(16_000, 0, 9_000, id="the header is behind"),
        pytest.param(16_000, 1, 9_000, id="half a sample at the end"),
        pytest.param(99_000, 0, 9_000, id="the header is ahead"),
        pytest.param(18_000, 0, 9_000, id="all is well"),
    ],
)
def test_what_a_power_cut_left_is_recovered(
    tmp_path: Path, declared: int, torn: int, kept: int
) -> None:
    path = tmp_path / "q1.wav"
    signal = signal_of(9_000)
    with WavRecorder(path) as recorder:
        recorder.write(signal)
    data = bytearray(path.read_bytes())
    data[4:8] = (declared + 36).to_bytes(4, "little")
    data[40:44] = declared.to_bytes(4, "little")
    path.write_bytes(bytes(data) + b"\x01" * torn)

    assert recover(path) == kept / 16_000
    assert lengths(path) == (kept,) * 3
    recording = open_recording(path)
    np.testing.assert_array_equal(np.concatenate(list(recording.blocks())), as_recorded(signal))
    assert recording.notices == ()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"x" * 100, b"RIFF" + b"\0" * 60])
def test_other_files_are_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "q1.wav"
    path.write_bytes(content)
    with pytest.raises(AudioError, match=r"q1\.wav is not a recording of this program"):
        recover(path)
    assert path.read_bytes() == content


def test_a_recording_that_is_gone_cannot_be_recovered(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"q1\.wav"):
        recover(tmp_path / "q1.wav")


FILL_THE_DISK = """
import resource, signal, sys, numpy as np
from pathlib import Path
from interviewer.errors import MissingError
from interviewer.audio.recorder import WavRecorder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_001, 20_001))
recorder = WavRecorder(Path(sys.argv[1]))
try:
    while True:
        recorder.write(np.full(800, 0.25, np.float32))
except MissingError as error:
    print(recorder.duration_s, error)
"""


def test_a_full_disk_keeps_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "q1.wav"
    result = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(path)], capture_output=True, text=True, check=True
    )
    assert result.stdout.startswith("0.6 The recording")
    assert "cannot be written (File too large). Make room" in result.stdout
    assert lengths(path)[0] == 9_600
    assert recover(path) >= 0.6
