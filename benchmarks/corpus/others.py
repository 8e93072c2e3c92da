"""The same texts by other voices than those the file names, and the conditions of each recording."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from benchmarks.corpus.recipe import (
    NOISES,
    ROOMS,
    Answer,
    Condition,
    Delivery,
    Synthesiser,
)
from interviewer.domain import Language

__all__ = ["VOICES", "conditions", "spoken_by"]

VOICES: dict[Synthesiser, dict[Language, tuple[str, ...]]] = {
    "pico": {
        "fr": ("pico:fr-FR", "pico:fr-FR*0.84", "pico:fr-FR*1.1", "pico:fr-FR*0.92"),
        "en": ("pico:en-GB", "pico:en-US", "pico:en-GB*0.86", "pico:en-US*0.88"),
    },
    "flite": {"en": ("flite:slt", "flite:rms", "flite:awb", "flite:kal16")},
}
"""Pico has one voice a language and region: moved by a factor it is another person's throat, and
the same way to speak. Flite has no French."""
_PACES = (1.0, 0.9, 1.12)


def spoken_by(answer: Answer, synthesiser: Synthesiser) -> Answer | None:
    """``answer`` as one of the synthesiser's voices says it; None where it has no such language.

    Which voice, pace and noise, the SHA-256 of text and synthesiser says.
    """
    if synthesiser == "kokoro":
        return answer
    voices = VOICES[synthesiser].get(answer.language, ())
    if not voices:
        return None
    digest = _digest(answer, synthesiser)
    return replace(
        answer,
        delivery=Delivery(
            voice=voices[digest[0] % len(voices)],
            pace=_PACES[digest[1] % len(_PACES)],
            noise=NOISES[digest[2] % len(NOISES)],
            seed=int.from_bytes(digest[4:8]),
        ),
    )


def conditions(answer: Answer) -> tuple[Condition, ...]:
    """In what ``answer``, spoken once, is recorded."""
    digest = _digest(answer, answer.delivery.synthesiser)
    return ("clean", answer.delivery.noise, ROOMS[digest[3] % len(ROOMS)])


def _digest(answer: Answer, synthesiser: Synthesiser) -> bytes:
    return hashlib.sha256(f"{synthesiser} {answer.id}".encode()).digest()
