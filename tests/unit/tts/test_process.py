from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from interviewer.tts.process import Cancelled, ChildBroke, ChildHangs, VoiceProcess
from interviewer.tts.protocol import Done, ListVoices, UseVoice, Utter, VoiceInfo, Voices

if TYPE_CHECKING:
    from tests.unit.tts.conftest import FakeChild

WAIT_S = 30.0

MakeProcess = Callable[[], VoiceProcess]


def say(process: VoiceProcess, text: str, timeout_s: float = WAIT_S) -> None:
    assert process.ask(Utter(text), timeout_s, threading.Event()) == Done()


def test_one_child_answers_all(make_process: MakeProcess, child: FakeChild) -> None:
    process = make_process()
    voices = process.ask(ListVoices(), WAIT_S, threading.Event())
    assert voices == Voices((VoiceInfo("roa/fr", "French (France)", "fr-fr"),))
    process.use(UseVoice("roa/fr", 160))
    say(process, "un")
    say(process, "deux")
    assert child.texts() == ["?", "roa/fr", "un", "deux"]
    assert len({pid for pid, _ in child.log()}) == 1


@pytest.mark.parametrize(
    ("text", "reason", "cause"),
    [
        ("always crash", "no more breath", "voice"),
        ("vanish", "exit 9", "voice"),
        ("nonsense", "Expecting value: line 1 column 1 (char 0)", "voice"),
        ("no device", "Error querying device -1", "device"),
        ("stall", "the stream ended", "stalled"),
    ],
)
def test_a_breakdown_says_why_and_the_next_child_speaks_alike(
    make_process: MakeProcess, child: FakeChild, text: str, reason: str, cause: str
) -> None:
    process = make_process()
    process.use(UseVoice("roa/fr", 160))
    with pytest.raises(ChildBroke) as broke:
        say(process, text)
    assert (str(broke.value), broke.value.cause) == (reason, cause)
    say(process, "encore")
    assert child.texts() == ["roa/fr", text, "roa/fr", "encore"]
    pids = [pid for pid, _ in child.log()]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_what_a_child_complained_of_is_in_the_log(
    make_process: MakeProcess, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "interviewer")
    with pytest.raises(ChildBroke):
        say(make_process(), "always crash")
    assert [record.getMessage() for record in caplog.records] == [
        "child: noise",
        "child: no more breath",
    ]


def test_a_child_that_hangs_is_replaced(make_process: MakeProcess, child: FakeChild) -> None:
    process = make_process()
    say(process, "un")
    with pytest.raises(ChildHangs):
        say(process, "hang", timeout_s=0.2)
    say(process, "deux")
    assert child.texts() == ["un", "hang", "deux"]


def test_interrupted_while_it_speaks(make_process: MakeProcess, child: FakeChild) -> None:
    process = make_process()
    process.use(UseVoice("roa/fr", 160))
    cancelled = threading.Event()

    def interrupt() -> None:
        child.await_text("hang")
        cancelled.set()
        process.interrupt()

    helper = threading.Thread(target=interrupt)
    helper.start()
    with pytest.raises(Cancelled):
        process.ask(Utter("hang"), WAIT_S, cancelled)
    helper.join()
    say(process, "encore")
    assert child.texts() == ["roa/fr", "hang", "roa/fr", "encore"]


def test_what_is_cancelled_before_is_never_asked(
    make_process: MakeProcess, child: FakeChild
) -> None:
    process = make_process()
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        process.ask(Utter("un"), WAIT_S, cancelled)
    say(process, "deux")
    assert child.texts() == ["deux"]


def test_an_idle_child_is_not_killed(make_process: MakeProcess, child: FakeChild) -> None:
    process = make_process()
    process.interrupt()
    say(process, "un")
    process.interrupt()
    say(process, "deux")
    assert len({pid for pid, _ in child.log()}) == 1


def test_no_such_program() -> None:
    process = VoiceProcess(("/nonexistent/python",))
    with pytest.raises(ChildBroke, match="No such file"):
        say(process, "un")
