from __future__ import annotations

import subprocess
import sys

import pytest

from interviewer.tts.child import answer
from interviewer.tts.protocol import (
    Done,
    Failed,
    ListVoices,
    LoudspeakerError,
    Reply,
    Request,
    StalledError,
    UseVoice,
    Utter,
    VoiceInfo,
    Voices,
    decode_reply,
    encode,
)

VOICE = VoiceInfo("roa/fr", "French (France)", "fr-fr")

NOISY = """
import os, sys
from interviewer.tts import child

class Noisy:
    missing = ()
    def voices(self): return ()
    def use(self, voice): raise ValueError("no such voice")
    def utter(self, text):
        print("printed:", text, flush=True)
        os.write(1, b"from C\\n")
        assert os.read(0, 10) == b""

child.serve(Noisy)
"""

BROKEN = """
from interviewer.tts import child

def _engine():
    raise OSError("no espeak here")

child.serve(_engine)
"""


class Parrot:
    """Raises what its text names."""

    missing = ("Pico: not here",)

    def __init__(self) -> None:
        self.said: list[str] = []

    def voices(self) -> tuple[VoiceInfo, ...]:
        return (VOICE,)

    def use(self, voice: UseVoice) -> None:
        if voice.id != VOICE.id:
            raise ValueError("unknown voice")

    def utter(self, text: str) -> None:
        self.said.append(text)
        match text:
            case "nobody listens":
                raise LoudspeakerError("Error querying device -1")
            case "cut":
                raise StalledError("the stream ended")
            case "broken":
                raise RuntimeError("espeak_Synth failed")


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (ListVoices(), Voices((VOICE,), ("Pico: not here",))),
        (UseVoice("roa/fr", 160), Done()),
        (UseVoice("gone", 160), Failed("voice", "ValueError: unknown voice")),
        (Utter("Bonjour."), Done()),
        (Utter("nobody listens"), Failed("device", "Error querying device -1")),
        (Utter("cut"), Failed("stalled", "the stream ended")),
        (Utter("broken"), Failed("voice", "RuntimeError: espeak_Synth failed")),
    ],
)
def test_every_request_has_an_answer(request_: Request, reply: Reply) -> None:
    assert answer(Parrot(), request_) == reply


def test_what_libraries_print_stays_out_of_the_replies() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", NOISY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin and process.stdout and process.stderr
        replies = []
        for request in (Utter("un"), UseVoice("x", 160), ListVoices(), Utter("deux")):
            process.stdin.write(encode(request))
            process.stdin.flush()
            replies.append(decode_reply(process.stdout.readline()))
        process.stdin.close()
        assert process.stdout.read() == b""
        noise = process.stderr.read().decode()
    assert replies == [Done(), Failed("voice", "ValueError: no such voice"), Voices(()), Done()]
    assert noise.split("\n")[:4] == ["printed: un", "from C", "printed: deux", "from C"]
    assert process.returncode == 0


def test_a_child_that_cannot_start_says_why() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BROKEN], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin and process.stdout
        process.stdin.write(encode(ListVoices()))
        process.stdin.flush()
        reply = decode_reply(process.stdout.readline())
    assert reply == Failed("voice", "OSError: no espeak here")


def test_a_child_in_the_middle_of_a_word_ends_with_its_parent() -> None:
    script = NOISY.replace('print("printed:", text, flush=True)', "import time; time.sleep(600)")
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin
        process.stdin.write(encode(Utter("un")))
        process.stdin.close()
        assert process.wait(30) == 0
