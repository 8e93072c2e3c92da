"""The process that speaks: ``python -m interviewer.tts.child``; with ``render``, it gives back what it
would say and needs no loudspeaker.

Reads requests on stdin, writes replies on stdout, and ends when its parent does.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Protocol

from interviewer.domain import SAMPLE_RATE
from interviewer.tts.protocol import (
    Done,
    Failed,
    ListVoices,
    LoudspeakerError,
    Rendered,
    Reply,
    Request,
    Sound,
    StalledError,
    UseVoice,
    Utter,
    VoiceInfo,
    Voices,
    decode_request,
    encode,
)

if TYPE_CHECKING:
    from interviewer.tts.synthesis import Player


class Engine(Protocol):
    """A voice in this process."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts of it that could not be started, with the reason."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """What it can sound like."""
        ...

    def use(self, voice: UseVoice) -> None:
        """Sounds like this from now on."""
        ...

    def utter(self, text: str) -> None:
        """Returns when all of ``text`` was heard."""
        ...


def main(arguments: Sequence[str] = ()) -> None:
    """Speaks for the parent, or renders for it."""
    if "render" in arguments:
        paper = Paper()
        serve(partial(_engine, paper), paper)
        return
    from interviewer.tts.player import SoundPlayer

    serve(partial(_engine, SoundPlayer()))


class Paper:
    """A :class:`interviewer.tts.synthesis.Player` that keeps what it is given instead of playing it."""

    def __init__(self) -> None:
        self._sounds: list[Sound] = []

    def prepare(self) -> None:
        """Nothing is slow to load."""

    def play(self, sounds: Iterator[Sound]) -> None:
        """Keeps them."""
        self._sounds.extend(sounds)

    def take(self) -> Sound:
        """All that was kept since the last time, as one."""
        sounds, self._sounds = self._sounds, []
        return joined(sounds)


def joined(sounds: Sequence[Sound]) -> Sound:
    """``sounds`` one after the other, at the rate of the first."""
    if not sounds:
        return Sound(SAMPLE_RATE, b"")
    rate_hz = sounds[0].rate_hz
    return Sound(rate_hz, b"".join(_at_rate(sound, rate_hz) for sound in sounds))


def _at_rate(sound: Sound, rate_hz: int) -> bytes:
    if sound.rate_hz == rate_hz:
        return sound.pcm
    import numpy as np
    import soxr

    samples = np.frombuffer(sound.pcm, "<i2")
    resampled: bytes = soxr.resample(samples, sound.rate_hz, rate_hz).astype("<i2").tobytes()
    return resampled


def serve(make_engine: Callable[[], Engine], paper: Paper | None = None) -> None:
    """Serves the parent with the engine that ``make_engine`` starts, until it closes the pipe.

    ``paper``: what the engine says is written there, and given back.
    """
    # Ctrl-C reaches the whole group; when to stop is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, replies = _take_pipes()
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, waiting), daemon=True).start()
    try:
        engine = make_engine()
    except Exception as error:  # noqa: BLE001  whatever a native library raises is told to the parent
        waiting.get()
        _send(replies, Failed("voice", _reason(error)))
        return
    while True:
        _send(replies, answer(engine, decode_request(waiting.get()), paper))


def answer(engine: Engine, request: Request, paper: Paper | None = None) -> Reply:
    """What becomes of ``request``; whatever goes wrong is told, not raised."""
    try:
        match request:
            case ListVoices():
                return Voices(engine.voices(), engine.missing)
            case UseVoice():
                engine.use(request)
                return Done()
            case Utter(text):
                engine.utter(text)
                return Done() if paper is None else Rendered(paper.take())
    except LoudspeakerError as error:
        return Failed("device", str(error))
    except StalledError as error:
        return Failed("stalled", str(error))
    except Exception as error:  # noqa: BLE001  the drivers raise all kinds; the parent decides
        return Failed("voice", _reason(error))


def _engine(player: Player) -> Engine:
    """All that can speak here, and what of it cannot be started."""
    from interviewer.tts.spoken_lines import SpokenLines
    from interviewer.tts.synthesis import (
        Espeak,
        InOrder,
        NativeEngine,
        PlayedEngine,
        Synthesiser,
        WrittenEngine,
    )

    if sys.platform in ("darwin", "win32"):
        try:
            native = NativeEngine()
            written = isinstance(player, Paper)
            return SpokenLines(WrittenEngine(native, player) if written else native, player)
        except Exception as error:  # noqa: BLE001  whatever a driver raises, the lines are there
            return SpokenLines(PlayedEngine(InOrder(()), player), player, (_reason(error),))
    from interviewer.tts.pico import Pico

    parts: list[Synthesiser] = []
    missing: list[str] = []
    for start in (Pico, Espeak):
        try:
            parts.append(start())
        except Exception as error:  # noqa: BLE001  whatever a native library raises, the next speaks
            missing.append(f"{start.__name__}: {error}")
    return SpokenLines(PlayedEngine(InOrder(parts), player), player, tuple(missing))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent, out of reach of libraries that print.

    Their words go to stderr, which the parent keeps for when this process breaks down.
    """
    requests, replies = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(requests, "rb"), os.fdopen(replies, "wb")


def _read(requests: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """Hands on requests. Without a parent this ends the process, even in the middle of a word."""
    for line in requests:
        waiting.put(line)
    os._exit(0)


def _send(replies: BinaryIO, reply: Reply) -> None:
    replies.write(encode(reply))
    replies.flush()


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main(sys.argv[1:])
