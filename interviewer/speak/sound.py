"""Speech as sound, on its way from the synthesiser to the loudspeaker."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LoudspeakerError", "Sound", "StalledError"]


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
