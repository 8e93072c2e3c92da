"""What the two sides of the voice tell each other: one JSON object a line.

The parent asks, the child answers; every request has exactly one reply. Kept free of numpy and
of the rest of the package, so that a child is ready soon.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

__all__ = [
    "Done",
    "Failed",
    "ListVoices",
    "Reply",
    "Request",
    "Sound",
    "UseVoice",
    "Utter",
    "VoiceInfo",
    "Voices",
    "decode_reply",
    "decode_request",
    "encode",
]


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice the synthesiser offers."""

    id: str
    name: str
    language: str
    """As ``fr-fr``: lower case, with hyphens; empty where the synthesiser does not say."""


@dataclass(frozen=True, slots=True)
class ListVoices:
    """Which voices are there? Answered by :class:`Voices`."""


@dataclass(frozen=True, slots=True)
class UseVoice:
    """Speak like this from now on. Answered by :class:`Done`."""

    id: str
    rate: int
    """Words a minute."""


@dataclass(frozen=True, slots=True)
class Utter:
    """Say this. Answered by :class:`Sound`, or by :class:`Done` once the child has said it."""

    text: str


@dataclass(frozen=True, slots=True)
class Voices:
    """All voices, in the synthesiser's order."""

    voices: tuple[VoiceInfo, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """A text as sound, for the parent to play."""

    rate_hz: int
    pcm: bytes
    """Mono, 16 bits a sample, little endian."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked for is done."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What was asked for cannot be done."""

    reason: str


Request = ListVoices | UseVoice | Utter
Reply = Voices | Sound | Done | Failed


def encode(message: Request | Reply) -> bytes:
    """``message`` as one line, its line end included."""
    body: dict[str, object]
    match message:
        case ListVoices():
            body = {"do": "voices"}
        case UseVoice(id, rate):
            body = {"do": "use", "id": id, "rate": rate}
        case Utter(text):
            body = {"do": "utter", "text": text}
        case Voices(voices):
            body = {"voices": [[voice.id, voice.name, voice.language] for voice in voices]}
        case Sound(rate_hz, pcm):
            body = {"rate_hz": rate_hz, "pcm": base64.b64encode(pcm).decode("ascii")}
        case Done():
            body = {"done": True}
        case Failed(reason):
            body = {"failed": reason}
    return json.dumps(body).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """The request that :func:`encode` made ``line`` of.

    Raises:
        ValueError: it is none.
    """
    match json.loads(line):
        case {"do": "voices"}:
            return ListVoices()
        case {"do": "use", "id": str(id_), "rate": int(rate)}:
            return UseVoice(id_, rate)
        case {"do": "utter", "text": str(text)}:
            return Utter(text)
    raise ValueError(f"not a request: {line[:80]!r}")


def decode_reply(line: bytes) -> Reply:
    """The reply that :func:`encode` made ``line`` of.

    Raises:
        ValueError: it is none.
    """
    match json.loads(line):
        case {"voices": list(rows)}:
            return Voices(tuple(VoiceInfo(*row) for row in rows))
        case {"rate_hz": int(rate_hz), "pcm": str(pcm)}:
            return Sound(rate_hz, base64.b64decode(pcm))
        case {"done": True}:
            return Done()
        case {"failed": str(reason)}:
            return Failed(reason)
    raise ValueError(f"not a reply: {line[:80]!r}")
