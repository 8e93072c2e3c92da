from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interviewer.domain import Notice
from interviewer.errors import MissingError
from interviewer.tts import speaker as speaker_module
from interviewer.tts.failures import (
    VoiceFailure,
    no_reply,
    no_sound,
    no_voice,
    sound_stopped,
    voice_broke,
)
from interviewer.tts.process import VoiceProcess
from interviewer.tts.speaker import (
    ChildVoice,
    MutedSpeaker,
    PyttsxSpeaker,
    ReadingPause,
    Reports,
    VoiceSpeaker,
    patience_s,
)
from interviewer.tts.voices import VoiceWish

if TYPE_CHECKING:
    from tests.unit.tts.conftest import FakeChild, Heard

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


MakeSpeaker = Callable[[], VoiceSpeaker]


@pytest.fixture
def pauses() -> list[str]:
    """The texts left standing for reading."""
    return []


@pytest.fixture
def make_speaker(
    make_process: Callable[[], VoiceProcess], heard: Heard, pauses: list[str]
) -> Iterator[MakeSpeaker]:
    made: list[VoiceSpeaker] = []

    def read(text: str) -> float:
        pauses.append(text)
        return 600.0 if "long" in text else 0.0

    def make() -> VoiceSpeaker:
        voice = ChildVoice(make_process(), patience=lambda text: 0.5 if "hang" in text else 30)
        made.append(VoiceSpeaker(voice, heard.reports, ReadingPause(read)))
        return made[-1]

    yield make
    for speaker in made:
        speaker.close()


def test_fifty_texts_are_all_said_in_order(
    make_speaker: MakeSpeaker, child: FakeChild, heard: Heard
) -> None:
    speaker = make_speaker()
    for turn in range(50):
        speaker.say(turn, f"Question {turn}.")
    assert [heard.next() for _ in range(50)] == list(range(50))
    assert child.texts() == [f"Question {turn}." for turn in range(50)]


def test_stopped_is_not_spoken(make_speaker: MakeSpeaker, child: FakeChild, heard: Heard) -> None:
    speaker = make_speaker()
    speaker.say(1, "sleep: hang on")
    speaker.say(2, "waits its turn")
    child.await_text("sleep: hang on")
    speaker.stop()
    speaker.say(3, "goes on")
    assert heard.next() == 3
    assert heard.nothing_more()
    assert child.texts() == ["sleep: hang on", "goes on"]


def test_stopping_silence_does_nothing(make_speaker: MakeSpeaker, heard: Heard) -> None:
    speaker = make_speaker()
    speaker.stop()
    speaker.say(1, "un")
    assert heard.next() == 1
    speaker.stop()
    speaker.say(2, "deux")
    assert heard.next() == 2


def test_a_child_that_crashes_once_costs_nothing(
    make_speaker: MakeSpeaker, child: FakeChild, heard: Heard, pauses: list[str]
) -> None:
    speaker = make_speaker()
    speaker.say(1, "crash once")
    speaker.say(2, "deux")
    assert [heard.next(), heard.next()] == [1, 2]
    assert child.texts() == ["crash once", "crash once", "deux"]
    assert pauses == []


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("always crash", voice_broke("no more breath").notice),
        ("hang", no_reply().notice),
    ],
)
def test_a_lost_voice_is_told_once_and_the_session_goes_on(
    make_speaker: MakeSpeaker,
    child: FakeChild,
    heard: Heard,
    pauses: list[str],
    text: str,
    notice: Notice,
) -> None:
    speaker = make_speaker()
    for turn, said in enumerate(["un", text, text, "quatre"]):
        speaker.say(turn, said)
    assert [heard.next() for _ in range(5)] == [0, notice, 1, 2, 3]
    assert pauses == [text, text, "quatre"]
    assert "quatre" not in child.texts()


def test_a_reading_pause_can_be_stopped(
    make_speaker: MakeSpeaker, heard: Heard, pauses: list[str]
) -> None:
    speaker = make_speaker()
    speaker.say(1, "always crash, and a long text")
    assert isinstance(heard.next(), Notice)
    speaker.stop()
    speaker.say(2, "deux")
    assert heard.next() == 2


def test_a_fault_of_our_own_is_a_lost_voice_too(heard: Heard) -> None:
    class Faulty(ReadingPause):
        def utter(self, text: str, cancelled: threading.Event) -> None:
            raise KeyError("oops")

    with VoiceSpeaker(Faulty(), heard.reports, ReadingPause(lambda _: 0.0)) as speaker:
        speaker.say(1, "un")
        assert heard.next() == voice_broke("KeyError: 'oops'").notice
        assert heard.next() == 1


def test_muted_reports_after_a_pause(heard: Heard, pauses: list[str]) -> None:
    def read(text: str) -> float:
        pauses.append(text)
        return 0.0

    with MutedSpeaker(heard.reports, read) as speaker:
        speaker.say(1, "un")
        speaker.say(2, "deux")
        assert [heard.next(), heard.next()] == [1, 2]
    assert pauses == ["un", "deux"]


@pytest.fixture
def fake_voice(child: FakeChild, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole program's child is the fake one."""
    monkeypatch.setattr(speaker_module, "VoiceProcess", lambda: VoiceProcess(child.command))


@pytest.mark.usefixtures("fake_voice")
def test_the_language_chooses_the_voice(child: FakeChild, heard: Heard) -> None:
    with PyttsxSpeaker("fr", VoiceWish(rate=180), heard.reports) as speaker:
        speaker.say(1, "un")
        assert heard.next() == 1
    assert child.texts() == ["?", "roa/fr", "un"]


@pytest.mark.usefixtures("fake_voice")
def test_a_language_without_a_voice_is_shown_in_writing(heard: Heard) -> None:
    with PyttsxSpeaker("en", VoiceWish(), heard.reports) as speaker:
        notice = heard.next()
        assert isinstance(notice, Notice)
        assert dict(notice.values) == {"language": "en"}
        speaker.say(1, "")
        assert heard.next() == 1


@pytest.mark.usefixtures("fake_voice")
def test_a_voice_that_does_not_exist_is_refused(heard: Heard) -> None:
    with pytest.raises(MissingError, match="French \\(France\\)"):
        PyttsxSpeaker("fr", VoiceWish("Amélie"), heard.reports)
    assert heard.nothing_more()


def test_no_synthesiser_is_told_once(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    process = VoiceProcess(("/nonexistent/python",))
    monkeypatch.setattr(speaker_module, "VoiceProcess", lambda: process)
    with PyttsxSpeaker("fr", VoiceWish(), heard.reports) as speaker:
        notice = heard.next()
        assert isinstance(notice, Notice)
        assert notice.message == no_voice("").notice.message
        speaker.say(1, "")
        assert heard.next() == 1


def _lacking_pico(child: FakeChild) -> None:
    script = Path(child.command[1])
    told = 'missing=["Pico: No module named py_nanotts"]'
    script.write_text(script.read_text().replace("missing=[]", told))


@pytest.mark.usefixtures("fake_voice")
def test_a_missing_part_is_told_once_and_another_voice_speaks(
    child: FakeChild, heard: Heard
) -> None:
    _lacking_pico(child)
    told: list[Notice] = []
    reports = Reports(heard.reports.on_spoken, heard.reports.say_notice, told.append)
    with PyttsxSpeaker("fr", VoiceWish(), reports) as speaker:
        speaker.say(1, "un")
        assert heard.next() == 1
    assert [notice.values["reason"] for notice in told] == ["Pico: No module named py_nanotts"]
    assert child.texts() == ["?", "roa/fr", "un"]


@pytest.mark.usefixtures("fake_voice")
def test_whoever_chose_a_voice_is_told_nothing_of_another(child: FakeChild, heard: Heard) -> None:
    _lacking_pico(child)
    told: list[Notice] = []
    reports = Reports(heard.reports.on_spoken, heard.reports.say_notice, told.append)
    with PyttsxSpeaker("fr", VoiceWish("French"), reports):
        pass
    assert told == []
