from __future__ import annotations

import pytest

from interviewer.tts.protocol import (
    Done,
    Failed,
    ListVoices,
    Rendered,
    Reply,
    Request,
    Sound,
    UseVoice,
    Utter,
    VoiceInfo,
    Voices,
    decode_reply,
    decode_request,
    encode,
)


@pytest.mark.parametrize(
    "request_",
    [
        ListVoices(),
        UseVoice("roa/fr", 160),
        UseVoice("x", 80, "/dé/lines"),
        Utter("Prêt\u202f?\nOui «\u00a0là\u00a0»"),
        Utter(""),
    ],
)
def test_requests_come_back_as_they_went(request_: Request) -> None:
    line = encode(request_)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert decode_request(line) == request_


@pytest.mark.parametrize(
    "reply",
    [
        Done(),
        Failed("stalled", "the stream ended\n"),
        Rendered(Sound(24_000, b"\x00\x01\xff\x7f")),
        Voices(()),
        Voices((), ("Pico: é",)),
        Voices((VoiceInfo("roa/fr", "French (France)", "fr-fr"), VoiceInfo("x", "é", ""))),
    ],
)
def test_replies_come_back_as_they_went(reply: Reply) -> None:
    line = encode(reply)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert decode_reply(line) == reply


@pytest.mark.parametrize(
    "line", [b"ALSA lib: no\n", b"{}\n", b'{"do": "voices"}\n', b'{"failed": "x", "reason": ""}\n']
)
def test_what_is_no_reply_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_reply(line)


@pytest.mark.parametrize("line", [b"\n", b"{}\n", b'{"do": "dance"}\n', b'{"do": "utter"}\n'])
def test_what_is_no_request_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        decode_request(line)
