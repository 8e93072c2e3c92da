"""Tones, in a process of their own: ``python -m interviewer.tts.tones``.

It is a child like the one that speaks, and for the same reasons: PortAudio can abort, hang and print.
The stream stays open, so that a tone is heard when it is due.
"""

from __future__ import annotations

from typing import Literal, get_args

from interviewer.tts.child import serve
from interviewer.tts.player import open_stream
from interviewer.tts.protocol import TONE_LATENCY_S, Sound, UseVoice, VoiceInfo

ToneName = Literal["warning", "end", "turn"]

_RATE_HZ = 48_000
_LEVEL = 0.3
_SOFT = 0.1
"""Of the tone that opens the microphone, which hears it: no speech to the detector (Silero gives 0.25 at
most at a loudspeaker's level, speech begins at 0.5)."""
_FADE_S = 0.01
"""Without it a tone begins and ends with a click."""
_SHAPES: dict[ToneName, tuple[tuple[float, float], ...]] = {
    "warning": ((880.0, 0.12),),
    "end": ((659.26, 0.15), (523.25, 0.35)),
    "turn": ((1046.5, 0.15),),
}
"""Hertz and seconds of each part: a short high one, two that fall, and a higher one, soft."""


def tone(name: ToneName) -> Sound:
    """The tone called ``name``."""
    import numpy as np

    level = _SOFT if name == "turn" else _LEVEL
    parts = []
    for hertz, seconds in _SHAPES[name]:
        at_s = np.arange(int(seconds * _RATE_HZ)) / _RATE_HZ
        fade = np.minimum(1.0, np.minimum(at_s, at_s[::-1]) / _FADE_S)
        parts.append(level * fade * np.sin(2 * np.pi * hertz * at_s))
    pcm = (np.concatenate(parts) * 32767).astype("<i2").tobytes()
    return Sound(_RATE_HZ, pcm)


class ToneEngine:
    """Plays tones where a voice would speak: what it is asked to utter is a tone's name."""

    missing = ()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """None: tones are no voices."""
        return ()

    def use(self, voice: UseVoice) -> None:
        """Opens the loudspeaker.

        Raises:
            LoudspeakerError: there is none, or it refuses.
            StalledError: the sound server does not answer.
        """
        del voice
        self._sounds = {name: tone(name) for name in get_args(ToneName)}
        self._stream = open_stream(TONE_LATENCY_S)
        self._stream.start()

    def utter(self, text: str) -> None:
        """Returns when the tone has been handed to the loudspeaker.

        Raises:
            StalledError: it stopped taking sound.
        """
        self._stream.add(self._sounds[text])
        self._stream.wait(lambda: self._stream.waiting_s == 0)


if __name__ == "__main__":
    serve(ToneEngine)
