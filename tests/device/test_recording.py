"""What is played into the virtual microphone is what the recording holds."""

from __future__ import annotations

import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
import soundfile

from tests.device.signals import RATE, Signal, alike, find, read

if TYPE_CHECKING:
    from tests.device.conftest import Recording, SoundStack

pytestmark = pytest.mark.device

Record = Callable[..., "Recording"]

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
SPEECH = FIXTURES / "pitch-3min" / "intro.flac"
ANSWER = FIXTURES / "answers" / "fr-rag.flac"
QUESTION = FIXTURES / "answers" / "fr-lora.flac"


def write(path: Path, signal: Signal) -> Path:
    soundfile.write(path, signal, RATE)
    return path


@pytest.mark.parametrize(("rate", "seconds"), [(16_000, 30.0), (48_000, 6.0)])
def test_a_recording_is_what_was_played_with_no_sample_lost(
    make_sound: Callable[..., SoundStack],
    record: Record,
    tmp_path: Path,
    rate: int,
    seconds: float,
) -> None:
    sound = make_sound(rate)
    recording = record(sound)
    recording.expect(began_s=...)
    played = read(SPEECH, seconds)
    sound.play(write(tmp_path / "played.wav", played))
    time.sleep(0.3)  # the last of it is still on its way
    report = recording.stop()

    heard = read(recording.path)
    assert (report["overflows"], report["gaps"]) == (0, 0)
    # The resampler holds back its own length.
    assert 0 <= report["seconds"] - len(heard) / RATE < 0.05
    assert alike(played, heard) > 0.99
    first, last = played[: 2 * RATE], played[-4 * RATE : -2 * RATE]
    assert find(last, heard) - find(first, heard) == len(played) - 4 * RATE


def test_nothing_of_the_interviewer_is_recorded_while_the_gate_is_closed(
    sound: SoundStack, record: Record, tmp_path: Path
) -> None:
    question, answer = read(QUESTION, 3.0), read(ANSWER, 3.0)
    sound.echo()
    recording = record(sound)
    recording.expect(began_s=...)
    recording.command("gate")
    recording.expect(done="gate")
    sound.say(write(tmp_path / "question.wav", question))
    recording.command("ungate")
    recording.expect(done="ungate")
    thinking = np.zeros(RATE // 2)  # nobody answers in the very moment the question ends
    sound.play(write(tmp_path / "answer.wav", np.concatenate([thinking, answer])))
    time.sleep(0.3)
    recording.stop()

    heard = read(recording.path)
    assert alike(answer, heard) > 0.99
    before = heard[: find(answer, heard)]
    assert np.sqrt(np.mean(before**2)) < 0.01 * np.sqrt(np.mean(question**2))


def test_without_the_gate_the_echo_is_heard(
    sound: SoundStack, record: Record, tmp_path: Path
) -> None:
    question = read(QUESTION, 3.0)
    sound.echo()
    recording = record(sound)
    recording.expect(began_s=...)
    sound.say(write(tmp_path / "question.wav", question))
    time.sleep(0.3)
    recording.stop()
    assert alike(question, read(recording.path)) > 0.9


def test_a_killed_program_leaves_all_but_a_moment_that_any_player_opens(
    sound: SoundStack, record: Record, tmp_path: Path
) -> None:
    played = read(SPEECH, 8.0)
    recording = record(sound)
    began_s = recording.expect(began_s=...)["began_s"]
    sound.start_playing(write(tmp_path / "played.wav", played))
    time.sleep(5.3)
    recording.process.kill()
    killed_s = time.monotonic()
    recording.process.wait()

    with wave.open(str(recording.path)) as file:
        frames = file.getnframes()
        assert len(file.readframes(frames)) == 2 * frames
    heard = read(recording.path)
    with av.open(str(recording.path)) as container:
        decoded = sum(frame.samples for frame in container.decode(audio=0))
    assert len(heard) == decoded == frames
    assert killed_s - began_s - frames / RATE <= 0.2
    assert alike(played[: 4 * RATE], heard) > 0.99
    assert recording.path.stat().st_mode & 0o777 == 0o600


def test_a_killed_program_lets_go_of_the_microphone(sound: SoundStack, record: Record) -> None:
    recording = record(sound)
    recording.expect(began_s=...)
    assert sound.listeners() == 1
    recording.process.kill()
    recording.process.wait()
    deadline = time.monotonic() + 5
    while sound.listeners() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sound.listeners() == 0


def test_what_is_said_on_the_loudspeaker_is_heard(sound: SoundStack, tmp_path: Path) -> None:
    said = read(QUESTION, 2.0)
    player = sound.start_playing(write(tmp_path / "said.wav", said), sink="speaker")
    sound.heard(tmp_path / "heard.wav", 2.5)
    player.wait(5)
    heard, rate = soundfile.read(tmp_path / "heard.wav")
    assert rate == 48_000
    # Every third sample: speech has little above the 8 kHz that this keeps.
    assert alike(said[RATE:], np.asarray(heard)[::3]) > 0.9
