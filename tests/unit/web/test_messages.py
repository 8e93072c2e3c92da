"""What page and server tell each other, both ways."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from interviewer.web.messages import (
    MOST_FRAME_BYTES,
    VERSION,
    Bar,
    Begin,
    Button,
    Card,
    Claim,
    Elsewhere,
    Frame,
    FromPage,
    Hello,
    Meter,
    Microphone,
    Outdated,
    Press,
    Result,
    Scene,
    Sound,
    Spoken,
    TakeOver,
    ToPage,
    Turn,
    Unplayable,
    decode,
    decode_frame,
    encode,
    encode_frame,
)

CARD = Card(
    "<b>", 89.5, "90", "", "", "30 s", "ok", True, "", "Bien.", "",
    (Bar("Contenu", None, "–"),), (Claim(1, "Idée", False),), True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (Scene(), "scene"),
        (
            Scene(
                "live", 1, 5, turn=Turn(30.0, 3.0, "sur 30 s"), offers=(Button("p", "pause"),),
                card=CARD, sound=Sound(3, "x"), result=Result("96", (), (), "r", False),
            ),
            "scene",
        ),
        (Meter(0.1, True, 2.0, "", False), "meter"),
        (Elsewhere(), "elsewhere"),
        (Outdated(), "outdated"),
    ],
)  # fmt: skip
def test_what_is_shown_is_json_with_a_version_and_a_kind(message: ToPage, kind: str) -> None:
    body = json.loads(encode(message))
    assert (body.pop("v"), body.pop("type")) == (VERSION, kind)
    assert set(body) == set(type(message).__dataclass_fields__)


def test_a_figure_that_is_none_is_not_sent() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        encode(Meter(float("nan"), False, 0.0, "", False))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type":"hello","v":1,"tab":"a"}', Hello(1, "a")),
        ('{"type":"take_over"}', TakeOver()),
        ('{"type":"begin"}', Begin()),
        ('{"type":"press","key":"enter"}', Press("enter")),
        ('{"type":"spoken","id":3}', Spoken(3)),
        ('{"type":"unplayable","id":3,"reason":"NotAllowedError"}', Unplayable(3, "NotAllowedError")),
        ('{"type":"microphone","state":"denied"}', Microphone("denied")),
        ('{"type":"microphone","state":"open","name":"Casque","rate":48000}',
         Microphone("open", "Casque", 48000)),
    ],
)  # fmt: skip
def test_what_a_page_tells(text: str, message: FromPage) -> None:
    assert decode(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "3", "{", '"begin"', "[" * 60_000,
        '{"type":"begin","more":1}',
        '{"type":"press","key":"x"}',
        '{"type":"press","key":["enter"]}',
        '{"type":"press"}',
        '{"type":"spoken","id":true}',
        '{"type":"spoken","id":"3"}',
        '{"type":"spoken","id":3.5}',
        '{"type":"hello","v":1,"tab":""}',
        '{"type":"microphone","state":"open"}',
        '{"type":"microphone","state":"open","name":"x","rate":7}',
        '{"type":"microphone","state":"open","name":"x","rate":10000000}',
        '{"type":"microphone","state":"odd"}',
        '{"type":"scene"}',
    ],
)  # fmt: skip
def test_what_no_page_of_ours_says_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a message|JSON|Expecting|line 1|value"):
        decode(text)


def test_a_long_name_is_cut() -> None:
    told = decode(
        json.dumps({"type": "microphone", "state": "open", "name": "x" * 9_000, "rate": 16000})
    )
    assert isinstance(told, Microphone)
    assert len(told.name) == 200


FRAME = Frame(7, 16_800, 1234.5, b"\x01\x00" * 800)


def test_a_frame_comes_as_it_went() -> None:
    assert decode_frame(encode_frame(FRAME)) == FRAME
    assert FRAME.samples == 800


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xa5\x01",
        encode_frame(FRAME)[:-1],
        b"\x00" + encode_frame(FRAME)[1:],
        b"\xa5\x02" + encode_frame(FRAME)[2:],
        encode_frame(replace(FRAME, position=-1)),
        encode_frame(replace(FRAME, at_ms=float("nan"))),
        encode_frame(replace(FRAME, pcm=bytes(MOST_FRAME_BYTES))),
    ],
)
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a frame"):
        decode_frame(data)


def test_a_position_between_two_samples_is_refused() -> None:
    data = bytearray(encode_frame(FRAME))
    data[8:16] = b"\x00\x00\x00\x00\x00\x00\xf8\x3f"  # 1.5
    with pytest.raises(ValueError, match="not a frame"):
        decode_frame(bytes(data))
