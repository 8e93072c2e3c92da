from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from interviewer.speak.failure import VoiceFailure, no_reply, no_sound, sound_stopped, voice_broke
from interviewer.speak.process import VoiceProcess
from interviewer.speak.voice import ChildVoice, ReadingPause, patience_s

if TYPE_CHECKING:
    from tests.unit.speak.conftest import FakeChild

MakeProcess = Callable[[], VoiceProcess]


def test_a_text_that_crashes_the_child_once_is_begun_again(
    make_process: MakeProcess, child: FakeChild
) -> None:
    voice = ChildVoice(make_process())
    voice.utter("crash once, please", threading.Event())
    assert child.texts() == ["crash once, please"] * 2


@pytest.mark.parametrize(
    ("text", "expected", "tries"),
    [
        ("always crash", voice_broke("no more breath"), 2),
        ("nonsense", voice_broke("Expecting value: line 1 column 1 (char 0)"), 2),
        ("no device", no_sound("Error querying device -1"), 2),
        ("stall", sound_stopped(), 2),
        ("hang", no_reply(), 1),
    ],
)
def test_a_voice_that_is_lost(
    make_process: MakeProcess,
    child: FakeChild,
    text: str,
    expected: VoiceFailure,
    tries: int,
) -> None:
    voice = ChildVoice(make_process(), patience=lambda text: 3 if "hang" in text else 30)
    with pytest.raises(VoiceFailure) as lost:
        voice.utter(text, threading.Event())
    assert lost.value.notice == expected.notice
    assert child.texts() == [text] * tries


def test_interrupted_is_no_failure(make_process: MakeProcess, child: FakeChild) -> None:
    voice = ChildVoice(make_process())
    cancelled = threading.Event()

    def interrupt() -> None:
        child.await_text("hang")
        cancelled.set()
        voice.interrupt()

    helper = threading.Thread(target=interrupt)
    helper.start()
    voice.utter("hang", cancelled)
    helper.join()
    assert child.texts() == ["hang"]


def test_patience_grows_with_the_text() -> None:
    assert patience_s("") == 4.0
    assert patience_s("x" * 600) == 104.0


def test_a_reading_pause_ends_when_cancelled() -> None:
    cancelled = threading.Event()
    reading = threading.Thread(target=ReadingPause(lambda _: 600).utter, args=("un", cancelled))
    reading.start()
    assert reading.is_alive()
    cancelled.set()
    reading.join(30)
    assert not reading.is_alive()
