"""The interviewer's voice on a real sound stack, judged by what the loudspeaker gives."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewer.scenario.library import load
from interviewer.tts.pico import Pico
from interviewer.tts.protocol import UseVoice
from interviewer.tts.spoken_lines import FOLDER, find_line, read_line
from interviewer.tts.synthesis import Espeak
from interviewer.tts.text import pieces
from interviewer.tts.voices import DEFAULT_RATE
from tests.device.loudspeaker import LOUD, RATE_HZ, WAIT_S, Loudspeaker, is_loud

if TYPE_CHECKING:
    from tests.device.conftest import SoundStack

pytestmark = pytest.mark.device

WORDS_A_MINUTE = 450
LONG = " ".join(f"Voici la phrase numéro {number}, qui dure un peu." for number in range(40))
FIFTY = [f"Question {number}, que feriez-vous ?" for number in range(1, 51)]


class Interviewer:
    """The speaker of a session, in a process of its own on the sound stack."""

    def __init__(self, sound: SoundStack, rate: int, voice: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("speak.py")), str(rate), voice],
            env=sound.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def say(self, turn: int, text: str) -> float:
        began = time.monotonic()
        self._command(f"say {turn} {text}")
        return began

    def stop(self) -> None:
        self._command("stop")

    def next(self) -> dict[str, Any]:
        line = cast(IO[str], self.process.stdout).readline()
        assert line, "the speaker ended"
        told: dict[str, Any] = json.loads(line)
        return told

    def close(self) -> None:
        if self.process.poll() is None:
            self._command("end")
        self.process.communicate(timeout=WAIT_S)

    def _command(self, line: str) -> None:
        stdin = cast(IO[str], self.process.stdin)
        stdin.write(f"{line}\n")
        stdin.flush()


@pytest.fixture
def make_interviewer(sound: SoundStack) -> Iterator[Callable[..., Interviewer]]:
    made: list[Interviewer] = []

    def make(rate: int = WORDS_A_MINUTE, voice: str = "roa/fr") -> Interviewer:
        made.append(Interviewer(sound, rate, voice))
        assert "ready" in made[-1].next()
        return made[-1]

    yield make
    for interviewer in made:
        interviewer.close()


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    """The synthesiser itself, to know what there is to be heard."""
    espeak = Espeak()
    espeak.use(UseVoice("roa/fr", WORDS_A_MINUTE))
    return espeak


def frames(signal: NDArray[np.int32], rate_hz: int) -> NDArray[np.int32]:
    """The loudest sample of each 10 ms."""
    size = rate_hz // 100
    blocks = signal[: len(signal) // size * size].reshape(-1, size)
    return np.asarray(np.abs(blocks).max(axis=1))


def speech_s(loud: NDArray[np.bool_]) -> float:
    return float(loud.sum()) / 100


def utterances(loud: NDArray[np.bool_], gap_s: float) -> int:
    """Stretches of speech with at least ``gap_s`` of silence between them."""
    at = np.flatnonzero(loud)
    return int((np.diff(at) > gap_s * 100).sum()) + bool(len(at))


def synthesised(espeak: Espeak, text: str) -> NDArray[np.bool_]:
    levels = []
    for piece in pieces(text):
        sound = espeak.sound(piece)
        samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.int32)
        levels.append(frames(samples, sound.rate_hz))
    return np.concatenate(levels) > LOUD


def test_fifty_questions_are_heard_in_full(
    loudspeaker: Loudspeaker, make_interviewer: Callable[..., Interviewer], espeak: Espeak
) -> None:
    interviewer = make_interviewer()
    for turn, question in enumerate(FIFTY):
        interviewer.say(turn, question)
        told = interviewer.next()
        assert told.get("spoken") == turn
        # It is reported when it was heard, not before: the microphone opens now.
        time.sleep(0.25)
        assert loudspeaker.last_loud_at() <= told["at"] + 0.15
    heard = frames(loudspeaker.signal().astype(np.int32), RATE_HZ) > LOUD
    made = [synthesised(espeak, question) for question in FIFTY]
    assert max(utterances(loud, 0.2) for loud in made) == 1
    assert utterances(heard, 0.2) == len(FIFTY)
    assert speech_s(heard) == pytest.approx(sum(map(speech_s, made)), rel=0.02)


def test_a_long_text_is_heard_without_a_gap(
    loudspeaker: Loudspeaker, make_interviewer: Callable[..., Interviewer], espeak: Espeak
) -> None:
    text = LONG[:900]
    assert len(pieces(text)) > 2
    interviewer = make_interviewer()
    interviewer.say(1, text)
    assert interviewer.next().get("spoken") == 1
    made = synthesised(espeak, text)
    heard = frames(loudspeaker.signal().astype(np.int32), RATE_HZ) > LOUD
    at, there = np.flatnonzero(heard), np.flatnonzero(made)
    # As long from the first word to the last as the sound itself: nothing lost, nothing between.
    assert (at[-1] - at[0]) / 100 == pytest.approx((there[-1] - there[0]) / 100, abs=0.1)
    assert speech_s(heard) == pytest.approx(speech_s(made), rel=0.02)


def test_lines_spoken_beforehand_and_others_are_heard_in_full(
    loudspeaker: Loudspeaker, make_interviewer: Callable[..., Interviewer]
) -> None:
    scenario = load("pitch-3min")
    texts = (scenario.greeting, scenario.phases[0].prompt, "Question 51, que feriez-vous ?")
    paths = [find_line(text, "fr", (FOLDER,)) for text in texts]
    pico = Pico()
    pico.use(UseVoice("pico/fr-FR", DEFAULT_RATE))
    made = [
        pico.sound(text) if path is None else read_line(path)
        for text, path in zip(texts, paths, strict=True)
    ]
    assert [path is None for path in paths] == [False, False, True]
    interviewer = make_interviewer(DEFAULT_RATE, "kokoro/ff_siwis")
    for turn, text in enumerate(texts):
        interviewer.say(turn, text)
        told = interviewer.next()
        assert told.get("spoken") == turn
        time.sleep(0.25)
        assert loudspeaker.last_loud_at() <= told["at"] + 0.15
    heard = frames(loudspeaker.signal().astype(np.int32), RATE_HZ) > LOUD
    there = [
        frames(np.frombuffer(sound.pcm, "<i2").astype(np.int32), sound.rate_hz) > LOUD
        for sound in made
    ]
    assert speech_s(heard) == pytest.approx(sum(map(speech_s, there)), rel=0.03)


def test_stop_is_silent_within_100_ms(
    loudspeaker: Loudspeaker, make_interviewer: Callable[..., Interviewer]
) -> None:
    interviewer = make_interviewer()
    for turn in range(5):
        began = interviewer.say(turn, LONG)
        loudspeaker.await_sound(began)
        time.sleep(0.3 + 0.11 * turn)
        interviewer.stop()
        told = interviewer.next()
        assert told.get("stopped")
        time.sleep(0.4)
        assert loudspeaker.last_loud_at() - told["began"] < 0.1
    interviewer.say(9, "Encore une.")
    assert interviewer.next().get("spoken") == 9


def test_killed_it_is_silent_too(
    loudspeaker: Loudspeaker, make_interviewer: Callable[..., Interviewer]
) -> None:
    interviewer = make_interviewer()
    loudspeaker.await_sound(interviewer.say(1, LONG))
    interviewer.process.kill()
    killed = time.monotonic()
    time.sleep(0.5)
    assert loudspeaker.last_loud_at() - killed < 0.2


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_without_a_sound_server_it_goes_on_in_writing(
    sound: SoundStack,
    loudspeaker: Loudspeaker,
    make_interviewer: Callable[..., Interviewer],
    fault: str,
) -> None:
    interviewer = make_interviewer()
    loudspeaker.await_sound(interviewer.say(1, LONG))
    getattr(sound, fault)()
    assert "loudspeaker stopped" in interviewer.next()["notice"]
    interviewer.stop()
    assert interviewer.next().get("stopped")
    interviewer.say(2, "Et maintenant ?")
    assert interviewer.next().get("spoken") == 2
    if fault == "freeze":
        sound.thaw()


def test_a_loudspeaker_that_comes_back_during_a_text_is_used_again(
    sound: SoundStack, make_interviewer: Callable[..., Interviewer]
) -> None:
    interviewer = make_interviewer()
    interviewer.say(1, "Bonjour.")
    assert interviewer.next().get("spoken") == 1
    sound.kill()
    sound.revive()
    loudspeaker = Loudspeaker(sound)
    try:
        interviewer.say(2, "Me voici de nouveau.")
        assert interviewer.next().get("spoken") == 2
        assert is_loud(loudspeaker.signal().tobytes())
    finally:
        loudspeaker.close()
