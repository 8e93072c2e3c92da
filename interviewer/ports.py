"""What the core asks of the outside. Fakes in ``tests/fakes`` stand at the same ports."""

from __future__ import annotations

from typing import Protocol

from interviewer.models import Chunk, EngineInfo, Language, Word

__all__ = ["Transcriber"]


class Transcriber(Protocol):
    """Speech to words."""

    @property
    def info(self) -> EngineInfo:
        """Which engine and model answer."""
        ...

    def transcribe(self, chunk: Chunk, language: Language) -> tuple[Word, ...]:
        """Words of one chunk, in the time of the recording (``chunk.start_s`` added).

        The same chunk gives the same words each time. At most 30 s of signal a call.
        """
        ...
