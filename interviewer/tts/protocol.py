"""What the two sides of the voice tell each other: one JSON object a line; and speech as sound."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Literal

TONE_LATENCY_S = 0.1
"""Of sound on the way to the loudspeaker: a tone is asked for so much before it is due."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound."""

    rate_hz: int
    pcm: bytes
    """16 bits a sample, little endian."""


class LoudspeakerError(Exception):
    """There is no loudspeaker, or it refuses."""


class StalledError(Exception):
    """The loudspeaker stopped taking sound."""


Cause = Literal["voice", "device", "stalled"]
"""What failed: the synthesiser; the loudspeaker, from the start; the loudspeaker, on the way."""


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
    lines: str = ""
    """Folder of the lines that the person had spoken beforehand, beside the library's; empty for none."""


@dataclass(frozen=True, slots=True)
class Utter:
    """Say this. Answered by :class:`Done` when it was heard to its end; by a child that renders, with
    :class:`Rendered` at once."""

    text: str


@dataclass(frozen=True, slots=True)
class Voices:
    """All voices, in the synthesiser's order."""

    voices: tuple[VoiceInfo, ...]
    missing: tuple[str, ...] = ()
    """Parts that could not be started and leave their place to the next, with the reason."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked for is done."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was to be said, as sound: it was not played."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Failed:
    """What was asked for cannot be done."""

    cause: Cause
    reason: str


Request = ListVoices | UseVoice | Utter
Reply = Voices | Done | Rendered | Failed


def encode(message: Request | Reply) -> bytes:
    """``message`` as one line, its line end included."""
    body: dict[str, object]
    match message:
        case ListVoices():
            body = {"do": "voices"}
        case UseVoice(id, rate, lines):
            body = {"do": "use", "id": id, "rate": rate, "lines": lines}
        case Utter(text):
            body = {"do": "utter", "text": text}
        case Voices(voices, missing):
            rows = [[voice.id, voice.name, voice.language] for voice in voices]
            body = {"voices": rows, "missing": list(missing)}
        case Done():
            body = {"done": True}
        case Rendered(sound):
            pcm = base64.b64encode(sound.pcm).decode("ascii")
            body = {"rate": sound.rate_hz, "pcm": pcm}
        case Failed(cause, reason):
            body = {"failed": cause, "reason": reason}
    return json.dumps(body).encode("ascii") + b"\n"


def decode_request(line: bytes) -> Request:
    """The request that :func:`encode` made ``line`` of.

    Raises:
        ValueError: it is none.
    """
    match json.loads(line):
        case {"do": "voices"}:
            return ListVoices()
        case {"do": "use", "id": str(id_), "rate": int(rate), "lines": str(lines)}:
            return UseVoice(id_, rate, lines)
        case {"do": "utter", "text": str(text)}:
            return Utter(text)
    raise ValueError(f"not a request: {line[:80]!r}")


def decode_reply(line: bytes) -> Reply:
    """The reply that :func:`encode` made ``line`` of.

    Raises:
        ValueError: it is none.
    """
    match json.loads(line):
        case {"voices": list(rows), "missing": list(missing)}:
            return Voices(tuple(VoiceInfo(*row) for row in rows), tuple(map(str, missing)))
        case {"done": True}:
            return Done()
        case {"rate": int(rate_hz), "pcm": str(pcm)}:
            return Rendered(Sound(rate_hz, base64.b64decode(pcm, validate=True)))
        case {"failed": ("voice" | "device" | "stalled") as cause, "reason": str(reason)}:
            return Failed(cause, reason)
    raise ValueError(f"not a reply: {line[:80]!r}")
