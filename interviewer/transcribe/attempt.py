"""One decoding of a window, and whether it can be trusted. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

__all__ = ["Attempt"]

MAX_COMPRESSION = 2.4
"""zlib ratio above which a text repeats itself. Whisper's own default."""
MIN_LOGPROB = -1.0
"""Mean token log-probability (nats) under which a text is not trusted. Whisper's own default."""
MAX_NO_SPEECH = 0.6
"""With a distrusted text, the probability above which there was no speech. Whisper's default."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One decoding of a window at one temperature."""

    tokens: tuple[int, ...]
    """Text tokens, timestamps and specials removed."""
    text: str
    mean_logprob: float
    """Nats a token."""
    no_speech: float
    """Probability of no speech, 0..1."""

    @property
    def compression(self) -> float:
        data = self.text.encode()
        return len(data) / len(zlib.compress(data)) if data else 0.0

    @property
    def repeats(self) -> bool:
        return self.compression > MAX_COMPRESSION

    @property
    def trusted(self) -> bool:
        return not self.repeats and self.mean_logprob >= MIN_LOGPROB

    @property
    def silent(self) -> bool:
        return self.no_speech > MAX_NO_SPEECH and self.mean_logprob < MIN_LOGPROB
