"""What page and server tell each other over a socket: values, and nothing else.

Down goes the whole :class:`Scene` whenever something of it changes, so that a page that was reloaded, slept or
missed one shows the right thing with the next; and the :class:`Meter` some times a second. Up come what the
person does and what the browser says of itself, one :data:`FromPage` a message, and the microphone's
:class:`Frame`, in bytes. docs/formats.md has the table.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

VERSION = 1
"""Of all that is here. A page of another version is asked to load itself anew."""

# ------------------------------------------------------------------------------- down: what is to be shown

Stage = Literal["lobby", "preparing", "live", "over", "failed"]


@dataclass(frozen=True, slots=True)
class Turn:
    """It is the candidate's turn."""

    target_s: float
    tolerance_s: float
    """Beyond the target and still on time."""
    target: str
    """In words."""


@dataclass(frozen=True, slots=True)
class Button:
    """A key that does something now, and what."""

    key: str
    does: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An idea that the person may say they made, by its number."""

    number: int
    idea: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a score."""

    title: str
    score: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """What became of an answer."""

    title: str
    score: float | None
    score_text: str
    since: str
    asked: str
    """The follow-up that a language model thought of."""
    time: str
    verdict: str
    on_time: bool
    onset: str
    good: str
    change: str
    parts: tuple[Bar, ...]
    claims: tuple[Claim, ...]
    open: bool
    """Speaking takes the answer up again."""
    listened: str = ""
    """What is still listened for, where the card is not final; then what that has changed."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A text that the interviewer says."""

    id: int
    url: str
    """Below the address of all pages."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the session."""

    score_text: str
    lines: tuple[str, ...]
    steps: tuple[str, ...]
    """What to work on next, the most valuable first."""
    report: str
    """Path of the page below the address of all pages; empty where nothing was answered."""
    left: bool
    """It can be gone on with."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the page shows. Texts are in one language, to be shown as they are."""

    stage: Stage = "lobby"
    number: int = 0
    count: int = 0
    phase: str = ""
    text: str = ""
    """What the interviewer says, or has said last."""
    cue: str = ""
    turn: Turn | None = None
    paused: bool = False
    notice: str = ""
    """What is wrong with the microphone."""
    sent_to: str = ""
    """That what is said is sent to another machine, where the settings say so."""
    lines: tuple[str, ...] = ()
    """What should stay on the screen, the latest last."""
    refusal: str = ""
    offers: tuple[Button, ...] = ()
    card: Card | None = None
    model: tuple[str, ...] = ()
    waiting: str = ""
    """What is waited for: a download, answers being read whole."""
    sound: Sound | None = None
    """To be played, once; said to be over by :class:`Spoken`."""
    tones: int = 0
    """How many tones of the candidate's turn there were: one more, one tone."""
    result: Result | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """What is heard at the moment."""

    level: float
    """RMS; 1 is full scale."""
    voice: bool
    spoken_s: float
    """Since the first word."""
    told: str
    """What there is to say of the time."""
    grave: bool
    """It ends within seconds."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another tab shows this session; :class:`TakeOver` brings it here."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """The page is of another version of the program: it loads itself anew."""


ToPage = Scene | Meter | Elsewhere | Outdated
_DOWN = {Scene: "scene", Meter: "meter", Elsewhere: "elsewhere", Outdated: "outdated"}


def encode(message: ToPage) -> str:
    """``message`` as the page reads it."""
    body = {"v": VERSION, "type": _DOWN[type(message)], **asdict(message)}
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


# ------------------------------------------------------------------------------- up: what the page tells

MicrophoneState = Literal["open", "muted", "ended", "denied", "absent", "busy"]
_STATES: tuple[str, ...] = get_args(MicrophoneState)
KEYS = ("enter", "a", "r", "m", "p", "s", "q", *"123456789")
_LONGEST_NAME = 200
_RATES = range(8_000, 192_001)


@dataclass(frozen=True, slots=True)
class Hello:
    """First of all, and once."""

    version: int
    tab: str
    """Made by the page once a tab: a page that was reloaded is known by it."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The session is to be held here, and no more in the other tab."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The microphone is open: the session may begin."""


@dataclass(frozen=True, slots=True)
class Press:
    """A key, or the button that names it."""

    key: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sound was played to its end."""

    id: int


@dataclass(frozen=True, slots=True)
class Unplayable:
    """A sound cannot be played."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Microphone:
    """What became of the microphone."""

    state: MicrophoneState
    name: str = ""
    rate: int = 0
    """Samples a second, where it is open."""


FromPage = Hello | TakeOver | Begin | Press | Spoken | Unplayable | Microphone


def decode(text: str) -> FromPage:
    """The message that the page sent.

    Raises:
        ValueError: it is none; whoever sent it is no page of this program.
    """
    try:
        body: Any = json.loads(text)
    except RecursionError:
        raise ValueError("not a message: nested too deep") from None
    if not isinstance(body, dict) or any(isinstance(value, bool) for value in body.values()):
        raise ValueError(f"not a message: {text[:80]!r}")
    match body:
        case {"type": "hello", "v": int(version), "tab": str(tab)} if len(body) == 3 and tab:
            return Hello(version, tab[:_LONGEST_NAME])
        case {"type": "take_over"} if len(body) == 1:
            return TakeOver()
        case {"type": "begin"} if len(body) == 1:
            return Begin()
        case {"type": "press", "key": str(key)} if len(body) == 2 and key in KEYS:
            return Press(key)
        case {"type": "spoken", "id": int(id_)} if len(body) == 2:
            return Spoken(id_)
        case {"type": "unplayable", "id": int(id_), "reason": str(reason)} if len(body) == 3:
            return Unplayable(id_, reason[:_LONGEST_NAME])
        case {"type": "microphone", "state": "open", "name": str(name), "rate": int(rate)} if (
            len(body) == 4 and rate in _RATES
        ):
            return Microphone("open", name[:_LONGEST_NAME], rate)
        case {"type": "microphone", "state": str(state)} if (
            len(body) == 2 and state in _STATES and state != "open"
        ):
            return Microphone(state)  # type: ignore[arg-type]  # one of _STATES
    raise ValueError(f"not a message: {text[:80]!r}")


# ------------------------------------------------------------------------------- up: the microphone, in bytes

_MAGIC = 0xA5
_HEADER = struct.Struct("<BBHIdd")
_SAMPLE_BYTES = 2
MOST_FRAME_BYTES = 64 * 1024
"""More than a third of a second at 96 kHz; a page sends a twentieth at a time."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of what the microphone heard, one channel."""

    number: int
    """From 0, one more each; modulo 2 to the power of 32."""
    position: int
    """Of its first sample, counted since the microphone was opened."""
    at_ms: float
    """When its last sample was handed over, by the page's own clock."""
    pcm: bytes
    """16 bits a sample, little endian."""

    @property
    def samples(self) -> int:
        return len(self.pcm) // _SAMPLE_BYTES


def encode_frame(frame: Frame) -> bytes:
    """``frame`` as the page sends it."""
    return (
        _HEADER.pack(_MAGIC, VERSION, 0, frame.number, float(frame.position), frame.at_ms)
        + frame.pcm
    )


def decode_frame(data: bytes) -> Frame:
    """The frame that the page sent.

    Raises:
        ValueError: it is none.
    """
    if not _HEADER.size <= len(data) <= MOST_FRAME_BYTES or len(data) % _SAMPLE_BYTES:
        raise ValueError(f"not a frame: {len(data)} bytes")
    magic, version, reserved, number, position, at_ms = _HEADER.unpack_from(data)
    if (magic, version, reserved) != (_MAGIC, VERSION, 0):
        raise ValueError("not a frame of this version")
    if not (math.isfinite(at_ms) and 0 <= position <= 2**53 and position == int(position)):
        raise ValueError("not a frame: no position or time")
    return Frame(number, int(position), at_ms, data[_HEADER.size :])
